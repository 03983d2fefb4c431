//! What is due and planned as events of a calendar: promises on their days, meetings at their time.
//!
//! Archived clients keep still, as on Today, but for a meeting that is planned; what is over, and what has no day, is in no calendar.

use super::{Promise, Summary};
use crate::id::RecordId;
use crate::text::{Event, When};

/// How long a planned meeting is put down for: when it will end nobody has said.
const MEETING_MINUTES: u32 = 60;

/// How events are said in the person's language.
pub struct CalendarWords<'a> {
    /// A meeting with a client, with what it is about if that was said.
    pub meeting: &'a dyn Fn(&str, Option<&str>) -> String,
    /// A promise: of us (true) or of the client, whose it is (none: nobody's), what.
    pub promise: &'a dyn Fn(bool, Option<&str>, &str) -> String,
    /// A client without a name.
    pub nameless: String,
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
    events.sort_by_key(|event| match event.when {
        When::Day(day) => (i64::from(day.unix_days()) * 86_400_000, 0),
        When::Moment { from, .. } => (from.ms(), 1),
    });
    events
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
