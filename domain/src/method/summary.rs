//! What lists and Today know of a client without opening its bundle. Derived: made anew whenever anything of the client changes, stored on the device only.

mod packed;

use std::collections::{BTreeMap, BTreeSet};

use super::engagement::{is_running, kind_now};
use super::wrap_up::is_unsorted;
use super::{
    ClientFile, MeetingStatus, MeetingSupplement, Promise, is_missed, is_open, open_promises,
    open_supplements, status,
};
use crate::bundle::{Presence, Record};
use crate::change::RecordKey;
use crate::codec::{DecodeError, RecordRef, RowRef};
use crate::device::Summarize;
use crate::id::RecordId;
use crate::order;
use crate::records::{ClientKind, Stage, Tier, WorkKind, note_line};
use crate::text::Haystack;
use crate::values::{Date, Instant};

/// What is known of a client without opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The name; `None` for a client met before being in the book.
    pub name: Option<String>,
    /// Where they stand with us.
    pub stage: Option<Stage>,
    /// What they come to us with.
    pub kind: Option<ClientKind>,
    /// Who of us looks after them.
    pub owner: Option<String>,
    /// Our words for them.
    pub tags: BTreeSet<String>,
    /// Out of the daily lists.
    pub archived: bool,
    /// Name, trade, tags, address, contacts: what the list's search looks in.
    pub haystack: Haystack,
    /// When they were last met or answered.
    pub last_contact: Option<Instant>,
    /// When time was last spent for them, meetings among it.
    pub last_work: Option<Instant>,
    /// When a promise of either side was last kept or dropped.
    pub last_outcome: Option<Instant>,
    /// Open promises of both sides, soonest first.
    pub promises: Vec<Promise>,
    /// Meetings planned or running, soonest first.
    pub meetings: Vec<MeetingSummary>,
    /// The meeting that ended last.
    pub last_meeting: Option<RecordId>,
    /// Ended meetings not yet wrapped up, oldest first.
    pub drafts: Vec<Draft>,
    /// Supplements that are wanted and were not sent, by when their meetings ended.
    pub supplements: Vec<MeetingSupplement>,
    /// How much of our time they get; `None` as long as nothing was answered.
    pub tier: Option<Tier>,
    /// The day until which nobody is reminded that we have not talked for long.
    pub quiet_until: Option<Date>,
    /// Items of the plans of engagements that go on which we do and which are still to be done: of those with any Today looks at the plans.
    pub open_items: u32,
    /// The last hand-over, as long as whoever took over has not said that they know of it.
    pub taken_over: Option<TakenOver>,
    /// Places with a value beside the one shown (*also edited*).
    pub also_edited: u32,
}

/// A client that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// The hand-over.
    pub id: RecordId,
    /// When.
    pub at: Instant,
    /// From whom.
    pub from: Option<String>,
    /// By whom.
    pub to: Option<String>,
}

/// A meeting to come, or going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSummary {
    /// Which.
    pub id: RecordId,
    /// When it is planned, or when it began.
    pub at: Instant,
    /// Whether it is going on.
    pub running: bool,
    /// What it is about.
    pub title: Option<String>,
    /// Where.
    pub place: Option<String>,
}

/// An ended meeting that waits for its wrap-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub meeting: RecordId,
    /// When it ended.
    pub ended: Instant,
    /// Timed marks without words.
    pub marks: u32,
    /// Open promises without a date.
    pub undated: u32,
}

impl Summary {
    /// The soonest date of an open promise.
    #[must_use]
    pub fn next_due(&self) -> Option<Date> {
        self.promises.iter().find_map(|promise| promise.due)
    }

    /// The soonest planned meeting that can still be held on its day.
    #[must_use]
    pub fn next_meeting(&self, today: Date, utc_offset_minutes: i32) -> Option<&MeetingSummary> {
        self.meetings
            .iter()
            .find(|meeting| !meeting.running && !is_missed(meeting.at, today, utc_offset_minutes))
    }

    /// The planned meeting that was missed longest ago.
    #[must_use]
    pub fn missed_meeting(&self, today: Date, utc_offset_minutes: i32) -> Option<&MeetingSummary> {
        self.meetings
            .iter()
            .find(|meeting| !meeting.running && is_missed(meeting.at, today, utc_offset_minutes))
    }

