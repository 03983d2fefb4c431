//! One cell of the grid: a field that is typed, where it stands, and what keys and pastes do there.

use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;
use yardstick_domain::bundle::Presence;
use yardstick_domain::change::Value;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::is_several_cells;
use yardstick_domain::records::{Edit, FieldSpec};

use super::lines::Line;
use super::paste::Paste;
use super::week::WeekOf;
use crate::browser::{focus, paste};
use crate::i18n::{Msg, t};
use crate::kit::keys::{self, Key};
use crate::pages::parts::field::Parsed;
use crate::pages::parts::trouble::FieldTrouble;
use crate::pages::parts::words;
use crate::session::{Action, Session};

/// A field of the week's record, which is made with the first one that is filled in.
#[component]
pub(super) fn Typed(
    of: WeekOf,
    spec: FieldSpec,
    /// Whose it is, for a label that stands alone; none where a heading says it.
    of_line: Option<String>,
) -> impl IntoView {
    let session = Session::expect();
    let key = of.key();
    let field = key.field(spec.name);
    let records = of.records;
    let label = Signal::derive(move || {
        let word = words::field("weekly_figure", spec.name).map_or_else(String::new, t);
        match &of_line {
            Some(line) => [&word, " · ", line].concat(),
            None => word,
        }
    });
    let key = StoredValue::new(key);
    let value = Signal::derive(move || {
        records.with(|records| {
            let record = key.with_value(|key| records.record(key))?;
            // Undone, it is as if it had never been.
            let record = (record.presence != Presence::Deleted).then_some(record)?;
            record.value(spec.name).cloned()
        })
    });
    let mended = RwSignal::new(None::<String>);
    let set = move |value: Value| {
        let edit = Edit {
            field: spec.name.into(),
            value,
        };
        let action = key.with_value(|key| {
            Action::new(Msg::ClientpageToastEdited)
                .set_all(key, of.place())
                .set(key, edit)
        });
        session.edit(action.quietly());
    };
    view! {
        <Parsed field=field.clone() spec label value mended on_value=set/>
        <FieldTrouble records key=field spec on_mend=move |text| mended.set(Some(text))/>
    }
}

/// Where the keyboard is in the grid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) engagement: RecordId,
    pub(super) column: usize,
}

impl At {
    /// The id of its cell.
    pub(super) fn id(self) -> String {
        format!("weekly-{}-{}", self.engagement, self.column)
    }

    /// Puts the keyboard there; false where nothing is typed.
    pub(super) fn focus(self) -> bool {
        focus::on(&["#", &self.id(), " input"].concat())
    }

    /// Enter and the arrows go up and down its column, over cells where nothing is typed.
    pub(super) fn walk(self, event: &KeyboardEvent, lines: Memo<Vec<Line>>) {
        // Buttons below a field keep their keys.
        if !focus::is_in_text() {
            return;
        }
        let is_down = match keys::pressed(event) {
            Some(Key::Enter | Key::Down) => true,
            Some(Key::Up) => false,
            _ => return,
        };
        let column: Vec<Self> = lines.with_untracked(|lines| {
            let at = |line: &Line| Self {
                engagement: line.engagement,
                ..self
            };
            lines.iter().map(at).collect()
        });
        let is_here = |at: &Self| at.engagement == self.engagement;
        let here = column.iter().position(is_here).unwrap_or_default();
        let (above, below) = column.split_at(here);
        let has_moved = if is_down {
            below.iter().skip(1).any(|at| at.focus())
        } else {
            above.iter().rev().any(|at| at.focus())
        };
        // At the end of the column Enter is the browser's: it takes what is typed.
        if has_moved {
            event.prevent_default();
        }
    }

    /// Several cells of a spreadsheet fill the grid from here on; anything else is pasted into the cell.
    pub(super) fn paste(self, event: &ClipboardEvent, into: Paste) {
        if let Some(text) = paste::text(event).filter(|text| is_several_cells(text)) {
            event.prevent_default();
            // What was typed here before is taken first.
            focus::leave();
            into.take(&text, self);
        }
    }
}
