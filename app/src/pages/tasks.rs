//! 待辦: every open promise of both sides by how near its day is; what was settled lately under a fold.

mod new_task;
mod settled;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Due, open_promises};
use yardstick_domain::order;

use self::new_task::NewTask;
use self::settled::Settled;
use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::kit::keys::{self, Shortcut};
use crate::kit::{Button, Chip, Empty, Glyph, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::naming::client_name;
use crate::pages::parts::task::{TaskItem, TaskList};
use crate::pages::parts::ticking;

/// The page.
#[component]
pub fn TasksPage() -> impl IntoView {
    keys::walk(".rows .row");
    let adding = RwSignal::new(false);
    keys::on(Shortcut::New, move || adding.set(true));
    let side = RwSignal::new(None::<bool>);
    let all = open_tasks();
    let items = Memo::new(move |_| {
        let side = side.get();
        let is_wanted = |item: &&TaskItem| side.is_none_or(|ours| item.ours == ours);
        all.with(|all| all.iter().filter(is_wanted).cloned().collect::<Vec<_>>())
    });
    let today = ticking::today();
    let of = move |step: Due| {
        Signal::derive(move || {
            let today = today.get();
            items.with(|items| {
                let near = items.iter().filter(|item| Due::of(item.due, today) == step);
                near.cloned().collect::<Vec<_>>()
            })
        })
    };
    let groups = Due::ALL
        .into_iter()
        .map(|step| view! { <Step step items=of(step)/> })
        .collect_view();
    let filter = move |ours: Option<bool>, label: Msg| {
        let is_chosen = Signal::derive(move || side.get() == ours);
        view! { <Chip label pressed=is_chosen on_press=move |()| side.set(ours)/> }
    };
    view! {
        <Page title=Msg::NavTasks>
            <div class="pane-head split">
                <div class="cluster" role="group" aria-label=move || t(Msg::TasksFilter)>
                    {filter(None, Msg::TasksBoth)}
                    {filter(Some(true), Msg::TasksOurs)}
                    {filter(Some(false), Msg::TasksTheirs)}
                </div>
                <Button
                    label=Msg::ButtonAdd
                    glyph=Glyph::Plus
                    variant=Variant::Primary
                    on_press=move |_| adding.set(true)
                />
            </div>
            {groups}
            <Show when=move || items.with(Vec::is_empty)>
                <Empty title=Msg::TasksEmptyTitle text=Msg::TasksEmptyText>
                    <Button label=Msg::TasksAdd glyph=Glyph::Plus on_press=move |_| adding.set(true)/>
                </Empty>
            </Show>
            <Settled/>
            <NewTask open=adding/>
        </Page>
    }
}

/// Open promises of all clients that are not archived, and of none, the soonest first.
fn open_tasks() -> Memo<Vec<TaskItem>> {
    let book = Book::expect();
    let rows = book.clients();
    let own = book.client(RecordId::NIL).records();
    Memo::new(move |_| {
        let own = own.with(|records| open_promises(records.file()));
        let mut items: Vec<TaskItem> = own
            .iter()
            .map(|promise| TaskItem::of_promise(RecordId::NIL, None, promise))
            .collect();
        rows.with(|rows| {
            for row in rows.iter().filter(|row| !row.summary.archived) {
                let name = client_name(&row.summary);
                let promises = row.summary.promises.iter();
                items.extend(
                    promises
                        .map(|promise| TaskItem::of_promise(row.id, Some(name.clone()), promise)),
                );
            }
        });
        order::by_key(&mut items, |item| {
            (item.due.is_none(), item.due, !item.ours, item.task)
        });
        items
    })
}

#[component]
fn Step(step: Due, items: Signal<Vec<TaskItem>>) -> impl IntoView {
    let name = match step {
        Due::Overdue => Msg::TasksOverdue,
        Due::Today => Msg::TasksToday,
        Due::ThisWeek => Msg::TasksThisWeek,
        Due::Later => Msg::TasksLater,
        Due::Undated => Msg::TasksUndated,
    };
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="group">
                <h2 class="group-head">
                    <span>{move || t(name)}</span>
                    <span class="group-count">{move || items.with(Vec::len)}</span>
                </h2>
                <TaskList items/>
            </section>
        </Show>
    }
}
