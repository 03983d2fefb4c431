//! Promises in lists: ticked off, moved by a swipe or in their sheet, changed there.

mod actions;
mod row;
mod sheet;
mod swipe;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Promise, is_open};
use yardstick_domain::records::{self, Side, Task};
use yardstick_domain::values::Date;

use crate::i18n::{Msg, t_n};
use crate::kit::Button;
use row::TaskRow;
use sheet::TaskSheet;

/// Rows drawn before somebody asks for more.
const AT_FIRST: usize = 100;

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
    let all = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let most = if all.get() { usize::MAX } else { AT_FIRST };
        items.with(|items| items.iter().take(most).cloned().collect::<Vec<_>>())
    });
    let hidden = move || items.with(Vec::len) - shown.with(Vec::len).min(items.with(Vec::len));
    let more = Signal::derive(move || {
        t_n(
            Msg::TasksMore,
            u32::try_from(hidden()).unwrap_or(u32::MAX),
            &[],
        )
    });
    view! {
        <ul class="rows">
            <For each=move || shown.get() key=TaskItem::clone let:item>
                <TaskRow item on_open=move |item| chosen.set(Some(item))/>
            </For>
        </ul>
        <Show when=move || hidden() != 0>
            <Button label=more on_press=move |_| all.set(true)/>
        </Show>
        <TaskSheet chosen/>
    }
}
