//! Books of any size, for tests and measurements: the same seed and size make the same book, record by record.
//!
//! What is made looks like what people write: clients of different sizes, meetings with lines, promises most of which are kept, time spent. Every value is one the
//! app could have written.

mod dice;
mod words;

use crate::change::{Change, RecordKey};
use crate::id::{ChangeId, RecordId, Writer};
use crate::records::{
    Edit, LineKind, MeetingForm, Side, Stage, TaskState, WorkKind, client, contact, engagement,
    meeting, note_line, task, time_entry,
};
use crate::values::{Choice, Currency, Instant, Minutes, Money, Outcome, Period};
use dice::Dice;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1_440 * MINUTE_MS;
/// How far back the book reaches, in days.
const YEARS_BACK_DAYS: u64 = 700;
/// Taipei: the days of generated dates.
const UTC_OFFSET_MINUTES: i32 = 480;

/// How large a book is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookSize {
    /// Clients.
    pub clients: u32,
    /// Records of all kinds, the clients' own among them; at least one a client.
    pub records: u32,
}

impl BookSize {
    /// The book that budgets are measured with.
    pub const REFERENCE: Self = Self {
        clients: 1_000,
        records: 100_000,
    };
}

/// A record and its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeRecord {
    /// Which.
    pub key: RecordKey,
    /// Its fields.
    pub edits: Vec<Edit>,
}

/// The records of a book that reaches from two years ago to `now`, client by client.
pub fn book(seed: u64, size: BookSize, now: Instant) -> impl Iterator<Item = MadeRecord> {
    let mut dice = Dice::new(seed);
    let shares = shares(&mut dice, size);
    shares
        .into_iter()
        .flat_map(move |records| one_client(&mut dice, records, now))
}

/// Records as the changes of one writer, in order; each sets a field for the first time.
pub fn changes(
    records: impl Iterator<Item = MadeRecord>,
    writer: Writer,
    time_ms: i64,
) -> impl Iterator<Item = Change> {
    records
        .flat_map(|made| {
            let key = made.key;
            made.edits
                .into_iter()
                .map(move |edit| (key.field(edit.field), edit.value))
        })
        .zip(0..)
        .map(move |((key, value), counter)| Change {
            id: ChangeId { writer, counter },
            key,
            value,
            replaces: Vec::new(),
            time: time_ms,
            action: None,
            batch: None,
        })
}

/// How many records each client has: at least its own, the others spread unevenly, as clients are.
fn shares(dice: &mut Dice, size: BookSize) -> Vec<u32> {
    let weights: Vec<u64> = (0..size.clients)
        .map(|_| {
            let side = 1 + dice.below(6);
            side * side
        })
        .collect();
    let total: u64 = weights.iter().sum::<u64>().max(1);
    let spare = u64::from(size.records.saturating_sub(size.clients));
    let mut left = spare;
    let mut shares: Vec<u32> = weights
        .iter()
        .map(|weight| {
            let share = spare * weight / total;
            left -= share;
            1 + u32::try_from(share).unwrap_or(u32::MAX)
        })
        .collect();
    for share in shares.iter_mut().take(usize::try_from(left).unwrap_or(0)) {
        *share += 1;
    }
    shares
}

/// One client's records: its own, a contact, an engagement, then meetings each followed by what came of it.
fn one_client(dice: &mut Dice, records: u32, now: Instant) -> Vec<MadeRecord> {
    let mut maker = Maker::new(dice, now);
    let mut made = vec![maker.client()];
    for n in 1..records {
        let record = match n {
            1 => maker.contact(),
            2 => maker.engagement(),
            n => match (n - 3) % 10 {
                0 => maker.meeting(),
                6 | 9 => maker.task(),
                8 => maker.time_entry(),
                _ => maker.line(),
            },
        };
        made.push(record);
    }
    made
}

