//! What was deleted, of all clients or of one, as far as this device holds it; each act of deleting can be taken back whole.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;

use crate::book::{Book, Deleted};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Empty, Glyph, Icon};
use crate::pages::frame::{Page, need_text};
use crate::pages::parts::author;
use crate::pages::sync::naming;
use crate::route::Route;
use crate::session::{Action, Need, Session};

/// Clients read before what was found is shown.
const READ_AT_ONCE: usize = 64;

/// The page; of one client, or of all.
#[component]
pub fn DeletedPage(#[prop(optional)] client: Option<RecordId>) -> impl IntoView {
    let (session, book) = (Session::expect(), Book::expect());
    let found = RwSignal::new(Vec::<Deleted>::new());
    let reading = RwSignal::new(true);
    let failed = RwSignal::new(None::<Need>);
    spawn_local(async move {
        let read = async {
            let clients = match client {
                Some(client) => vec![client],
                None => book.clients_with_deleted().await?,
            };
            for some in clients.chunks(READ_AT_ONCE) {
                let more = book.deleted(some).await?;
                if !take(found, some, more) {
                    break;
                }
            }
            Ok(())
        };
        if let Err(need) = read.await {
            failed.try_set(Some(need));
        }
        reading.try_set(false);
    });
    // What is restored leaves the list, and comes back to it when that is undone.
    let waiting = session.waiting_entries();
    let known = StoredValue::new(BTreeSet::<RecordId>::new());
    Effect::new(move || {
        waiting.track();
        let clients: Vec<RecordId> = known.with_value(|known| known.iter().copied().collect());
        spawn_local(async move {
            if let Ok(now) = book.deleted(&clients).await {
                take(found, &clients, now);
            }
        });
    });
    Effect::new(move || {
        let clients = found.with(|found| {
            found
                .iter()
                .map(|deleted| deleted.client)
                .collect::<Vec<_>>()
        });
        known.update_value(|known| known.extend(clients));
    });
    // Whose they are.
    let clients = book.clients();
    let of = Signal::derive(move || {
        let client = client.map(|client| clients.with(|rows| naming::client(rows, client)));
        client.unwrap_or_default()
    });
    let back = match client {
        Some(client) => Route::client(client),
        None => Route::More,
    };
    let rows = move || {
        let rows = found
            .get()
            .into_iter()
            .map(|deleted| view! { <Row deleted/> });
        rows.collect_view()
    };
    view! {
        <Page title=Msg::NavDeleted back note=of>
            <div class="column">
                <p class="soft">{move || t(Msg::DeletedText)}</p>
                {move || failed.get().map(|need| view! { <p role="alert">{need_text(&need)}</p> })}
                <Show when=move || reading.get()>
                    <p class="soft" role="status">{move || t(Msg::DeletedReading)}</p>
                </Show>
                <Show when=move || !reading.get() && found.with(Vec::is_empty)>
                    <Empty title=Msg::DeletedNone text=Msg::DeletedNoneText/>
                </Show>
                <ul class="rows">{rows}</ul>
            </div>
        </Page>
    }
}

/// Exchanges what is shown of these clients; false when the page is gone.
fn take(found: RwSignal<Vec<Deleted>>, clients: &[RecordId], now: Vec<Deleted>) -> bool {
    found
        .try_update(|found| {
            let mut all: Vec<Deleted> = std::mem::take(found);
            all.retain(|deleted| !clients.contains(&deleted.client));
            all.extend(now);
            order::by_key(&mut all, |deleted| std::cmp::Reverse(deleted.act.time));
            *found = all;
        })
        .is_some()
}

/// One act of deleting.
#[component]
fn Row(deleted: Deleted) -> impl IntoView {
    let session = Session::expect();
    let rows = Book::expect().clients();
    let title = {
        let deleted = deleted.clone();
        move || {
            let client = deleted.client_record.as_ref().and_then(naming::record);
            let client =
                client.unwrap_or_else(|| rows.with(|rows| naming::client(rows, deleted.client)));
            title(&deleted, &client)
        }
    };
    let (device, time_ms) = (deleted.act.device, deleted.act.time);
    let note = move || author::by(session, device, time_ms);
    let act = StoredValue::new(deleted.act);
    let restore = move |_| {
        session.edit(Action {
            label: Msg::DeletedRestored,
            quiet: false,
            edits: act.with_value(yardstick_domain::deletion::Deletion::restore),
        });
    };
    view! {
        <li class="row-line">
            <div class="row">
                <span class="row-mark">
                    <Icon glyph=Glyph::Trash2/>
                </span>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
            </div>
            <Button label=Msg::ButtonRestore glyph=Glyph::ArchiveRestore on_press=restore/>
        </li>
    }
}

/// `山嵐製茶 · 待辦「寄樣品」`, and how much went with it.
fn title(deleted: &Deleted, client: &str) -> String {
    let others = u32::try_from(deleted.act.records.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let what = t(naming::kind(deleted.first.key.kind.as_str()));
    let title = match naming::record(&deleted.first) {
        _ if deleted.act.is_client() => [&what, " · ", client].concat(),
        Some(name) => [client, " · ", &what, " · ", &name].concat(),
        None => [client, " · ", &what].concat(),
    };
    match others {
        0 => title,
        others => t_n(Msg::DeletedWith, others, &[("what", &title)]),
    }
}
