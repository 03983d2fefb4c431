//! What is due and planned as events of a calendar: promises on their days, meetings at their time.
//!
//! Archived clients keep still, as on Today, but for a meeting that is planned; what is over, and what has no day, is in no calendar.

use super::{Promise, Summary};
use crate::id::RecordId;
use crate::order;
use crate::text::{Event, When, initials};
use crate::values::{Date, Instant};

/// How long a planned meeting is put down for: when it will end nobody has said.
const MEETING_MINUTES: u32 = 60;

/// How far back a calendar that is subscribed to goes. What is open for longer is on Today, and nobody turns a calendar back further than a
/// quarter; kept for ever, it would grow beyond what the server takes.
const PAST_DAYS: i32 = 90;

/// How events are said in the person's language.
pub struct CalendarWords<'a> {
    /// A meeting with a client, with what it is about if that was said.
    pub meeting: &'a dyn Fn(&str, Option<&str>) -> String,
    /// A promise: of us (true) or of the client, whose it is (none: nobody's), what.
    pub promise: &'a dyn Fn(bool, Option<&str>, &str) -> String,
    /// A client without a name.
    pub nameless: String,
}

/// How much a calendar tells that somebody subscribes to from outside: what reads it there is another company's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Who and what, as in the file; not where.
    #[default]
    Names,
    /// The client's initials, and not what it is about: a subject names people, too.
    Initials,
    /// That there is something with a client.
    Bare,
}

impl Detail {
    /// All, from the most that is told to the least.
    pub const ALL: [Self; 3] = [Self::Names, Self::Initials, Self::Bare];

    /// As the server keeps it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Initials => "initials",
            Self::Bare => "bare",
        }
    }

    /// What the word means; `None` for one of a version to come.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.word() == word)
    }
}

/// How events are said where less is told than who and what.
pub struct DiscreetWords<'a> {
    /// A meeting, with the client's initials where they are told.
    pub meeting: &'a dyn Fn(Option<&str>) -> String,
    /// A promise: of us (true) or of a client; with the client's initials where they are told.
    pub promise: &'a dyn Fn(bool, Option<&str>) -> String,
    /// A promise that belongs to no client.
    pub own: &'a dyn Fn() -> String,
}

/// The same events for a calendar that is subscribed to, which tells so much and leaves out what is long past: by the day in UTC,
/// so that devices in different places make the same calendar.
#[must_use]
pub fn feed<'a>(
    clients: impl IntoIterator<Item = &'a Summary>,
    of_nobody: &[Promise],
    detail: Detail,
    now: Instant,
    words: &CalendarWords<'_>,
    discreet: &DiscreetWords<'_>,
) -> Vec<Event> {
    let told = |client: &str| match detail {
        Detail::Initials => Some(initials(client)).filter(|initials| !initials.is_empty()),
        Detail::Names | Detail::Bare => None,
    };
    let less = CalendarWords {
        meeting: &|client, _| (discreet.meeting)(told(client).as_deref()),
        promise: &|ours, client, _| match client {
            Some(client) => (discreet.promise)(ours, told(client).as_deref()),
            None => (discreet.own)(),
        },
        nameless: String::new(),
    };
    let words = match detail {
        Detail::Names => words,
        Detail::Initials | Detail::Bare => &less,
    };
    let mut events = calendar(clients, of_nobody, words);
    let earliest = now
        .local_date(0)
        .and_then(|today| today.plus_days(-PAST_DAYS));
    events.retain(|event| day_of(event) >= earliest);
    for event in &mut events {
        event.location = None;
    }
    events
}

/// The events of all clients, and of the promises that belong to none, by when they are.
#[must_use]
pub fn calendar<'a>(
    clients: impl IntoIterator<Item = &'a Summary>,
    of_nobody: &[Promise],
    words: &CalendarWords<'_>,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for summary in clients {
        let name = summary.name.as_deref().unwrap_or(&words.nameless);
        let planned = summary.meetings.iter().filter(|meeting| !meeting.running);
        events.extend(planned.map(|meeting| Event {
            uid: uid(meeting.id),
            when: When::Moment {
                from: meeting.at,
                minutes: MEETING_MINUTES,
            },
            summary: (words.meeting)(name, meeting.title.as_deref()),
            location: meeting.place.clone(),
        }));
        if !summary.archived {
            let promises = summary.promises.iter();
            events.extend(promises.filter_map(|promise| of_promise(promise, Some(name), words)));
        }
    }
    let of_nobody = of_nobody.iter();
    events.extend(of_nobody.filter_map(|promise| of_promise(promise, None, words)));
    order::by_key(&mut events, |event| match event.when {
        When::Day(day) => (i64::from(day.unix_days()) * 86_400_000, 0),
        When::Moment { from, .. } => (from.ms(), 1),
    });
    events
}

/// In UTC.
fn day_of(event: &Event) -> Option<Date> {
    match event.when {
        When::Day(day) => Some(day),
        When::Moment { from, .. } => from.local_date(0),
    }
}

fn of_promise(promise: &Promise, client: Option<&str>, words: &CalendarWords<'_>) -> Option<Event> {
    Some(Event {
        uid: uid(promise.task),
        when: When::Day(promise.due?),
        summary: (words.promise)(promise.ours, client, &promise.title),
        location: None,
    })
}

