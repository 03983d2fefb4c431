//! What happened with a client, in order: meetings, lines noted outside of them, promises, working time, the days agreed for engagements
//! and how they ended; and among it what the service file tells of (`domain::method::service_events`).

use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ClientFile, EngagementDate, MeetingStatus, ServiceEvent, ServiceWhat, agreed_dates,
    promised_at, reached, status,
};
use yardstick_domain::order;
use yardstick_domain::records::{EngagementState, LineKind, Reaction, Side, TaskState, WorkKind};
use yardstick_domain::values::{Instant, Money, Outcome};

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
    /// A supplement was sent, and how it was taken.
    Supplement { reaction: Option<Reaction> },
    /// What an engagement had reached.
    Reached {
        amount: Money,
        title: Option<String>,
    },
    /// A day agreed for an engagement.
    Agreed {
        date: EngagementDate,
        title: Option<String>,
    },
    /// An engagement ended.
    Ended {
        state: EngagementState,
        title: Option<String>,
    },
    /// What only the service file tells of.
    Service(ServiceWhat),
}

impl Event {
    /// Whether it is a day agreed for an engagement that is yet to come.
    pub(super) fn is_ahead(&self, now: Instant) -> bool {
        matches!(self.what, What::Agreed { .. }) && self.at > now
    }
}

/// The time of the oldest head of a record, by its kind and id; for records that do not say when they were made.
type Oldest<'a> = &'a dyn Fn(&str, RecordId) -> Option<Instant>;

/// Minutes from midnight to noon: a day without a time stands at its noon, which is that day whatever is done to the clocks in between.
const NOON: u16 = 720;

/// Lines of a meeting that stand under it.
const LINES_SHOWN: usize = 3;

