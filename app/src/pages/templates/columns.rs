//! What the columns of the table of templates are called, of one that comes in and of one that goes out.

use yardstick_domain::import::TemplateColumn;
use yardstick_domain::records::{FieldType, template};

use crate::i18n::{Msg, t};
use crate::pages::parts::words;

/// What a column is called.
pub(super) fn name(column: TemplateColumn) -> String {
    match column {
        TemplateColumn::Id => t(Msg::TemplatesId),
        TemplateColumn::After => t(Msg::TemplateAfter),
        TemplateColumn::Field(field) => words::field(template::SPEC.name, field)
            .map(t)
            .unwrap_or_default(),
    }
}

/// The words one can choose from in a column; nothing where it is not chosen.
pub(super) fn options(column: TemplateColumn) -> Option<Vec<String>> {
    let TemplateColumn::Field(field) = column else {
        return None;
    };
    let FieldType::Choice { names } = template::SPEC.field(field)?.ty else {
        return None;
    };
    let word = |name: &&str| words::choice(field, name, None).map_or_else(|| (*name).into(), t);
    Some(names.iter().map(word).collect())
}
