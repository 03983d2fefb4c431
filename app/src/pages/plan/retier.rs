//! When the assessment comes to another tier than the one the list follows: what would be added and put away, and doing it.

use leptos::prelude::*;
use yardstick_domain::method::{Dimension, assessed, plan_id, retier};
use yardstick_domain::records::{Tier, plan as plan_record, plan_item};

use super::PlanOf;
use super::begin::{Templates, templates};
use crate::i18n::{Msg, t, t_with};
use crate::kit::Button;
use crate::pages::parts::questions;
use crate::session::{Action, Session};

/// The words and the button; nothing where both are the same.
#[component]
pub(super) fn Retiering(plan: PlanOf, tier: Memo<Tier>) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let templates = templates();
    let kind = plan.engagement();
    let other = Memo::new(move |_| {
        let standing = records.with(|records| assessed(records.service()));
        let assessed = standing
            .tier()
            .cloned()
            .filter(|_| !standing.is_provisional());
        assessed.filter(|assessed| tier.with(|tier| tier != assessed))
    });
    let change = move || {
        let Templates::Here(library) = templates.get() else {
            return None;
        };
        let (to, kind) = (other.get()?, kind.with(|own| own.kind.clone())?);
        records.with(|records| {
            let standing = assessed(records.service());
            let level = |dimension: Dimension| standing.level(dimension);
            let change = retier(
                plan.engagement,
                &records.service().items,
                &library,
                &kind,
                &to,
                level,
            );
            Some((to, change))
        })
    };
    let line = move || {
        let (to, change) = change()?;
        let to = questions::tier(&to).map(t)?;
        let values = [
            ("tier", &*to),
            (
                "add",
                &*(change.add.len() + change.unpark.len()).to_string(),
            ),
            ("park", &*change.park.len().to_string()),
        ];
        Some(t_with(Msg::PlanRetier, &values))
    };
    let act = move |_| {
        let Some((to, change)) = untrack(change) else {
            return;
        };
        let action = records.with_untracked(|records| {
            let own = records.key(plan_record::SPEC.name, plan_id(plan.engagement));
            let first = Action::new(Msg::PlanToastRetiered).set(&own, plan_record::tier().set(&to));
            change
                .edits()
                .into_iter()
                .fold(first, |action, (id, edits)| {
                    action.set_all(&records.key(plan_item::SPEC.name, id), edits)
                })
        });
        session.edit(action);
    };
    view! {
        {move || {
            line()
                .map(|line| {
                    view! {
                        <div class="split">
                            <p>{line}</p>
                            <Button label=Msg::PlanRetierDo on_press=act/>
                        </div>
                    }
                })
        }}
    }
}