    /// The meeting that is going on.
    #[must_use]
    pub fn running_meeting(&self) -> Option<&MeetingSummary> {
        self.meetings.iter().find(|meeting| meeting.running)
    }
}

/// Summarises a client file.
#[must_use]
pub fn summarize(file: &ClientFile) -> Summary {
    let client = &file.client;
    let last_ended = |(id, meeting): &(RecordId, _)| match status(meeting) {
        MeetingStatus::Ended { to, .. } => Some((to, *id)),
        MeetingStatus::Planned(_) | MeetingStatus::Running(_) => None,
    };
    Summary {
        name: client.name.clone().filter(|name| !name.trim().is_empty()),
        stage: client.stage.clone(),
        kind: client.kind.clone(),
        owner: client.owner.clone(),
        tags: client.tags.clone(),
        archived: client.archived == Some(true),
        haystack: haystack(file),
        last_contact: last_contact(file),
        last_work: file
            .time_entries
            .iter()
            .filter_map(|(_, entry)| entry.at)
            .max(),
        last_outcome: file
            .tasks
            .iter()
            .filter_map(|(_, task)| task.outcome.as_ref())
            .map(|outcome| outcome.at)
            .max(),
        promises: open_promises(file),
        meetings: open_meetings(file),
        last_meeting: file
            .meetings
            .iter()
            .filter_map(last_ended)
            .max()
            .map(|(_, id)| id),
        drafts: drafts(file),
        supplements: open_supplements(file),
        tier: file.facts.tier(kind_now(file).as_ref()),
        quiet_until: client.quiet_until,
        open_items: open_items(file),
        taken_over: taken_over(file),
        also_edited: 0,
    }
}

/// What has ended asks for nothing any more, whether its list was ticked off or not.
fn open_items(file: &ClientFile) -> u32 {
    let goes_on = |own: &&RecordId| {
        let at = file.engagements.binary_search_by_key(*own, |(id, _)| *id);
        let engagement = at.ok().and_then(|at| file.engagements.get(at));
        engagement.is_some_and(|(_, engagement)| is_running(engagement))
    };
    count(file.facts.open_items.iter().filter(goes_on).count())
}

/// Of several hand-overs the last one counts.
fn taken_over(file: &ClientFile) -> Option<TakenOver> {
    let all = file.hand_overs.iter();
    let (id, at, last) = all
        .filter_map(|(id, own)| Some((*id, own.at?, own)))
        .max_by_key(|(id, at, _)| (*at, *id))?;
    last.seen_at.is_none().then(|| TakenOver {
        id,
        at,
        from: last.from.clone(),
        to: last.to.clone(),
    })
}

fn haystack(file: &ClientFile) -> Haystack {
    let client = &file.client;
    let own = [
        &client.name,
        &client.industry,
        &client.address,
        &client.tax_id,
        &client.line_group,
    ];
    let people = file
        .contacts
        .iter()
        .flat_map(|(_, contact)| [&contact.name, &contact.phone, &contact.line]);
    let engagements = file.engagements.iter();
    let engagements = engagements.map(|(_, engagement)| &engagement.title);
    let fields = own
        .into_iter()
        .chain(people)
        .chain(engagements)
        .filter_map(|text| text.as_deref());
    Haystack::of(fields.chain(client.tags.iter().map(String::as_str)))
}

/// Meetings begun, and time spent meeting or answering: writing for a client without a word to them is no contact.
fn last_contact(file: &ClientFile) -> Option<Instant> {
    let met = file
        .meetings
        .iter()
        .filter_map(|(_, meeting)| meeting.ended_at.max(meeting.started_at));
    let answered = file.time_entries.iter().filter_map(|(_, entry)| {
        matches!(entry.work_kind, Some(WorkKind::Meeting | WorkKind::Reply)).then_some(entry.at)?
    });
    met.chain(answered).max()
}

fn open_meetings(file: &ClientFile) -> Vec<MeetingSummary> {
    let mut meetings: Vec<MeetingSummary> = file
        .meetings
        .iter()
        .filter_map(|(id, meeting)| {
            let (at, running) = match status(meeting) {
                MeetingStatus::Planned(at) => (at?, false),
                MeetingStatus::Running(from) => (from, true),
                MeetingStatus::Ended { .. } => return None,
            };
            let (title, place) = (meeting.title.clone(), meeting.place.clone());
            Some(MeetingSummary {
                id: *id,
                at,
                running,
                title,
                place,
            })
        })
        .collect();
    order::by_key(&mut meetings, |meeting| (meeting.at, meeting.id));
    meetings
}

