//! What every row would become, or why not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::propose::Mapping;
use super::target::Target;
use super::value::{Said, read};
use super::{Row, Table, key};
use crate::CLIENT_KIND;
use crate::change::RecordKey;
use crate::id::RecordId;
use crate::order;
use crate::records::{self, EngagementState, contact, engagement, reading};
use crate::tab::Edit;
use crate::values::{Choice as _, Date, InputContext, InputError, Instant, Outcome, Period};

/// The clients of the book by their names, as names are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known(BTreeMap<String, RecordId>);

impl Known {
    /// Of these clients; of several with one name the first.
    #[must_use]
    pub fn of<'a>(clients: impl IntoIterator<Item = (RecordId, &'a str)>) -> Self {
        let mut known = BTreeMap::new();
        for (id, name) in clients {
            known.entry(key(name)).or_insert(id);
        }
        Self(known)
    }
}

/// What becomes of a row whose client is in the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Duplicates {
    /// Nothing.
    #[default]
    Skip,
    /// Its engagement is added to that client, on whom nothing else changes.
    Add,
    /// A client of the same name.
    New,
}

/// What the person said about rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What becomes of clients that are in the book.
    pub duplicates: Duplicates,
    /// The numbers of rows to be left out.
    pub left_out: BTreeSet<usize>,
}

/// A cell that is no value of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// The row's number.
    pub row: usize,
    /// The cell's column.
    pub column: usize,
    /// The field it is to be.
    pub target: Target,
    /// What stands there.
    pub text: String,
    /// Why it is none.
    pub error: InputError,
}

/// A row whose client is in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRow {
    /// The row's number.
    pub row: usize,
    /// The client.
    pub client: RecordId,
    /// Its name in the file.
    pub name: String,
}

/// A client stands in several rows that differ: what the first of them says holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row that says something else.
    pub row: usize,
    /// In which field.
    pub target: Target,
    /// The row that holds.
    pub holds: usize,
}

/// An engagement to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EngagementToBe {
    /// Its fields.
    pub fields: Vec<records::Edit>,
    /// What it has reached.
    pub reading: Vec<records::Edit>,
    /// How it ended; when that was not said, at the import.
    outcome: Option<(&'static str, Option<Instant>)>,
}

/// A client to be, of one row or of several with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientToBe {
    /// The client of the book to which the engagements are added.
    pub existing: Option<RecordId>,
    /// Its fields.
    pub fields: Vec<records::Edit>,
    /// The fields of its contacts, in the order of the rows.
    pub contacts: Vec<Vec<records::Edit>>,
    /// Its engagements, in the order of the rows.
    pub engagements: Vec<EngagementToBe>,
    /// Which row said a field first.
    said_in: BTreeMap<Target, usize>,
    row: usize,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What becomes of rows, in their order.
    pub clients: Vec<ClientToBe>,
    /// Cells that are in the way of the import, of rows that are neither left out nor passed over.
    pub errors: Vec<CellError>,
    /// Rows whose client is in the book, whatever becomes of them.
    pub known: Vec<KnownRow>,
    /// Rows that say something else than another row of their client.
    pub notes: Vec<Note>,
    /// Rows left out by choice.
    pub left_out: usize,
    /// Whether a column is the client's name; without one there is nothing to import.
    pub has_names: bool,
}

