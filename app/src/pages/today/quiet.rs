//! Clients nobody has talked with for longer than their tier allows: a meeting is planned here, or they are put off, with a tap each.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{QUIET_LATER_DAYS, Today, TodayQuiet};
use yardstick_domain::records::client as fields;
use yardstick_domain::values::Date;

use super::Group;
use crate::book::{Book, ClientRow};
use crate::browser::focus;
use crate::i18n::{Msg, t_n, t_with};
use crate::kit::{Glyph, IconButton, Row, Tone};
use crate::pages::client::plan_sheet::PlanSheet;
use crate::pages::parts::naming::client_name;
use crate::pages::parts::portion::{MoreRows, Portion};
use crate::pages::parts::{show, stage_mark::StageMark};
use crate::route::Route;
use crate::session::{Action, Session};

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    client: RecordId,
    name: String,
    note: String,
    figure: String,
}

impl Line {
    fn of(quiet: &TodayQuiet, rows: &[ClientRow]) -> Option<Self> {
        let at = rows
            .binary_search_by_key(&quiet.client, |row| row.id)
            .ok()?;
        let summary = &rows.get(at)?.summary;
        let last = summary.last_contact.map(show::moment).unwrap_or_default();
        let days = |days: i32| u32::try_from(days).unwrap_or_default();
        let last = t_with(Msg::TodayLastContact, &[("when", &last)]);
        let allowed = t_n(Msg::TodayQuietAllowed, days(quiet.allowed), &[]);
        Some(Self {
            client: quiet.client,
            name: client_name(summary),
            note: [&last, " · ", &allowed].concat(),
            figure: t_n(Msg::ClientsDays, days(quiet.days), &[]),
        })
    }
}

/// The group.
#[component]
pub(super) fn QuietClients(found: Signal<Today>, day: Signal<Date>) -> impl IntoView {
    let rows = Book::expect().clients();
    let portion = Portion::new();
    let shown = Memo::new(move |_| {
        rows.with(|rows| {
            found.with(|found| {
                let lines = found.quiet.iter();
                let lines: Vec<Line> = lines.filter_map(|one| Line::of(one, rows)).collect();
                portion.of(lines.into_iter())
            })
        })
    });
    let count = Signal::derive(move || shown.with(|shown| shown.count));
    let planning = RwSignal::new(None::<RecordId>);
    let open = RwSignal::new(false);
    let plan = move |client| {
        planning.set(Some(client));
        open.set(true);
    };
    view! {
        <Group title=Msg::TodayQuiet count>
            <ul class="rows">
                <For each=move || shown.get().first key=Line::clone let:line>
                    <OneLine line day on_plan=plan/>
                </For>
            </ul>
            <MoreRows portion count/>
        </Group>
        {move || planning.get().map(|client| view! { <Planning client open/> })}
    }
}

/// The sheet in which a meeting is planned.
#[component]
fn Planning(client: RecordId, open: RwSignal<bool>) -> impl IntoView {
    let records = Book::expect().client(client).records();
    view! { <PlanSheet open client records/> }
}

#[component]
fn OneLine(
    line: Line,
    day: Signal<Date>,
    #[prop(into)] on_plan: Callback<RecordId>,
) -> impl IntoView {
    let (session, book) = (Session::expect(), Book::expect());
    let client = line.client;
    let later = move |_| {
        // The keyboard goes on with the next row, because this one leaves the list.
        focus::step("[data-quiet] > button:last-of-type", 1);
        put_off(session, client, day.get_untracked());
    };
    let named = |message: Msg| {
        let name = line.name.clone();
        Signal::derive(move || t_with(message, &[("client", &name)]))
    };
    let (plan_name, later_name) = (named(Msg::TodayQuietPlan), named(Msg::TodayQuietLater));
    let mark = move || {
        let summary = book.summary(client);
        let stage = Signal::derive(move || summary.get().and_then(|own| own.stage.clone()));
        view! { <StageMark stage/> }
    };
    view! {
        <li class="row-line" data-quiet=true>
            <Row
                to=Signal::stored(Route::client(client))
                title=Signal::stored(line.name)
                note=Signal::stored(line.note)
                figure=Signal::stored(line.figure)
                tone=Tone::Warn
                mark
            />
            <IconButton
                glyph=Glyph::CalendarClock
                name=plan_name
                on_press=move |_| on_plan.run(client)
            />
            <IconButton glyph=Glyph::Clock name=later_name on_press=later/>
        </li>
    }
}

/// Nobody is reminded of the client for some days.
fn put_off(session: Session, client: RecordId, today: Date) {
    let Some(until) = today.plus_days(QUIET_LATER_DAYS) else {
        return;
    };
    let key = RecordKey {
        client,
        record: client,
        kind: fields::SPEC.name.into(),
    };
    session.edit(Action::new(Msg::TodayToastLater).set(&key, fields::quiet_until().set(&until)));
}