fn drafts(file: &ClientFile) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = file
        .meetings
        .iter()
        .filter(|(_, meeting)| meeting.wrapped_up_at.is_none())
        .filter_map(|(id, meeting)| {
            let marks = file
                .lines_of(*id)
                .filter(|(_, line)| is_unsorted(line))
                .count();
            let undated = file
                .tasks_of(*id)
                .filter(|(_, task)| is_open(task) && task.due.is_none())
                .count();
            Some(Draft {
                meeting: *id,
                ended: meeting.ended_at?,
                marks: count(marks),
                undated: count(undated),
            })
        })
        .collect();
    order::by_key(&mut drafts, |draft| (draft.ended, draft.meeting));
    drafts
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a record can show in a summary. Of the lines, which are most of a book, only timed marks do.
fn is_summarized(record: &RecordRef<'_, '_>) -> bool {
    record.kind.as_str() != note_line::SPEC.name
        || record
            .fields
            .iter()
            .any(|(field, _)| field.as_str() == note_line::timed_mark().spec().name)
}

/// Makes the stored summaries of a device: everything of a client in, bytes for its list out. What belongs to no client, and a deleted client, has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct BookSummaries;

impl Summarize for BookSummaries {
    fn summarize(
        &self,
        client: RecordId,
        records: &BTreeMap<RecordKey, Record>,
    ) -> Option<Vec<u8>> {
        let deleted = records
            .iter()
            .any(|(key, record)| key.record == client && record.presence == Presence::Deleted);
        let nothing = records
            .values()
            .all(|record| record.presence == Presence::Deleted);
        if client == RecordId::NIL || deleted || nothing {
            return None;
        }
        let also_edited = count(records.values().map(Record::conflicts).sum());
        Some(
            Summary {
                also_edited,
                ..summarize(&ClientFile::of(records))
            }
            .encode(),
        )
    }

