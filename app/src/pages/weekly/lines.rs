//! The lines of the grid: the engagements that go on, of clients that are live, by the client's name.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::running_engagements;
use yardstick_domain::order;
use yardstick_domain::records::Stage;

use crate::book::{Book, ClientRow, Records};
use crate::pages::clients::name_order::name_order;
use crate::pages::parts::naming::name_in;

/// An engagement of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Line {
    pub(super) client: RecordId,
    pub(super) engagement: RecordId,
    pub(super) client_name: String,
    pub(super) title: String,
}

impl Line {
    /// The client and what is done for it, `山嵐製茶 · 冷泡茶隨行罐`.
    pub(super) fn name(&self) -> String {
        let parts = [self.client_name.as_str(), self.title.as_str()];
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(" · ")
    }
}

/// What the page looks at.
#[derive(Clone, Copy)]
pub(super) struct Live {
    /// Everything of the clients that are live and open by now.
    pub(super) open: Signal<Vec<(RecordId, Arc<Records>)>>,
    /// The lines.
    pub(super) lines: Memo<Vec<Line>>,
    /// There is nothing to write figures of.
    pub(super) is_empty: Memo<bool>,
}

/// The lines, for as long as the component that asks lives.
pub(super) fn live() -> Live {
    let book = Book::expect();
    let rows = book.clients();
    let order = name_order(rows);
    let clients = Memo::new(move |_| {
        let is_live =
            |row: &&ClientRow| row.summary.stage == Some(Stage::Live) && !row.summary.archived;
        let mut live: Vec<RecordId> = rows.with(|rows| {
            let live = rows.iter().filter(is_live);
            live.map(|row| row.id).collect()
        });
        order.with(|order| order::by_key(&mut live, |client| place(order, *client)));
        live
    });
    let open = book.several(clients.into());
    let lines = Memo::new(move |_| {
        let mut lines = Vec::new();
        for (client, records) in open.get() {
            let client_name = rows.with(|rows| name_in(rows, client)).unwrap_or_default();
            for (engagement, own) in running_engagements(records.file()) {
                lines.push(Line {
                    client,
                    engagement: *engagement,
                    client_name: client_name.clone(),
                    title: own.title.clone().unwrap_or_default(),
                });
            }
        }
        lines
    });
    let is_empty = Memo::new(move |_| {
        let is_read = open.with(Vec::len) == clients.with(Vec::len);
        is_read && lines.with(Vec::is_empty)
    });
    Live {
        open,
        lines,
        is_empty,
    }
}

/// Where a client stands among the names; one without a name comes last.
pub(super) fn place(order: &HashMap<RecordId, usize>, client: RecordId) -> (usize, RecordId) {
    (order.get(&client).copied().unwrap_or(usize::MAX), client)
}
