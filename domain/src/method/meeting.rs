//! A meeting's time: whether it is planned, running or over, how long it took, and what to do when nobody said when it ended.

use super::{ClientFile, supplement_id, supplement_of};
use crate::id::RecordId;
use crate::records::{Edit, Meeting, WorkKind, time_entry};
use crate::values::{Instant, Minutes};

/// After so many minutes without a line a running meeting asks for its true end.
pub const IDLE_MINUTES: i64 = 30;

/// After so many minutes a meeting is taken to be near its end: most last an hour, and what is to be handed over needs the last quarter.
const NEAR_END_MINUTES: i64 = 45;

const MINUTE_MS: i64 = 60_000;
/// A day: no meeting is longer, and no time entry holds more.
const MAX_MINUTES: i64 = 1_440;

/// Where a meeting is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingStatus {
    /// To be held, at that time if one is set.
    Planned(Option<Instant>),
    /// Begun and not ended.
    Running(Instant),
    /// Over.
    Ended {
        /// When it began; its end where the beginning is not known.
        from: Instant,
        /// When it ended.
        to: Instant,
    },
}

/// Where a meeting is in its life.
#[must_use]
pub fn status(meeting: &Meeting) -> MeetingStatus {
    match (meeting.started_at, meeting.ended_at) {
        (None, None) => MeetingStatus::Planned(meeting.planned_at),
        (Some(from), None) => MeetingStatus::Running(from),
        (from, Some(to)) => MeetingStatus::Ended {
            from: from.unwrap_or(to).min(to),
            to,
        },
    }
}

/// How long a running meeting has been going on, or an ended one took, in milliseconds; 0 for a planned one, or where a clock went backwards.
#[must_use]
pub fn elapsed(meeting: &Meeting, now: Instant) -> i64 {
    match status(meeting) {
        MeetingStatus::Planned(_) => 0,
        MeetingStatus::Running(from) => (now.ms() - from.ms()).max(0),
        MeetingStatus::Ended { from, to } => to.ms() - from.ms(),
    }
}

/// Whether a running meeting is near its end.
#[must_use]
pub fn is_near_end(meeting: &Meeting, now: Instant) -> bool {
    matches!(status(meeting), MeetingStatus::Running(_))
        && elapsed(meeting, now) >= NEAR_END_MINUTES * MINUTE_MS
}

/// For a running meeting without a line for [`IDLE_MINUTES`]: the time of its last line (or its start), offered as its true end. `None`: nothing to ask.
#[must_use]
pub fn forgotten_end(file: &ClientFile, id: RecordId, now: Instant) -> Option<Instant> {
    let MeetingStatus::Running(from) = status(file.meeting(id)?) else {
        return None;
    };
    let last_line = file
        .lines_of(id)
        .filter_map(|(_, line)| line.captured_at)
        .max();
    let last = last_line.map_or(from, |line| line.max(from));
    (now.ms() - last.ms() >= IDLE_MINUTES * MINUTE_MS).then_some(last)
}

/// The minutes an ended meeting counts as working time: begun minutes count whole, at least one, at most a day.
#[must_use]
pub fn logged_minutes(meeting: &Meeting) -> Option<Minutes> {
    let MeetingStatus::Ended { from, to } = status(meeting) else {
        return None;
    };
    let minutes = (to.ms() - from.ms() + MINUTE_MS - 1) / MINUTE_MS;
    u32::try_from(minutes.clamp(1, MAX_MINUTES))
        .ok()
        .map(Minutes)
}

/// The edits that make the minutes of an ended meeting a time entry. There is one per meeting, so its id follows from the meeting's
/// ([`RecordId::of_the_only`] `"minutes"`): two devices that log it log one.
#[must_use]
pub fn minutes_entry(id: RecordId, meeting: &Meeting) -> Option<(RecordId, Vec<Edit>)> {
    let minutes = logged_minutes(meeting)?;
    let mut edits = vec![
        time_entry::work_kind().set(&WorkKind::Meeting),
        time_entry::minutes().set(&minutes),
        time_entry::meeting().set(&id),
    ];
    edits.extend(
        meeting
            .started_at
            .or(meeting.ended_at)
            .map(|at| time_entry::at().set(&at)),
    );
    edits.extend(
        meeting
            .engagement
            .map(|engagement| time_entry::engagement().set(&engagement)),
    );
    Some((RecordId::of_the_only("minutes", id), edits))
}

