//! How ready it is beside what it has reached, the tier its list follows, what weighs on the client at once, and the fixed points.

use leptos::prelude::*;
use yardstick_domain::method::{
    items_of_running, overload, plan_id, readiness, result as result_of,
};
use yardstick_domain::records::{Plan, Tier, plan as plan_record};

use super::move_day::FixedPoints;
use super::retier::Retiering;
use super::{PlanOf, words};
use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::kit::Ruler;
use crate::pages::parts::practice::{of_nobody, practice};
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::pages::parts::{now, questions, ticking};

/// The plan as it is.
pub(super) fn made(plan: PlanOf) -> Memo<Plan> {
    Memo::new(move |_| {
        plan.records.with(|records| {
            let mut plans = records.service().plans.iter();
            let own = plans.find(|(id, _)| *id == plan_id(plan.engagement));
            own.map(|(_, plan)| plan.clone()).unwrap_or_default()
        })
    })
}

/// The head of the page.
#[component]
pub(super) fn Head(plan: PlanOf) -> impl IntoView {
    let items = plan.items();
    let own = made(plan);
    let tier = Memo::new(move |_| own.with(|own| own.tier.clone()).unwrap_or(Tier::Small));
    let ready = Memo::new(move |_| {
        items.with(|items| {
            let refs: Vec<_> = items.iter().collect();
            tier.with(|tier| readiness(&refs, tier))
        })
    });
    let today = ticking::today();
    let result = move || {
        let found = plan.records.with(|records| {
            let offset = now::utc_offset_minutes();
            result_of(records.service(), plan.engagement, today.get(), offset)
        });
        let percent = format::number(found?.percent?, 0);
        Some(t_with(Msg::PlanResult, &[("percent", &percent)]))
    };
    let points = move || {
        let ready = ready.get();
        let values = [
            ("points", &*ready.points.to_string()),
            ("aim", &*ready.aim.to_string()),
        ];
        t_with(Msg::PlanReady, &values)
    };
    let open = move || {
        t_n(
            Msg::PlanOpen,
            u32::try_from(ready.with(|ready| ready.open)).unwrap_or_default(),
            &[],
        )
    };
    let list = move || {
        let word = tier.with(questions::tier).map(t).unwrap_or_default();
        let list = tier.with(words::list);
        [&word, " · ", &t(list)].concat()
    };
    let practice = practice(of_nobody());
    let over = Memo::new(move |_| {
        // Of all their engagements together: it is one client who does them.
        let over = plan.records.with(|records| {
            let items = items_of_running(records.service());
            tier.with(|tier| practice.with(|practice| overload(&items, tier, practice)))
        })?;
        let values = [
            ("open", &*over.open.to_string()),
            ("cap", &*over.cap.to_string()),
        ];
        Some(t_with(Msg::PlanOverload, &values))
    });
    let name = Signal::derive(|| t(Msg::PlanReadiness));
    let value = Signal::derive(move || Some(f64::from(ready.with(|ready| ready.points))));
    let aim = Signal::derive(move || Some(f64::from(ready.with(|ready| ready.aim))));
    let records = plan.records;
    let key = records
        .with_untracked(|records| records.key(plan_record::SPEC.name, plan_id(plan.engagement)));
    let of_tier = key.field(plan_record::tier().name());
    view! {
        <RecordTrouble records record=key/>
        <section class="group" aria-labelledby="plan-readiness">
            <h2 class="group-head" id="plan-readiness">
                {move || t(Msg::PlanReadiness)}
            </h2>
            <div class="split">
                <p class="plan-points">{points}</p>
                <p class="soft">{list}</p>
            </div>
            <FieldTrouble records key=of_tier spec=plan_record::tier().spec() on_mend=|_| ()/>
            <Ruler name value aim/>
            <p class="soft">{move || [Some(open()), result()].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
            {move || over.get().map(|line| view! { <p class="plan-warning">{line}</p> })}
        </section>
        <Retiering plan tier/>
        <FixedPoints plan/>
    }
}
