//! 能力可執行、願意做、資源可負擔: side by side, each yes, no, or not looked at; what is missing is said in words.

use leptos::prelude::*;
use yardstick_domain::method::{self, Tick};

use super::ItemOf;
use crate::i18n::{Msg, t, t_with};
use crate::pages::plan::words;
use crate::session::{Action, Session};

#[component]
pub(super) fn Ticks(own: ItemOf) -> impl IntoView {
    let said = move || {
        let ticks = own.item.with(method::ticks);
        let (missing, unseen) = (ticks.missing(), ticks.unseen());
        if !missing.is_empty() {
            return t_with(Msg::PlanTicksMissing, &[("what", &words::ticks(&missing))]);
        }
        if unseen.is_empty() {
            return t(Msg::PlanTicksAll);
        }
        t_with(Msg::PlanTicksUnseen, &[("what", &words::ticks(&unseen))])
    };
    let troubles = Tick::ALL.map(|tick| own.trouble(tick.field().spec()));
    let ticks = Tick::ALL.map(|tick| view! { <OneTick own tick/> });
    view! {
        <div class="stack" data-gap="2">
            <div class="plan-ticks">{ticks.into_iter().collect_view()}</div>
            <p role="status">{said}</p>
            <p class="field-hint">{move || t(Msg::PlanTickHint)}</p>
            {troubles.into_iter().collect_view()}
        </div>
    }
}

/// Yes and no; the one that is pressed, pressed once more, is taken back.
#[component]
fn OneTick(own: ItemOf, tick: Tick) -> impl IntoView {
    let session = Session::expect();
    let label = match tick {
        Tick::Able => Msg::PlanAble,
        Tick::Willing => Msg::PlanWilling,
        Tick::Affordable => Msg::PlanAffordable,
    };
    let value = Memo::new(move |_| own.item.with(|item| method::ticks(item).said(tick)));
    let button = move |is_so: bool, word: Msg| {
        let press = move |_| {
            let edit = tick.say(value.get_untracked(), is_so);
            let action = Action::new(Msg::PlanToastTick);
            session.edit(own.key.with_value(|key| action.set(key, edit)).quietly());
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (value.get() == Some(is_so)).to_string()
                on:click=press
            >
                {move || t(word)}
            </button>
        }
    };
    view! {
        <div class="plan-tick" role="group" aria-label=move || t(label)>
            <span class="plan-tick-name" aria-hidden="true">
                {move || t(label)}
            </span>
            <div class="segmented">
                {button(true, Msg::PlanTickYes)} {button(false, Msg::PlanTickNo)}
            </div>
        </div>
    }
}
