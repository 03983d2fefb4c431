//! The minutes of the meeting, as working time. They were counted when it ended; who forgot to end it mends them here.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::minutes_entry;
use yardstick_domain::records::time_entry;
use yardstick_domain::values::Minutes;

use super::Step;
use crate::book::{ClientHandle, Records};
use crate::i18n::{Msg, t};
use crate::kit::{Entry, TextField};
use crate::session::{Action, Session};

/// No meeting is longer than a day.
const MAX_MINUTES: u32 = 1_440;

fn counted(records: &Records, meeting: RecordId) -> Option<Minutes> {
    let (id, _) = minutes_entry(meeting, records.meeting(meeting)?)?;
    let mut entries = records.time_entries().iter();
    entries.find(|(entry, _)| *entry == id)?.1.minutes
}

/// The step; nothing as long as the meeting runs.
#[component]
pub(super) fn MinutesSpent(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let minutes = Memo::new(move |_| records.with(|records| counted(records, meeting)));
    let is_over = move || {
        records.with(|records| {
            records
                .meeting(meeting)
                .is_some_and(|meeting| meeting.ended_at.is_some())
        })
    };
    let is_wrong = RwSignal::new(false);
    let commit = move |typed: String| {
        let Ok(minutes) = Minutes::parse(&typed, MAX_MINUTES) else {
            is_wrong.set(true);
            return;
        };
        is_wrong.set(false);
        records.with_untracked(|records| {
            let entry = records
                .meeting(meeting)
                .and_then(|view| minutes_entry(meeting, view));
            let Some((id, edits)) = entry else { return };
            let key = records.key("time_entry", id);
            let action = Action::new(Msg::WrapUpMinutesNoted)
                .set_all(&key, edits)
                .set(&key, time_entry::minutes().set(&minutes));
            session.edit(action.quietly());
        });
    };
    view! {
        <Show when=is_over>
            <Step title=Msg::WrapUpMinutes>
                <TextField
                    label=Msg::WrapUpMinutesLabel
                    hint=Msg::WrapUpMinutesHint
                    entry=Entry::Number
                    value=Signal::derive(move || minutes.get().map(|minutes| minutes.0.to_string()).unwrap_or_default())
                    error=Signal::derive(move || is_wrong.get().then(|| t(Msg::WrapUpMinutesWrong)))
                    on_commit=commit
                />
            </Step>
        </Show>
    }
}
