//! The template library out of a table: what each row makes of a template, or why not.
//!
//! A row is about the template of its id, else of its kind and title, else about a new one. What stands in a cell holds; an empty cell leaves its field as it is, but in
//! *after*, *depends on* and *counted from*, where it says that there is none. A column that is not there changes nothing, nor does a template without a row. As with
//! clients nothing is half imported: with a fault there are no edits.

mod cells;

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use super::{Row, Table, key};
use crate::change::RecordKey;
use crate::id::RecordId;
use crate::method::{
    Library, Template, comes_after_itself, default_template, edits_to, new_place, template_key,
};
use crate::order;
use crate::records::{EngagementKind, FieldSpec, TeamTemplate, template};
use crate::tab::Edit;
use crate::values::{Choice as _, InputContext, InputError};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TemplateColumn {
    /// The template's name in the library.
    Id,
    /// A field of its record.
    Field(&'static str),
    /// The templates it comes after.
    After,
}

impl TemplateColumn {
    /// All of them, in the order they are written.
    pub fn all() -> impl Iterator<Item = Self> {
        words::TEMPLATE_HEADERS.iter().map(|(column, _)| *column)
    }

    /// The field's line in the table of its kind.
    #[must_use]
    pub fn spec(self) -> Option<&'static FieldSpec> {
        match self {
            Self::Field(name) => template::SPEC.field(name),
            Self::Id | Self::After => None,
        }
    }
}

/// Why a cell is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// It is no value of its field.
    Value(InputError),
    /// No template has that name.
    NoSuchTemplate,
    /// Several templates are called that.
    SeveralTemplates,
    /// Another row is about the same template.
    Twice {
        /// Which.
        row: usize,
    },
    /// It is of another sort of engagement, which does not change.
    OtherKind,
    /// It would wait for itself.
    Circle,
}

/// A cell that is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The row's number.
    pub row: usize,
    /// The cell's column in the file, if it has one.
    pub at: Option<usize>,
    /// The column.
    pub column: TemplateColumn,
    /// What stands there.
    pub text: String,
    /// Why.
    pub fault: TemplateFault,
}

/// A template that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateToBe {
    /// The row that says so.
    pub row: usize,
    /// As it is; nothing for a new one.
    pub was: Option<Template>,
    /// As it would be.
    pub will: Template,
    /// Columns in which the two differ.
    pub columns: Vec<TemplateColumn>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplatePlan {
    /// Templates that are new or change, in the order of their rows.
    pub templates: Vec<TemplateToBe>,
    /// Rows that change nothing.
    pub same: usize,
    /// Cells that are in the way.
    pub faults: Vec<CellFault>,
    /// Rows left out by choice.
    pub left_out: usize,
    /// Columns of the file that are none of ours, by their headers.
    pub unknown: Vec<String>,
    /// Whether a column says which template a row is about.
    pub has_names: bool,
}

impl TemplatePlan {
    /// Whether it can be imported: something is, and nothing is in the way.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.faults.is_empty() && !self.templates.is_empty()
    }

    /// How many templates are new.
    #[must_use]
    pub fn added(&self) -> usize {
        self.templates
            .iter()
            .filter(|one| one.was.is_none())
            .count()
    }

    /// How many change.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.templates.len() - self.added()
    }

    /// The numbers of the rows with faults.
    #[must_use]
    pub fn rows_with_faults(&self) -> BTreeSet<usize> {
        order::set(self.faults.iter().map(|fault| fault.row))
    }

    /// What does it all: one action. Nothing as long as something is in the way. `new_id` draws the id of a new record.
    #[must_use]
    pub fn edits(
        &self,
        built_in: &Library,
        team: &[(RecordId, TeamTemplate)],
        mut new_id: impl FnMut() -> RecordId,
    ) -> Vec<Edit> {
        if !self.is_ready() {
            return Vec::new();
        }
        let rows = self.templates.iter();
        let new = rows.filter(|one| row_of(&one.will.id).is_some());
        let names = order::map(new.map(|one| (one.will.id.clone(), new_id().to_string())));
        let name = |id: &String| names.get(id).unwrap_or(id).clone();
        let mut place = new_place(team);
        let mut edits = Vec::new();
        for one in &self.templates {
            let mut will = one.will.clone();
            will.id = name(&will.id);
            will.after = will.after.iter().map(name).collect();
            let Some(record) = template_key(built_in, &will.id) else {
                continue;
            };
            let said = team.iter().find(|(id, _)| *id == record);
            let nothing = TeamTemplate::default();
            let said = said.map_or(&nothing, |(_, said)| said);
            let mut fields = edits_to(built_in.template(&will.id), said, &will);
            if one.was.is_none() {
                fields.push(template::place().set(&place));
                place = place.saturating_add(10).min(1_000_000);
            }
            let key = RecordKey {
                client: RecordId::NIL,
                record,
                kind: template::SPEC.name.into(),
            };
            edits.extend(fields.into_iter().map(|field| Edit {
                key: key.field(field.field),
                value: field.value,
            }));
        }
        edits
    }
}