/// Makes the records of one client.
struct Maker<'d> {
    dice: &'d mut Dice,
    client: RecordId,
    now: Instant,
    /// The moment of the record made last; a client's records follow one another.
    at_ms: i64,
    meeting: Option<RecordId>,
}

impl<'d> Maker<'d> {
    fn new(dice: &'d mut Dice, now: Instant) -> Self {
        let back = i64::try_from(dice.below(YEARS_BACK_DAYS)).unwrap_or(0);
        let at_ms = now.ms() - back * DAY_MS - 30 * DAY_MS;
        let client = dice.record_id(at_ms);
        Self {
            dice,
            client,
            now,
            at_ms,
            meeting: None,
        }
    }

    fn record(&mut self, kind: &'static str, edits: Vec<Edit>) -> MadeRecord {
        MadeRecord {
            key: RecordKey {
                client: self.client,
                record: self.dice.record_id(self.at_ms),
                kind: kind.into(),
            },
            edits,
        }
    }

    /// A little later; never after now.
    fn pass(&mut self, most_minutes: u64) -> Instant {
        let minutes = i64::try_from(1 + self.dice.below(most_minutes)).unwrap_or(1);
        self.at_ms = (self.at_ms + minutes * MINUTE_MS).min(self.now.ms());
        Instant::from_ms(self.at_ms).unwrap_or(self.now)
    }

    fn client(&mut self) -> MadeRecord {
        let stage = self.dice.pick(Stage::ALL).clone();
        let edits = vec![
            client::name().set(words::client_name(self.dice).as_str()),
            client::kind().set(self.dice.pick(crate::records::ClientKind::ALL)),
            client::industry().set(*self.dice.pick(&words::TRADES)),
            client::stage().set(&stage),
            client::owner().set(*self.dice.pick(&words::PEOPLE)),
            client::tags().add(self.dice.pick::<&str>(&words::TAGS)),
        ];
        MadeRecord {
            key: RecordKey {
                client: self.client,
                record: self.client,
                kind: client::SPEC.name.into(),
            },
            edits,
        }
    }

    fn contact(&mut self) -> MadeRecord {
        let number = ["0900-", &self.dice.digits(3), "-", &self.dice.digits(3)].concat();
        let edits = vec![
            contact::name().set(*self.dice.pick(&words::PEOPLE)),
            contact::role().set(*self.dice.pick(&words::ROLES)),
            contact::phone().set(number.as_str()),
            contact::order().set("a0"),
        ];
        self.record(contact::SPEC.name, edits)
    }

    fn engagement(&mut self) -> MadeRecord {
        let start = self.pass(60).local_date(UTC_OFFSET_MINUTES);
        let end = start.and_then(|start| start.plus_days(45));
        let whole = i64::try_from(10 * (1 + self.dice.below(1_000))).unwrap_or(10) * 1_000;
        let mut edits = vec![
            engagement::title().set(words::sentence(self.dice, 1).as_str()),
            engagement::kind().set(self.dice.pick(crate::records::EngagementKind::ALL)),
        ];
        edits.extend(
            Money::from_whole(whole, Currency::TWD).map(|money| engagement::success().set(&money)),
        );
        edits.extend(
            Period::new(start, end)
                .ok()
                .map(|period| engagement::period().set(&period)),
        );
        self.record(engagement::SPEC.name, edits)
    }

    fn meeting(&mut self) -> MadeRecord {
        let begins = self.pass(20 * 1_440);
        let ends = Instant::from_ms(begins.ms() + 45 * MINUTE_MS).unwrap_or(begins);
        let edits = vec![
            meeting::title().set(words::sentence(self.dice, 1).as_str()),
            meeting::form().set(self.dice.pick(MeetingForm::ALL)),
            meeting::started_at().set(&begins),
            meeting::ended_at().set(&ends),
            meeting::wrapped_up_at().set(&ends),
        ];
        let made = self.record(meeting::SPEC.name, edits);
        self.meeting = Some(made.key.record);
        made
    }

