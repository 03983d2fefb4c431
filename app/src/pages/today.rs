//! 今日: what asks for attention today, over all clients, read from the summaries alone but for plans, which join once they are open; each group only when it has
//! something. The order is the rule's (`domain::method::today`).

mod badge;
mod due;
mod empty;
mod meetings;
mod plan_items;
mod quiet;
mod ruler;
mod rules;
mod supplements;
mod swept;
mod taken_over;
mod upkeep;

use leptos::prelude::*;

pub(super) use self::badge::keep_badge;
use self::due::DuePromises;
use self::empty::NothingDue;
use self::meetings::Meetings;
use self::plan_items::{DuePlans, PlanItems};
use self::quiet::QuietClients;
use self::ruler::DayRuler;
use self::supplements::Supplements;
use self::swept::Swept;
use self::taken_over::TakenOver;
use self::upkeep::WrapUps;
use crate::i18n::{Msg, format};
use crate::kit::keys;
use crate::pages::frame::Page;
use crate::pages::parts::ticking;
use crate::pages::sync::conflicts::Conflicts;

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    keys::walk(".rows .row, .card[href]");
    let day = ticking::today();
    let found = rules::found(day);
    let plans = DuePlans::look(found, day);
    let date = Signal::derive(move || {
        let day = day.get();
        format::weekday(day.year(), day.month(), day.day())
    });
    view! {
        <Page title=Msg::NavToday note=date>
            <Swept/>
            <Show when=move || found.with(|found| !found.meetings.is_empty())>
                <DayRuler found/>
            </Show>
            <div class="columns">
                <Meetings found/>
                <TakenOver found/>
                <WrapUps found/>
                <DuePromises found ours=true/>
                <DuePromises found ours=false/>
                <PlanItems plans/>
                <Supplements found day/>
                <Conflicts/>
                <QuietClients found day/>
            </div>
            <NothingDue found plans/>
        </Page>
    }
}

/// A stretch of the page with its name and how many there are.
#[component]
fn Group(
    /// Its name.
    #[prop(into)]
    title: Signal<String>,
    /// How many there are.
    #[prop(into)]
    count: Signal<usize>,
    /// What there is.
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Show when=move || count.get() != 0>
            <section class="group">
                <h2 class="group-head">
                    <span>{title}</span>
                    <span class="group-count">{count}</span>
                </h2>
                {children.with_value(|children| children())}
            </section>
        </Show>
    }
}
