//! What the columns of the table of templates are called, of one that comes in and of one that goes out.

use yardstick_domain::import::TemplateColumn;
use yardstick_domain::records::template;

use crate::i18n::{Msg, t};
use crate::pages::parts::words;

/// A column as it is headed in the table.
pub(super) fn header(column: TemplateColumn) -> String {
    match column {
        // A bare number in the table is minutes.
        TemplateColumn::Field("work") => t(Msg::TemplatesColumnWork),
        other => name(other),
    }
}

/// What it is called.
pub(super) fn name(column: TemplateColumn) -> String {
    match column {
        TemplateColumn::Id => t(Msg::TemplatesId),
        TemplateColumn::After => t(Msg::TemplateAfter),
        TemplateColumn::Field(field) => words::field(template::SPEC.name, field)
            .map(t)
            .unwrap_or_default(),
    }
}