/// The record's own id: an event that moved is the same event.
fn uid(record: RecordId) -> String {
    [&record.to_string(), "@yardstick"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::MeetingSummary;
    use crate::method::client_file::testing::{at, day, id};

    fn promise(n: u8, ours: bool, due: Option<i8>) -> Promise {
        Promise {
            task: id(n),
            ours,
            title: format!("第 {n} 件"),
            due: due.map(day),
        }
    }

    fn meeting(n: u8, running: bool) -> MeetingSummary {
        MeetingSummary {
            id: id(n),
            at: at(25, 14, 0),
            running,
            title: n.is_multiple_of(2).then(|| "提案".to_owned()),
            place: Some("山邊".into()),
        }
    }

    fn lines(clients: &[Summary], of_nobody: &[Promise]) -> Vec<String> {
        let words = CalendarWords {
            meeting: &|client, title| format!("開會 {client} {}", title.unwrap_or("-")),
            promise: &|ours, client, title| {
                format!(
                    "{} {} {title}",
                    if ours { "我" } else { "他" },
                    client.unwrap_or("-")
                )
            },
            nameless: "沒有名字".into(),
        };
        let events = calendar(clients, of_nobody, &words).into_iter();
        events.map(|event| event.summary).collect()
    }

    #[test]
    fn what_is_due_and_planned_is_in_it_in_its_order() {
        let tea = Summary {
            name: Some("山嵐".into()),
            promises: vec![
                promise(1, true, Some(26)),
                promise(2, false, Some(25)),
                promise(3, true, None),
            ],
            meetings: vec![meeting(4, false), meeting(5, true)],
            ..Summary::default()
        };
        let nameless = Summary {
            meetings: vec![meeting(7, false)],
            ..Summary::default()
        };
        assert_eq!(
            lines(&[tea, nameless], &[promise(9, true, Some(24))]),
            [
                "我 - 第 9 件",
                "他 山嵐 第 2 件",
                "開會 山嵐 提案",
                "開會 沒有名字 -",
                "我 山嵐 第 1 件"
            ]
        );
    }

    #[test]
    fn of_archived_clients_only_meetings() {
        let archived = Summary {
            archived: true,
            promises: vec![promise(1, true, Some(26))],
            meetings: vec![meeting(4, false)],
            ..Summary::default()
        };
        assert_eq!(lines(&[archived], &[]), ["開會 沒有名字 提案"]);
    }

    fn told(detail: Detail, now: Instant) -> Vec<(String, Option<String>)> {
        let tea = Summary {
            name: Some("山嵐製茶".into()),
            promises: vec![promise(1, true, Some(26)), promise(2, false, Some(25))],
            meetings: vec![meeting(4, false)],
            ..Summary::default()
        };
        let nameless = Summary {
            meetings: vec![meeting(7, false)],
            ..Summary::default()
        };
        let words = CalendarWords {
            meeting: &|client, title| format!("開會 {client} {}", title.unwrap_or("-")),
            promise: &|_, client, title| format!("{} {title}", client.unwrap_or("-")),
            nameless: "沒有名字".into(),
        };
        let discreet = DiscreetWords {
            meeting: &|initials| format!("客戶會議 {}", initials.unwrap_or("-")),
            promise: &|ours, initials| format!("{ours} {}", initials.unwrap_or("-")),
            own: &|| "待辦".to_owned(),
        };
        let own = [promise(9, true, Some(24))];
        let events = feed(&[tea, nameless], &own, detail, now, &words, &discreet);
        events
            .into_iter()
            .map(|event| (event.summary, event.location))
            .collect()
    }

    #[test]
    fn a_feed_tells_what_was_chosen_and_never_where() {
        let lines = |detail| -> Vec<String> {
            let told = told(detail, at(25, 14, 0)).into_iter();
            told.map(|(summary, location)| {
                assert_eq!(location, None);
                summary
            })
            .collect()
        };
        assert_eq!(
            lines(Detail::Names),
            [
                "- 第 9 件",
                "山嵐製茶 第 2 件",
                "開會 山嵐製茶 提案",
                "開會 沒有名字 -",
                "山嵐製茶 第 1 件"
            ]
        );
        assert_eq!(
            lines(Detail::Initials),
            ["待辦", "false 山", "客戶會議 山", "客戶會議 -", "true 山"]
        );
        assert_eq!(
            lines(Detail::Bare),
            ["待辦", "false -", "客戶會議 -", "客戶會議 -", "true -"]
        );
    }

    #[test]
    fn a_feed_leaves_out_what_is_long_past_and_a_file_does_not() {
        let after = |days: i64| {
            let now = at(25, 14, 0).ms() + days * 86_400_000;
            let told = told(Detail::Names, Instant::from_ms(now).unwrap());
            told.into_iter().map(|(line, _)| line).collect::<Vec<_>>()
        };
        let last = ["開會 山嵐製茶 提案", "開會 沒有名字 -", "山嵐製茶 第 1 件"];
        assert_eq!(after(89).len(), 5);
        // The promises of the 24th and of the 25th, and then the meetings, go with their days.
        assert_eq!(after(90)[1..], last);
        assert_eq!(after(91), last[2..]);
        assert_eq!(after(-900).len(), 5, "however far ahead it is");

        let old = Summary {
            promises: vec![promise(1, true, Some(24))],
            ..Summary::default()
        };
        assert_eq!(lines(&[old], &[]).len(), 1);
    }

    #[test]
    fn a_word_means_what_it_was_written_for() {
        for detail in Detail::ALL {
            assert_eq!(Detail::of_word(detail.word()), Some(detail));
        }
        assert_eq!(Detail::of_word("everything"), None);
    }

    #[test]
    fn an_event_is_known_by_its_record() {
        let tea = |due| Summary {
            promises: vec![promise(1, true, Some(due))],
            ..Summary::default()
        };
        let words = CalendarWords {
            meeting: &|_, _| String::new(),
            promise: &|_, _, _| String::new(),
            nameless: String::new(),
        };
        let uid = |due| calendar([&tea(due)], &[], &words)[0].uid.clone();
        assert_eq!(uid(24), uid(28));
        assert_eq!(uid(24), format!("{}@yardstick", id(1)));
    }
}