impl Plan {
    /// Whether it can be imported: something is, and nothing is in the way.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.errors.is_empty() && !self.clients.is_empty()
    }

    /// How many clients are new.
    #[must_use]
    pub fn new_clients(&self) -> usize {
        let new = self
            .clients
            .iter()
            .filter(|client| client.existing.is_none());
        new.count()
    }

    /// How many engagements there will be more.
    #[must_use]
    pub fn engagements(&self) -> usize {
        self.clients
            .iter()
            .map(|client| client.engagements.len())
            .sum()
    }

    /// The numbers of the rows with errors.
    #[must_use]
    pub fn rows_with_errors(&self) -> BTreeSet<usize> {
        order::set(self.errors.iter().map(|error| error.row))
    }

    /// What does it all: one action. Nothing as long as something is in the way. `new_id` draws the id of a new record, `now` is when.
    #[must_use]
    pub fn edits(
        &self,
        context: &InputContext,
        now: Instant,
        mut new_id: impl FnMut() -> RecordId,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        if !self.is_ready() {
            return edits;
        }
        for client in &self.clients {
            let id = client.existing.unwrap_or_else(&mut new_id);
            let mut set = |kind: &str, record: RecordId, fields: &[records::Edit]| {
                let key = RecordKey {
                    client: id,
                    record,
                    kind: kind.into(),
                };
                edits.extend(fields.iter().map(|field| Edit {
                    key: key.field(field.field.clone()),
                    value: field.value.clone(),
                }));
            };
            set(CLIENT_KIND, id, &client.fields);
            for (place, person) in client.contacts.iter().enumerate() {
                let record = new_id();
                set(contact::SPEC.name, record, person);
                let order = contact::order().set(order_key(place).as_str());
                set(contact::SPEC.name, record, &[order]);
            }
            for own in &client.engagements {
                let record = new_id();
                set(engagement::SPEC.name, record, &own.fields);
                if let Some((state, at)) = own.outcome {
                    let outcome = Outcome {
                        state: EngagementState::from_name(state),
                        at: at.unwrap_or(now),
                    };
                    set(
                        engagement::SPEC.name,
                        record,
                        &[engagement::outcome().set(&outcome)],
                    );
                }
                if own.reading.is_empty() {
                    continue;
                }
                let reading_id = new_id();
                let of = [
                    reading::engagement().set(&record),
                    reading::made_at().set(&now),
                    // What the row says of the day comes after and holds.
                    reading::on().set(&context.today),
                ];
                set(reading::SPEC.name, reading_id, &of);
                set(reading::SPEC.name, reading_id, &own.reading);
            }
        }
        edits
    }
}

/// The key of the contact at a place, in their order: see `people_order` of the app, which puts others between.
fn order_key(place: usize) -> String {
    const LAST_DIGITS: &[u8] = b"ijklmnopqrstuvwxy";
    let digit = LAST_DIGITS.get(place % LAST_DIGITS.len()).copied();
    let mut key = "z".repeat(place / LAST_DIGITS.len());
    key.extend(digit.map(char::from));
    key
}

/// What a row says, by the record it says it of.
#[derive(Debug, Default)]
struct Read {
    client: Vec<(Target, Vec<records::Edit>)>,
    contact: Vec<records::Edit>,
    engagement: EngagementToBe,
    errors: Vec<CellError>,
}

/// Says what each row becomes.
#[must_use]
pub fn check(
    table: &Table,
    mapping: &Mapping,
    known: &Known,
    choices: &Choices,
    context: &InputContext,
) -> Plan {
    let mut plan = Plan::default();
    let Some(name_column) = mapping.column(Target::NAME) else {
        return plan;
    };
    plan.has_names = true;
    // Clients of the file by their name: a client may have several rows.
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for row in table.rows() {
        if choices.left_out.contains(&row.number) {
            plan.left_out += 1;
            continue;
        }
        let name = row.cells.get(name_column).map_or("", |name| name.trim());
        let name_key = key(name);
        let client = known.0.get(&name_key).filter(|_| !name.is_empty()).copied();
        if let Some(client) = client {
            plan.known.push(KnownRow {
                row: row.number,
                client,
                name: name.to_owned(),
            });
        }
        let existing = match (client, choices.duplicates) {
            (Some(_), Duplicates::Skip) => continue,
            (Some(client), Duplicates::Add) => Some(client),
            _ => None,
        };
        let read = read_row(row, mapping, existing.is_some(), context);
        plan.errors.extend(read.errors);
        if name.is_empty() {
            plan.errors.push(CellError {
                row: row.number,
                column: name_column,
                target: Target::NAME,
                text: String::new(),
                error: InputError::Empty,
            });
            continue;
        }
        let has_engagement = read.engagement != EngagementToBe::default();
        if existing.is_some() && !has_engagement {
            continue;
        }
        let at = *by_name.entry(name_key).or_insert_with(|| {
            plan.clients.push(ClientToBe {
                existing,
                fields: Vec::new(),
                contacts: Vec::new(),
                engagements: Vec::new(),
                said_in: BTreeMap::new(),
                row: row.number,
            });
            plan.clients.len() - 1
        });
        if let Some(client) = plan.clients.get_mut(at) {
            client.say(row.number, read.client, &mut plan.notes);
            client.meet(read.contact);
            if has_engagement {
                client.engagements.push(read.engagement);
            }
        }
    }
    plan
}

