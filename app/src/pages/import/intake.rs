//! What was chosen or pasted, and what the person said about it. It stays until it is imported or cleared, whatever page one goes to meanwhile.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use yardstick_domain::import::{Choices, Duplicates, Mapping, Table, TableError, Target};

use crate::session::Session;

/// Longer texts stay as long as the page does: a draft is written anew at every change.
const LONGEST_KEPT: usize = 2_000_000;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    text: String,
    /// Pasted, and not a file.
    pasted: bool,
    /// Whether the first row names the columns, where the person said so.
    header: Option<bool>,
    /// What each column is, by the targets' own names, where the person said so.
    columns: Option<Vec<Option<String>>>,
    /// Cells that were mended: row, column, text.
    mended: Vec<(usize, usize, String)>,
    left_out: BTreeSet<usize>,
    duplicates: Duplicates,
}

/// All of it.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Intake {
    session: Session,
    /// Where it is kept.
    place: &'static str,
    said: RwSignal<Said>,
}

impl Intake {
    /// As it was left, or nothing.
    pub(in crate::pages) fn take_up(session: Session, place: &'static str) -> Self {
        let said = session.draft(place).unwrap_or_default();
        Self {
            session,
            place,
            said: RwSignal::new(said),
        }
    }

    fn say(self, say: impl FnOnce(&mut Said)) {
        self.said.update(say);
        self.said.with_untracked(|said| {
            let is_kept = !said.text.is_empty() && said.text.len() <= LONGEST_KEPT;
            self.session.keep_draft(self.place, is_kept.then_some(said));
        });
    }

    /// Begins anew.
    pub(in crate::pages) fn clear(self) {
        self.say(|said| *said = Said::default());
    }

    /// The text of a file.
    pub(in crate::pages) fn take_file(self, text: String) {
        self.take(text, false);
    }

    /// Pasted text.
    pub(in crate::pages) fn paste(self, text: String) {
        self.take(text, true);
    }

    fn take(self, text: String, pasted: bool) {
        self.say(|said| {
            *said = Said {
                text,
                pasted,
                ..Said::default()
            };
        });
    }

    /// What is in the box for pasting.
    pub(in crate::pages) fn pasted(self) -> String {
        self.said.with(|said| {
            let text = said.pasted.then_some(&said.text);
            text.cloned().unwrap_or_default()
        })
    }

    /// Whether a file was chosen.
    pub(in crate::pages) fn is_file(self) -> bool {
        self.said.with(|said| !said.pasted && !said.text.is_empty())
    }

    /// It taken apart, with what was mended.
    pub(in crate::pages) fn table(self) -> Option<Result<Table, TableError>> {
        self.said.with(|said| {
            if said.text.trim().is_empty() {
                return None;
            }
            let table = Table::read_text(&said.text).map(|mut table| {
                if let Some(header) = said.header {
                    table.set_header(header);
                }
                for (row, column, text) in &said.mended {
                    table.mend(*row, *column, text.clone());
                }
                table
            });
            Some(table)
        })
    }

    /// What each column is, as far as the person said so.
    pub(in crate::pages) fn mapping(self, columns: usize) -> Option<Mapping> {
        self.said.with(|said| {
            let codes = said.columns.as_ref()?;
            let target = |code: &Option<String>| Target::of_code(code.as_deref()?);
            let targets: Vec<Option<Target>> = codes.iter().map(target).collect();
            (targets.len() == columns).then(|| Mapping::of(targets))
        })
    }

    /// What the person said about rows.
    pub(in crate::pages) fn choices(self) -> Choices {
        self.said.with(|said| Choices {
            duplicates: said.duplicates,
            left_out: said.left_out.clone(),
        })
    }

    /// Says what each column is.
    pub(in crate::pages) fn set_mapping(self, mapping: &Mapping) {
        let codes = mapping.targets().iter();
        let codes = codes.map(|target| target.map(Target::code)).collect();
        self.say(|said| said.columns = Some(codes));
    }

    /// Says whether the first row names the columns; what they are is guessed anew.
    pub(in crate::pages) fn set_header(self, header: bool) {
        self.say(|said| {
            said.header = Some(header);
            said.columns = None;
        });
    }

    /// Puts another text into a cell.
    pub(in crate::pages) fn mend(self, row: usize, column: usize, text: String) {
        self.say(|said| {
            let before = |own: &(usize, usize, String)| (own.0, own.1) != (row, column);
            said.mended.retain(before);
            said.mended.push((row, column, text));
        });
    }

    /// Leaves rows out.
    pub(in crate::pages) fn leave_out(self, rows: impl IntoIterator<Item = usize>) {
        self.say(|said| said.left_out.extend(rows));
    }

    /// Puts back what was left out.
    pub(in crate::pages) fn take_back(self) {
        self.say(|said| said.left_out.clear());
    }

    /// Says what becomes of clients that are in the book.
    pub(in crate::pages) fn set_duplicates(self, duplicates: Duplicates) {
        self.say(|said| said.duplicates = duplicates);
    }
}
