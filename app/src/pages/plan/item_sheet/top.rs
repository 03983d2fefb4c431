//! What it is, how it stands, its days and why then, and what is done with it next.

use leptos::prelude::*;
use yardstick_domain::method::{
    FixedBy, ItemAct, Scheduled, act_on, is_plan_item_open, item_acts, predecessors,
};
use yardstick_domain::records::{PlanItem, plan_item};

use super::ItemOf;
use crate::browser::focus;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::show;
use crate::pages::plan::days::scheduled;
use crate::pages::plan::words;
use crate::session::{Action, Session};

#[component]
pub(super) fn Top(own: ItemOf) -> impl IntoView {
    let item = own.item;
    view! {
        <div class="stack" data-gap="2">
            <h3 class="plan-title">{move || item.with(words::title)}</h3>
            // There before it says something else: so it is heard.
            <p role="status">
                <strong>{move || item.with(words::standing)}</strong>
            </p>
            {own.trouble(plan_item::outcome().spec())} {own.trouble(plan_item::handed_at().spec())}
            {own.trouble(plan_item::parked().spec())}
            <When own/>
            <Acts own/>
        </div>
    }
}

/// From when to when, and why then.
#[component]
fn When(own: ItemOf) -> impl IntoView {
    let (plan, item) = (own.plan, own.item);
    let (schedule, items) = (scheduled(plan), plan.items());
    let days = Memo::new(move |_| schedule.with(|schedule| schedule.item(own.id).cloned()));
    let is_open = Memo::new(move |_| item.with(is_plan_item_open));
    let line = move || match days.get() {
        Some(days) => item.with(|item| from_to(&days, item)),
        None if is_open.get() => t(Msg::PlanNoDays),
        None => item
            .with(|item| item.due)
            .map(|due| t_with(Msg::PlanDoneOn, &[("day", &show::day(due))]))
            .unwrap_or_default(),
    };
    let reasons = Memo::new(move |_| {
        let days = days.get()?;
        let why = words::fixed_by(&days.fixed_by, |id| plan.title(id));
        // What it comes after is said once.
        let said = match days.fixed_by {
            FixedBy::After(other) => Some(other),
            _ => None,
        };
        let after = items.with(|items| {
            let all = item.with(|item| predecessors(items, item));
            let rest = all.into_iter().filter(|(id, _)| Some(*id) != said);
            let quoted = |item| t_with(Msg::PlanQuoted, &[("item", &words::title(item))]);
            rest.map(|(_, item)| quoted(item)).collect::<Vec<_>>()
        });
        let after = (!after.is_empty()).then(|| {
            let items = words::listed(after);
            t_with(Msg::PlanWhyComesAfter, &[("items", &items)])
        });
        Some([Some(why), after].into_iter().flatten().collect::<Vec<_>>())
    });
    let problems = move || {
        let problems = days.with(|days| days.as_ref().map(|days| days.problems.clone()));
        let problems = problems.unwrap_or_default();
        let line: Vec<String> = problems.iter().map(words::problem).collect();
        (!line.is_empty()).then(|| view! { <p class="plan-warning">{line.join(" · ")}</p> })
    };
    let reasons = move || {
        let line = reasons.get().unwrap_or_default().join(" · ");
        (!line.is_empty()).then(|| view! { <p class="soft">{line}</p> })
    };
    let days_line = move || {
        let line = line();
        (!line.is_empty()).then(|| view! { <p>{line}</p> })
    };
    view! {
        {days_line}
        {reasons}
        {problems}
    }
}

/// `11/20 到 11/24 做 · 等客戶 2 個工作天 · 11/27 完成`.
fn from_to(days: &Scheduled, item: &PlanItem) -> String {
    let done = t_with(Msg::PlanDoneOn, &[("day", &show::short_day(days.done))]);
    let parts = [Some(words::work_days(days)), words::wait(item), Some(done)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is done with it: the next thing first, and loudest.
#[component]
fn Acts(own: ItemOf) -> impl IntoView {
    let session = Session::expect();
    let tier = own.tier();
    let acts = Memo::new(move |_| own.item.with(item_acts));
    let act = move |act: ItemAct| {
        let Some(now) = meeting_words::now() else {
            return;
        };
        let edits = tier
            .with_untracked(|tier| own.item.with_untracked(|item| act_on(item, act, now, tier)));
        let action = Action::new(said(act));
        session.edit(own.key.with_value(|key| action.set_all(key, edits)));
        // The button that was pressed gives way to the next thing.
        in_next_task(|| {
            focus::on("dialog[open] .plan-acts button");
        });
    };
    let button = move |(at, one): (usize, ItemAct)| {
        let is_next = at == 0 && one != ItemAct::Reopen;
        let variant = if is_next {
            Variant::Primary
        } else {
            Variant::Quiet
        };
        view! { <Button label=name(one) variant on_press=move |_| act(one)/> }
    };
    view! {
        <div class="cluster plan-acts">
            {move || acts.get().iter().copied().enumerate().map(button).collect_view()}
        </div>
    }
}

fn name(act: ItemAct) -> Msg {
    match act {
        ItemAct::Finish => Msg::PlanActFinish,
        ItemAct::HandOver => Msg::PlanHandOver,
        ItemAct::Adopted => Msg::PlanActAdopted,
        ItemAct::TakeBack => Msg::PlanTakeBack,
        ItemAct::TakeIn => Msg::PlanActTakeIn,
        ItemAct::LeaveOut => Msg::PlanActLeaveOut,
        ItemAct::Reopen => Msg::PlanActReopen,
    }
}

/// What is said once it is done.
fn said(act: ItemAct) -> Msg {
    match act {
        ItemAct::Finish => Msg::PlanToastDone,
        ItemAct::HandOver => Msg::PlanToastHanded,
        ItemAct::Adopted => Msg::PlanToastAdoption,
        ItemAct::TakeBack => Msg::PlanToastTakenBack,
        ItemAct::TakeIn => Msg::PlanToastTakenIn,
        ItemAct::LeaveOut => Msg::PlanToastLeftOut,
        ItemAct::Reopen => Msg::PlanToastReopened,
    }
}
