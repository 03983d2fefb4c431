//! What the client made of what was handed over, and why.

use leptos::prelude::*;
use yardstick_domain::records::{Adoption, plan_item};

use super::ItemOf;
use crate::i18n::{Msg, t_with};
use crate::kit::Choice;
use crate::pages::parts::{now, show};
use crate::session::{Action, Session};

/// Nothing as long as it is not handed over.
#[component]
pub(super) fn Adopted(own: ItemOf) -> impl IntoView {
    let session = Session::expect();
    let item = own.item;
    let is_handed = Memo::new(move |_| item.with(|item| item.handed_at.is_some()));
    let said = move || {
        let day = item.with(|item| item.handed_at).and_then(now::local_day);
        let day = day.map(show::day)?;
        Some(t_with(Msg::PlanHandedOn, &[("day", &day)]))
    };
    let choose = move |adoption: Adoption| {
        let action = Action::new(Msg::PlanToastAdoption);
        let edit = plan_item::adoption().set(&adoption);
        session.edit(own.key.with_value(|key| action.set(key, edit)));
    };
    let options = move || {
        vec![
            (Adoption::Adopted, Msg::PlanAdopted.into()),
            (Adoption::NotAdopted, Msg::PlanNotAdopted.into()),
        ]
    };
    let value = Signal::derive(move || item.with(|item| item.adoption.clone()));
    view! {
        <Show when=move || is_handed.get()>
            <div class="stack" data-gap="2">
                <Choice
                    label=Msg::PlanAdoption
                    options=options()
                    value
                    hint=Signal::derive(move || said().unwrap_or_default())
                    on_choose=choose
                />
                {own.trouble(plan_item::adoption().spec())}
                {own.field(plan_item::adoption_reason().spec())}
            </div>
        </Show>
    }
}
