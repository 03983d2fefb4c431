//! The small word about the data, the same everywhere, and what a screen reader hears of it.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::clock;
use crate::browser::intl;
use crate::browser::timer::Timeout;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::route::Route;
use crate::session::{Need, Phase, Session, SyncState};

/// A state that lasts this long is said aloud; saving flickers by with every letter.
const LASTING: Duration = Duration::from_secs(2);

/// The state in a word, and the shape beside it (`data-state`).
pub(crate) fn state_word(state: &SyncState) -> (&'static str, String) {
    match &state.phase {
        Phase::NeedsYou(need) => ("attention", need_word(need)),
        Phase::Saving => ("waiting", t(Msg::SyncSaving)),
        Phase::Saved | Phase::Waiting(_) | Phase::Synced { .. } | Phase::Offline { .. }
            if state.refused > 0 =>
        {
            ("attention", counted(Msg::SyncWordRefused, state.refused))
        }
        Phase::Saved => ("saved", t(Msg::SyncSaved)),
        Phase::Waiting(count) => ("waiting", counted(Msg::SyncWaiting, *count)),
        Phase::Synced { at_ms } => ("synced", synced_at(*at_ms)),
        Phase::Offline { .. } => ("offline", t(Msg::SyncOffline)),
    }
}

fn need_word(need: &Need) -> String {
    t(match need {
        Need::SignIn | Need::SomeoneElse => Msg::SyncWordSignIn,
        Need::Update => Msg::SyncWordUpdate,
        Need::StorageFull => Msg::SyncWordFull,
        Need::NotKept(_) => Msg::SyncWordNotKept,
        Need::Foreign
        | Need::ServerFull
        | Need::Blocked
        | Need::Damaged
        | Need::Unclear { .. }
        | Need::Wipe { .. } => Msg::SyncNeedsYou,
    })
}

fn synced_at(at_ms: i64) -> String {
    let at = clock::local(at_ms);
    t_with(
        Msg::SyncSyncedAt,
        &[("time", &intl::time(at.hour, at.minute))],
    )
}

fn counted(message: Msg, count: usize) -> String {
    t_n(message, u32::try_from(count).unwrap_or(u32::MAX), &[])
}

/// The word in the bar; it leads to what it is about.
#[component]
pub(super) fn SyncWord(session: Session) -> impl IntoView {
    let state = session.sync_state();
    let word = Memo::new(move |_| state.with(state_word));
    view! {
        <a class="sync-word" data-state=move || word.get().0 href=Route::Sync.path()>
            {move || word.get().1}
        </a>
    }
}

/// Says a state that lasts to those who do not see the word; once for the whole app, so that going to another page is no news.
#[component]
pub(crate) fn SyncAnnouncer() -> impl IntoView {
    let state = Session::expect().sync_state();
    let said = RwSignal::new(String::new());
    let timer = StoredValue::new_local(None::<Timeout>);
    let shape = Memo::new(move |_| state.with(|state| state_word(state).0));
    Effect::watch(
        move || shape.get(),
        move |_, _, _| {
            timer.set_value(Some(Timeout::new(LASTING, move || {
                if let Some(word) = state.try_with_untracked(|state| state_word(state).1) {
                    said.set(word);
                }
            })));
        },
        false,
    );
    view! {
        <p class="visually-hidden" role="status">
            {said}
        </p>
    }
}
