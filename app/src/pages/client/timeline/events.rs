//! What happened with a client, in order: meetings, lines noted outside of them, promises, working time.

use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ClientFile, MeetingStatus, status};
use yardstick_domain::records::{LineKind, Side, TaskState, WorkKind};
use yardstick_domain::values::{Instant, Outcome};

/// Something that happened, or is to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) record: RecordId,
    pub(super) at: Instant,
    pub(super) what: What,
}

/// What it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A meeting, with what was said in it.
    Meeting {
        status: MeetingStatus,
        title: Option<String>,
        lines: Vec<String>,
    },
    /// A line noted outside of meetings.
    Note {
        kind: Option<LineKind>,
        text: String,
    },
    /// A promise was made, or something became of it.
    Promise {
        ours: bool,
        title: String,
        state: Option<TaskState>,
    },
    /// Working time outside of meetings.
    Time {
        kind: Option<WorkKind>,
        minutes: u32,
    },
}

/// Lines of a meeting that stand under it.
const LINES_SHOWN: usize = 3;

/// Everything of a client, the latest first.
pub(super) fn events(file: &ClientFile) -> Vec<Event> {
    let mut events: Vec<Event> = meetings(file)
        .chain(notes(file))
        .chain(promises(file))
        .chain(time(file))
        .collect();
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.record)));
    events
}

fn meetings(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    file.meetings.iter().filter_map(|(id, meeting)| {
        let status = status(meeting);
        let at = match status {
            MeetingStatus::Planned(at) => at?,
            MeetingStatus::Running(from) | MeetingStatus::Ended { from, .. } => from,
        };
        let lines = file.lines_of(*id).filter_map(|(_, line)| line.text.clone());
        Some(Event {
            record: *id,
            at,
            what: What::Meeting {
                status,
                title: meeting.title.clone(),
                lines: lines
                    .filter(|text| !text.trim().is_empty())
                    .take(LINES_SHOWN)
                    .collect(),
            },
        })
    })
}

fn notes(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    let outside = file.lines.iter().filter(|(_, line)| line.meeting.is_none());
    outside.filter_map(|(id, line)| {
        Some(Event {
            record: *id,
            at: line.captured_at.or_else(|| made_at(*id))?,
            what: What::Note {
                kind: line.line_kind.clone(),
                text: line.text.clone().unwrap_or_default(),
            },
        })
    })
}

fn promises(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    file.tasks.iter().filter_map(|(id, task)| {
        let (at, state) = match &task.outcome {
            Some(Outcome { state, at }) => (*at, Some(state.clone())),
            None => (made_at(*id)?, None),
        };
        Some(Event {
            record: *id,
            at,
            what: What::Promise {
                ours: task.side != Some(Side::Theirs),
                title: task.title.clone().unwrap_or_default(),
                state,
            },
        })
    })
}

/// Minutes of a meeting stand at the meeting.
fn time(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    let outside = file
        .time_entries
        .iter()
        .filter(|(_, entry)| entry.meeting.is_none());
    outside.filter_map(|(id, entry)| {
        Some(Event {
            record: *id,
            at: entry.at.or_else(|| made_at(*id))?,
            what: What::Time {
                kind: entry.work_kind.clone(),
                minutes: entry.minutes.map_or(0, |minutes| minutes.0),
            },
        })
    })
}

/// When a record was made, which its id (UUIDv7) tells.
fn made_at(id: RecordId) -> Option<Instant> {
    let bytes = id.as_bytes();
    // Version 7 keeps unix milliseconds in its first 48 bits; other versions do not tell.
    if bytes[6] >> 4 != 7 {
        return None;
    }
    let ms = bytes[..6]
        .iter()
        .fold(0_i64, |ms, byte| (ms << 8) | i64::from(*byte));
    Instant::from_ms(ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use yardstick_domain::records::{Meeting, NoteLine, Task, TimeEntry};
    use yardstick_domain::values::Minutes;

    fn at(ms: i64) -> Instant {
        Instant::from_ms(ms).unwrap()
    }

    fn id(made_ms: i64, number: u8) -> RecordId {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&made_ms.to_be_bytes()[2..]);
        bytes[6] = 0x70;
        bytes[15] = number;
        RecordId::from_bytes(bytes)
    }

    #[test]
    fn everything_stands_in_order_and_nothing_twice() {
        let (meeting, inside, outside) = (id(0, 1), id(0, 2), id(0, 3));
        let line = |meeting, text: &str, ms| NoteLine {
            meeting,
            text: Some(text.into()),
            captured_at: Some(at(ms)),
            ..NoteLine::default()
        };
        let minutes = |meeting| TimeEntry {
            meeting,
            minutes: Some(Minutes(15)),
            at: Some(at(400)),
            ..TimeEntry::default()
        };
        let file = ClientFile {
            meetings: vec![(
                meeting,
                Meeting {
                    started_at: Some(at(100)),
                    ..Meeting::default()
                },
            )],
            lines: vec![
                (inside, line(Some(meeting), "in", 110)),
                (outside, line(None, "out", 200)),
            ],
            tasks: vec![(id(300, 4), Task::default())],
            time_entries: vec![
                (id(0, 5), minutes(None)),
                (id(0, 6), minutes(Some(meeting))),
            ],
            ..ClientFile::default()
        };
        let events = events(&file);
        let order: Vec<u8> = events.iter().map(|event| event.record.bucket()).collect();
        assert_eq!(order, [5, 4, 3, 1]);
        assert_eq!(events[1].at, at(300));
        let What::Meeting { lines, .. } = &events[3].what else {
            panic!("not the meeting")
        };
        assert_eq!(lines, &["in"]);
    }

    #[test]
    fn an_id_that_tells_no_time_stands_nowhere() {
        assert_eq!(made_at(RecordId::from_bytes([0x40; 16])), None);
        assert_eq!(
            made_at(id(1_795_313_100_000, 1)),
            Some(at(1_795_313_100_000))
        );
    }
}
