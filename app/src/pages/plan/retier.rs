//! When the assessment comes to another tier than the one the list follows: what would be added and put away, and doing it.

use leptos::prelude::*;
use yardstick_domain::bundle::Presence;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Dimension, Library, Retier, assessed, plan_kind, retier};
use yardstick_domain::records::{Tier, plan_item};

use super::PlanOf;
use super::begin::set;
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::Button;
use crate::pages::parts::questions;
use crate::pages::parts::templates::templates;
use crate::session::{Action, Session};

/// The words and the button; nothing where the list is as it would be made now.
#[component]
pub(super) fn Retiering(plan: PlanOf, tier: Memo<Tier>) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let templates = templates();
    let library = move || templates.get().here();
    // The tier that was assessed; under the same one what was found out about the levels since may change the list, too.
    let other = Memo::new(move |_| {
        let standing = records.with(|records| assessed(records.service()));
        let assessed = standing.tier().cloned();
        assessed.filter(|_| !standing.is_provisional())
    });
    let line = move || {
        let (library, to) = (library()?, other.get()?);
        records.with(|records| {
            let change = change(plan, records, &library, &to)?;
            let is_same = tier.with(|tier| *tier == to);
            if is_same && change.changes_nothing() {
                return None;
            }
            let to = questions::tier(&to).map(t)?;
            let add = (change.add.len() + change.unpark.len()).to_string();
            let park = (change.park.len() + change.put_away.len()).to_string();
            let values = [("tier", &*to), ("add", &*add), ("park", &*park)];
            let message = if is_same {
                Msg::PlanRelevelTemplates
            } else {
                Msg::PlanRetier
            };
            Some(t_with(message, &values))
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
    library: &'a Library,
    to: &Tier,
) -> Option<Retier<'a>> {
    let file = records.service();
    let kind = plan_kind(file, plan.engagement)?;
    let standing = assessed(file);
    let level = |dimension: Dimension| standing.level(dimension);
    let mut change = retier(file, plan.engagement, library, &kind, to, level);
    // What somebody has deleted of the plan is not wanted: it does not come back by itself.
    let is_deleted = |id: RecordId| {
        let record = records.record(&records.key(plan_item::SPEC.name, id));
        record.is_some_and(|record| record.presence == Presence::Deleted)
    };
    change.add.retain(|added| !is_deleted(added.item));
    change.edits.retain(|(id, _)| !is_deleted(*id));
    Some(change)
}
