//! The client file: what lists, Today and every page of one client need of it, as typed records in the order they are shown.
//!
//! It is part of what the first list waits for. What only the pages of the method need is in [`ServiceFile`](super::ServiceFile), which comes with them.

use std::collections::BTreeMap;

use super::ServiceFacts;
use crate::bundle::{Presence, Record};
use crate::change::RecordKey;
use crate::codec::{self, DecodeError, RecordRef, RowRef};
use crate::id::RecordId;
use crate::order;
use crate::records::{
    Client, Contact, Engagement, HandOver, Meeting, NoteLine, Reading, Supplement, Task, TimeEntry,
};

/// What is there of one client. Lists are in their own order: contacts by their key, lines by `(captured_at, id)`, the others by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientFile {
    /// The client's own record; empty where there is none.
    pub client: Client,
    /// The people there.
    pub contacts: Vec<(RecordId, Contact)>,
    /// What we do for them.
    pub engagements: Vec<(RecordId, Engagement)>,
    /// Planned, running and past meetings.
    pub meetings: Vec<(RecordId, Meeting)>,
    /// What was said.
    pub lines: Vec<(RecordId, NoteLine)>,
    /// What was promised.
    pub tasks: Vec<(RecordId, Task)>,
    /// Time spent.
    pub time_entries: Vec<(RecordId, TimeEntry)>,
    /// What engagements had reached.
    pub readings: Vec<(RecordId, Reading)>,
    /// What followed meetings.
    pub supplements: Vec<(RecordId, Supplement)>,
    /// How they went from one of us to another.
    pub hand_overs: Vec<(RecordId, HandOver)>,
    /// What lists need of the service file.
    pub facts: ServiceFacts,
}

impl ClientFile {
    /// Of a bundle's records as shown. Deleted ones are left out, those deleted there and edited here are in.
    #[must_use]
    pub fn of(records: &BTreeMap<RecordKey, Record>) -> Self {
        let mut file = Self::default();
        for (key, record) in records {
            if record.presence != Presence::Deleted {
                file.add(key.kind.as_str(), key.record, record.values());
            }
        }
        file.sort();
        file
    }

    /// Of rows as received, read where they stand, each shown on the way, with the records that are wanted. `None` if something of it was
    /// deleted or edited twice: whether that is there, and as what, is for [`bundle::view`](crate::bundle::view) to say.
    ///
    /// # Errors
    /// The rows are damaged.
    pub fn of_packed(
        rows: &[u8],
        each_row: &mut dyn FnMut(RowRef<'_, '_>),
        wanted: impl Fn(&RecordRef<'_, '_>) -> bool,
    ) -> Result<Option<Self>, DecodeError> {
        let mut file = Self::default();
        let mut plain = true;
        codec::visit_records(rows, &mut |row| each_row(row), &mut |record| {
            plain &= record.is_plain;
            if !wanted(&record) {
                return;
            }
            let fields = record.fields.iter();
            let fields = fields.map(|(name, value)| (name.as_str(), *value));
            file.add(record.kind.as_str(), record.record, fields);
        })?;
        file.sort();
        Ok(plain.then_some(file))
    }

