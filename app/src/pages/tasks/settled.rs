//! What was kept or dropped lately; the clients concerned are opened only when somebody looks.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;
use yardstick_domain::values::{Instant, Outcome};

use crate::book::Book;
use crate::browser::clock;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Glyph, Icon};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::task::{TaskItem, TaskList};

/// "Lately", in days.
const LATELY_DAYS: u32 = 14;
const DAY_MS: i64 = 86_400_000;

/// The fold.
#[component]
pub(super) fn Settled() -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <section class="group">
            <button
                class="button"
                data-variant="plain"
                type="button"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon glyph=Signal::derive(move || {
                    if is_open.get() { Glyph::ChevronUp } else { Glyph::ChevronDown }
                })/>
                <span>{move || t_n(Msg::TasksSettled, LATELY_DAYS, &[])}</span>
            </button>
            <Show when=move || is_open.get()>
                <Lately/>
            </Show>
        </section>
    }
}

#[component]
fn Lately() -> impl IntoView {
    let book = Book::expect();
    let rows = book.clients();
    let since_ms = clock::now_ms() - i64::from(LATELY_DAYS) * DAY_MS;
    let is_late = move |at: Option<Instant>| at.is_some_and(|at| at.ms() >= since_ms);
    let concerned = Signal::derive(move || {
        rows.with(|rows| {
            let with_some = rows.iter().filter(|row| is_late(row.summary.last_outcome));
            let mut ids: Vec<RecordId> = with_some.map(|row| row.id).collect();
            ids.push(RecordId::NIL);
            ids
        })
    });
    let open = book.several(concerned);
    let items = Memo::new(move |_| {
        let mut settled: Vec<(Option<Instant>, TaskItem)> = Vec::new();
        for (client, records) in open.get() {
            let name = rows.with(|rows| name_in(rows, client));
            for (id, task) in records.tasks() {
                let at = task.outcome.as_ref().map(|outcome: &Outcome<_>| outcome.at);
                if is_late(at) {
                    settled.push((at, TaskItem::of_task(client, name.clone(), *id, task)));
                }
            }
        }
        order::by_key(&mut settled, |(at, item)| {
            (std::cmp::Reverse(*at), item.task)
        });
        settled
            .into_iter()
            .map(|(_, item)| item)
            .collect::<Vec<_>>()
    });
    view! {
        <TaskList items/>
        <Show when=move || items.with(Vec::is_empty)>
            <p class="soft">{move || t(Msg::TasksSettledNone)}</p>
        </Show>
    }
}
