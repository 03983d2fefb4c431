//! Saving the whole book as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::backup::{Backup, BackupRecord};

use crate::book::Book;
use crate::browser::{clock, download};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Toasts, Variant};
use crate::pages::frame::need_text;
use crate::pages::parts::now;
use crate::session::{Need, Session};

/// The button. Everything is read from this device; no network is needed.
#[component]
pub(in crate::pages) fn Save() -> impl IntoView {
    let (session, book, toasts) = (Session::expect(), Book::expect(), Toasts::expect());
    let busy = RwSignal::new(false);
    let save = move |_| {
        busy.set(true);
        spawn_local(async move {
            match collect(session, book).await {
                Ok(backup) => {
                    let count = u32::try_from(backup.records.len()).unwrap_or(u32::MAX);
                    if keep(&backup) {
                        toasts.say(t_n(Msg::BackupSaved, count, &[]));
                    }
                }
                Err(need) => toasts.say(need_text(&need)),
            }
            busy.try_set(false);
        });
    };
    let word = Signal::derive(move || {
        t(if busy.get() {
            Msg::BackupSaving
        } else {
            Msg::BackupSave
        })
    });
    view! {
        <div class="cluster">
            <Button
                label=word
                glyph=Glyph::Download
                variant=Variant::Primary
                disabled=busy
                on_press=save
            />
        </div>
    }
}

async fn collect(session: Session, book: Book) -> Result<Backup, Need> {
    let shown = book.read(&book.all_clients()).await?;
    let me = session.me().get_untracked();
    let workspace = (!session.is_demo()).then_some(me.workspace);
    let records = shown.values().filter_map(BackupRecord::of).collect();
    Ok(Backup::new(
        clock::now_ms(),
        workspace,
        me.workspace_name,
        records,
    ))
}

fn keep(backup: &Backup) -> bool {
    let Ok(json) = serde_json::to_vec(backup) else {
        return false;
    };
    let today = now::today();
    let name = format!(
        "yardstick-{:04}-{:02}-{:02}.json",
        today.year(),
        today.month(),
        today.day()
    );
    download::save(&name, "application/json", &json)
}
