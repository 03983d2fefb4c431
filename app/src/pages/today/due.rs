//! Promises that come due, ours and theirs.

use leptos::prelude::*;
use yardstick_domain::method::Today;

use super::Group;
use crate::book::Book;
use crate::i18n::Msg;
use crate::pages::parts::naming::name_in;
use crate::pages::parts::task::{TaskItem, TaskList};

/// Promises of one side, overdue ones first.
#[component]
pub(super) fn DuePromises(found: Signal<Today>, ours: bool) -> impl IntoView {
    let rows = Book::expect().clients();
    let items = Memo::new(move |_| {
        rows.with(|rows| {
            found.with(|found| {
                found
                    .promises
                    .iter()
                    .filter(|due| due.promise.ours == ours)
                    .map(|due| {
                        let name = name_in(rows, due.client);
                        TaskItem::of_promise(due.client, name, &due.promise)
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let count = Signal::derive(move || items.with(Vec::len));
    let title = if ours {
        Msg::TodayDue
    } else {
        Msg::TodayTheirs
    };
    view! {
        <Group title count>
            <TaskList items/>
        </Group>
    }
}
