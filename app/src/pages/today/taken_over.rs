//! 交接: clients that whoever is signed in has taken over, until they say that they know of it.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Today, TodayTakenOver};
use yardstick_domain::records::hand_over;
use yardstick_domain::values::Instant;

use super::Group;
use crate::book::{Book, ClientRow};
use crate::browser::{clock, focus};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Row, RowCheck};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::show;
use crate::route::Route;
use crate::session::{Action, Session};

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    client: RecordId,
    hand_over: RecordId,
    name: String,
    note: String,
    figure: String,
}

impl Line {
    fn of(item: &TodayTakenOver, rows: &[ClientRow]) -> Self {
        let from = item.taken.from.as_deref();
        Self {
            client: item.client,
            hand_over: item.taken.id,
            name: name_in(rows, item.client).unwrap_or_default(),
            note: from.map_or_else(
                || t(Msg::HandoverTaken),
                |from| t_with(Msg::HandoverTakenFrom, &[("from", from)]),
            ),
            figure: show::moment(item.taken.at),
        }
    }
}

/// The group.
#[component]
pub(super) fn TakenOver(found: Signal<Today>) -> impl IntoView {
    let rows = Book::expect().clients();
    let lines = Memo::new(move |_| {
        rows.with(|rows| {
            found.with(|found| {
                let all = found.taken_over.iter();
                all.map(|item| Line::of(item, rows)).collect::<Vec<_>>()
            })
        })
    });
    let count = Signal::derive(move || lines.with(Vec::len));
    view! {
        <Group title=Msg::HandoverHandover count>
            <ul class="rows">
                <For each=move || lines.get() key=Line::clone let:line>
                    <OneLine line/>
                </For>
            </ul>
        </Group>
    }
}

#[component]
fn OneLine(line: Line) -> impl IntoView {
    let session = Session::expect();
    let key = RecordKey {
        client: line.client,
        record: line.hand_over,
        kind: hand_over::SPEC.name.into(),
    };
    let name = line.name.clone();
    let seen = move |_| {
        let Some(now) = Instant::from_ms(clock::now_ms()) else {
            return;
        };
        // The keyboard goes on with the next row, because this one leaves the list.
        focus::step(".row-check", 1);
        let known = Action::new(Msg::HandoverToastSeen).set(&key, hand_over::seen_at().set(&now));
        session.edit(known);
    };
    view! {
        <li class="row-line">
            <RowCheck label=Signal::derive(move || t_with(Msg::HandoverSeenOf, &[("client", &name)])) on_press=seen/>
            <Row
                to=Signal::stored(Route::client(line.client))
                title=Signal::stored(line.name)
                note=Signal::stored(line.note)
                figure=Signal::stored(line.figure)
            />
        </li>
    }
}
