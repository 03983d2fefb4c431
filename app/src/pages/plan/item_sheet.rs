//! An item of a plan, to be read before anything is asked: what it is, how it stands, when and why then, and the one thing to do with it; how it is
//! done, and what of it is for this client. What is set less often is folded away below.

mod adoption;
mod follows;
mod ticks;
mod timing;
mod top;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{put_away, take_out};
use yardstick_domain::records::{FieldSpec, PlanItem, Tier, plan_item};

use self::adoption::Adopted;
use self::ticks::Ticks;
use self::timing::Timing;
use self::top::Top;
use super::PlanOf;
use super::head::made;
use super::moves::ItemMoves;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Sheet, Switch, Variant, open_while};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::session::{Action, Session};

/// The sheet of the item that is chosen.
#[component]
pub(super) fn ItemSheet(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let records = plan.records;
    let open = open_while(chosen);
    view! {
        <Sheet open title=Msg::PlanItem>
            {move || {
                chosen
                    .get()
                    .map(|id| {
                        let key = records.with_untracked(|all| all.key(plan_item::SPEC.name, id));
                        let item = plan.item(id);
                        let own = ItemOf { plan, id, key: StoredValue::new(key), item };
                        view! { <Item own open/> }
                    })
            }}
        </Sheet>
    }
}

/// The item of which sheet this is.
#[derive(Clone, Copy)]
struct ItemOf {
    plan: PlanOf,
    id: RecordId,
    key: StoredValue<RecordKey>,
    item: Memo<PlanItem>,
}

impl ItemOf {
    fn records(self) -> Signal<Arc<Records>> {
        self.plan.records
    }

    /// The tier the list follows.
    fn tier(self) -> Memo<Tier> {
        let made = made(self.plan);
        Memo::new(move |_| made.with(|made| made.tier.clone()).unwrap_or(Tier::Small))
    }

    /// A field, with whatever stands beside its value.
    fn field(self, spec: FieldSpec) -> impl IntoView {
        let (records, record) = (self.records(), self.key.get_value());
        view! { <FieldEditor records record spec/> }
    }

    /// What stands beside the value of a field that has a control of its own.
    fn trouble(self, spec: FieldSpec) -> impl IntoView {
        self.trouble_of(spec, spec.name.to_owned())
    }

    /// The same of a field by its name as stored.
    fn trouble_of(self, spec: FieldSpec, name: String) -> impl IntoView {
        let records = self.records();
        let key = self.key.with_value(|key| key.field(name.as_str()));
        view! { <FieldTrouble records key spec on_mend=|_| ()/> }
    }

    /// Whether something stands beside the value of one of these fields, or did since it was asked: what is folded away opens by itself then.
    fn is_troubled(self, specs: &'static [fn() -> FieldSpec]) -> Memo<bool> {
        let records = self.records();
        Memo::new(move |was: Option<&bool>| {
            let is_now = records.with(|records| {
                let record = self.key.with_value(|key| records.record(key))?;
                let mut fields = record.fields.iter();
                Some(fields.any(|(name, field)| {
                    let (base, _) = FieldSpec::split(name.as_str());
                    let is_of = specs.iter().any(|spec| spec().name == base);
                    let is_calm =
                        field.refused.is_empty() && field.register.also_edited().is_empty();
                    is_of && !is_calm
                }))
            });
            is_now == Some(true) || was == Some(&true)
        })
    }
}

#[component]
fn Item(own: ItemOf, open: RwSignal<bool>) -> impl IntoView {
    let records = own.records();
    let guidance = move || own.item.with(|item| item.guidance.clone());
    view! {
        <div class="form">
            <RecordTrouble records record=own.key.get_value()/>
            <Top own/>
            {move || {
                guidance().map(|guidance| view! { <p class="plan-guidance">{guidance}</p> })
            }}
            {own.field(plan_item::advice().spec())}
            <Ticks own/>
            <Timing own/>
            <Adopted own/>
            <WhoMoved own/>
            <More own open/>
            <div class="cluster">
                <HistoryButton record=own.key.get_value()/>
            </div>
        </div>
    }
}

/// Who moved the days of it; asked for when it is opened.
#[component]
fn WhoMoved(own: ItemOf) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <details class="details" on:toggle=move |_| is_open.set(true)>
            <summary>{move || t(Msg::PlanWhoMoved)}</summary>
            <div>
                <Show when=move || is_open.get()>
                    <ItemMoves plan=own.plan id=own.id/>
                </Show>
            </div>
        </details>
    }
}

/// What is hardly ever set.
#[component]
fn More(own: ItemOf, open: RwSignal<bool>) -> impl IntoView {
    const FIELDS: &[fn() -> FieldSpec] = &[
        || plan_item::title().spec(),
        || plan_item::section().spec(),
        || plan_item::pace().spec(),
        || plan_item::weight().spec(),
        || plan_item::drawer().spec(),
    ];
    let session = Session::expect();
    let is_troubled = own.is_troubled(FIELDS);
    let delete = move |_| {
        open.set(false);
        session.delete(Msg::PlanToastDeleted, vec![own.key.get_value()]);
    };
    view! {
        <details class="details" open=move || is_troubled.get()>
            <summary>{move || t(Msg::PlanMore)}</summary>
            <div class="form">
                {own.field(plan_item::title().spec())} {own.field(plan_item::section().spec())}
                {own.field(plan_item::pace().spec())} {own.field(plan_item::weight().spec())}
                <Drawer own/> {own.trouble(plan_item::drawer().spec())}
                <div class="cluster">
                    <Button
                        label=Msg::PlanDelete
                        glyph=Glyph::Trash2
                        variant=Variant::Danger
                        on_press=delete
                    />
                </div>
            </div>
        </details>
    }
}

/// 有需要再說: into the drawer, or out of it into the list of the tier.
#[component]
fn Drawer(own: ItemOf) -> impl IntoView {
    let session = Session::expect();
    let (item, tier) = (own.item, own.tier());
    let change = move |is_in: bool| {
        let edits = if is_in {
            put_away()
        } else {
            tier.with_untracked(|tier| item.with_untracked(|item| take_out(item, tier)))
        };
        let action = Action::new(Msg::PlanToastTick);
        let action = own.key.with_value(|key| action.set_all(key, edits));
        session.edit(action.quietly());
    };
    let value = Signal::derive(move || item.with(|item| item.drawer == Some(true)));
    view! { <Switch label=Msg::PlanFieldDrawer value on_change=change/> }
}
