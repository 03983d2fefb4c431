//! The template library as a table a spreadsheet opens, and that [`import`](crate::import) takes in again: a row for each template, those left out too.

use csv::{Terminator, WriterBuilder};

use crate::import::{TemplateColumn, members_text};
use crate::method::{Library, Template};
use crate::records::FieldType;
use crate::text::guarded;
use crate::values::InputContext;

/// How the table is said in the person's language. Import knows the words of both languages of the interface.
pub struct TemplateWords<'a> {
    /// The name of a column.
    pub header: &'a dyn Fn(TemplateColumn) -> String,
    /// An alternative of a field by its name as stored; `None`: written as it is.
    pub choice: &'a dyn Fn(&str, &str) -> Option<String>,
    /// For what is so.
    pub yes: String,
    /// For what is not.
    pub no: String,
}

/// The table.
#[must_use]
pub fn templates_table(
    library: &Library,
    words: &TemplateWords<'_>,
    context: &InputContext,
) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let mut write = |cells: Vec<String>| {
        // Into memory, rows of one length: nothing of it can fail.
        let _ = writer.write_record(cells.iter().map(|cell| guarded(cell)));
    };
    write(TemplateColumn::all().map(words.header).collect());
    for one in &library.items {
        let cell = |column| cell(column, one, library, words, context);
        write(TemplateColumn::all().map(cell).collect());
    }
    writer.into_inner().unwrap_or_default()
}

fn cell(
    column: TemplateColumn,
    one: &Template,
    library: &Library,
    words: &TemplateWords<'_>,
    context: &InputContext,
) -> String {
    match column {
        TemplateColumn::Id => one.id.clone(),
        TemplateColumn::After => {
            let names = one.after.iter().map(|id| name_in(library, one, id));
            let names: Vec<&str> = names.collect();
            members_text(names.iter().copied())
        }
        // Of what depends on nothing the levels say nothing.
        TemplateColumn::Field("level_from" | "level_to") if one.dimension.is_none() => {
            String::new()
        }
        TemplateColumn::Field(_) => column
            .spec()
            .and_then(|spec| {
                let value = one.value(spec)?;
                let text = spec.input_text(value.as_bytes(), context);
                Some(match spec.ty {
                    FieldType::Choice { .. } => (words.choice)(spec.name, &text).unwrap_or(text),
                    FieldType::Bool if text == "true" => words.yes.clone(),
                    FieldType::Bool => words.no.clone(),
                    _ => text,
                })
            })
            .unwrap_or_default(),
    }
}

/// What a template is called for one that comes after it: its title where no other has that.
fn name_in<'a>(library: &'a Library, one: &Template, id: &'a str) -> &'a str {
    let Some(other) = library.template(id) else {
        return id;
    };
    let title = other.title.trim();
    let same =
        |own: &&Template| own.kind == one.kind && crate::import::is_same_name(&own.title, title);
    let is_only = !title.is_empty() && library.items.iter().filter(same).count() == 1;
    if is_only { title } else { id }
}
