//! Capturing with one thumb: a line and Enter; or a kind, which files what is typed as that kind, and without words sets a timed mark.

use leptos::html::Textarea;
use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::LineKind;
use yardstick_domain::values::Choice;

use super::draft::Draft;
use super::due::DueChips;
use super::speaker::Speakers;
use super::text_box::{self, TextBox};
use super::{promise, words};
use crate::book::ClientHandle;
use crate::browser::page;
use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon, IconButton};
use crate::session::Session;

/// The bar over the keyboard. Its children stand above the line while nobody types.
#[component]
pub(crate) fn CaptureBar(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    meeting: RecordId,
    /// The line being typed.
    draft: Draft,
    /// Tools of the meeting.
    children: Children,
) -> impl IntoView {
    let records = handle.records();
    let node = NodeRef::<Textarea>::new();
    let speaker = RwSignal::new(None::<String>);
    // The promise just filed, as long as it waits for its date.
    let undated = RwSignal::new(None::<RecordId>);
    let file = move |kind: LineKind| {
        text_box::when_composed(node, move || {
            let has_words = !draft.typed().trim().is_empty();
            let engagement = records.with_untracked(|records| records.meeting(meeting)?.engagement);
            let who = speaker.get_untracked();
            let filed = draft.file(&kind, who.as_deref(), engagement);
            text_box::empty(node);
            speaker.set(None);
            undated.set(filed.filter(|_| has_words && promise::side(&kind).is_some()));
        });
    };
    Effect::new(move || {
        draft.line.track();
        records.with(|records| untrack(|| draft.leave_filed(records)));
    });
    let enter = move || {
        if !draft.typed().trim().is_empty() {
            file(LineKind::Note);
        }
    };
    view! {
        <form
            class="capture-bar"
            aria-label=move || t(Msg::MeetCapture)
            on:submit=move |event| {
                event.prevent_default();
                enter();
            }
        >
            <div class="capture-tools">{children()}</div>
            <DueRow handle undated/>
            <div class="capture-line">
                <TextBox
                    text=draft.text
                    overlong=draft.overlong
                    name=Msg::MeetThisLine
                    placeholder=Msg::MeetTypeHere
                    node
                    // On a screen that is touched the keyboard would cover what was said.
                    takes_focus=page::matches_media("(pointer: fine)")
                    on_input=move |typed| draft.input(typed)
                    on_enter=move |()| enter()
                />
                <button
                    class="button"
                    data-icon=true
                    type="submit"
                    aria-label=move || t(Msg::MeetFile)
                    on:mousedown=|event| event.prevent_default()
                >
                    <Icon glyph=Glyph::SendHorizontal/>
                </button>
            </div>
            <div class="capture-kinds" role="group" aria-label=move || t(Msg::MeetKind)>
                {LineKind::ALL
                    .iter()
                    .map(|kind| view! { <KindButton kind=kind.clone() on_press=file/> })
                    .collect_view()}
            </div>
            <div
                class="capture-kinds"
                data-row="speakers"
                role="group"
                aria-label=move || t(Msg::MeetSpeaker)
                // Whoever types goes on typing.
                on:mousedown=|event| event.prevent_default()
            >
                <span class="capture-row-head" aria-hidden="true">{move || t(Msg::MeetSpeaker)}</span>
                <Speakers records meeting=Some(meeting) value=speaker on_choose=move |who| speaker.set(who)/>
            </div>
        </form>
    }
}

#[component]
fn KindButton(kind: LineKind, #[prop(into)] on_press: Callback<LineKind>) -> impl IntoView {
    let name = words::kind_name(&kind);
    view! {
        <button
            class="chip"
            type="button"
            // The box keeps the keyboard, which would go away and come back between two lines.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| on_press.run(kind.clone())
        >
            {move || t(name)}
        </button>
    }
}

/// By when? Asked once, right after a promise was filed; one tap answers, and going on typing is an answer too.
#[component]
fn DueRow(handle: ClientHandle, undated: RwSignal<Option<RecordId>>) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let choose = move |day| {
        if let Some(line) = undated.get_untracked() {
            records.with_untracked(|records| promise::set_due(session, records, line, day));
            undated.set(None);
        }
    };
    view! {
        <Show when=move || undated.get().is_some()>
            <div
                class="capture-kinds"
                data-row="due"
                role="group"
                aria-label=move || t(Msg::MeetDue)
            >
                <span class="capture-row-head" aria-hidden="true">{move || t(Msg::MeetDue)}</span>
                <DueChips value=Signal::derive(|| None) on_choose=choose/>
                <IconButton glyph=Glyph::X name=Msg::ButtonLater on_press=move |_| undated.set(None)/>
            </div>
        </Show>
    }
}
