//! The minutes of the meeting, as working time. They were counted when it ended; who forgot to end it mends them here.

use leptos::prelude::*;
use yardstick_domain::change::Value;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::minutes_entry;
use yardstick_domain::records::{Edit, time_entry};
use yardstick_domain::values::Minutes;

use super::Step;
use crate::book::{ClientHandle, Records};
use crate::i18n::Msg;
use crate::pages::parts::field::Parsed;
use crate::session::{Action, Session};

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
    let set = move |minutes: Value| {
        records.with_untracked(|records| {
            let entry = records
                .meeting(meeting)
                .and_then(|view| minutes_entry(meeting, view));
            let Some((id, edits)) = entry else { return };
            let key = records.key("time_entry", id);
            let minutes = Edit {
                field: time_entry::minutes().name().into(),
                value: minutes,
            };
            let action = Action::new(Msg::WrapUpMinutesNoted)
                .set_all(&key, edits)
                .set(&key, minutes);
            session.edit(action.quietly());
        });
    };
    let value = Signal::derive(move || Some(time_entry::minutes().set(&minutes.get()?).value));
    let field = move || {
        records.with_untracked(|records| {
            let (id, _) = minutes_entry(meeting, records.meeting(meeting)?)?;
            Some(
                records
                    .key("time_entry", id)
                    .field(time_entry::minutes().name()),
            )
        })
    };
    view! {
        <Show when=is_over>
            <Step title=Msg::WrapUpMinutes>
                {field()
                    .map(|field| {
                        view! {
                            <Parsed
                                field
                                spec=time_entry::minutes().spec()
                                label=Msg::WrapUpMinutesLabel
                                hint=Msg::WrapUpMinutesHint
                                value
                                required=true
                                on_value=set
                            />
                        }
                    })}
            </Step>
        </Show>
    }
}
