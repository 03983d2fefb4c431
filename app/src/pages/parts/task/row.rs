//! One promise: the box to tick, what it is, by when.

use leptos::prelude::*;
use yardstick_domain::method::Due;
use yardstick_domain::records::TaskState;
use yardstick_domain::values::Date;

use super::swipe::Swipe;
use super::{TaskItem, actions, nudge};
use crate::browser::focus;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{RowCheck, Tone};
use crate::pages::parts::days::day_word;
use crate::pages::parts::now;
use crate::session::Session;

/// A promise as a line of a list.
#[component]
pub(super) fn TaskRow(
    /// The promise.
    item: TaskItem,
    /// Opens its sheet.
    #[prop(into)]
    on_open: Callback<TaskItem>,
) -> impl IntoView {
    let session = Session::expect();
    let swipe = Swipe::new(item.due);
    let today = now::today();
    let item = StoredValue::new(item);
    let due = item.with_value(|item| item.due);
    let settled = item.with_value(|item| item.settled);
    let title = Signal::derive(move || item.with_value(title_of));
    let note = item.with_value(|item| item.client_name.is_some() || !item.ours);
    let tick = move |_| {
        leave_row();
        item.with_value(|item| {
            if item.settled {
                actions::reopen(session, item);
            } else {
                actions::settle(session, item, TaskState::Done);
            }
        });
    };
    let let_go = move |_| {
        if let Some(day) = swipe.up() {
            item.with_value(|item| actions::move_to(session, item, Some(day)));
        }
    };
    view! {
        <li
            class="row-line swipe"
            data-done=settled
            data-drawn=move || (swipe.drawn() > 0).then_some("true")
            style:--drawn=move || format!("{}px", swipe.drawn())
            on:pointerdown=move |event| swipe.down(&event)
            on:pointermove=move |event| swipe.moved(&event)
            on:pointerup=let_go
            on:pointercancel=move |_| swipe.cancel()
        >
            <RowCheck label=title checked=settled on_press=tick/>
            <button class="row" type="button" on:click=move |_| on_open.run(item.get_value())>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    {note.then(|| view! { <span class="row-note">{move || item.with_value(note_of)}</span> })}
                </span>
                <span class="row-figure" data-tone=tone(due, settled, today).name()>
                    {move || due.map(|due| due_word(due, today))}
                </span>
            </button>
            <span class="swipe-to" aria-hidden="true">
                {move || swipe.day().map(|day| day_word(day, today))}
            </span>
        </li>
    }
}

/// The keyboard goes on with the next row, because this one leaves the list.
fn leave_row() {
    focus::step(".row-check", 1);
}

fn title_of(item: &TaskItem) -> String {
    if item.title.trim().is_empty() {
        t(Msg::TasksUntitled)
    } else {
        item.title.clone()
    }
}

/// Whose it is, whose promise, and how often they were reminded.
fn note_of(item: &TaskItem) -> String {
    let whose = match (&item.client_name, item.ours) {
        (Some(name), true) => name.clone(),
        (Some(name), false) => t_with(Msg::TasksNoteTheirs, &[("client", name)]),
        (None, true) => String::new(),
        (None, false) => t(Msg::NoteTheirPromise),
    };
    match item.nudged {
        Some(nudged) => [&whose, " · ", &nudge::counted(nudged)].concat(),
        None => whose,
    }
}

/// By when, as short as a figure of a row.
pub(in crate::pages) fn due_word(due: Date, today: Date) -> String {
    let days = today.days_until(due);
    if days < -1 {
        t_n(Msg::TasksLate, days.unsigned_abs(), &[])
    } else {
        day_word(due, today)
    }
}

/// How a day is meant; the word says it too.
pub(in crate::pages) fn tone(due: Option<Date>, settled: bool, today: Date) -> Tone {
    match Due::of(due, today) {
        _ if settled => Tone::Neutral,
        Due::Overdue => Tone::Bad,
        Due::Today => Tone::Warn,
        Due::ThisWeek | Due::Later | Due::Undated => Tone::Neutral,
    }
}
