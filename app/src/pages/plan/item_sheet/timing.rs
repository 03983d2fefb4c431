//! Who does it, how long it takes and what it waits for, a day of its own, and what it comes after: folded away, because it is read above.

use leptos::prelude::*;
use yardstick_domain::records::{FieldSpec, plan_item};

use super::ItemOf;
use super::follows::ComesAfter;
use crate::browser::focus;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t};
use crate::kit::Button;
use crate::pages::plan::words;
use crate::session::{Action, Session};

const FIELDS: &[fn() -> FieldSpec] = &[
    || plan_item::who().spec(),
    || plan_item::who_name().spec(),
    || plan_item::work().spec(),
    || plan_item::wait_days().spec(),
    || plan_item::wait_for().spec(),
    || plan_item::due().spec(),
    || plan_item::after().spec(),
];

#[component]
pub(super) fn Timing(own: ItemOf) -> impl IntoView {
    let is_troubled = own.is_troubled(FIELDS);
    let effort = move || own.item.with(words::effort);
    view! {
        <details class="details plan-timing" open=move || is_troubled.get()>
            <summary>
                <span>{move || t(Msg::PlanTiming)}</span>
                <span class="soft small">{effort}</span>
            </summary>
            <div class="form">
                {own.field(plan_item::who().spec())} {own.field(plan_item::who_name().spec())}
                {own.field(plan_item::work().spec())} {own.field(plan_item::wait_days().spec())}
                {own.field(plan_item::wait_for().spec())} <FixedDay own/> <ComesAfter own/>
            </div>
        </details>
    }
}

/// A day set by hand, and letting go of it.
#[component]
fn FixedDay(own: ItemOf) -> impl IntoView {
    let session = Session::expect();
    let is_set = Memo::new(move |_| own.item.with(|item| item.due.is_some()));
    let clear = move |_| {
        let action = Action::new(Msg::PlanToastDayFree);
        let action = own
            .key
            .with_value(|key| action.set(key, plan_item::due().clear()));
        session.edit(action);
        in_next_task(|| {
            focus::on("dialog[open] .plan-day input");
        });
    };
    view! {
        <div class="stack plan-day" data-gap="1">
            {own.field(plan_item::due().spec())}
            <Show when=move || is_set.get()>
                <div class="cluster">
                    <Button label=Msg::PlanDayFree on_press=clear/>
                </div>
            </Show>
        </div>
    }
}
