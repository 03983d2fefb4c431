//! The car screen: what one reads before going in. Who they are, the last meeting in five lines, what each side owes, how to talk with them.

use super::{ClientFile, MeetingStatus, Promise, open_promises, status};
use crate::id::RecordId;
use crate::records::{Contact, LineKind};
use crate::values::{Instant, tel_uri};

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

/// A line of the last meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarLine {
    /// What it is.
    pub kind: LineKind,
    /// What was said.
    pub text: String,
}

/// The content of the car screen.
#[must_use]
pub fn car(file: &ClientFile) -> Car {
    let mut people = file.contacts.clone();
    // Stable: among equals the list's own order stays.
    people.sort_by_key(|(_, contact)| contact.decision_maker != Some(true));
    let (ours, theirs) = open_promises(file)
        .into_iter()
        .partition(|promise| promise.ours);
    Car {
        call: people
            .iter()
            .find_map(|(_, contact)| tel_uri(contact.phone.as_deref()?)),
        people,
        address: file.client.address.clone(),
        advice: file.client.advice.clone(),
        last_meeting: last_meeting(file),
        ours,
        theirs,
    }
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
    lines.sort_by_key(|(place, line)| (weight(&line.kind), *place));
    lines.truncate(LINES);
    lines.sort_by_key(|(place, _)| *place);
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
    use crate::method::client_file::testing::{at, day, held, id, line, task};
    use crate::records::{Meeting, Side};

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
        let car = car(&file);
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
        assert_eq!(super::car(&ClientFile::default()), Car::default());
    }
}
