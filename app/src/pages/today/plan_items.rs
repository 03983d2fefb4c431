//! 服務清單: items of ours that are due, over all clients, done with a tap, moved by a swipe or in their sheet.
//!
//! Which items are due the schedule of a plan says, and that takes the plan. So the clients of whom something of ours is open are looked at a few at a time once the
//! page is there, and what is due of them joins it.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ClientFile, DueItem, Plans, Today, WorkDays, due_items, list_of, usual_work_days,
};
use yardstick_domain::records::{Kol, Plan, PlanItem, PlanState, plan_item};
use yardstick_domain::values::{Date, Instant, Outcome};

use super::Group;
use crate::book::{Book, ClientRow, Shown};
use crate::browser::{clock, focus};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Row, RowCheck, Sheet, Variant, open_while};
use crate::pages::parts::days::DayChoice;
use crate::pages::parts::looking::Looking;
use crate::pages::parts::naming::name_in;
use crate::pages::parts::portion::{MoreRows, Portion};
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::task::{Swipe, due_word, tone};
use crate::pages::parts::work_days::work_days;
use crate::route::Route;
use crate::session::{Action, Session};

/// What all days are reckoned with.
#[derive(Clone, PartialEq)]
struct Basis {
    today: Date,
    minutes: u32,
    days: WorkDays,
}

impl Basis {
    /// What is due of a client of whom that is shown.
    fn due(&self, shown: &Shown) -> Vec<DueItem> {
        let plans = Plans {
            plans: &list_of::<Plan>(shown),
            items: &list_of::<PlanItem>(shown),
            kols: &list_of::<Kol>(shown),
        };
        let file = ClientFile::of(shown);
        due_items(&file, plans, &self.days, self.minutes, self.today)
    }
}

/// Items that are due, as far as they are known. Of a client nothing else is kept.
#[derive(Clone, Copy)]
pub(super) struct DuePlans {
    wanted: Memo<Vec<RecordId>>,
    basis: Memo<Basis>,
    due: Looking<Basis, Vec<DueItem>>,
}

impl DuePlans {
    /// Looks at the plans that `found` names, and again at those that change.
    pub(super) fn look(found: Signal<Today>, today: Signal<Date>) -> Self {
        let days = work_days();
        let practice = practice(of_nobody());
        let wanted = Memo::new(move |_| found.with(|found| found.plans.clone()));
        let basis = Memo::new(move |_| Basis {
            today: today.get(),
            minutes: practice.with(day_minutes),
            days: days.get(),
        });
        Self {
            wanted,
            basis,
            due: Looking::look(wanted, basis, |basis, _, shown| basis.due(shown)),
        }
    }

    /// Whether it is known that nothing is due.
    pub(super) fn is_nothing(self) -> bool {
        self.wanted
            .with(|wanted| self.due.found.with(|due| due.is_nothing(wanted)))
    }
}

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    client: RecordId,
    item: DueItem,
    name: String,
}

impl Line {
    fn of(client: RecordId, item: &DueItem, rows: &[ClientRow]) -> Self {
        Self {
            client,
            item: item.clone(),
            name: name_in(rows, client).unwrap_or_default(),
        }
    }

    fn title(&self) -> String {
        let title = self.item.title.as_deref().map(str::trim);
        let title = title.filter(|title| !title.is_empty());
        title.map_or_else(|| t(Msg::PlanUntitled), str::to_owned)
    }

