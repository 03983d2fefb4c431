//! What one does in a meeting besides writing: look at the clock, show the client, note who is there, end it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{MeetingStatus, elapsed, status};
use yardstick_domain::records::{LineKind, Meeting};

use super::client_facing::ShownToClient;
use super::draft::Draft;
use super::suggestions::QuickSuggestions;
use super::{begin, ticking, words};
use crate::book::ClientHandle;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, IconButton};
use crate::route::{Route, navigation};
use crate::session::Session;

/// The tools.
#[component]
pub(crate) fn Tools(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    meeting: RecordId,
    /// The meeting as it is.
    view: Memo<Meeting>,
    /// The line being typed.
    draft: Draft,
    /// The sheet about the meeting.
    details: RwSignal<bool>,
    /// The sheet of what can be suggested.
    suggesting: RwSignal<bool>,
) -> impl IntoView {
    let shown = ShownToClient::expect();
    let session = Session::expect();
    let go = StoredValue::new_local(navigation::navigator());
    let client = handle.id();
    let is_running = move || view.with(|view| matches!(status(view), MeetingStatus::Running(_)));
    let end = move |_| {
        if let Some(now) = words::now() {
            file_rest(draft);
            handle
                .records()
                .with_untracked(|records| begin::end(session, records, meeting, now));
            go.with_value(|go| go(&Route::WrapUp { client, meeting }));
        }
    };
    view! {
        <Button label=Msg::ButtonShowClient glyph=Glyph::Eye on_press=move |_| shown.show(client, meeting)/>
        <Show when=is_running>
            <QuickSuggestions handle open=suggesting/>
        </Show>
        <IconButton glyph=Glyph::Ellipsis name=Msg::MeetDetails on_press=move |_| details.set(true)/>
        <Show when=is_running>
            <Button label=Msg::MeetEnd glyph=Glyph::SquareStop on_press=end/>
        </Show>
    }
}

/// What is typed and not sent yet is a note when the meeting ends.
pub(super) fn file_rest(draft: Draft) {
    if !draft.typed().trim().is_empty() {
        draft.file(&LineKind::Note, None, None);
    }
}

/// How long the meeting has run, or took.
#[component]
pub(crate) fn Clock(
    /// The meeting as it is.
    view: Memo<Meeting>,
    /// Whether there is anything to count.
    has_begun: Signal<bool>,
) -> impl IntoView {
    let now = ticking::each_second();
    let is_running = move || view.with(|view| matches!(status(view), MeetingStatus::Running(_)));
    view! {
        <Show when=move || has_begun.get()>
            <span
                class="timer"
                role="timer"
                data-size="small"
                data-state=move || if is_running() { "running" } else { "ended" }
                aria-label=move || t(Msg::MeetElapsed)
            >
                {move || now.get().map(|now| view.with(|view| words::elapsed(elapsed(view, now))))}
            </span>
        </Show>
    }
}
