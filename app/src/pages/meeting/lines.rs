//! What was said so far, in order; each line can be mended where it stands.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::is_internal;
use yardstick_domain::order;
use yardstick_domain::records::NoteLine;

use super::line_editor::LineEditor;
use super::{promise, words};
use crate::book::{ClientHandle, Records};
use crate::browser::page;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_with};
use crate::pages::parts::{now, show};

/// What scrolls when there are many lines.
const SCROLLED: &str = "#main";

/// The lines shown: all of the meeting but the one being typed here and those emptied while they were typed.
fn shown(records: &Records, meeting: RecordId, typed: Option<RecordId>) -> Vec<RecordId> {
    let lines = records.file().lines_of(meeting);
    let mut ids: Vec<(bool, RecordId)> = lines
        .filter(|(id, line)| {
            let filed = line.captured_at.is_some();
            filed || (Some(*id) != typed && line.text.is_some())
        })
        .map(|(id, line)| (line.captured_at.is_none(), *id))
        .collect();
    // Stable: lines keep their order, those never filed come last.
    order::by_key(&mut ids, |(unfiled, _)| *unfiled);
    ids.into_iter().map(|(_, id)| id).collect()
}

/// The lines of a meeting.
#[component]
pub(crate) fn Lines(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    meeting: RecordId,
    /// The line being typed here.
    #[prop(into)]
    typed: Signal<Option<RecordId>>,
    /// The meeting goes on: the newest line stays in sight, unless the person has gone back to earlier ones.
    #[prop(into)]
    follow: Signal<bool>,
) -> impl IntoView {
    let records = handle.records();
    let ids = Memo::new(move |_| records.with(|records| shown(records, meeting, typed.get())));
    Effect::new(move |before: Option<usize>| {
        let count = ids.with(Vec::len);
        // The first time is the way back into a meeting that goes on: its end is where one left it.
        let is_near = before.is_none() || page::is_near_end(SCROLLED);
        if follow.get() && count > before.unwrap_or_default() && is_near {
            in_next_task(|| page::go_to_end(SCROLLED));
        }
        count
    });
    page::keep_end(SCROLLED, follow);
    let open = RwSignal::new(None::<RecordId>);
    view! {
        <ol class="note-lines" aria-label=move || t(Msg::MeetLines)>
            <For each=move || ids.get() key=|id| *id let:id>
                <Line handle id open/>
            </For>
        </ol>
    }
}

/// One line: as it was said, or being mended.
#[component]
fn Line(handle: ClientHandle, id: RecordId, open: RwSignal<Option<RecordId>>) -> impl IntoView {
    let records = handle.records();
    let line = Memo::new(move |_| {
        records
            .with(|records| promise::line(records, id))
            .unwrap_or_default()
    });
    let is_empty = move || line.with(is_empty);
    view! {
        <li
            class="note-line"
            data-kind=move || line.with(|line| line.line_kind.as_ref().map_or("note", words::kind_mark))
            data-empty=is_empty
        >
            <time>{move || line.with(|line| line.captured_at.map(now::local_clock).unwrap_or_default())}</time>
            <div class="note-body">
                {move || {
                    if open.get() == Some(id) {
                        view! { <LineEditor handle id line on_done=move |()| open.set(None)/> }.into_any()
                    } else {
                        view! { <Said records id line on_open=move |()| open.set(Some(id))/> }.into_any()
                    }
                }}
            </div>
        </li>
    }
}

/// A line as it was said. A tap opens it.
#[component]
fn Said(
    records: Signal<Arc<Records>>,
    id: RecordId,
    line: Memo<NoteLine>,
    #[prop(into)] on_open: Callback<()>,
) -> impl IntoView {
    let text = move || {
        line.with(|line| match line.text.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => t(Msg::MeetMarkEmpty),
        })
    };
    let meta = move || records.with(|records| line.with(|line| meta(records, id, line)));
    view! {
        <button class="note-open" type="button" on:click=move |_| on_open.run(())>
            <span class="note-kind">
                {move || line.with(|line| t(line.line_kind.as_ref().map_or(Msg::NoteNote, words::kind_name)))}
            </span>
            <span class="note-text">{text}</span>
            <span class="note-meta">
                {move || meta().into_iter().map(|word| view! { <span>{word}</span> }).collect_view()}
            </span>
        </button>
    }
}

fn is_empty(line: &NoteLine) -> bool {
    line.text.as_ref().is_none_or(|text| text.trim().is_empty())
}

/// Who said it, by when it is due, and whether it is ours alone where its kind would not say so.
fn meta(records: &Records, id: RecordId, line: &NoteLine) -> Vec<String> {
    let is_promise = line
        .line_kind
        .as_ref()
        .is_some_and(|kind| promise::side(kind).is_some());
    let due = promise::task_of(records, id).and_then(|(_, task)| task.due);
    let due = match due {
        Some(due) => Some(t_with(Msg::MeetDueBy, &[("day", &show::day(due))])),
        None if is_promise && !is_empty(line) => Some(t(Msg::MeetNoDue)),
        None => None,
    };
    let internal = line.internal.is_some() && is_internal(line);
    let unfiled = line.captured_at.is_none();
    let mut words: Vec<String> = line.speaker.iter().cloned().chain(due).collect();
    words.extend(internal.then(|| t(Msg::MeetInternal)));
    words.extend(unfiled.then(|| t(Msg::MeetUnfiled)));
    words
}