    /// Whose, and of which engagement.
    fn note(&self) -> String {
        let of = self.item.of.as_deref().filter(|of| !of.trim().is_empty());
        let parts = [Some(self.name.as_str()), of];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn key(&self) -> RecordKey {
        RecordKey {
            client: self.client,
            record: self.item.item,
            kind: plan_item::SPEC.name.into(),
        }
    }

    fn done(&self, session: Session) {
        if let Some(at) = Instant::from_ms(clock::now_ms()) {
            let state = PlanState::Done;
            let done = plan_item::outcome().set(&Outcome { state, at });
            session.edit(Action::new(Msg::PlanToastDone).set(&self.key(), done));
        }
    }

    /// It is to be done on that day; without one, on the day its plan gives it.
    fn move_to(&self, session: Session, day: Option<Date>) {
        let moved = plan_item::due().put(day.as_ref());
        session.edit(Action::new(Msg::TodayToastItemMoved).set(&self.key(), moved));
    }
}

/// The group.
#[component]
pub(super) fn PlanItems(plans: DuePlans) -> impl IntoView {
    let rows = Book::expect().clients();
    let portion = Portion::new();
    let shown = Memo::new(move |_| {
        plans.due.found.with(|due| {
            rows.with(|rows| {
                let lines = due.all().into_iter();
                portion.of(lines.map(|(client, item)| Line::of(client, item, rows)))
            })
        })
    });
    let count = Signal::derive(move || shown.with(|shown| shown.count));
    let chosen = RwSignal::new(None::<Line>);
    let days = Memo::new(move |_| {
        plans
            .basis
            .with(|basis| usual_work_days(basis.today, &basis.days))
    });
    view! {
        <Group title=Msg::TodayPlanItems count>
            <ul class="rows">
                <For each=move || shown.get().first key=Line::clone let:line>
                    <OneLine line days on_open=move |line| chosen.set(Some(line))/>
                </For>
            </ul>
            <MoreRows portion count/>
        </Group>
        <ItemSheet chosen days/>
    }
}

#[component]
fn OneLine(
    line: Line,
    /// The days it can be moved to.
    days: Memo<Vec<Date>>,
    #[prop(into)] on_open: Callback<Line>,
) -> impl IntoView {
    let session = Session::expect();
    let day = line.item.day;
    let today = crate::pages::parts::now::today();
    let swipe = Swipe::among(days.into(), Some(day));
    let line = StoredValue::new(line);
    let title = Signal::derive(move || line.with_value(Line::title));
    let tick = move |_| {
        // The keyboard goes on with the next row, because this one leaves the list.
        focus::step(".row-check", 1);
        line.with_value(|line| line.done(session));
    };
    let let_go = move |_| {
        if let Some(day) = swipe.up() {
            line.with_value(|line| line.move_to(session, Some(day)));
        }
    };
    view! {
        <li
            class="row-line swipe"
            data-drawn=move || (swipe.drawn() > 0).then_some("true")
            style:--drawn=move || format!("{}px", swipe.drawn())
            on:pointerdown=move |event| swipe.down(&event)
            on:pointermove=move |event| swipe.moved(&event)
            on:pointerup=let_go
            on:pointercancel=move |_| swipe.cancel()
        >
            <RowCheck label=title on_press=tick/>
            <button class="row" type="button" on:click=move |_| on_open.run(line.get_value())>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{line.with_value(Line::note)}</span>
                </span>
                <span class="row-figure" data-tone=tone(Some(day), false, today).name()>
                    {move || due_word(day, today)}
                </span>
            </button>
            <span class="swipe-to" aria-hidden="true">
                {move || swipe.day().map(|day| crate::pages::parts::days::day_word(day, today))}
            </span>
        </li>
    }
}

/// Moves the item in `chosen`, or says that it is done; closes by setting it to `None`.
#[component]
fn ItemSheet(chosen: RwSignal<Option<Line>>, days: Memo<Vec<Date>>) -> impl IntoView {
    let session = Session::expect();
    let open = open_while(chosen);
    let take = move || {
        let line = chosen.get_untracked();
        chosen.set(None);
        line
    };
    let done = move |_| {
        if let Some(line) = take() {
            line.done(session);
        }
    };
    let move_to = move |day: Option<Date>| {
        if let Some(line) = take() {
            line.move_to(session, day);
        }
    };
    let body = move |line: Line| {
        let to = Route::Plan {
            client: line.client,
            engagement: line.item.engagement,
        };
        view! {
            <div class="form">
                <p class="plan-title">{line.title()}</p>
                <DayChoice
                    label=Msg::TasksMoveTo
                    value=Signal::stored(Some(line.item.day))
                    days
                    on_choose=move_to
                />
                <ul class="rows">
                    <li>
                        <Row
                            to=Signal::stored(to)
                            title=Signal::stored(line.note())
                            note=Msg::TodayToPlan
                        />
                    </li>
                </ul>
            </div>
        }
    };
    view! {
        <Sheet
            open
            title=Msg::PlanItem
            foot=move || {
                view! {
                    <Button
                        label=Msg::TasksMarkDone
                        glyph=Glyph::Check
                        variant=Variant::Primary
                        on_press=done
                    />
                }
            }
        >
            {move || chosen.get().map(body)}
        </Sheet>
    }
}
