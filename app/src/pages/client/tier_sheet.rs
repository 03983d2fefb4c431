//! A tier of one's own, in place of the rule's: with a reason, and with the way back to the rule.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::method::Standing;
use yardstick_domain::records::{Tier, assessment};
use yardstick_domain::values::Choice as _;

use crate::book::Records;
use crate::i18n::Msg;
use crate::kit::{Button, Choice, Sheet, TextArea, Variant};
use crate::pages::parts::questions;
use crate::session::{Action, Session};

/// The sheet.
#[component]
pub(super) fn TierSheet(
    open: RwSignal<bool>,
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
) -> impl IntoView {
    let session = Session::expect();
    let chosen = RwSignal::new(None::<Tier>);
    let reason = RwSignal::new(String::new());
    Effect::new(move || {
        if open.get() {
            standing.with_untracked(|standing| {
                chosen.set(standing.tier().cloned());
                let own = standing.set.as_ref().map(|(_, reason)| reason.clone());
                reason.set(own.unwrap_or_default());
            });
        }
    });
    let is_set = Memo::new(move |_| standing.with(|standing| standing.set.is_some()));
    let cannot_save = Signal::derive(move || {
        chosen.with(Option::is_none) || reason.with(|reason| reason.trim().is_empty())
    });
    let put = move |tier: Option<Tier>, reason: Option<String>| {
        let of = standing.with_untracked(|standing| standing.assessment);
        let Some(of) = of else { return };
        let key = records.with_untracked(|records| records.key(assessment::SPEC.name, of));
        let edits = [
            assessment::tier().put(tier.as_ref()),
            assessment::tier_reason().put(reason.as_ref()),
        ];
        session.edit(Action::new(Msg::TierToastSet).set_all(&key, edits));
        open.set(false);
    };
    let save = move |_| put(chosen.get_untracked(), Some(reason.get_untracked()));
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
                        <Button label=Msg::TierFollowRule on_press=move |_| put(None, None)/>
                    </Show>
                    <Button
                        label=Msg::ButtonSave
                        variant=Variant::Primary
                        disabled=cannot_save
                        on_press=save
                    />
                }
            }
        >
            <div class="form">
                <Choice
                    label=Msg::ClientTier
                    options=tiers.get_value()
                    value=chosen
                    on_choose=move |tier| chosen.set(Some(tier))
                />
                <TextArea
                    label=Msg::TierReason
                    hint=Msg::TierReasonHint
                    value=reason
                    on_input=move |text| reason.set(text)
                />
            </div>
        </Sheet>
    }
}