/// What says that it is about the same engagement as its meeting, each with its kind: promises made in it and its minutes. They follow when the
/// meeting turns out to be about another one; what somebody has put elsewhere stays there.
#[must_use]
pub fn about_the_same(file: &ClientFile, id: RecordId) -> Vec<(&'static str, RecordId)> {
    let Some(meeting) = file.meeting(id) else {
        return Vec::new();
    };
    let tasks = file.tasks_of(id);
    let tasks = tasks.filter(|(_, task)| task.engagement == meeting.engagement);
    let minutes = file.time_entries.iter();
    let minutes = minutes
        .filter(|(_, entry)| entry.meeting == Some(id) && entry.engagement == meeting.engagement);
    tasks
        .map(|(id, _)| ("task", *id))
        .chain(minutes.map(|(id, _)| ("time_entry", *id)))
        .collect()
}

/// What is deleted with a meeting, each with its kind: its lines, its minutes and its supplement. What was promised in it stays promised.
#[must_use]
pub fn deleted_with(file: &ClientFile, meeting: RecordId) -> Vec<(&'static str, RecordId)> {
    let lines = file.lines_of(meeting).map(|(id, _)| ("note_line", *id));
    let minutes = file.time_entries.iter();
    let minutes = minutes
        .filter(|(_, entry)| entry.meeting == Some(meeting))
        .map(|(id, _)| ("time_entry", *id));
    let supplement = supplement_of(file, meeting);
    let supplement = supplement.map(|_| ("supplement", supplement_id(meeting)));
    lines.chain(minutes).chain(supplement).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, held, id, line};
    use crate::records::{LineKind, Supplement, Task, TimeEntry};

    #[test]
    fn a_meeting_goes_from_planned_to_over() {
        let mut meeting = Meeting {
            planned_at: Some(at(22, 10, 0)),
            ..Meeting::default()
        };
        assert_eq!(
            status(&meeting),
            MeetingStatus::Planned(Some(at(22, 10, 0)))
        );
        assert_eq!(elapsed(&meeting, at(22, 11, 0)), 0);
        meeting.started_at = Some(at(22, 10, 5));
        assert_eq!(status(&meeting), MeetingStatus::Running(at(22, 10, 5)));
        assert_eq!(elapsed(&meeting, at(22, 10, 6)), 60_000);
        assert_eq!(elapsed(&meeting, at(22, 9, 0)), 0);
        meeting.ended_at = Some(at(22, 10, 50));
        assert_eq!(elapsed(&meeting, at(23, 9, 0)), 45 * 60_000);
    }

    #[test]
    fn a_running_meeting_nears_its_end_after_three_quarters_of_an_hour() {
        let running = Meeting {
            started_at: Some(at(22, 10, 0)),
            ..Meeting::default()
        };
        assert!(!is_near_end(&running, at(22, 10, 44)));
        assert!(is_near_end(&running, at(22, 10, 45)));
        let over = held(at(22, 10, 0), at(22, 11, 0));
        assert!(!is_near_end(&over, at(22, 11, 0)));
        assert!(!is_near_end(&Meeting::default(), at(22, 11, 0)));
    }

    #[test]
    fn half_an_hour_of_silence_asks_for_the_true_end() {
        let running = Meeting {
            started_at: Some(at(22, 10, 0)),
            ..Meeting::default()
        };
        let mut file = ClientFile {
            meetings: vec![(id(1), running)],
            ..ClientFile::default()
        };
        assert_eq!(forgotten_end(&file, id(1), at(22, 10, 29)), None);
        assert_eq!(
            forgotten_end(&file, id(1), at(22, 10, 30)),
            Some(at(22, 10, 0))
        );
        file.lines = vec![
            (id(2), line(1, LineKind::Need, "x", at(22, 10, 20))),
            (
                id(3),
                line(9, LineKind::Need, "of another meeting", at(22, 10, 45)),
            ),
        ];
        assert_eq!(forgotten_end(&file, id(1), at(22, 10, 49)), None);
        assert_eq!(
            forgotten_end(&file, id(1), at(22, 10, 50)),
            Some(at(22, 10, 20))
        );
        assert_eq!(forgotten_end(&file, id(7), at(22, 10, 50)), None);
        file.meetings[0].1.ended_at = Some(at(22, 10, 25));
        assert_eq!(forgotten_end(&file, id(1), at(22, 12, 0)), None);
    }

    #[test]
    fn begun_minutes_count_whole() {
        let check = |to: Instant, minutes: u32| {
            assert_eq!(
                logged_minutes(&held(at(22, 10, 0), to)),
                Some(Minutes(minutes))
            );
        };
        check(at(22, 10, 50), 50);
        check(Instant::from_ms(at(22, 10, 50).ms() + 1).unwrap(), 51);
        check(at(22, 10, 0), 1);
        check(at(22, 9, 0), 1);
        check(at(25, 9, 0), 1_440);
        assert_eq!(logged_minutes(&Meeting::default()), None);
    }

    #[test]
    fn the_minutes_become_one_time_entry() {
        let meeting = held(at(22, 10, 0), at(22, 10, 50));
        let (entry, edits) = minutes_entry(id(1), &meeting).unwrap();
        assert_eq!(
            Some(entry),
            minutes_entry(id(1), &meeting).map(|(entry, _)| entry)
        );
        let view = TimeEntry::read(
            edits
                .iter()
                .map(|edit| (edit.field.as_str(), edit.value.as_bytes())),
        );
        assert_eq!(
            view,
            TimeEntry {
                work_kind: Some(WorkKind::Meeting),
                minutes: Some(Minutes(50)),
                at: Some(at(22, 10, 0)),
                meeting: Some(id(1)),
                engagement: None,
            }
        );
    }

    #[test]
    fn what_is_about_the_same_as_its_meeting_is_known() {
        let task = |meeting, engagement| Task {
            meeting: Some(id(meeting)),
            engagement,
            ..Task::default()
        };
        let minutes = |engagement| TimeEntry {
            meeting: Some(id(1)),
            engagement,
            ..TimeEntry::default()
        };
        let mut file = ClientFile {
            meetings: vec![(id(1), Meeting::default())],
            tasks: vec![
                (id(2), task(1, None)),
                (id(3), task(1, Some(id(8)))),
                (id(4), task(9, None)),
            ],
            time_entries: vec![(id(5), minutes(None)), (id(6), minutes(Some(id(8))))],
            ..ClientFile::default()
        };
        let about = |file: &ClientFile| about_the_same(file, id(1));
        assert_eq!(about(&file), [("task", id(2)), ("time_entry", id(5))]);
        file.meetings[0].1.engagement = Some(id(8));
        assert_eq!(about(&file), [("task", id(3)), ("time_entry", id(6))]);
        assert_eq!(about_the_same(&file, id(7)), []);
    }

    #[test]
    fn a_meeting_takes_its_lines_its_minutes_and_its_supplement_along_but_no_promise() {
        let file = ClientFile {
            lines: vec![
                (id(2), line(1, LineKind::Note, "said", at(22, 14, 0))),
                (id(3), line(9, LineKind::Note, "elsewhere", at(22, 14, 0))),
            ],
            tasks: vec![(
                id(4),
                Task {
                    meeting: Some(id(1)),
                    ..Task::default()
                },
            )],
            time_entries: vec![(
                id(5),
                TimeEntry {
                    meeting: Some(id(1)),
                    ..TimeEntry::default()
                },
            )],
            supplements: vec![(supplement_id(id(1)), Supplement::default())],
            ..ClientFile::default()
        };
        assert_eq!(
            deleted_with(&file, id(1)),
            [
                ("note_line", id(2)),
                ("time_entry", id(5)),
                ("supplement", supplement_id(id(1)))
            ]
        );
    }
}
