//! A tier set by hand, in place of the rule's: with a reason, and with the way back to the rule.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::method::{Standing, assessments};
use yardstick_domain::records::{Tier, assessment};
use yardstick_domain::values::Choice as _;

use crate::book::Records;
use crate::browser::focus;
use crate::i18n::Msg;
use crate::kit::{Button, Choice, Sheet, Variant};
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::questions;
use crate::session::{Action, Session};

/// The sheet. What is typed and not saved is still there when it is opened again.
#[component]
pub(super) fn TierSheet(
    open: RwSignal<bool>,
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
) -> impl IntoView {
    let session = Session::expect();
    let client = records.with_untracked(|records| records.client_key().client);
    let spec = assessment::tier_reason().spec();
    let reason = NewText::take_up(session, &format!("{client}/tier"), spec);
    let own = RwSignal::new(None::<Tier>);
    let chosen =
        Signal::derive(move || own.get().or_else(|| standing.with(|it| it.tier().cloned())));
    let is_set = Memo::new(move |_| standing.with(|standing| standing.set.is_some()));
    let done = move || {
        reason.clear();
        own.set(None);
        open.set(false);
    };
    let save = move |_| {
        let of = standing.with_untracked(|standing| standing.assessment);
        let (Some(of), Some(tier)) = (of, chosen.get_untracked()) else {
            return;
        };
        match reason.edit() {
            Ok(why) if !untrack(|| reason.is_empty()) => {
                let key = records.with_untracked(|records| records.key(assessment::SPEC.name, of));
                let edits = [assessment::tier().set(&tier), why];
                session.edit(Action::new(Msg::TierToastSet).set_all(&key, edits));
                done();
            }
            _ => {
                reason.done(true);
                focus::on("dialog [aria-invalid=\"true\"]");
            }
        }
    };
    // One of an earlier assessment would hold again.
    let follow_rule = move |_| {
        let action = records.with_untracked(|records| {
            let all = assessments(records.service()).into_iter();
            let with_tier = all.filter(|(_, own)| own.tier.is_some());
            with_tier.fold(Action::new(Msg::TierToastSet), |action, (id, _)| {
                let clears = [
                    assessment::tier().clear(),
                    assessment::tier_reason().clear(),
                ];
                action.set_all(&records.key(assessment::SPEC.name, *id), clears)
            })
        });
        session.edit(action);
        done();
    };
    let tiers = Tier::ALL.iter().map(|tier| {
        let word = questions::tier(tier).unwrap_or(Msg::TierUnknown);
        (tier.clone(), word.into())
    });
    let tiers = StoredValue::new(tiers.collect::<Vec<(Tier, Signal<String>)>>());
    view! {
        <Sheet
            open
            title=Msg::TierChange
            foot=move || {
                view! {
                    <Show when=move || is_set.get()>
                        <Button label=Msg::TierFollowRule on_press=follow_rule/>
                    </Show>
                    <Button label=Msg::ButtonSave variant=Variant::Primary on_press=save/>
                }
            }
        >
            <div class="form">
                <Choice
                    label=Msg::ClientTier
                    options=tiers.get_value()
                    value=chosen
                    on_choose=move |tier| own.set(Some(tier))
                />
                <NewField label=Msg::TierReason field=reason required=true hint=Msg::TierReasonHint/>
            </div>
        </Sheet>
    }
}
