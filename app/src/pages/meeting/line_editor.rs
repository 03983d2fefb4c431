//! A line being mended where it stands: words, kind, speaker, date, who may see it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::is_internal;
use yardstick_domain::records::{Edit, LineKind, NoteLine, note_line};
use yardstick_domain::values::Choice;

use super::due::DueChips;
use super::filed_as::FiledAs;
use super::speaker::Speakers;
use super::text_box::TextBox;
use super::{promise, words};
use crate::book::ClientHandle;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Chip, Glyph, Switch};
use crate::pages::parts::history::HistoryButton;
use crate::session::{Action, Session};

/// The open line.
#[component]
pub(crate) fn LineEditor(
    /// The open client.
    handle: ClientHandle,
    /// The line.
    id: RecordId,
    /// The line as it is.
    line: Memo<NoteLine>,
    /// The person is done with it.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let key = records.with_untracked(|records| records.key("note_line", id));
    let text = session.text(key.field(note_line::text().name()));
    let key = StoredValue::new(key);
    let before = line.with_untracked(|line| line.text.clone().unwrap_or_default());
    let before = StoredValue::new(before);
    let set = move |edit: Edit| {
        let action = key.with_value(|key| Action::new(Msg::MeetLineChanged).set(key, edit));
        session.edit(action.quietly());
    };
    // A promise and its task say the same.
    let settle = move || {
        let is_promise =
            line.with_untracked(|line| line.line_kind.as_ref().and_then(promise::side).is_some());
        if is_promise {
            records.with_untracked(|records| {
                before.with_value(|before| promise::reworded(session, records, id, before));
            });
        }
        before.set_value(line.with_untracked(|line| line.text.clone().unwrap_or_default()));
    };
    let done = move || {
        settle();
        on_done.run(());
    };
    let delete = move |_| {
        session.delete(Msg::MeetLineDeleted, vec![key.get_value()]);
        on_done.run(());
    };
    let choose_speaker = move |who: Option<String>| set(note_line::speaker().put(who.as_deref()));
    let kind = Signal::derive(move || line.with(|line| line.line_kind.clone()));
    let choose_kind = move |kind: LineKind| {
        // What was typed goes to the task while it is one; only then is what the task says compared.
        settle();
        records.with_untracked(|records| promise::choose_kind(session, records, id, &kind));
    };
    let is_promise = move || kind.with(|kind| kind.as_ref().and_then(promise::side).is_some());
    view! {
        <div class="note-editor">
            <TextBox
                text=Signal::derive(move || text)
                name=Msg::MeetThisLine
                takes_focus=true
                on_enter=move |()| done()
                on_leave=move |()| settle()
            />
            <div class="chips" role="group" aria-label=move || t(Msg::MeetKind)>
                <Kinds value=kind on_choose=choose_kind/>
            </div>
            <div class="chips" role="group" aria-label=move || t(Msg::MeetSpeaker)>
                <Speakers
                    records
                    value=Signal::derive(move || line.with(|line| line.speaker.clone()))
                    on_choose=choose_speaker
                />
            </div>
            <Show when=is_promise>
                <div class="chips" role="group" aria-label=move || t(Msg::MeetDue)>
                    <DueChips
                        value=Signal::derive(move || {
                            records.with(|records| promise::task_of(records, id).and_then(|(_, task)| task.due))
                        })
                        on_choose=move |day| {
                            records.with_untracked(|records| promise::set_due(session, records, id, day));
                        }
                    />
                </div>
            </Show>
            <Switch
                label=Msg::MeetInternalSwitch
                value=Signal::derive(move || line.with(is_internal))
                on_change=move |internal| set(note_line::internal().set(&internal))
            />
            <FiledAs handle id line/>
            <div class="split">
                <Button label=Msg::ButtonDelete glyph=Glyph::Trash2 on_press=delete/>
                <HistoryButton record=key.get_value()/>
                <Button label=Msg::ButtonDone glyph=Glyph::Check on_press=move |_| done()/>
            </div>
        </div>
    }
}

/// All kinds, the line's own one pressed.
#[component]
pub(crate) fn Kinds(
    /// The kind so far.
    #[prop(into)]
    value: Signal<Option<LineKind>>,
    /// Told the kind chosen.
    #[prop(into)]
    on_choose: Callback<LineKind>,
) -> impl IntoView {
    LineKind::ALL
        .iter()
        .map(|kind| {
            let (own, chosen) = (kind.clone(), kind.clone());
            view! {
                <Chip
                    label=words::kind_name(kind)
                    pressed=Signal::derive(move || value.get().unwrap_or(LineKind::Note) == own)
                    on_press=move |()| on_choose.run(chosen.clone())
                />
            }
        })
        .collect_view()
}
