//! A meeting to come: the times one is usually set for, and when it counts as missed.

use super::due::usual_days;
use super::{ClientFile, MeetingStatus, status};
use crate::id::RecordId;
use crate::values::{Date, Instant};

/// The hours between which people meet, as minutes of the day: no other time is offered by itself.
const FROM: u16 = 8 * 60;
const TO: u16 = 20 * 60;
/// Offered where nothing tells better.
const MORNING: u16 = 10 * 60;

/// Whether a planned meeting was not held: its day has passed. One of today can still be begun.
#[must_use]
pub fn is_missed(planned: Instant, today: Date, utc_offset_minutes: i32) -> bool {
    planned
        .local_date(utc_offset_minutes)
        .is_some_and(|day| day < today)
}

/// The meeting that follows one: the one set in its wrap-up, else the soonest that is planned after it. One that was cancelled follows nothing.
#[must_use]
pub fn following(file: &ClientFile, id: RecordId) -> Option<RecordId> {
    let meeting = file.meeting(id)?;
    let own = meeting
        .next_meeting
        .filter(|next| file.meeting(*next).is_some());
    let since = meeting.ended_at.or(meeting.started_at)?;
    let planned = file.meetings.iter().filter_map(|(id, other)| {
        let MeetingStatus::Planned(Some(at)) = status(other) else {
            return None;
        };
        (at > since).then_some((at, *id))
    });
    own.or_else(|| planned.min().map(|(_, id)| id))
}

/// The minute of the day at which a client is usually met: the full or half hour of the latest meeting, ten where there was none or it
/// was at night.
#[must_use]
pub fn usual_minute(file: &ClientFile, utc_offset_minutes: i32) -> u16 {
    let times = file
        .meetings
        .iter()
        .filter_map(|(_, meeting)| meeting.planned_at.or(meeting.started_at));
    times
        .max()
        .map(|at| at.minute_of_day(utc_offset_minutes))
        .map(|minute| minute - minute % 30)
        .filter(|minute| (FROM..=TO).contains(minute))
        .unwrap_or(MORNING)
}

/// The days and minutes of the day that are offered for a meeting, nearest first: `usual` on each of the [`usual_days`]. Where that time of today has
/// passed it is the next full hour, and in the evening no more today.
#[must_use]
pub fn usual_starts(today: Date, minute_now: u16, usual: u16) -> Vec<(Date, u16)> {
    let start = |day: Date| {
        if day > today || usual > minute_now {
            return Some((day, usual));
        }
        let next = (minute_now / 60 + 1) * 60;
        (next <= TO).then_some((day, next))
    };
    usual_days(today).into_iter().filter_map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, held, id};
    use crate::records::Meeting;

    #[test]
    fn a_meeting_is_missed_once_its_day_has_passed() {
        assert!(is_missed(at(21, 23, 59), day(22), OFFSET));
        assert!(!is_missed(at(22, 0, 0), day(22), OFFSET));
        assert!(!is_missed(at(23, 9, 0), day(22), OFFSET));
    }

    #[test]
    fn what_is_planned_already_follows_a_meeting() {
        let planned = |at: Instant| Meeting {
            planned_at: Some(at),
            ..Meeting::default()
        };
        let mut file = ClientFile {
            meetings: vec![
                (id(1), held(at(18, 10, 0), at(18, 11, 0))),
                (id(2), planned(at(17, 9, 0))),
                (id(3), planned(at(29, 9, 0))),
                (id(4), planned(at(25, 9, 0))),
                (id(5), held(at(20, 9, 0), at(20, 10, 0))),
            ],
            ..ClientFile::default()
        };
        assert_eq!(following(&file, id(1)), Some(id(4)));
        file.meetings[0].1.next_meeting = Some(id(3));
        assert_eq!(following(&file, id(1)), Some(id(3)));
        // It was cancelled, and so was the other.
        file.meetings.retain(|(other, _)| *other != id(3));
        assert_eq!(following(&file, id(1)), Some(id(4)));
        file.meetings.retain(|(other, _)| *other != id(4));
        assert_eq!(following(&file, id(1)), None);
        assert_eq!(following(&file, id(9)), None);
    }

    #[test]
    fn clients_are_met_at_the_hour_they_were_met_last() {
        let file = |meetings: Vec<Meeting>| ClientFile {
            meetings: (1..).map(id).zip(meetings).collect(),
            ..ClientFile::default()
        };
        let usual = |meetings: Vec<Meeting>| usual_minute(&file(meetings), OFFSET);
        assert_eq!(usual(vec![]), 600);
        let first = held(at(10, 9, 0), at(10, 10, 0));
        let latest = held(at(18, 14, 43), at(18, 15, 0));
        assert_eq!(usual(vec![latest.clone(), first]), 14 * 60 + 30);
        // What was planned tells more than when it began.
        let late = Meeting {
            planned_at: Some(at(18, 14, 0)),
            ..latest
        };
        assert_eq!(usual(vec![late]), 14 * 60);
        assert_eq!(usual(vec![held(at(18, 2, 0), at(18, 3, 0))]), 600);
        assert_eq!(usual(vec![Meeting::default()]), 600);
    }

    #[test]
    fn today_is_offered_as_long_as_there_is_time() {
        // 2026-11-17 is a Tuesday.
        let of = |now: u16| -> Vec<(i8, u16)> {
            let starts = usual_starts(day(17), now, 600);
            starts.iter().map(|(day, at)| (day.day(), *at)).collect()
        };
        let later = [(18, 600), (20, 600), (23, 600), (24, 600)];
        let with_today = |minute: u16| [&[(17, minute)], later.as_slice()].concat();
        assert_eq!(of(9 * 60), with_today(600));
        assert_eq!(of(600), with_today(11 * 60));
        assert_eq!(of(13 * 60 + 20), with_today(14 * 60));
        assert_eq!(of(19 * 60 + 59), with_today(20 * 60));
        assert_eq!(of(20 * 60), later);
        assert_eq!(of(23 * 60 + 59), later);
    }
}