/// The name a new template has until it is imported.
fn name_of_row(row: usize) -> String {
    format!("row:{row}")
}

fn row_of(id: &str) -> Option<usize> {
    id.strip_prefix("row:")?.parse().ok()
}

/// A row on the way to a template.
struct Reading<'a> {
    row: &'a Row,
    was: Option<&'a Template>,
    will: Template,
}

/// Which column of the file is which of ours.
struct Columns(Vec<(usize, TemplateColumn)>);

impl Columns {
    fn of(table: &Table, unknown: &mut Vec<String>) -> Self {
        let mut columns: Vec<(usize, TemplateColumn)> = Vec::new();
        for at in 0..table.columns() {
            let Some(header) = table.header(at) else {
                continue;
            };
            let column = words::template_column(header);
            let is_new = |column: &TemplateColumn| columns.iter().all(|(_, own)| own != column);
            match column.filter(is_new) {
                Some(column) => columns.push((at, column)),
                None => unknown.push(header.to_owned()),
            }
        }
        Self(columns)
    }

    fn at(&self, column: TemplateColumn) -> Option<usize> {
        let found = self.0.iter().find(|(_, own)| *own == column);
        found.map(|(at, _)| *at)
    }

    /// What stands in the column of a row; nothing where the file has no such column.
    fn cell<'a>(&self, row: &'a Row, column: TemplateColumn) -> Option<&'a str> {
        Some(row.cells.get(self.at(column)?)?.trim())
    }

    fn fault(&self, row: &Row, column: TemplateColumn, fault: TemplateFault) -> CellFault {
        CellFault {
            row: row.number,
            at: self.at(column),
            column,
            text: self.cell(row, column).unwrap_or_default().to_owned(),
            fault,
        }
    }
}

const KIND: TemplateColumn = TemplateColumn::Field("kind");
const TITLE: TemplateColumn = TemplateColumn::Field("title");

/// Says what each row makes of the library as the team has it.
#[must_use]
pub fn check_templates(
    table: &Table,
    library: &Library,
    left_out: &BTreeSet<usize>,
    context: &InputContext,
) -> TemplatePlan {
    let mut plan = TemplatePlan::default();
    let columns = Columns::of(table, &mut plan.unknown);
    plan.has_names = columns.at(TemplateColumn::Id).is_some() || columns.at(TITLE).is_some();
    if !plan.has_names {
        return plan;
    }
    let mut readings: Vec<Reading<'_>> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in table.rows() {
        if left_out.contains(&row.number) {
            plan.left_out += 1;
            continue;
        }
        let mut reading = match begin(row, &columns, library) {
            Ok(reading) => reading,
            Err((column, fault)) => {
                plan.faults.push(columns.fault(row, column, fault));
                continue;
            }
        };
        if let Some(other) = seen.insert(subject(&reading), row.number) {
            let column = if columns.cell(row, TITLE).is_some() {
                TITLE
            } else {
                TemplateColumn::Id
            };
            let fault = TemplateFault::Twice { row: other };
            plan.faults.push(columns.fault(row, column, fault));
        }
        for (column, error) in cells::take(&columns, &mut reading, context) {
            let fault = TemplateFault::Value(error);
            plan.faults.push(columns.fault(row, column, fault));
        }
        readings.push(reading);
    }
    come_after(&columns, &mut readings, library, &mut plan.faults);
    order::by_key(&mut plan.faults, |fault| (fault.row, fault.at));
    for reading in readings {
        let columns = differing(reading.was, &reading.will);
        if reading.was.is_some() && columns.is_empty() {
            plan.same += 1;
            continue;
        }
        plan.templates.push(TemplateToBe {
            row: reading.row.number,
            was: reading.was.cloned(),
            will: reading.will,
            columns,
        });
    }
    plan
}

/// What a row is about, however it says so.
fn subject(reading: &Reading<'_>) -> String {
    match row_of(&reading.will.id) {
        None => reading.will.id.clone(),
        Some(_) => [reading.will.kind.name(), "/", &key(&reading.will.title)].concat(),
    }
}

