//! When the assessment comes to another tier than the one the list follows: what would be added and put away, and doing it.

use std::rc::Rc;

use leptos::prelude::*;
use yardstick_domain::method::{Dimension, Library, Retier, assessed, plan_kind, retier};
use yardstick_domain::records::Tier;

use super::PlanOf;
use super::begin::{Templates, set, templates};
use crate::book::Records;
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
    let library = move || match templates.get() {
        Templates::Here(library) => Some(library),
        Templates::Coming | Templates::Missing => None,
    };
    let other = Memo::new(move |_| {
        let standing = records.with(|records| assessed(records.service()));
        let assessed = standing
            .tier()
            .cloned()
            .filter(|_| !standing.is_provisional());
        assessed.filter(|assessed| tier.with(|tier| tier != assessed))
    });
    let line = move || {
        let (library, to) = (library()?, other.get()?);
        records.with(|records| {
            let change = change(plan, records, &library, &to)?;
            let to = questions::tier(&to).map(t)?;
            let add = (change.add.len() + change.unpark.len()).to_string();
            let park = (change.park.len() + change.put_away.len()).to_string();
            let values = [("tier", &*to), ("add", &*add), ("park", &*park)];
            Some(t_with(Msg::PlanRetier, &values))
        })
    };
    let act = move |_| {
        let (Some(library), Some(to)) = untrack(|| (library(), other.get())) else {
            return;
        };
        let action = records.with_untracked(|records| {
            let mut edits = change(plan, records, &library, &to)?.edits.into_iter();
            // The plan's own tier is the first of them.
            let own = edits.next()?;
            let action = Action::new(Msg::PlanToastRetiered);
            Some(set(action, records, own, edits.collect()))
        });
        if let Some(action) = action {
            session.edit(action);
        }
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

/// What following the tier would change; nothing for a sort of work that nobody has named.
fn change<'a>(
    plan: PlanOf,
    records: &Records,
    library: &'a Rc<Library>,
    to: &Tier,
) -> Option<Retier<'a>> {
    let file = records.service();
    let kind = plan_kind(file, plan.engagement)?;
    let standing = assessed(file);
    let level = |dimension: Dimension| standing.level(dimension);
    Some(retier(file, plan.engagement, library, &kind, to, level))
}
