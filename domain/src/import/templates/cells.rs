//! The cells of a row as what its template is.

use serde::de::DeserializeOwned;

use super::super::words;
use super::{Columns, Reading, TemplateColumn};
use crate::method::{Anchor, Dimension, TemplateEach, level_range, levels};
use crate::records::{FieldType, TemplateDimension, template};
use crate::values::{Choice as _, InputContext, InputError};

/// Takes what the cells of a row say into its template; which of them are no values, and why.
pub(super) fn take(
    columns: &Columns,
    reading: &mut Reading<'_>,
    context: &InputContext,
) -> Vec<(TemplateColumn, InputError)> {
    let mut cells = Cells {
        columns,
        row: reading.row,
        context,
        errors: Vec::new(),
    };
    let will = &mut reading.will;
    let is_there = |column| columns.at(column).is_some();
    if columns.cell(reading.row, super::TITLE) == Some("") {
        cells.errors.push((super::TITLE, InputError::Empty));
    }
    cells.fill("title", &mut will.title);
    cells.fill("guidance", &mut will.guidance);
    cells.fill("section", &mut will.section);
    cells.fill("list", &mut will.list);
    cells.fill("weight", &mut will.weight);
    cells.fill("who", &mut will.who);
    cells.fill("work", &mut will.work_minutes);
    cells.fill("wait_days", &mut will.wait_days);
    will.wait_for = cells.read("wait_for").or(will.wait_for.take());
    if will.wait_days == 0 {
        will.wait_for = None;
    }
    cells.fill("complex", &mut will.complex);
    cells.fill("left_out", &mut will.left_out);
    if let Some(is_per_kol) = cells.read("per_kol") {
        will.per = if is_per_kol {
            Some(TemplateEach::Kol)
        } else {
            None
        };
    }
    let dimension: Option<TemplateDimension> = cells.read("dimension");
    let has_dimension = is_there(TemplateColumn::Field("dimension"));
    if has_dimension || will.dimension.is_some() {
        let (was_from, was_to) = level_range(will);
        // Under another dimension, or none, the levels of the one before mean nothing.
        let name = |dimension: Dimension| dimension.question().name();
        let was = will.dimension.map(name);
        let is_other = has_dimension && dimension.as_ref().map(TemplateDimension::name) != was;
        let (from, to) = if is_other { (1, 3) } else { (was_from, was_to) };
        let from: i64 = cells.read("level_from").unwrap_or(from);
        let to: i64 = cells.read("level_to").unwrap_or(to);
        if has_dimension {
            let is_named = |own: &Dimension| {
                dimension.as_ref().map(TemplateDimension::name) == Some(name(*own))
            };
            will.dimension = Dimension::ALL.into_iter().find(is_named);
        }
        let is_all = will.dimension.is_none() || from.min(to) == 1 && from.max(to) == 3;
        if is_all {
            will.dimension = None;
        }
        will.levels = if is_all {
            levels(1, 3)
        } else {
            levels(from.min(to), from.max(to))
        };
    }
    let point = cells.read("anchor");
    let was = will.anchor.take();
    let point = if is_there(TemplateColumn::Field("anchor")) {
        point
    } else {
        was.as_ref().map(|anchor| anchor.point.clone())
    };
    let days = cells.read("anchor_days");
    let working = cells.read("anchor_working");
    will.anchor = point.map(|point| Anchor {
        point,
        days: days.or(was.as_ref().map(|was| was.days)).unwrap_or(0),
        working: working.or(was.map(|was| was.working)).unwrap_or(false),
    });
    cells.errors
}

struct Cells<'a> {
    columns: &'a Columns,
    row: &'a super::Row,
    context: &'a InputContext,
    errors: Vec<(TemplateColumn, InputError)>,
}

impl Cells<'_> {
    /// What a cell says; nothing where it is empty, or not there, or no value.
    fn read<T: DeserializeOwned>(&mut self, field: &'static str) -> Option<T> {
        let column = TemplateColumn::Field(field);
        let cell = self.columns.cell(self.row, column)?;
        if cell.is_empty() {
            return None;
        }
        match value(field, cell, self.context) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push((column, error));
                None
            }
        }
    }

    fn fill<T: DeserializeOwned>(&mut self, field: &'static str, place: &mut T) {
        if let Some(value) = self.read(field) {
            *place = value;
        }
    }
}

/// One of the alternatives of a field, by what it is called.
pub(super) fn choice<T: DeserializeOwned>(
    field: &'static str,
    cell: &str,
) -> Result<T, InputError> {
    let name = words::choice(field, cell).ok_or(InputError::NotAChoice)?;
    serde_json::from_value(name.into()).map_err(|_| InputError::NotAChoice)
}

fn value<T: DeserializeOwned>(
    field: &'static str,
    cell: &str,
    context: &InputContext,
) -> Result<T, InputError> {
    let spec = template::SPEC.field(field).ok_or(InputError::NotAChoice)?;
    let typed = match spec.ty {
        FieldType::Choice { .. } => return choice(field, cell),
        FieldType::Bool => match words::yes_no(cell).ok_or(InputError::NotAChoice)? {
            true => "true".to_owned(),
            false => "false".to_owned(),
        },
        FieldType::Integer { min: 1, max: 3 } => {
            words::mark(cell).map_or_else(|| cell.to_owned(), |mark| mark.to_string())
        }
        _ => cell.to_owned(),
    };
    let value = spec.parse(&typed, context)?;
    serde_json::from_slice(value.as_bytes()).map_err(|_| InputError::NotAChoice)
}
