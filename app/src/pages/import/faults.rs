//! Cells that are in the way of an import, each to be mended where it is listed, or its row left out.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::intake::Intake;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, TextField, Variant};
use crate::pages::parts::and_more::{AndMore, counted};

/// Cells listed at most: what is mended makes room for the next.
pub(in crate::pages) const MOST: usize = 20;

/// A cell that is in the way.
#[derive(Clone, PartialEq)]
pub(in crate::pages) struct Fault {
    /// The row's number.
    pub row: usize,
    /// The cell's column in the file. What the file has no column for can only be left out.
    pub at: Option<usize>,
    /// What the column is called here.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// Why it is in the way.
    pub why: String,
}

/// What is in the way altogether.
#[derive(Clone, Default, PartialEq)]
pub(in crate::pages) struct FaultsFound {
    /// The first [`MOST`].
    pub first: Vec<Fault>,
    /// How many there are.
    pub count: usize,
    /// The rows they are in.
    pub rows: BTreeSet<usize>,
    /// Rows that were left out.
    pub left_out: usize,
}

/// All of it; nothing where there is none.
#[component]
pub(in crate::pages) fn Faults(
    intake: Intake,
    /// What is in the way.
    found: Memo<FaultsFound>,
    /// Before a cell is mended.
    #[prop(optional, into)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let count = Memo::new(move |_| found.with(|found| found.count));
    let left_out = Memo::new(move |_| found.with(|found| found.left_out));
    let listed = move || {
        found.with(|found| {
            let first = found.first.iter().enumerate();
            first
                .map(|(at, fault)| (at, fault.row, fault.column.clone()))
                .collect::<Vec<_>>()
        })
    };
    let rows = Memo::new(move |_| counted(found.with(|found| found.rows.len())));
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="group" aria-labelledby="import-faults">
                <h2 class="group-head" id="import-faults">
                    {move || t_n(Msg::ImportProblems, counted(count.get()), &[])}
                </h2>
                <p>{move || t(Msg::ImportProblemsText)}</p>
                <ul class="form" role="list">
                    <For each=listed key=|(_, row, column)| (*row, column.clone()) let:place>
                        <li>
                            <Cell intake found row=place.1 column=place.2 before/>
                        </li>
                    </For>
                </ul>
                <AndMore count most=MOST words=Msg::ImportMoreProblems/>
                <div class="cluster">
                    <Button
                        label=Signal::derive(move || t_n(Msg::ImportLeaveOutAll, rows.get(), &[]))
                        on_press=move |_| {
                            intake.leave_out(found.with_untracked(|found| found.rows.clone()));
                        }
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
    }
}

/// A cell with what is wrong with it.
#[component]
fn Cell(
    intake: Intake,
    found: Memo<FaultsFound>,
    row: usize,
    column: String,
    before: Option<Callback<()>>,
) -> impl IntoView {
    let name = column.clone();
    let fault = Memo::new(move |_| {
        found.with(|found| {
            let mut first = found.first.iter();
            first
                .find(|fault| fault.row == row && fault.column == name)
                .cloned()
        })
    });
    let at = Memo::new(move |_| fault.with(|fault| fault.as_ref().and_then(|fault| fault.at)));
    let row_number = row.to_string();
    let label = Signal::derive(move || {
        t_with(
            Msg::ImportCell,
            &[("row", &row.to_string()), ("field", &column)],
        )
    });
    let text = move || fault.with(|fault| fault.as_ref().map(|fault| fault.text.clone()));
    let why = move || fault.with(|fault| fault.as_ref().map(|fault| fault.why.clone()));
    let mend = move |text| {
        let Some(at) = at.get_untracked() else {
            return;
        };
        if let Some(before) = before {
            before.run(());
        }
        intake.mend(row, at, text);
    };
    let leave_out = move || t_with(Msg::ImportLeaveOut, &[("row", &row_number)]);
    view! {
        <Show
            when=move || at.get().is_some()
            fallback=move || {
                view! {
                    <p>{label}</p>
                    <p class="field-error">{why}</p>
                }
            }
        >
            <TextField
                label
                value=Signal::derive(move || text().unwrap_or_default())
                error=Signal::derive(why)
                on_commit=mend
            />
        </Show>
        <div class="cluster">
            <Button
                label=Signal::derive(leave_out)
                variant=Variant::Plain
                on_press=move |_| intake.leave_out([row])
            />
        </div>
    }
}
