//! Clients out of a table: a CSV file, or cells pasted from a spreadsheet.
//!
//! [`Table::read`] takes the bytes apart, [`Mapping::propose`] guesses which column is which field, and [`check`] says of every row what it would become, or in which
//! cell why not. Nothing is half imported: a plan with an error gives no edits, and all edits of a plan are one action. It may be larger than what the wire takes
//! as one (500 changes); [`Tab::act`](crate::tab::Tab::act) makes a batch of it, which is announced, counted and undone as one.

mod plan;
mod propose;
mod table;
mod target;
mod templates;
mod value;
mod words;

pub use plan::{
    CellError, Choices, Duplicates, EngagementToBe, Known, KnownRow, Note, Plan, check,
};
pub use propose::Mapping;
pub use table::{MOST_ROWS, Row, Table, TableError};
pub use target::{Part, Target};
pub use templates::{
    CellFault, TemplateColumn, TemplateFault, TemplatePlan, TemplateToBe, check_templates,
};
pub(crate) use value::members_text;

use crate::text::fold;

/// Whether two names are one, as names are compared.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

/// Text as it is compared: width, case, spaces and punctuation do not count. What holds nothing else is compared as it is.
fn key(text: &str) -> String {
    let folded = fold(text);
    let key: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if key.is_empty() { folded } else { key }
}
