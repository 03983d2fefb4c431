//! Several cells pasted from a spreadsheet: filled in at once as one action, or shown first where something of them cannot be.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Figure, GridCell, PasteProblem, Pasted, read_paste};
use yardstick_domain::records::Edit;
use yardstick_domain::values::Date;

use super::cell::At;
use super::lines::Line;
use super::week::{key_in, place_in};
use crate::book::Records;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Sheet, Variant};
use crate::pages::parts::{now, words};
use crate::session::drafts::{FieldDraft, place_of};
use crate::session::{Action, Session};

/// A block that waits for the person's word, with the lines and the week it was pasted over.
#[derive(Clone, PartialEq, Eq)]
struct Waiting {
    pasted: Pasted,
    lines: Vec<Line>,
    week: Date,
    /// Where the keyboard was.
    at: At,
}

/// Where blocks are pasted.
#[derive(Clone, Copy)]
pub(super) struct Paste {
    session: Session,
    week: Memo<Date>,
    records: Signal<Vec<(RecordId, Arc<Records>)>>,
    lines: Memo<Vec<Line>>,
    waiting: RwSignal<Option<Waiting>>,
    is_asking: RwSignal<bool>,
    /// Counts the blocks filled in: the grid is drawn anew with each, without what was typed in its cells before.
    pub(super) turn: RwSignal<u32>,
}

impl Paste {
    pub(super) fn new(
        week: Memo<Date>,
        records: Signal<Vec<(RecordId, Arc<Records>)>>,
        lines: Memo<Vec<Line>>,
    ) -> Self {
        Self {
            session: Session::expect(),
            week,
            records,
            lines,
            waiting: RwSignal::new(None),
            is_asking: RwSignal::new(false),
            turn: RwSignal::new(0),
        }
    }

    /// A block was pasted into a cell.
    pub(super) fn take(self, text: &str, at: At) {
        let lines = self.lines.get_untracked();
        let is_line = |line: &Line| line.engagement == at.engagement;
        let Some(row) = lines.iter().position(is_line) else {
            return;
        };
        let from = GridCell {
            row,
            column: at.column,
        };
        let context = now::input_context();
        let waiting = Waiting {
            pasted: read_paste(text, from, lines.len(), &Figure::ALL, &context),
            lines,
            week: self.week.get_untracked(),
            at,
        };
        if waiting.pasted.is_whole() {
            self.fill_in(&waiting);
            go_on(at);
        } else {
            self.waiting.set(Some(waiting));
            self.is_asking.set(true);
        }
    }

    /// Fills in every cell that could be read, as one action.
    fn fill_in(self, waiting: &Waiting) {
        let mut edits: Vec<(RecordKey, Edit)> = Vec::new();
        let mut filled = Vec::new();
        let mut placed = BTreeSet::new();
        self.records.with_untracked(|open| {
            for cell in &waiting.pasted.cells {
                let line = waiting.lines.get(cell.at.row);
                let found = line.and_then(|line| {
                    let (_, records) = open.iter().find(|(id, _)| *id == line.client)?;
                    Some((line.engagement, records))
                });
                let Some((engagement, records)) = found else {
                    continue;
                };
                let key = key_in(records, engagement, waiting.week);
                if placed.insert(engagement) {
                    let place = place_in(records, engagement, waiting.week).into_iter();
                    edits.extend(place.map(|edit| (key.clone(), edit)));
                }
                let field = cell.figure.spec().name.into();
                let value = cell.value.clone();
                filled.push(key.field(cell.figure.spec().name));
                edits.push((key, Edit { field, value }));
            }
        });
        if filled.is_empty() {
            return;
        }
        let action = Action::new(Msg::WeeklyToastPasted);
        let set = |action: Action, (key, edit): (RecordKey, Edit)| action.set(&key, edit);
        self.session.edit(edits.into_iter().fold(action, set));
        // What was typed in these cells and meant nothing is pasted over.
        for field in filled {
            let place = place_of(&field);
            self.session.keep_draft(&place, None::<&FieldDraft>);
        }
        self.turn.update(|turn| *turn += 1);
    }
}

/// The keyboard goes on where it was, in the grid as it is drawn then.
fn go_on(at: At) {
    in_next_task(move || {
        at.focus();
    });
}

/// What of a block cannot be filled in. The rest is on the person's word, or nothing is.
#[component]
pub(super) fn PasteSheet(paste: Paste) -> impl IntoView {
    let Paste {
        waiting, is_asking, ..
    } = paste;
    let readable = move || {
        waiting.with(|waiting| {
            let cells = waiting.as_ref().map(|waiting| waiting.pasted.cells.len());
            u32::try_from(cells.unwrap_or_default()).unwrap_or(u32::MAX)
        })
    };
    let fill_in = move |_| {
        if let Some(waiting) = waiting.get_untracked() {
            paste.fill_in(&waiting);
        }
        is_asking.set(false);
    };
    Effect::new(move || {
        if !is_asking.get()
            && let Some(waiting) = waiting.try_update(Option::take).flatten()
        {
            go_on(waiting.at);
        }
    });
    let label = Signal::derive(move || t_n(Msg::WeeklyPasteFill, readable(), &[]));
    let none = Signal::derive(move || readable() == 0);
    view! {
        <Sheet
            open=is_asking
            title=Msg::WeeklyPasteTitle
            foot=move || {
                view! {
                    <Button label=Msg::WeeklyPasteNothing on_press=move |_| is_asking.set(false)/>
                    <Button label variant=Variant::Primary disabled=none on_press=fill_in/>
                }
            }
        >
            {move || waiting.get().map(|waiting| view! { <Unreadable waiting/> })}
        </Sheet>
    }
}

#[component]
fn Unreadable(waiting: Waiting) -> impl IntoView {
    let Waiting { pasted, lines, .. } = waiting;
    let row = move |problem: PasteProblem| {
        let line = lines.get(problem.at.row).map(Line::name);
        let title = move || {
            let figure = words::field("weekly_figure", problem.figure.spec().name).map(t);
            let parts = line.clone().into_iter().chain(figure);
            parts.collect::<Vec<_>>().join(" · ")
        };
        let note = move || {
            let error = words::input_error(problem.error);
            let values = [("text", &*problem.text), ("error", &*error)];
            t_with(Msg::WeeklyPasteProblem, &values)
        };
        view! {
            <li class="row">
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
            </li>
        }
    };
    let beyond = |message: Msg, count: usize| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        (count > 0).then(|| view! { <p>{move || t_n(message, count, &[])}</p> })
    };
    view! {
        <div class="stack">
            <p>{move || t(Msg::WeeklyPasteText)}</p>
            {beyond(Msg::WeeklyPasteRows, pasted.extra_rows)}
            {beyond(Msg::WeeklyPasteColumns, pasted.extra_columns)}
            <ul class="rows">{pasted.problems.into_iter().map(row).collect_view()}</ul>
        </div>
    }
}
