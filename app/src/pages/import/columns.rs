//! What each column is, with what stands in its first rows; each can be changed.

use leptos::prelude::*;
use yardstick_domain::import::Target;

use super::{Reading, counted};
use crate::i18n::{Msg, t, t_with};
use crate::kit::Select;
use crate::pages::parts::columns;

/// Cells shown of a column, and characters of each.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 24;

/// All columns.
#[component]
pub(super) fn Columns(reading: Reading) -> impl IntoView {
    let columns = Memo::new(move |_| {
        let table = reading.table.get().and_then(Result::ok);
        table.map_or(0, |table| table.columns())
    });
    view! {
        <section class="group" aria-labelledby="import-columns">
            <h2 class="group-head" id="import-columns">
                {move || t(Msg::ImportColumns)}
            </h2>
            <div class="form">
                <For each=move || 0..columns.get() key=|column| *column let:column>
                    <Column reading column/>
                </For>
            </div>
        </section>
    }
}

#[component]
fn Column(reading: Reading, column: usize) -> impl IntoView {
    let name = move || header(reading, column);
    let chosen = Signal::derive(move || {
        // A choice always stands on a line of its own: not imported is one of them.
        Some(reading.mapping.with(|mapping| mapping.target(column)))
    });
    let choose = move |target: Option<Option<Target>>| {
        let mut mapping = reading.mapping.get_untracked();
        mapping.set(column, target.flatten());
        reading.intake.set_mapping(&mapping);
    };
    let not_taken = (None, Msg::ImportNotTaken.into());
    let targets = Target::all().map(|target| {
        (
            Some(target),
            Signal::derive(move || columns::column(target)),
        )
    });
    view! {
        <Select
            label=Signal::derive(name)
            options=std::iter::once(not_taken).chain(targets).collect()
            value=chosen
            hint=Signal::derive(move || samples(reading, column))
            on_choose=choose
        />
    }
}

/// What a column is called in the file, else its number.
fn header(reading: Reading, column: usize) -> String {
    let table = reading.table.get().and_then(Result::ok);
    let own = table.as_ref().and_then(|table| table.header(column));
    own.map_or_else(
        || {
            let number = counted(column.saturating_add(1)).to_string();
            t_with(Msg::ImportColumnNumber, &[("n", &number)])
        },
        str::to_owned,
    )
}

/// What stands in the first rows of a column.
fn samples(reading: Reading, column: usize) -> String {
    let Some(Ok(table)) = reading.table.get() else {
        return String::new();
    };
    let cells = table.cells(column).map(str::trim);
    let cells = cells.filter(|cell| !cell.is_empty()).take(SAMPLES);
    let samples: Vec<String> = cells.map(shortened).collect();
    if samples.is_empty() {
        t(Msg::ImportNoSamples)
    } else {
        t_with(Msg::ImportSamples, &[("samples", &samples.join(" · "))])
    }
}

fn shortened(cell: &str) -> String {
    let mut chars = cell.chars();
    let mut short: String = chars.by_ref().take(SAMPLE_CHARS).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}
