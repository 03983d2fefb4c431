//! When does one meet again? The answer is a planned meeting.

use leptos::prelude::*;
use yardstick_domain::DELETED_FIELD;
use yardstick_domain::change::Value;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::following;
use yardstick_domain::records::{Edit, Meeting, meeting as field};
use yardstick_domain::values::Instant;

use super::Step;
use crate::book::{ClientHandle, Records};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Chip, Entry, TextField};
use crate::pages::meeting::words;
use crate::session::{Action, Session};

/// So many weeks from now are offered, at the time this meeting began.
const WEEKS: [i32; 3] = [1, 2, 4];

/// The id of the meeting that follows: the one planned already, else the one that one meeting has, whoever plans it.
fn next_id(records: &Records, meeting: RecordId) -> RecordId {
    following(records.file(), meeting)
        .or_else(|| records.meeting(meeting)?.next_meeting)
        .unwrap_or_else(|| RecordId::of_the_only("next_meeting", meeting))
}

/// As many weeks after the day of the meeting, at the full or half hour it began.
fn in_weeks(meeting: &Meeting, weeks: i32) -> Option<Instant> {
    let began = meeting.started_at.or(meeting.planned_at)?;
    let offset = words::offset(began);
    let day = began.local_date(offset)?.plus_days(7 * weeks)?;
    let minute = began.minute_of_day(offset);
    Instant::from_local(day, minute - minute % 30, offset)
}

/// One that was cancelled meanwhile is planned anew, which nobody is to be asked about.
fn not_deleted() -> Edit {
    Edit {
        field: DELETED_FIELD.into(),
        value: Value::null(),
    }
}

/// The step.
#[component]
pub(super) fn NextMeeting(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let view = Memo::new(move |_| {
        records
            .with(|records| records.meeting(meeting).cloned())
            .unwrap_or_default()
    });
    let planned = Memo::new(move |_| {
        records.with(|records| records.meeting(next_id(records, meeting))?.planned_at)
    });
    let plan = move |at: Option<Instant>| {
        records.with_untracked(|records| {
            let next = next_id(records, meeting);
            let (own, next_key) = (
                records.key("meeting", meeting),
                records.key("meeting", next),
            );
            let this = view.get_untracked();
            // What is said of one that is only moved stays.
            let is_new = planned.get_untracked().is_none();
            let as_this = || {
                [
                    field::place().put(this.place.as_deref()),
                    field::form().put(this.form.as_ref()),
                    field::engagement().put(this.engagement.as_ref()),
                ]
            };
            let action = match at {
                Some(at) => Action::new(Msg::WrapUpNextSet)
                    .set(&own, field::next_meeting().set(&next))
                    .set(&next_key, not_deleted())
                    .set(&next_key, field::planned_at().set(&at))
                    .set_all(&next_key, is_new.then(as_this).into_iter().flatten()),
                // Deleted and not merely undated, so that it is found among what was deleted; one that was planned elsewhere is cancelled
                // where its subject and place are seen.
                None if this.next_meeting == Some(next) => {
                    session.delete(Msg::MeetDeleted, vec![next_key]);
                    return;
                }
                None => return,
            };
            session.edit(action.quietly());
        });
    };
    let chips = WEEKS.map(|weeks| {
        let at = Memo::new(move |_| view.with(|view| in_weeks(view, weeks)));
        let label = move || {
            let at = at.get().map(words::moment).unwrap_or_default();
            t_with(Msg::WrapUpInWeeks, &[("n", &weeks.to_string()), ("at", &at)])
        };
        view! {
            <Show when=move || at.get().is_some()>
                <Chip
                    label=Signal::derive(label)
                    pressed=Signal::derive(move || planned.get().is_some() && planned.get() == at.get())
                    on_press=move |()| {
                        let again = planned.get_untracked() == at.get_untracked();
                        plan(at.get_untracked().filter(|_| !again));
                    }
                />
            </Show>
        }
    });
    view! {
        <Step title=Msg::WrapUpNext>
            <div class="chips" role="group" aria-label=move || t(Msg::WrapUpNext)>
                {chips.into_iter().collect_view()}
            </div>
            <TextField
                label=Msg::WrapUpNextAt
                entry=Entry::Moment
                words=move || planned.get().map_or_else(|| t(Msg::FieldChooseMoment), words::moment)
                value=Signal::derive(move || planned.get().map(words::moment_input).unwrap_or_default())
                on_commit=move |typed: String| plan(words::typed_moment(&typed))
            />
        </Step>
    }
}