    fn summarize_packed(
        &self,
        client: RecordId,
        rows: &[u8],
        each: &mut dyn FnMut(RowRef<'_, '_>),
    ) -> Result<Option<Vec<u8>>, DecodeError> {
        let file = ClientFile::of_packed(rows, each, is_summarized)?;
        let file = file.filter(|_| client != RecordId::NIL);
        Ok(file.map(|file| summarize(&file).encode()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Bundle, view};
    use crate::codec::{self, Row};
    use crate::generate::{self, BookSize};
    use crate::id::DeviceId;
    use crate::method::client_file::testing::{OFFSET, at, day, held, id, line, task};
    use crate::records::{Client, LineKind, Meeting, Side, TimeEntry};
    use crate::register::{Head, Register};
    use crate::text::Query;
    use crate::values::Minutes;

    fn packed_of(client: RecordId, rows: &[Row]) -> Option<Vec<u8>> {
        let mut shown = 0;
        let packed =
            BookSummaries.summarize_packed(client, &codec::encode(rows), &mut |_| shown += 1);
        assert_eq!(shown, rows.len());
        packed.expect("sound")
    }

    #[test]
    fn says_what_a_list_needs() {
        let mut undated = task(Side::Ours, "範本", None);
        undated.meeting = Some(id(2));
        let file = ClientFile {
            client: Client {
                name: Some("山嵐製茶".into()),
                industry: Some("茶葉".into()),
                tags: BTreeSet::from(["老客戶".into()]),
                ..Client::default()
            },
            meetings: vec![
                (
                    id(1),
                    Meeting {
                        wrapped_up_at: Some(at(10, 12, 0)),
                        ..held(at(10, 10, 0), at(10, 11, 0))
                    },
                ),
                (id(2), held(at(18, 10, 0), at(18, 10, 45))),
                (
                    id(3),
                    Meeting {
                        planned_at: Some(at(29, 14, 0)),
                        ..Meeting::default()
                    },
                ),
                (
                    id(4),
                    Meeting {
                        started_at: Some(at(22, 9, 0)),
                        ..Meeting::default()
                    },
                ),
                (id(5), Meeting::default()),
            ],
            lines: vec![(id(11), line(2, LineKind::Need, "", at(18, 10, 5)))],
            tasks: vec![
                (id(21), undated),
                (id(22), task(Side::Theirs, "報價", Some(day(25)))),
            ],
            ..ClientFile::default()
        };
        let summary = summarize(&file);
        assert!(Query::new("茶葉 客戶").matches(&summary.haystack));
        assert_eq!(summary.last_contact, Some(at(22, 9, 0)));
        assert_eq!(summary.next_due(), Some(day(25)));
        assert_eq!(summary.running_meeting().map(|m| m.id), Some(id(4)));
        let next = |today: Date| summary.next_meeting(today, OFFSET).map(|m| m.id);
        let missed = |today: Date| summary.missed_meeting(today, OFFSET).map(|m| m.id);
        assert_eq!((next(day(29)), missed(day(29))), (Some(id(3)), None));
        assert_eq!((next(day(30)), missed(day(30))), (None, Some(id(3))));
        assert_eq!(summary.last_meeting, Some(id(2)));
        assert_eq!(
            summary.drafts,
            [Draft {
                meeting: id(2),
                ended: at(18, 10, 45),
                marks: 1,
                undated: 1
            }]
        );
    }

    #[test]
    fn a_line_made_of_rows_as_received_is_the_line_made_of_what_is_shown() {
        let size = BookSize {
            clients: 12,
            records: 900,
        };
        let changes = generate::changes(
            generate::book(7, size, at(22, 14, 0)),
            crate::id::Writer(1),
            5,
        );
        let mut clients: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
        for change in changes {
            clients.entry(change.key.client).or_default().push(Row {
                seq: 1,
                register: Register::from_heads([Head {
                    id: change.id,
                    time: change.time,
                    device: DeviceId::NIL,
                    said: false,
                    value: change.value,
                }]),
                key: change.key,
            });
        }
        assert_eq!(clients.len(), 12);
        for (client, rows) in clients {
            let packed = packed_of(client, &rows);
            let shown = view(&Bundle::from_rows(rows.clone()), client, &[], DeviceId::NIL);
            assert!(packed.is_some());
            assert_eq!(packed, BookSummaries.summarize(client, &shown));
            // Edited twice, or deleted: to be made of what is shown.
            let mut twice = rows;
            let head = twice[0].register.heads()[0].clone();
            twice[0].register.add(Head {
                id: crate::id::ChangeId {
                    writer: crate::id::Writer(2),
                    counter: 1,
                },
                ..head.clone()
            });
            let packed = packed_of(client, &twice);
            assert_eq!(packed, None);
            twice.truncate(1);
            twice[0] = Row {
                key: RecordKey {
                    client,
                    record: client,
                    kind: "client".into(),
                }
                .field(crate::DELETED_FIELD),
                seq: 1,
                register: Register::from_heads([head]),
            };
            let packed = packed_of(client, &twice);
            assert_eq!(packed, None);
        }
    }

    #[test]
    fn says_when_a_promise_was_last_settled() {
        let mut kept = task(Side::Ours, "範本", None);
        kept.outcome = Some(crate::values::Outcome {
            state: crate::records::TaskState::Done,
            at: at(19, 9, 0),
        });
        let file = ClientFile {
            tasks: vec![(id(1), kept), (id(2), task(Side::Ours, "報價", None))],
            ..ClientFile::default()
        };
        assert_eq!(summarize(&file).last_outcome, Some(at(19, 9, 0)));
    }

    #[test]
    fn only_talking_with_them_is_contact() {
        let entry = |kind: WorkKind, when: Instant| TimeEntry {
            work_kind: Some(kind),
            minutes: Some(Minutes(15)),
            at: Some(when),
            ..TimeEntry::default()
        };
        let file = ClientFile {
            time_entries: vec![
                (id(1), entry(WorkKind::Reply, at(20, 9, 0))),
                (id(2), entry(WorkKind::Copy, at(21, 9, 0))),
            ],
            ..ClientFile::default()
        };
        let summary = summarize(&file);
        assert_eq!(summary.last_contact, Some(at(20, 9, 0)));
        assert_eq!(summary.last_work, Some(at(21, 9, 0)));
        assert_eq!(summarize(&ClientFile::default()).last_contact, None);
    }
}
