//! How meetings begin and end: each one action, so that it is undone in one.

use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{MeetingSummary, minutes_entry, running_engagements};
use yardstick_domain::records::{Meeting, Stage, client, meeting};
use yardstick_domain::values::Instant;

use super::words;
use crate::book::Records;
use crate::i18n::Msg;
use crate::route::Route;
use crate::session::{Action, Session};

/// A meeting planned within so many hours of now, before or after, is the one that begins.
const PLANNED_WITHIN_MS: i64 = 12 * 60 * 60 * 1_000;

/// The meeting that somebody who begins one now means: one that runs already, else the one planned nearest to now.
pub(crate) fn meant_now(meetings: &[MeetingSummary], now: Instant) -> Option<RecordId> {
    let distance = |meeting: &&MeetingSummary| (meeting.at.ms() - now.ms()).abs();
    let running = meetings.iter().find(|meeting| meeting.running);
    let planned = meetings
        .iter()
        .filter(|meeting| distance(meeting) <= PLANNED_WITHIN_MS)
        .min_by_key(distance);
    running.or(planned).map(|meeting| meeting.id)
}

/// Begins a meeting with a client: the one meant now, or a new one. Answers where it is.
pub(crate) fn begin(session: Session, client: RecordId, meetings: &[MeetingSummary]) -> Route {
    let Some(now) = words::now() else {
        return Route::client(client);
    };
    let running = meetings.iter().find(|meeting| meeting.running);
    if let Some(running) = running {
        return Route::Meeting {
            client,
            meeting: running.id,
        };
    }
    let mut key = session.new_record("meeting", client);
    if let Some(planned) = meant_now(meetings, now) {
        key.record = planned;
    }
    begin_this(session, &key);
    Route::Meeting {
        client,
        meeting: key.record,
    }
}

/// Begins that very meeting, whatever time it was planned for.
pub(crate) fn begin_this(session: Session, key: &RecordKey) {
    if let Some(now) = words::now() {
        session.edit(
            Action::new(Msg::MeetStarted)
                .set(key, meeting::started_at().set(&now))
                .quietly(),
        );
    }
}

/// Begins a meeting with somebody who is not in the book yet: a client without a name, named later.
pub(crate) fn begin_with_new(session: Session) -> Route {
    let Some(now) = words::now() else {
        return Route::NewClient;
    };
    let key = session.new_client();
    let meeting = session.new_record("meeting", key.client);
    session.edit(
        Action::new(Msg::MeetStarted)
            .set(&key, client::stage().set(&Stage::Lead))
            .set(&meeting, meeting::started_at().set(&now))
            .quietly(),
    );
    Route::Meeting {
        client: key.client,
        meeting: meeting.record,
    }
}

/// Ends a meeting at a moment; its minutes become a time entry.
pub(crate) fn end(session: Session, records: &Records, id: RecordId, at: Instant) {
    let Some(running) = records.meeting(id) else {
        return;
    };
    let ended = Meeting {
        ended_at: Some(at),
        engagement: running.engagement.or_else(|| only_engagement(records)),
        ..running.clone()
    };
    let key = records.key("meeting", id);
    let mut action = Action::new(Msg::MeetEnded)
        .set(&key, meeting::ended_at().set(&at))
        .set(&key, meeting::engagement().put(ended.engagement.as_ref()));
    if let Some((entry, edits)) = minutes_entry(id, &ended) {
        action = action.set_all(&records.key("time_entry", entry), edits);
    }
    session.edit(action);
}

/// The engagement that a meeting can only be about: the one that goes on.
fn only_engagement(records: &Records) -> Option<RecordId> {
    match running_engagements(records.file())[..] {
        [(only, _)] => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 60 * 60 * 1_000;

    fn meeting(number: u8, at_ms: i64, running: bool) -> MeetingSummary {
        MeetingSummary {
            id: RecordId::from_bytes([number; 16]),
            at: Instant::from_ms(at_ms).unwrap(),
            running,
            title: None,
            place: None,
        }
    }

    #[test]
    fn the_running_one_else_the_nearest_planned_one_is_meant() {
        let now = Instant::from_ms(100 * HOUR_MS).unwrap();
        let far = meeting(1, 87 * HOUR_MS, false);
        let late = meeting(2, 99 * HOUR_MS, false);
        let next = meeting(3, 103 * HOUR_MS, false);
        let running = meeting(4, 10 * HOUR_MS, true);
        assert_eq!(meant_now(&[], now), None);
        assert_eq!(meant_now(std::slice::from_ref(&far), now), None);
        let planned = [far, late.clone(), next];
        assert_eq!(meant_now(&planned, now), Some(late.id));
        let with_running = [planned.as_slice(), std::slice::from_ref(&running)].concat();
        assert_eq!(meant_now(&with_running, now), Some(running.id));
    }
}
