//! Promises in lists: ticked off, moved by a swipe or in their sheet, changed there.

mod actions;
mod nudge;
mod row;
mod sheet;
mod swipe;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Nudged, Promise, is_open};
use yardstick_domain::records::{self, Side, Task};
use yardstick_domain::values::Date;

use crate::pages::parts::portion::{MoreRows, Portion};
use row::TaskRow;
pub(in crate::pages) use row::{due_word, tone};
use sheet::TaskSheet;
pub(in crate::pages) use swipe::Swipe;

/// A promise as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaskItem {
    /// To or from whom; [`RecordId::NIL`] for one of no client.
    pub client: RecordId,
    /// Their name, where the list is of several clients.
    pub client_name: Option<String>,
    /// The promise.
    pub task: RecordId,
    /// Ours (true) or theirs.
    pub ours: bool,
    /// What was promised.
    pub title: String,
    /// By when.
    pub due: Option<Date>,
    /// Kept, or no longer wanted.
    pub settled: bool,
    /// How often they were reminded of it, where the list says so.
    pub nudged: Option<Nudged>,
}

impl TaskItem {
    /// Of an open promise as summaries know it.
    pub fn of_promise(client: RecordId, client_name: Option<String>, promise: &Promise) -> Self {
        Self {
            client,
            client_name,
            task: promise.task,
            ours: promise.ours,
            title: promise.title.clone(),
            due: promise.due,
            settled: false,
            nudged: None,
        }
    }

    /// Of a task as an open client has it.
    pub fn of_task(
        client: RecordId,
        client_name: Option<String>,
        id: RecordId,
        task: &Task,
    ) -> Self {
        Self {
            client,
            client_name,
            task: id,
            ours: task.side != Some(Side::Theirs),
            title: task.title.clone().unwrap_or_default(),
            due: task.due,
            settled: !is_open(task),
            nudged: None,
        }
    }

    /// The record.
    pub fn key(&self) -> RecordKey {
        RecordKey {
            client: self.client,
            record: self.task,
            kind: records::task::SPEC.name.into(),
        }
    }
}

/// A list of promises, with the sheet in which one is changed.
#[component]
pub fn TaskList(
    /// The promises, in their order.
    #[prop(into)]
    items: Signal<Vec<TaskItem>>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<TaskItem>);
    let portion = Portion::new();
    let shown = Memo::new(move |_| items.with(|items| portion.of(items.iter().cloned())));
    let count = Signal::derive(move || shown.with(|shown| shown.count));
    view! {
        <ul class="rows">
            <For each=move || shown.get().first key=TaskItem::clone let:item>
                <TaskRow item on_open=move |item| chosen.set(Some(item))/>
            </For>
        </ul>
        <MoreRows portion count/>
        <TaskSheet chosen/>
    }
}