    fn line(&mut self) -> MadeRecord {
        let at = self.pass(5);
        let length = 1 + self.dice.below(3);
        let mut edits = vec![
            note_line::line_kind().set(self.dice.pick(LineKind::ALL)),
            note_line::text().set(words::sentence(self.dice, length).as_str()),
            note_line::captured_at().set(&at),
        ];
        edits.extend(
            self.meeting
                .map(|meeting| note_line::meeting().set(&meeting)),
        );
        self.record(note_line::SPEC.name, edits)
    }

    /// Nine of ten are settled; the others are due around now.
    fn task(&mut self) -> MadeRecord {
        let at = self.pass(5);
        let mut edits = vec![
            task::side().set(self.dice.pick(Side::ALL)),
            task::title().set(words::sentence(self.dice, 1).as_str()),
            task::made_at().set(&at),
        ];
        if self.dice.below(10) == 0 {
            let days = i32::try_from(self.dice.below(40)).unwrap_or(0) - 5;
            let today = self.now.local_date(UTC_OFFSET_MINUTES);
            let due = today.and_then(|today| today.plus_days(days));
            edits.extend(due.map(|due| task::due().set(&due)));
        } else {
            let outcome = Outcome {
                state: TaskState::Done,
                at,
            };
            let due = at.local_date(UTC_OFFSET_MINUTES);
            edits.extend(due.map(|due| task::due().set(&due)));
            edits.push(task::outcome().set(&outcome));
        }
        edits.extend(self.meeting.map(|meeting| task::meeting().set(&meeting)));
        self.record(task::SPEC.name, edits)
    }

    fn time_entry(&mut self) -> MadeRecord {
        let at = self.pass(600);
        let quarters = u32::try_from(1 + self.dice.below(6)).unwrap_or(1);
        let edits = vec![
            time_entry::work_kind().set(self.dice.pick(WorkKind::ALL)),
            time_entry::minutes().set(&Minutes(quarters * 15)),
            time_entry::at().set(&at),
        ];
        self.record(time_entry::SPEC.name, edits)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::records::validate;

    const SMALL: BookSize = BookSize {
        clients: 20,
        records: 1_500,
    };

    fn now() -> Instant {
        Instant::from_ms(1_795_313_100_000).unwrap()
    }

    #[test]
    fn a_book_has_the_size_asked_for() {
        for size in [
            SMALL,
            BookSize {
                clients: 7,
                records: 7,
            },
            BookSize {
                clients: 0,
                records: 10,
            },
        ] {
            let made: Vec<_> = book(1, size, now()).collect();
            let clients = made
                .iter()
                .filter(|made| made.key.kind.as_str() == "client");
            assert_eq!(clients.count(), size.clients as usize);
            let expected = if size.clients == 0 { 0 } else { size.records };
            assert_eq!(made.len(), expected as usize);
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_book() {
        let of = |seed: u64| book(seed, SMALL, now()).collect::<Vec<_>>();
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
    }

    #[test]
    fn every_value_fits_and_no_record_comes_twice() {
        let mut keys = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        for made in book(5, SMALL, now()) {
            for edit in &made.edits {
                assert_eq!(
                    validate(
                        made.key.kind.as_str(),
                        edit.field.as_str(),
                        edit.value.as_bytes()
                    ),
                    Ok(()),
                    "{}.{}",
                    made.key.kind,
                    edit.field
                );
            }
            kinds.insert(made.key.kind.clone());
            assert!(keys.insert(made.key));
        }
        assert_eq!(kinds.len(), 7);
    }

    #[test]
    fn changes_are_counted_on_and_well_formed() {
        let made = changes(book(5, SMALL, now()), Writer(9), now().ms());
        for (counter, change) in (0..).zip(made) {
            assert_eq!(change.id.counter, counter);
            assert_eq!(change.check_structure(), Ok(()));
        }
    }
}
