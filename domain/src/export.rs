//! Clients and their engagements as a table a spreadsheet opens, and that [`import`](crate::import) takes in again.
//!
//! A row has a client, one of its engagements with what that has reached, and one of its contacts; who has more of either has more rows, each with the client's own
//! fields. UTF-8 with a byte order mark and lines that end in CR LF, as spreadsheets want it; no cell is a formula (`text::formula` says by which rule).
//! An amount of the person's own currency is a plain number, others say theirs. How an engagement ended is told to the minute. Meetings, notes and promises are in a
//! backup and in no table.

mod templates;

pub use templates::{TemplateWords, templates_table};

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};
use serde::de::DeserializeOwned;

use crate::bundle::{Presence, Record};
use crate::change::RecordKey;
use crate::id::RecordId;
use crate::import::{Part, Target, members_text};
use crate::method::{ClientFile, reached};
use crate::order;
use crate::records::{Client, FieldSpec, FieldType};
use crate::text::guarded;
use crate::values::{InputContext, Money, Outcome, Period};
use crate::{CLIENT_KIND, records};

/// How the table is said in the person's language. Import knows the words of both languages of the interface.
pub struct Words<'a> {
    /// The name of a column.
    pub header: &'a dyn Fn(Target) -> String,
    /// An alternative of a field by its name as stored; `None`: written as it is.
    pub choice: &'a dyn Fn(Target, &str) -> Option<String>,
    /// For what is so.
    pub yes: String,
    /// For what is not.
    pub no: String,
}

/// The table of everything shown of some clients, by their names; how many clients it has, and its bytes.
#[must_use]
pub fn table(
    shown: &BTreeMap<RecordKey, Record>,
    words: &Words<'_>,
    context: &InputContext,
) -> (usize, Vec<u8>) {
    let columns: Vec<Target> = Target::all()
        .filter(|target| !is_told_by_parts(*target))
        .collect();
    let clients = clients(shown);
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let mut write = |cells: Vec<String>| {
        // Into memory, rows of one length: nothing of it can fail.
        let _ = writer.write_record(cells.iter().map(|cell| guarded(cell)));
    };
    write(
        columns
            .iter()
            .map(|target| (words.header)(*target))
            .collect(),
    );
    for client in &clients {
        for row in client.rows(context) {
            let cell = |target: &Target| {
                let record = row.iter().find(|(kind, _)| *kind == target.kind);
                record.and_then(|(_, record)| cell(*target, record, words, context))
            };
            write(
                columns
                    .iter()
                    .map(|target| cell(target).unwrap_or_default())
                    .collect(),
            );
        }
    }
    (clients.len(), writer.into_inner().unwrap_or_default())
}

/// A period is written as its two days.
fn is_told_by_parts(target: Target) -> bool {
    let is_period = target
        .spec()
        .is_some_and(|spec| spec.ty == FieldType::Period);
    is_period && target.part == Part::Whole
}

/// Everything of one client that is not deleted.
struct Shown<'a> {
    records: BTreeMap<RecordId, &'a Record>,
    client: Option<&'a Record>,
    file: ClientFile,
}

/// The clients, by their names and then by id.
fn clients(shown: &BTreeMap<RecordKey, Record>) -> Vec<Shown<'_>> {
    let mut by_client: BTreeMap<RecordId, Vec<&Record>> = BTreeMap::new();
    let there = shown.values().filter(|record| {
        record.presence != Presence::Deleted && record.key.client != RecordId::NIL
    });
    for record in there {
        by_client.entry(record.key.client).or_default().push(record);
    }
    let mut clients: Vec<(String, Shown<'_>)> = Vec::with_capacity(by_client.len());
    for (client, records) in by_client {
        let deleted = shown.get(&RecordKey {
            client,
            record: client,
            kind: CLIENT_KIND.into(),
        });
        if deleted.is_some_and(|record| record.presence == Presence::Deleted) {
            continue;
        }
        let mut file = ClientFile::default();
        for record in &records {
            file.add(record.key.kind.as_str(), record.key.record, record.values());
        }
        file.sort();
        let name = file.client.name.clone().unwrap_or_default();
        let own = records
            .iter()
            .find(|record| record.key.record == client)
            .copied();
        let shown = Shown {
            client: own,
            records: order::map(
                records
                    .into_iter()
                    .map(|record| (record.key.record, record)),
            ),
            file,
        };
        clients.push((name, shown));
    }
    order::by(&mut clients, |(a, _), (b, _)| a.cmp(b));
    clients.into_iter().map(|(_, shown)| shown).collect()
}

impl Shown<'_> {
    /// The records of each row, with their kinds.
    fn rows(&self, context: &InputContext) -> Vec<Vec<(&'static str, &Record)>> {
        let count = self
            .file
            .engagements
            .len()
            .max(self.file.contacts.len())
            .max(1);
        (0..count).map(|at| self.row(at, context)).collect()
    }

    fn row(&self, at: usize, context: &InputContext) -> Vec<(&'static str, &Record)> {
        let engagement = self.file.engagements.get(at).map(|(id, _)| *id);
        let contact = self.file.contacts.get(at).map(|(id, _)| *id);
        let reading = engagement.and_then(|id| {
            let latest = reached(&self.file, id, context.utc_offset_minutes);
            latest.first().map(|reached| reached.reading)
        });
        let record = |kind, id: Option<RecordId>| Some((kind, *self.records.get(&id?)?));
        let client = self.client.map(|client| (CLIENT_KIND, client));
        let others = [
            record(records::engagement::SPEC.name, engagement),
            record(records::reading::SPEC.name, reading),
            record(records::contact::SPEC.name, contact),
        ];
        std::iter::once(client).chain(others).flatten().collect()
    }
}

fn cell(
    target: Target,
    record: &Record,
    words: &Words<'_>,
    context: &InputContext,
) -> Option<String> {
    let spec = target.spec()?;
    if spec.is_set() {
        return Some(set(spec, record));
    }
    let bytes = record.values().find(|(field, _)| *field == spec.name)?.1;
    let choice = |name: String| (words.choice)(target, &name).unwrap_or(name);
    match (spec.ty, target.part) {
        (FieldType::Choice { .. }, _) => read(bytes).map(choice),
        (FieldType::Bool, _) => {
            let word = if read(bytes)? { &words.yes } else { &words.no };
            Some(word.clone())
        }
        (FieldType::Money, _) => {
            let money: Money = read(bytes)?;
            let is_own = money.currency() == context.currency;
            Some(if is_own {
                money.decimal()
            } else {
                money.format()
            })
        }
        (FieldType::Period, part) => {
            let period: Period = read(bytes)?;
            let day = if part == Part::Start {
                period.start()
            } else {
                period.end()
            };
            day.map(crate::values::Date::iso)
        }
        (FieldType::Outcome { .. }, part) => {
            let outcome: Outcome<String> = read(bytes)?;
            match part {
                Part::At => outcome.at.local_iso(context.utc_offset_minutes),
                _ => Some(choice(outcome.state)),
            }
        }
        _ => Some(spec.input_text(bytes, context)),
    }
}

/// The members of a set. The only one there is are a client's tags.
fn set(spec: &FieldSpec, record: &Record) -> String {
    let own = record
        .values()
        .filter(|(field, _)| FieldSpec::split(field).0 == spec.name);
    let client = Client::read(own);
    members_text(client.tags.iter().map(String::as_str))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests;