    /// Takes one record, from its field names and value bytes. A kind this version does not know is passed over.
    pub fn add<'a>(
        &mut self,
        kind: &str,
        id: RecordId,
        fields: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) {
        match kind {
            "client" => self.client = Client::read(fields),
            "contact" => self.contacts.push((id, Contact::read(fields))),
            "engagement" => self.engagements.push((id, Engagement::read(fields))),
            "meeting" => self.meetings.push((id, Meeting::read(fields))),
            "note_line" => self.lines.push((id, NoteLine::read(fields))),
            "task" => self.tasks.push((id, Task::read(fields))),
            "time_entry" => self.time_entries.push((id, TimeEntry::read(fields))),
            "reading" => self.readings.push((id, Reading::read(fields))),
            "supplement" => self.supplements.push((id, Supplement::read(fields))),
            // Read through a pointer: once for all who read a client, because it comes with the first list.
            "hand_over" => {
                let fields: &mut dyn Iterator<Item = _> = &mut fields.into_iter();
                self.hand_overs.push((id, HandOver::read(fields)));
            }
            _ => self.facts.take(kind, id, &mut fields.into_iter()),
        }
    }

    /// Puts the lists into their order.
    pub fn sort(&mut self) {
        order::by(&mut self.contacts, |(a, x), (b, y)| {
            (&x.order, a).cmp(&(&y.order, b))
        });
        order::by_key(&mut self.lines, |(id, line)| (line.captured_at, *id));
        order::by_key(&mut self.engagements, |(id, _)| *id);
        order::by_key(&mut self.meetings, |(id, _)| *id);
        order::by_key(&mut self.tasks, |(id, _)| *id);
        order::by_key(&mut self.time_entries, |(id, _)| *id);
        order::by_key(&mut self.readings, |(id, _)| *id);
        order::by_key(&mut self.supplements, |(id, _)| *id);
        order::by_key(&mut self.hand_overs, |(id, _)| *id);
        self.facts.sort();
    }

    /// One meeting.
    #[must_use]
    pub fn meeting(&self, id: RecordId) -> Option<&Meeting> {
        self.meetings
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, meeting)| meeting)
    }

    /// One line.
    #[must_use]
    pub fn line(&self, id: RecordId) -> Option<&NoteLine> {
        self.lines
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, line)| line)
    }

    /// A meeting's lines, in order.
    pub fn lines_of(&self, meeting: RecordId) -> impl Iterator<Item = &(RecordId, NoteLine)> {
        self.lines
            .iter()
            .filter(move |(_, line)| line.meeting == Some(meeting))
    }

    /// A meeting's promises.
    pub fn tasks_of(&self, meeting: RecordId) -> impl Iterator<Item = &(RecordId, Task)> {
        self.tasks
            .iter()
            .filter(move |(_, task)| task.meeting == Some(meeting))
    }
}

/// Records for the tests of rules.
#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::records::{LineKind, Side};
    use crate::values::{Date, Instant};

    /// Taipei.
    pub(crate) const OFFSET: i32 = 480;

    pub(crate) fn id(n: u8) -> RecordId {
        RecordId::from_bytes([n; 16])
    }

    /// A day of November 2026.
    pub(crate) fn day(day: i8) -> Date {
        Date::new(2026, 11, day).unwrap()
    }

    /// A moment of a day of November 2026, on the clock in Taipei.
    pub(crate) fn at(d: i8, hour: u16, minute: u16) -> Instant {
        Instant::from_local(day(d), hour * 60 + minute, OFFSET).unwrap()
    }

    pub(crate) fn held(from: Instant, to: Instant) -> Meeting {
        Meeting {
            started_at: Some(from),
            ended_at: Some(to),
            ..Meeting::default()
        }
    }

    pub(crate) fn line(meeting: u8, kind: LineKind, text: &str, captured: Instant) -> NoteLine {
        NoteLine {
            meeting: Some(id(meeting)),
            line_kind: Some(kind),
            text: (!text.is_empty()).then(|| text.to_owned()),
            timed_mark: text.is_empty().then_some(true),
            captured_at: Some(captured),
            ..NoteLine::default()
        }
    }

    pub(crate) fn task(side: Side, title: &str, due: Option<Date>) -> Task {
        Task {
            side: Some(side),
            title: Some(title.to_owned()),
            due,
            ..Task::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{at, id};
    use super::*;

    #[test]
    fn lists_stand_in_their_own_order() {
        let mut file = ClientFile::default();
        let (late, early) = (
            at(22, 11, 0).ms().to_string(),
            at(22, 10, 0).ms().to_string(),
        );
        file.add("note_line", id(1), [("captured_at", late.as_bytes())]);
        file.add("note_line", id(3), [("captured_at", early.as_bytes())]);
        file.add("note_line", id(2), [("captured_at", early.as_bytes())]);
        file.add("contact", id(1), [("order", br#""b""#.as_slice())]);
        file.add("contact", id(2), [("order", br#""a""#.as_slice())]);
        file.add("comet", id(9), []);
        file.sort();
        assert_eq!(
            file.lines.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [id(2), id(3), id(1)]
        );
        assert_eq!(
            file.contacts.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [id(2), id(1)]
        );
    }
}