impl ClientToBe {
    /// Takes what a row says of the client. What an earlier row said holds.
    fn say(&mut self, row: usize, said: Vec<(Target, Vec<records::Edit>)>, notes: &mut Vec<Note>) {
        for (target, edits) in said {
            // Of a set every member counts, whichever row has it; and a name is the same however it is written.
            let is_set = target.spec().is_some_and(records::FieldSpec::is_set);
            let holds = self.said_in.get(&target).copied().filter(|_| !is_set);
            match holds {
                None => {
                    self.said_in.insert(target, row);
                    for edit in edits {
                        if !self.fields.contains(&edit) {
                            self.fields.push(edit);
                        }
                    }
                }
                Some(holds) if target != Target::NAME => {
                    if !edits.iter().all(|edit| self.fields.contains(edit)) {
                        notes.push(Note { row, target, holds });
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Takes the contact of a row, if it is somebody else than those of the rows before. Somebody with the same name is the same.
    fn meet(&mut self, person: Vec<records::Edit>) {
        fn name(person: &[records::Edit]) -> Option<String> {
            let mut fields = person.iter();
            let name = fields.find(|edit| edit.field.as_str() == contact::name().name())?;
            Some(key(name.value.as_str()))
        }
        let is_same = |known: &Vec<records::Edit>| {
            *known == person || (name(known).is_some() && name(known) == name(&person))
        };
        if !person.is_empty() && !self.contacts.iter().any(is_same) {
            self.contacts.push(person);
        }
    }

    /// The number of its first row.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }
}

/// Reads a row; of one whose client is there already only its engagement.
fn read_row(row: &Row, mapping: &Mapping, only_engagement: bool, context: &InputContext) -> Read {
    let mut said = Read::default();
    let (mut start, mut end, mut last) = (None::<Date>, None::<Date>, None);
    let (mut state, mut at) = (None, None);
    for (column, target) in mapping.targets().iter().enumerate() {
        let Some(target) = *target else { continue };
        let is_of_engagement = matches!(target.kind, "engagement" | "reading");
        if only_engagement && !is_of_engagement {
            continue;
        }
        let text = row.cells.get(column).map_or("", String::as_str);
        match read(target, text, context) {
            Ok(None) => {}
            Ok(Some(Said::Fields(edits))) => match target.kind {
                "contact" => said.contact.extend(edits),
                "engagement" => said.engagement.fields.extend(edits),
                "reading" => said.engagement.reading.extend(edits),
                _ => said.client.push((target, edits)),
            },
            Ok(Some(Said::Days(from, to))) => {
                (start, end) = (from.or(start), to.or(end));
                last = Some((column, target));
            }
            Ok(Some(Said::State(name))) => state = Some(name),
            Ok(Some(Said::At(moment))) => at = Some(moment),
            Err(error) => said.errors.push(CellError {
                row: row.number,
                column,
                target,
                text: text.to_owned(),
                error,
            }),
        }
    }
    said.engagement.outcome = state.map(|state| (state, at));
    // A day without an amount is no reading.
    let has_amount = |edit: &records::Edit| edit.field.as_str() == reading::amount().name();
    if !said.engagement.reading.iter().any(has_amount) {
        said.engagement.reading.clear();
    }
    if let Some((column, target)) = last {
        match Period::new(start, end) {
            Ok(period) => said
                .engagement
                .fields
                .push(engagement::period().set(&period)),
            Err(error) => said.errors.push(CellError {
                row: row.number,
                column,
                target,
                text: row.cells.get(column).cloned().unwrap_or_default(),
                error,
            }),
        }
    }
    said
}

#[cfg(test)]
mod tests;
