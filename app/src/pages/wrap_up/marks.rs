//! Timed marks get their words. They stay in the list once they have some: a box that vanishes under the thumb helps nobody.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{NoteLine, note_line};

use super::Step;
use crate::book::ClientHandle;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Glyph, IconButton};
use crate::pages::meeting::text_box::TextBox;
use crate::pages::meeting::{promise, words};
use crate::pages::parts::now;
use crate::session::Session;

/// The step; nothing where no mark was set.
#[component]
pub(super) fn Marks(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let records = handle.records();
    let marks = Memo::new(move |_| {
        records.with(|records| {
            let lines = records.file().lines_of(meeting);
            let marks = lines.filter(|(_, line)| line.timed_mark == Some(true));
            marks.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !marks.with(Vec::is_empty)>
            <Step title=Msg::WrapUpMarks>
                <ul class="stack" role="list">
                    <For each=move || marks.get() key=|id| *id let:id>
                        <Mark handle id/>
                    </For>
                </ul>
            </Step>
        </Show>
    }
}

#[component]
fn Mark(handle: ClientHandle, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let key = records.with_untracked(|records| records.key("note_line", id));
    let text = session.text(key.field(note_line::text().name()));
    let line = records.with_untracked(|records| promise::line(records, id));
    let name = Signal::derive(move || line.as_ref().map(name).unwrap_or_default());
    let before = StoredValue::new(text.value.get_untracked());
    let settle = move || {
        records.with_untracked(|records| {
            if promise::line(records, id)
                .is_some_and(|line| line.line_kind.as_ref().and_then(promise::side).is_some())
            {
                before.with_value(|before| promise::reworded(session, records, id, before));
            }
        });
        before.set_value(text.value.get_untracked());
    };
    let delete = move |_| {
        session.delete(Msg::MeetLineDeleted, vec![key.clone()]);
    };
    view! {
        <li class="capture-line">
            <span class="mark-name">{name}</span>
            <TextBox
                text=Signal::derive(move || text)
                name
                placeholder=Msg::WrapUpMarkHint
                on_leave=move |()| settle()
            />
            <IconButton glyph=Glyph::Trash2 name=Msg::ButtonDelete on_press=delete/>
        </li>
    }
}

/// `14:12 需求`.
fn name(line: &NoteLine) -> String {
    let kind = t(line
        .line_kind
        .as_ref()
        .map_or(Msg::NoteNote, words::kind_name));
    let time = line.captured_at.map(now::local_clock).unwrap_or_default();
    t_with(Msg::WrapUpMark, &[("time", &time), ("kind", &kind)])
}
