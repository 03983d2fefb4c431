//! The car screen: what one reads before going in. Who they are, the last meeting in five lines, what each side owes, how to talk with them.

use super::{
    ClientFile, MeetingStatus, Promise, Reached, open_promises, reached, running_engagements,
    status,
};
use crate::id::RecordId;
use crate::order;
use crate::records::{Contact, Engagement, LineKind};
use crate::values::{Date, Instant, tel_uri};

/// Lines of the last meeting that are shown.
const LINES: usize = 5;

/// The content of the car screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Car {
    /// The people there, those who decide first.
    pub people: Vec<(RecordId, Contact)>,
    /// What the call button dials: the first person with a number that can be dialled.
    pub call: Option<String>,
    /// What the map button opens.
    pub address: Option<String>,
    /// How to talk with them.
    pub advice: Option<String>,
    /// The last meeting that ended.
    pub last_meeting: Option<CarMeeting>,
    /// What the engagements that go on have reached.
    pub figures: Vec<CarFigure>,
    /// What we owe, soonest first.
    pub ours: Vec<Promise>,
    /// What they owe, soonest first.
    pub theirs: Vec<Promise>,
}

/// The last meeting, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarMeeting {
    /// Which.
    pub id: RecordId,
    /// When it ended.
    pub ended: Instant,
    /// At most five lines, in the order they were said.
    pub lines: Vec<CarLine>,
    /// What was kept in reserve (留一手).
    pub reserve: Option<String>,
}

/// What an engagement has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarFigure {
    /// What the engagement is called.
    pub title: Option<String>,
    /// Its latest reading.
    pub now: Reached,
    /// The reading both sides knew at the last meeting, if there is a newer one since.
    pub at_last_meeting: Option<Reached>,
}

/// A line of the last meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarLine {
    /// What it is.
    pub kind: LineKind,
    /// What was said.
    pub text: String,
}

/// The content of the car screen, on a clock that is so many minutes ahead of UTC.
#[must_use]
pub fn car(file: &ClientFile, utc_offset_minutes: i32) -> Car {
    let people = people(file);
    let (ours, theirs) = open_promises(file)
        .into_iter()
        .partition(|promise| promise.ours);
    let last_meeting = last_meeting(file);
    let last_day = last_meeting
        .as_ref()
        .and_then(|meeting| meeting.ended.local_date(utc_offset_minutes));
    Car {
        figures: figures(file, last_day, utc_offset_minutes),
        call: people
            .iter()
            .find_map(|(_, contact)| tel_uri(contact.phone.as_deref()?)),
        people,
        address: file.client.address.clone(),
        advice: file.client.advice.clone(),
        last_meeting,
        ours,
        theirs,
    }
}

/// The people there, those who decide first.
#[must_use]
pub fn people(file: &ClientFile) -> Vec<(RecordId, Contact)> {
    let mut people = file.contacts.clone();
    // Stable: among equals the list's own order stays.
    order::by_key(&mut people, |(_, contact)| {
        contact.decision_maker != Some(true)
    });
    people
}

fn last_meeting(file: &ClientFile) -> Option<CarMeeting> {
    let ended = |(id, meeting): &(RecordId, _)| match status(meeting) {
        MeetingStatus::Ended { to, .. } => Some((to, *id)),
        MeetingStatus::Planned(_) | MeetingStatus::Running(_) => None,
    };
    let (ended, id) = file.meetings.iter().filter_map(ended).max()?;
    let reserve = file.meeting(id).and_then(|meeting| meeting.reserve.clone());
    Some(CarMeeting {
        id,
        ended,
        lines: five_lines(file, id),
        reserve,
    })
}

fn figures(
    file: &ClientFile,
    last_meeting: Option<Date>,
    utc_offset_minutes: i32,
) -> Vec<CarFigure> {
    let running = running_engagements(file).into_iter();
    let figure = |(id, engagement): &(RecordId, Engagement)| {
        let readings = reached(file, *id, utc_offset_minutes);
        let now = *readings.first()?;
        let known = |reading: &Reached| last_meeting.is_some_and(|day| reading.on <= day);
        let at_last_meeting = readings.iter().copied().find(known);
        Some(CarFigure {
            title: engagement.title.clone(),
            now,
            at_last_meeting: at_last_meeting.filter(|known| known.reading != now.reading),
        })
    };
    running.filter_map(figure).collect()
}