/// Everything of a client, with what the service file tells of, the latest first.
pub(super) fn events(
    file: &ClientFile,
    service: Vec<ServiceEvent>,
    oldest: Oldest,
    utc_offset_minutes: i32,
) -> Vec<Event> {
    let service = service.into_iter().map(|event| Event {
        record: event.record,
        at: event.at,
        what: What::Service(event.what),
    });
    let mut events: Vec<Event> = meetings(file)
        .chain(notes(file, oldest))
        .chain(promises(file, oldest))
        .chain(time(file, oldest))
        .chain(supplements(file))
        .chain(reached_on(file, utc_offset_minutes))
        .chain(agreed(file, utc_offset_minutes))
        .chain(ended(file))
        .chain(service)
        .collect();
    order::by_key(&mut events, |event| {
        std::cmp::Reverse((event.at, event.record))
    });
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

fn notes<'a>(file: &'a ClientFile, oldest: Oldest<'a>) -> impl Iterator<Item = Event> + 'a {
    let outside = file.lines.iter().filter(|(_, line)| line.meeting.is_none());
    outside.filter_map(move |(id, line)| {
        Some(Event {
            record: *id,
            at: line.captured_at.or_else(|| oldest("note_line", *id))?,
            what: What::Note {
                kind: line.line_kind.clone(),
                text: line.text.clone().unwrap_or_default(),
            },
        })
    })
}

fn promises<'a>(file: &'a ClientFile, oldest: Oldest<'a>) -> impl Iterator<Item = Event> + 'a {
    file.tasks.iter().filter_map(move |(id, task)| {
        let (at, state) = match &task.outcome {
            Some(Outcome { state, at }) => (*at, Some(state.clone())),
            None => (promised_at(file, task, oldest("task", *id))?, None),
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
fn time<'a>(file: &'a ClientFile, oldest: Oldest<'a>) -> impl Iterator<Item = Event> + 'a {
    let outside = file
        .time_entries
        .iter()
        .filter(|(_, entry)| entry.meeting.is_none());
    outside.filter_map(move |(id, entry)| {
        Some(Event {
            record: *id,
            at: entry.at.or_else(|| oldest("time_entry", *id))?,
            what: What::Time {
                kind: entry.work_kind.clone(),
                minutes: entry.minutes.map_or(0, |minutes| minutes.0),
            },
        })
    })
}

fn supplements(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    file.supplements.iter().filter_map(|(id, supplement)| {
        Some(Event {
            record: *id,
            at: supplement.sent_at?,
            what: What::Supplement {
                reaction: supplement.reaction.clone(),
            },
        })
    })
}

fn reached_on(file: &ClientFile, utc_offset_minutes: i32) -> impl Iterator<Item = Event> + '_ {
    file.engagements.iter().flat_map(move |(id, engagement)| {
        let all = reached(file, *id, utc_offset_minutes).into_iter();
        all.filter_map(move |reached| {
            Some(Event {
                record: reached.reading,
                at: Instant::from_local(reached.on, NOON, utc_offset_minutes)?,
                what: What::Reached {
                    amount: reached.amount,
                    title: engagement.title.clone(),
                },
            })
        })
    })
}

fn agreed(file: &ClientFile, utc_offset_minutes: i32) -> impl Iterator<Item = Event> + '_ {
    file.engagements.iter().flat_map(move |(id, engagement)| {
        let dates = agreed_dates(engagement, utc_offset_minutes).into_iter();
        dates.filter_map(move |(date, day)| {
            Some(Event {
                record: *id,
                at: Instant::from_local(day, NOON, utc_offset_minutes)?,
                what: What::Agreed {
                    date,
                    title: engagement.title.clone(),
                },
            })
        })
    })
}

fn ended(file: &ClientFile) -> impl Iterator<Item = Event> + '_ {
    file.engagements.iter().filter_map(|(id, engagement)| {
        let Outcome { state, at } = engagement.outcome.clone()?;
        Some(Event {
            record: *id,
            at,
            what: What::Ended {
                state,
                title: engagement.title.clone(),
            },
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use yardstick_domain::records::{Engagement, Meeting, NoteLine, Supplement, Task, TimeEntry};
    use yardstick_domain::values::{Date, Minutes};

    const TAIPEI: i32 = 480;

    fn at(ms: i64) -> Instant {
        Instant::from_ms(ms).unwrap()
    }

    fn id(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    #[test]
    fn everything_stands_in_order_and_nothing_twice() {
        let (meeting, inside, outside) = (id(1), id(2), id(3));
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
            tasks: vec![(id(4), Task::default())],
            time_entries: vec![(id(5), minutes(None)), (id(6), minutes(Some(meeting)))],
            ..ClientFile::default()
        };
        let oldest = |kind: &str, _| (kind == "task").then(|| at(300));
        let events = events(&file, Vec::new(), &oldest, TAIPEI);
        let order: Vec<u8> = events.iter().map(|event| event.record.bucket()).collect();
        assert_eq!(order, [5, 4, 3, 1]);
        assert_eq!(events[1].at, at(300));
        let What::Meeting { lines, .. } = &events[3].what else {
            panic!("not the meeting")
        };
        assert_eq!(lines, &["in"]);
    }

    #[test]
    fn a_promise_stands_where_it_was_made_and_nowhere_if_nothing_tells() {
        let made = Task {
            made_at: Some(at(200)),
            ..Task::default()
        };
        let file = ClientFile {
            tasks: vec![(id(1), Task::default()), (id(2), made)],
            ..ClientFile::default()
        };
        let events = events(&file, Vec::new(), &|_, _| None, TAIPEI);
        let stand: Vec<_> = events
            .iter()
            .map(|event| (event.record, event.at))
            .collect();
        assert_eq!(stand, [(id(2), at(200))]);
    }

    #[test]
    fn a_supplement_stands_where_it_was_sent() {
        let sent = Supplement {
            sent_at: Some(at(300)),
            reaction: Some(Reaction::Delighted),
            ..Supplement::default()
        };
        let file = ClientFile {
            supplements: vec![(id(1), Supplement::default()), (id(2), sent)],
            ..ClientFile::default()
        };
        let events = events(&file, Vec::new(), &|_, _| None, TAIPEI);
        let expected = Event {
            record: id(2),
            at: at(300),
            what: What::Supplement {
                reaction: Some(Reaction::Delighted),
            },
        };
        assert_eq!(events, [expected]);
    }

    #[test]
    fn an_agreed_day_stands_on_that_day_and_is_ahead_until_then() {
        let day = Date::new(2026, 11, 22).unwrap();
        let file = ClientFile {
            engagements: vec![(
                id(1),
                Engagement {
                    ship_date: Some(day),
                    ..Engagement::default()
                },
            )],
            ..ClientFile::default()
        };
        let events = events(&file, Vec::new(), &|_, _| None, TAIPEI);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].at.local_date(TAIPEI), Some(day));
        let midnight = |day| Instant::from_local(day, 0, TAIPEI).unwrap();
        assert!(events[0].is_ahead(midnight(day)));
        assert!(!events[0].is_ahead(midnight(day.plus_days(1).unwrap())));
    }
}
