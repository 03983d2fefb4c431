//! What is in the way of importing clients, and rows that do not agree.

use leptos::prelude::*;
use yardstick_domain::import::{CellError, Note};

use super::Reading;
use super::faults::{Fault, Faults, FaultsFound, MOST};
use crate::i18n::{Msg, t_with};
use crate::pages::parts::and_more::AndMore;
use crate::pages::parts::{columns, words};

/// Differences listed at most.
const MOST_NOTES: usize = 5;

/// All of it; nothing where there is none.
#[component]
pub(super) fn Problems(reading: Reading) -> impl IntoView {
    let Reading { intake, plan, .. } = reading;
    let found = Memo::new(move |_| {
        plan.with(|plan| FaultsFound {
            first: plan.errors.iter().take(MOST).map(fault).collect(),
            count: plan.errors.len(),
            rows: plan.rows_with_errors(),
            left_out: plan.left_out,
        })
    });
    // What was guessed holds from now on: a mended cell must not make another field of its column.
    let before = move |()| intake.set_mapping(&reading.mapping.get_untracked());
    view! {
        <Faults intake found before/>
        <Notes reading/>
    }
}

fn fault(error: &CellError) -> Fault {
    Fault {
        row: error.row,
        at: Some(error.column),
        column: columns::column(error.target),
        text: error.text.clone(),
        why: words::input_error(error.error),
    }
}

/// Where rows of one client do not agree.
#[component]
fn Notes(reading: Reading) -> impl IntoView {
    let plan = reading.plan;
    let count = Memo::new(move |_| plan.with(|plan| plan.notes.len()));
    let listed = move || {
        plan.with(|plan| {
            let notes = plan.notes.iter().take(MOST_NOTES);
            notes
                .map(|note| (note.row, note.clone()))
                .collect::<Vec<_>>()
        })
    };
    let said = |note: &Note| {
        t_with(
            Msg::ImportDiffers,
            &[
                ("row", &note.row.to_string()),
                ("holds", &note.holds.to_string()),
                ("field", &columns::column(note.target)),
            ],
        )
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <ul class="small soft" role="list">
                <For each=listed key=|(row, note)| (*row, note.target, note.holds) let:listed>
                    <li>{move || said(&listed.1)}</li>
                </For>
            </ul>
            <AndMore count most=MOST_NOTES words=Msg::ImportDiffersMore/>
        </Show>
    }
}
