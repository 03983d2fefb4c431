//! 額外補充 that is to be sent: its row leads to the meeting it follows, its box says that it was sent.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Today, TodaySupplement};
use yardstick_domain::values::Date;

use super::Group;
use crate::book::{Book, ClientRow};
use crate::browser::focus;
use crate::i18n::{Msg, t_with};
use crate::kit::{Row, RowCheck, Tone};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::portion::{MoreRows, Portion};
use crate::pages::parts::supplement;
use crate::route::Route;
use crate::session::Session;

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    client: RecordId,
    meeting: RecordId,
    name: String,
    note: String,
    figure: String,
    is_late: bool,
}

impl Line {
    fn of(item: &TodaySupplement, rows: &[ClientRow], today: Date) -> Self {
        Self {
            client: item.client,
            meeting: item.meeting,
            name: name_in(rows, item.client).unwrap_or_default(),
            note: supplement::days(&item.clock),
            figure: supplement::figure(&item.clock, &item.state, today),
            is_late: supplement::tone(&item.state) == Tone::Bad,
        }
    }
}

/// Supplements that are due or late, those that were due first first.
#[component]
pub(super) fn Supplements(found: Signal<Today>, day: Signal<Date>) -> impl IntoView {
    let rows = Book::expect().clients();
    let portion = Portion::new();
    let shown = Memo::new(move |_| {
        let today = day.get();
        rows.with(|rows| {
            found.with(|found| {
                let all = found.supplements.iter();
                portion.of(all.map(|item| Line::of(item, rows, today)))
            })
        })
    });
    let count = Signal::derive(move || shown.with(|shown| shown.count));
    view! {
        <Group title=Msg::SupplementSupplement count>
            <ul class="rows">
                <For each=move || shown.get().first key=Line::clone let:line>
                    <OneLine line/>
                </For>
            </ul>
            <MoreRows portion count/>
        </Group>
    }
}

#[component]
fn OneLine(line: Line) -> impl IntoView {
    let session = Session::expect();
    let (client, meeting) = (line.client, line.meeting);
    let name = line.name.clone();
    let tick = move |_| {
        // The keyboard goes on with the next row, because this one leaves the list.
        focus::step(".row-check", 1);
        supplement::mark_sent(session, client, meeting);
    };
    view! {
        <li class="row-line">
            <RowCheck label=Signal::derive(move || t_with(Msg::SupplementSentTo, &[("client", &name)])) on_press=tick/>
            <Row
                to=Signal::stored(Route::Meeting { client, meeting })
                title=Signal::stored(line.name)
                note=Signal::stored(line.note)
                figure=Signal::stored(line.figure)
                tone=if line.is_late { Tone::Bad } else { Tone::Warn }
            />
        </li>
    }
}