/// Which template a row is about.
fn begin<'a>(
    row: &'a Row,
    columns: &Columns,
    library: &'a Library,
) -> Result<Reading<'a>, (TemplateColumn, TemplateFault)> {
    let cell = |column| columns.cell(row, column).unwrap_or_default();
    let (id, kind, title) = (cell(TemplateColumn::Id), cell(KIND), cell(TITLE));
    let kind: Option<EngagementKind> = if kind.is_empty() {
        None
    } else {
        let kind = cells::choice("kind", kind);
        Some(kind.map_err(|error| (KIND, TemplateFault::Value(error)))?)
    };
    let known = if id.is_empty() {
        let is_called = |one: &&Template| {
            key(&one.title) == key(title) && kind.as_ref().is_none_or(|kind| one.kind == *kind)
        };
        let mut called = library.items.iter().filter(is_called);
        let first = called.next().filter(|_| !title.is_empty());
        if first.is_some() && called.next().is_some() {
            return Err((TITLE, TemplateFault::SeveralTemplates));
        }
        first
    } else {
        library.template(id)
    };
    if let Some(known) = known {
        if kind.is_some_and(|kind| kind != known.kind) {
            return Err((KIND, TemplateFault::OtherKind));
        }
        return Ok(Reading {
            row,
            was: Some(known),
            will: known.clone(),
        });
    }
    // One of another team's own comes with its id, so that it is new once.
    let is_id = id
        .parse::<RecordId>()
        .is_ok_and(|parsed| parsed.to_string() == id);
    if !id.is_empty() && !is_id {
        return Err((TemplateColumn::Id, TemplateFault::NoSuchTemplate));
    }
    let kind = kind.ok_or((KIND, TemplateFault::Value(InputError::Empty)))?;
    if title.is_empty() {
        return Err((TITLE, TemplateFault::Value(InputError::Empty)));
    }
    let name = if is_id {
        id.to_owned()
    } else {
        name_of_row(row.number)
    };
    let mut will = default_template(&name, &kind);
    title.clone_into(&mut will.title);
    Ok(Reading {
        row,
        was: None,
        will,
    })
}

/// Reads what each comes after, by names or by titles, those of the file first; and finds circles.
fn come_after(
    columns: &Columns,
    readings: &mut [Reading<'_>],
    library: &Library,
    faults: &mut Vec<CellFault>,
) {
    // The library as it would be.
    let mut after = library.clone();
    for reading in &*readings {
        match after.items.iter_mut().find(|one| one.id == reading.will.id) {
            Some(one) => *one = reading.will.clone(),
            None => after.items.push(reading.will.clone()),
        }
    }
    if columns.at(TemplateColumn::After).is_none() {
        return;
    }
    for reading in &mut *readings {
        let cell = reading
            .row
            .cells
            .get(columns.at(TemplateColumn::After).unwrap_or_default());
        let names = super::value::members(cell.map_or("", String::as_str));
        let mut ids = Vec::new();
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            let found = named(name, &reading.will, &after);
            // Called otherwise from now on, it is still found by what it is called.
            let found = match found {
                Err(TemplateFault::NoSuchTemplate) => named(name, &reading.will, library),
                found => found,
            };
            match found {
                Ok(id) if !ids.contains(&id) => ids.push(id),
                Ok(_) => {}
                Err(fault) => {
                    faults.push(columns.fault(reading.row, TemplateColumn::After, fault));
                    break;
                }
            }
        }
        // The same in another order is the same.
        let set = |ids: &[String]| order::set(ids.iter().cloned());
        if set(&ids) != set(&reading.will.after) {
            reading.will.after = ids;
        }
        if let Some(one) = after.items.iter_mut().find(|one| one.id == reading.will.id) {
            one.after.clone_from(&reading.will.after);
        }
    }
    for reading in readings {
        if comes_after_itself(&after, &reading.will.id) {
            let fault = TemplateFault::Circle;
            faults.push(columns.fault(reading.row, TemplateColumn::After, fault));
        }
    }
}

fn named(name: &str, of: &Template, library: &Library) -> Result<String, TemplateFault> {
    let own = library.items.iter().filter(|one| one.kind == of.kind);
    if let Some(one) = own.clone().find(|one| one.id == name) {
        return Ok(one.id.clone());
    }
    let mut called = own.filter(|one| key(&one.title) == key(name));
    match (called.next(), called.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(_), Some(_)) => Err(TemplateFault::SeveralTemplates),
        (None, _) => Err(TemplateFault::NoSuchTemplate),
    }
}

/// Columns in which a template differs from what it was; of a new one those that say something.
fn differing(was: Option<&Template>, will: &Template) -> Vec<TemplateColumn> {
    let blank = default_template(&will.id, &will.kind);
    let was = was.unwrap_or(&blank);
    let differs = |column: &TemplateColumn| match column {
        TemplateColumn::Id => false,
        TemplateColumn::After => {
            let set = |one: &Template| order::set(one.after.iter().cloned());
            set(was) != set(will)
        }
        TemplateColumn::Field(name) => template::SPEC
            .field(name)
            .is_some_and(|spec| was.value(spec) != will.value(spec)),
    };
    TemplateColumn::all().filter(differs).collect()
}

#[cfg(test)]
mod tests;
