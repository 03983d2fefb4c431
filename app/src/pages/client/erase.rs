//! 永久抹除: asks first, says what goes and what stays, offers a copy, and needs the server.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{Book, Records};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, ConfirmTyped, Glyph, Sheet, Toasts};
use crate::pages::door::error_text;
use crate::pages::frame::need_text;
use crate::pages::meeting::words;
use crate::pages::parts::copy;
use crate::session::erase::erase;
use crate::session::{Phase, Role, Session};

/// The sheet: the question, or why it cannot be asked now.
#[component]
pub(super) fn EraseSheet(open: RwSignal<bool>, records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    // Asked only while it is open: the state of the data changes with every letter that is typed on the page.
    let obstacle = Memo::new(move |last: Option<&Option<String>>| {
        if open.get() {
            obstacle(session)
        } else {
            last.cloned().flatten()
        }
    });
    move || match obstacle.get() {
        Some(why) => {
            let why = StoredValue::new(why);
            view! {
                <Sheet open title=Msg::ClientpageErase>
                    <p>{why.get_value()}</p>
                </Sheet>
            }
            .into_any()
        }
        None => view! { <Question open records/> }.into_any(),
    }
}

/// Why it cannot be done now.
fn obstacle(session: Session) -> Option<String> {
    if session.me().with(|me| me.role != Role::Owner) {
        return Some(t(Msg::ClientpageEraseOwner));
    }
    match session.sync_state().with(|state| state.phase.clone()) {
        Phase::Offline { .. } => Some(t(Msg::ClientpageEraseOffline)),
        Phase::NeedsYou(need) => Some(need_text(&need)),
        _ => None,
    }
}

#[component]
fn Question(open: RwSignal<bool>, records: Signal<Arc<Records>>) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let name = Memo::new(move |_| records.with(|records| records.client().name.clone()));
    let title = Signal::derive(move || {
        let name = name.with(|name| words::client_name(name.as_deref()));
        t_with(Msg::ClientpageEraseTitle, &[("name", &name)])
    });
    let word = Signal::derive(move || {
        name.get()
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| t(Msg::ClientpageEraseWord))
    });
    let confirmed = Callback::new(move |()| {
        let client = records.with_untracked(|records| records.client_key().client);
        spawn_local(async move {
            match erase(session, client).await {
                Ok(()) => toasts.say(t(Msg::ClientpageToastErased)),
                Err(error) => toasts.say(error_text(&error)),
            }
        });
    });
    view! {
        <ConfirmTyped
            open
            title
            word
            action=Signal::derive(|| t(Msg::ClientpageEraseAction))
            on_confirm=confirmed
        >
            <p>{move || t(Msg::ClientpageEraseGoes)}</p>
            <p>{move || t(Msg::ClientpageEraseStays)}</p>
            <p>
                <strong>{move || t(Msg::ClientpageEraseFinal)}</strong>
            </p>
            <CopyFirst records/>
        </ConfirmTyped>
    }
}

/// What the person is entitled to, as a file.
#[component]
fn CopyFirst(records: Signal<Arc<Records>>) -> impl IntoView {
    let (session, book, toasts) = (Session::expect(), Book::expect(), Toasts::expect());
    let save = move |_| {
        let client = records.with_untracked(|records| records.client_key().client);
        spawn_local(async move {
            match copy::save(session, book, &[client], "yardstick-client").await {
                Ok(Some(count)) => toasts.say(t_n(Msg::BackupSaved, count, &[])),
                Ok(None) => {}
                Err(need) => toasts.say(need_text(&need)),
            }
        });
    };
    view! {
        <div>
            <Button label=Msg::ClientpageEraseExport glyph=Glyph::Download on_press=save/>
        </div>
    }
}
