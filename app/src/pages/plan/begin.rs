//! Making a plan: the tier decides the list, the levels what of it; what comes of it is said before it is made.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Chosen, Dimension, Library, adopt, assessed, begin_plan, choose, plan_items, plan_kind,
};
use yardstick_domain::records::{
    Edit, EngagementKind, Tier, engagement, plan as plan_record, plan_item,
};
use yardstick_domain::values::Choice as _;

use super::PlanOf;
use crate::book::Records;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Choice, Empty, Glyph, LinkButton, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::questions;
use crate::pages::parts::templates::{Templates, templates};
use crate::route::Route;
use crate::session::{Action, Session};

/// The tiers as answers.
pub(super) fn tiers() -> Vec<(Tier, Signal<String>)> {
    let tiers = Tier::ALL.iter().map(|tier| {
        let word = questions::tier(tier).unwrap_or(Msg::TierUnknown);
        (tier.clone(), word.into())
    });
    tiers.collect()
}

/// What this client gets of the templates.
fn chosen<'a>(
    library: &'a Library,
    records: &Records,
    kind: &EngagementKind,
    tier: &Tier,
) -> Vec<Chosen<'a>> {
    let standing = assessed(records.service());
    choose(library, kind, tier, |dimension: Dimension| {
        standing.level(dimension)
    })
}

/// Sets the plan and its items.
pub(super) fn set(
    action: Action,
    records: &Records,
    own: (RecordId, Vec<Edit>),
    items: Vec<(RecordId, Vec<Edit>)>,
) -> Action {
    let of_plan = (plan_record::SPEC.name, own);
    let of_items = items.into_iter().map(|item| (plan_item::SPEC.name, item));
    let all = std::iter::once(of_plan).chain(of_items);
    all.fold(action, |action, (kind, (id, edits))| {
        action.set_all(&records.key(kind, id), edits)
    })
}

/// What stands where there is no plan yet.
#[component]
pub(super) fn Begin(plan: PlanOf) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let templates = templates();
    let own = RwSignal::new(None::<Tier>);
    let assessed_tier =
        Memo::new(move |_| records.with(|records| assessed(records.service()).tier().cloned()));
    let tier = Memo::new(move |_| own.get().or_else(|| assessed_tier.get()));
    let kind =
        Memo::new(move |_| records.with(|records| plan_kind(records.service(), plan.engagement)));
    let preview = move || {
        let Templates::Here(library) = templates.get() else {
            return None;
        };
        let (kind, tier) = (kind.get()?, tier.get()?);
        // Once more with each answer: choosing is a matter of a hundred comparisons.
        let chosen = records.with(|records| chosen(&library, records, &kind, &tier));
        let at_large = chosen.iter().filter(|one| one.template.per.is_none());
        let (kept, counted): (Vec<_>, Vec<_>) = at_large.partition(|one| one.drawer);
        let (kept, counted) = (kept.len(), counted.len());
        let counted = t_n(
            Msg::PlanWouldBe,
            u32::try_from(counted).unwrap_or_default(),
            &[],
        );
        let kept = (kept > 0).then(|| {
            t_n(
                Msg::PlanWouldKeep,
                u32::try_from(kept).unwrap_or_default(),
                &[],
            )
        });
        Some(
            [Some(counted), kept]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
        )
    };
    let make = move |_| {
        let Templates::Here(library) = templates.get_untracked() else {
            return;
        };
        let (Some(tier), Some(kind)) = (tier.get_untracked(), kind.get_untracked()) else {
            return;
        };
        let Some(now) = meeting_words::now() else {
            return;
        };
        let action = records.with_untracked(|records| {
            let chosen = chosen(&library, records, &kind, &tier);
            let own = begin_plan(plan.engagement, &kind, &tier, now);
            let existing = plan_items(records.service(), plan.engagement);
            let items = adopt(plan.engagement, &chosen, &existing);
            set(Action::new(Msg::PlanToastMade), records, own, items)
        });
        session.edit(action);
    };
    let key = records.with_untracked(|records| records.key(engagement::SPEC.name, plan.engagement));
    let is_missing = move || matches!(templates.get(), Templates::Missing);
    let cannot = Signal::derive(move || {
        tier.get().is_none()
            || kind
                .get()
                .is_none_or(|kind: EngagementKind| !kind.is_known())
            || !matches!(templates.get(), Templates::Here(_))
    });
    view! {
        <div class="column stack">
            <Empty title=Msg::PlanNone text=Msg::PlanNoneText/>
            <FieldEditor records record=key spec=engagement::kind().spec()/>
            <Choice
                label=Msg::ClientTier
                options=tiers()
                value=Signal::derive(move || tier.get())
                on_choose=move |tier| own.set(Some(tier))
                hint=Signal::derive(move || {
                    t(if assessed_tier.get().is_some() {
                        Msg::PlanTierAssessed
                    } else {
                        Msg::PlanTierUnknown
                    })
                })
            />
            {move || preview().map(|line| view! { <p>{line}</p> })}
            <Show when=is_missing>
                <p class="soft">{move || t(Msg::PlanNoTemplates)}</p>
            </Show>
            <div class="cluster">
                <Button
                    label=Msg::PlanMake
                    glyph=Glyph::Plus
                    variant=Variant::Primary
                    disabled=cannot
                    on_press=make
                />
                <LinkButton to=Route::Templates label=Msg::TemplatesOpen/>
            </div>
        </div>
    }
}
