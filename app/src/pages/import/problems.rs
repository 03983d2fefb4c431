//! Cells that are in the way, each to be mended where it is listed, or its row left out; and rows that do not agree.

use std::collections::BTreeSet;

use leptos::prelude::*;
use yardstick_domain::import::{CellError, Note};

use super::{Reading, counted};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, TextField, Variant};
use crate::pages::parts::{columns, words};

/// Cells listed at most: what is mended makes room for the next.
const MOST: usize = 20;
/// Differences listed at most.
const MOST_NOTES: usize = 5;

/// All of it; nothing where there is none.
#[component]
pub(super) fn Problems(reading: Reading) -> impl IntoView {
    let Reading { intake, plan, .. } = reading;
    let count = Memo::new(move |_| plan.with(|plan| plan.errors.len()));
    let rows = Memo::new(move |_| plan.with(|plan| plan.rows_with_errors()));
    let listed = move || {
        let place = |error: &CellError| (error.row, error.column);
        plan.with(|plan| plan.errors.iter().take(MOST).map(place).collect::<Vec<_>>())
    };
    let left_out = Memo::new(move |_| plan.with(|plan| plan.left_out));
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="group" aria-labelledby="import-problems">
                <h2 class="group-head" id="import-problems">
                    {move || t_n(Msg::ImportProblems, counted(count.get()), &[])}
                </h2>
                <p>{move || t(Msg::ImportProblemsText)}</p>
                <ul class="form" role="list">
                    <For each=listed key=|place| *place let:place>
                        <li>
                            <Cell reading row=place.0 column=place.1/>
                        </li>
                    </For>
                </ul>
                <Show when=move || { count.get() > MOST }>
                    <p class="small soft">
                        {move || {
                            t_n(Msg::ImportMoreProblems, counted(count.get().saturating_sub(MOST)), &[])
                        }}
                    </p>
                </Show>
                <div class="cluster">
                    <Button
                        label=Signal::derive(move || {
                            t_n(Msg::ImportLeaveOutAll, counted(rows.with(BTreeSet::len)), &[])
                        })
                        on_press=move |_| intake.leave_out(rows.get_untracked())
                    />
                </div>
            </section>
        </Show>
        <Show when=move || { left_out.get() > 0 }>
            <div class="cluster">
                <p>{move || t_n(Msg::ImportLeftOut, counted(left_out.get()), &[])}</p>
                <Button
                    label=Msg::ImportTakeBack
                    variant=Variant::Plain
                    on_press=move |_| intake.take_back()
                />
            </div>
        </Show>
        <Notes reading/>
    }
}

/// A cell with what is wrong with it.
#[component]
fn Cell(reading: Reading, row: usize, column: usize) -> impl IntoView {
    let Reading { intake, plan, .. } = reading;
    let found = Memo::new(move |_| {
        plan.with(|plan| {
            let mut errors = plan.errors.iter();
            errors
                .find(|error| (error.row, error.column) == (row, column))
                .cloned()
        })
    });
    let label = move || {
        let field = found.with(|error| error.as_ref().map(|error| columns::column(error.target)));
        t_with(
            Msg::ImportCell,
            &[
                ("row", &row.to_string()),
                ("field", &field.unwrap_or_default()),
            ],
        )
    };
    let text = move || {
        let text = found.with(|error| error.as_ref().map(|error| error.text.clone()));
        text.unwrap_or_default()
    };
    let why = move || {
        let error = found.with(|error| error.as_ref().map(|error| error.error));
        error.map(words::input_error)
    };
    let mend = move |text| {
        // What was guessed holds from now on: a mended cell must not make another field of its column.
        intake.set_mapping(&reading.mapping.get_untracked());
        intake.mend(row, column, text);
    };
    let leave_out = move || t_with(Msg::ImportLeaveOut, &[("row", &row.to_string())]);
    view! {
        <TextField
            label=Signal::derive(label)
            value=Signal::derive(text)
            error=Signal::derive(why)
            on_commit=mend
        />
        <div class="cluster">
            <Button
                label=Signal::derive(leave_out)
                variant=Variant::Plain
                on_press=move |_| intake.leave_out([row])
            />
        </div>
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
            <Show when=move || { count.get() > MOST_NOTES }>
                <p class="small soft">
                    {move || {
                        t_n(
                            Msg::ImportDiffersMore,
                            counted(count.get().saturating_sub(MOST_NOTES)),
                            &[],
                        )
                    }}
                </p>
            </Show>
        </Show>
    }
}