/// The five lines that say most: decisions before needs, concerns, promises, numbers, quotes and notes; shown in the order they were said.
fn five_lines(file: &ClientFile, meeting: RecordId) -> Vec<CarLine> {
    let written = file.lines_of(meeting).filter_map(|(_, line)| {
        let text = line
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())?;
        Some(CarLine {
            kind: line.line_kind.clone().unwrap_or(LineKind::Note),
            text: text.to_owned(),
        })
    });
    let mut lines: Vec<(usize, CarLine)> = written.enumerate().collect();
    order::by_key(&mut lines, |(place, line)| (weight(&line.kind), *place));
    lines.truncate(LINES);
    order::by_key(&mut lines, |(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn weight(kind: &LineKind) -> u8 {
    match kind {
        LineKind::Decision => 0,
        LineKind::Need => 1,
        LineKind::Concern => 2,
        LineKind::OurPromise | LineKind::TheirPromise => 3,
        LineKind::Number => 4,
        LineKind::Quote => 5,
        LineKind::Note | LineKind::Other(_) => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, held, id, line, task};
    use crate::records::{Meeting, Reading, Side};
    use crate::values::{Currency, Money};

    #[test]
    fn five_lines_of_the_last_meeting_and_what_each_side_owes() {
        let person = |name: &str, decides: bool, phone: Option<&str>| Contact {
            name: Some(name.into()),
            decision_maker: Some(decides),
            phone: phone.map(str::to_owned),
            ..Contact::default()
        };
        let said = [
            (LineKind::Note, "n1"),
            (LineKind::Note, "n2"),
            (LineKind::Concern, "c"),
            (LineKind::Decision, "d"),
            (LineKind::Need, ""),
            (LineKind::Number, "x"),
            (LineKind::Note, "n3"),
        ];
        let file = ClientFile {
            contacts: vec![
                (id(31), person("助理", false, Some("0912345678"))),
                (id(32), person("老闆", true, Some("分機 12"))),
            ],
            meetings: vec![
                (id(1), held(at(10, 10, 0), at(10, 11, 0))),
                (id(2), held(at(18, 10, 0), at(18, 10, 45))),
                (
                    id(3),
                    Meeting {
                        planned_at: Some(at(22, 10, 0)),
                        ..Meeting::default()
                    },
                ),
            ],
            lines: (11..)
                .zip(said)
                .map(|(n, (kind, text))| (id(n), line(2, kind, text, at(18, 10, 0))))
                .collect(),
            tasks: vec![
                (id(41), task(Side::Ours, "範本", Some(day(25)))),
                (id(42), task(Side::Theirs, "報價", None)),
            ],
            ..ClientFile::default()
        };
        let car = car(&file, OFFSET);
        assert_eq!(
            car.people.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [id(32), id(31)]
        );
        assert_eq!(car.call.as_deref(), Some("tel:+886912345678"));
        let last = car.last_meeting.unwrap();
        assert_eq!((last.id, last.ended), (id(2), at(18, 10, 45)));
        assert_eq!(
            last.lines
                .iter()
                .map(|line| line.text.as_str())
                .collect::<Vec<_>>(),
            ["n1", "n2", "c", "d", "x"]
        );
        assert_eq!((car.ours.len(), car.theirs.len()), (1, 1));
        assert_eq!(super::car(&ClientFile::default(), OFFSET), Car::default());
    }

    #[test]
    fn what_was_reached_stands_beside_what_was_known_at_the_last_meeting() {
        let reading = |engagement: u8, on: i8, amount: i64| Reading {
            engagement: Some(id(engagement)),
            amount: Money::from_whole(amount, Currency::TWD),
            on: Some(day(on)),
            ..Reading::default()
        };
        let file = ClientFile {
            engagements: vec![
                (id(1), Engagement::default()),
                (id(2), Engagement::default()),
            ],
            meetings: vec![(id(5), held(at(18, 10, 0), at(18, 11, 0)))],
            readings: vec![
                (id(21), reading(1, 10, 100_000)),
                (id(22), reading(1, 18, 300_000)),
                (id(23), reading(1, 21, 450_000)),
                (id(24), reading(2, 18, 5)),
            ],
            ..ClientFile::default()
        };
        let figures = car(&file, OFFSET).figures;
        let shown: Vec<_> = figures
            .iter()
            .map(|figure| {
                let known = figure.at_last_meeting.map(|reached| reached.reading);
                (figure.now.reading, known)
            })
            .collect();
        assert_eq!(shown, [(id(24), None), (id(23), Some(id(22)))]);
    }
}
