//! An item of a plan: how it is done, what of it is for this client, the three ticks, handing it over and what they made of it.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{hand_over, put_away, take_back, take_out};
use yardstick_domain::records::{Adoption, Edit, Field, FieldSpec, PlanItem, Tier, plan_item};

use super::head::made;
use super::{PlanOf, words};
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Choice, Glyph, Sheet, Switch, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::{now, show};
use crate::session::{Action, Session};

/// The sheet of the item that is chosen.
#[component]
pub(super) fn ItemSheet(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let records = plan.records;
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            open.set(true);
        }
    });
    // Without asking whether there is anything to let go of, the two would set each other off for ever.
    Effect::new(move |_| {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    view! {
        <Sheet open title=Msg::PlanItem>
            {move || {
                chosen
                    .get()
                    .map(|id| {
                        let key = records.with_untracked(|all| all.key(plan_item::SPEC.name, id));
                        view! { <Item plan id key open/> }
                    })
            }}
        </Sheet>
    }
}

#[component]
fn Item(plan: PlanOf, id: RecordId, key: RecordKey, open: RwSignal<bool>) -> impl IntoView {
    let records = plan.records;
    let session = Session::expect();
    let item = Memo::new(move |_| {
        records
            .with(|records| {
                let mut all = records.service().items.iter();
                all.find(|(own, _)| *own == id)
                    .map(|(_, item)| item.clone())
            })
            .unwrap_or_default()
    });
    let field = {
        let key = key.clone();
        move |spec: FieldSpec| {
            let record = key.clone();
            view! { <FieldEditor records record spec/> }
        }
    };
    let delete = {
        let key = key.clone();
        move |_| {
            open.set(false);
            session.delete(Msg::PlanToastDeleted, vec![key.clone()]);
        }
    };
    let of_history = key.clone();
    let own = StoredValue::new(key.clone());
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            <Guidance item/>
            {field(plan_item::advice().spec())}
            <HandedOver records own item/>
            <Ticks own item/>
            {field(plan_item::outcome().spec())} {field(plan_item::due().spec())}
            {field(plan_item::who().spec())} {field(plan_item::who_name().spec())}
            <details class="details">
                <summary>{move || t(Msg::PlanMore)}</summary>
                <div class="form">
                    {field(plan_item::title().spec())} {field(plan_item::section().spec())}
                    {field(plan_item::pace().spec())} {field(plan_item::work().spec())}
                    {field(plan_item::wait_days().spec())} {field(plan_item::wait_for().spec())}
                    {field(plan_item::weight().spec())} <Drawer own item plan/>
                    <div class="cluster">
                        <HistoryButton record=of_history/>
                        <Button
                            label=Msg::PlanDelete
                            glyph=Glyph::Trash2
                            variant=Variant::Danger
                            on_press=delete
                        />
                    </div>
                </div>
            </details>
        </div>
    }
}

/// What it is called, and how it is done by whoever has not done it before.
#[component]
fn Guidance(item: Memo<PlanItem>) -> impl IntoView {
    let title = move || item.with(words::title);
    let guidance = move || item.with(|item| item.guidance.clone());
    let work = move || item.with(words::effort);
    view! {
        <div class="stack" data-gap="1">
            <p class="plan-title">{title}</p>
            <p class="soft">{work}</p>
            {move || guidance().map(|guidance| view! { <p>{guidance}</p> })}
        </div>
    }
}

/// 交給客戶: when, and what they made of it.
#[component]
fn HandedOver(
    records: Signal<Arc<Records>>,
    own: StoredValue<RecordKey>,
    item: Memo<PlanItem>,
) -> impl IntoView {
    let session = Session::expect();
    let set = move |label, edits: Vec<Edit>| {
        session.edit(own.with_value(|key| Action::new(label).set_all(key, edits)));
    };
    let give = move |_| {
        if let Some(now) = meeting_words::now() {
            set(Msg::PlanToastHanded, hand_over(now, None));
        }
    };
    let take = move |_| set(Msg::PlanToastTakenBack, take_back());
    let handed = Memo::new(move |_| item.with(|item| item.handed_at));
    let said = move || {
        let day = handed.get().and_then(now::local_day).map(show::day)?;
        Some(t_with(Msg::PlanHandedOn, &[("day", &day)]))
    };
    let adoptions = [
        (Adoption::Adopted, Msg::PlanAdopted.into()),
        (Adoption::NotAdopted, Msg::PlanNotAdopted.into()),
    ];
    let adopted = Signal::derive(move || item.with(|item| item.adoption.clone()));
    let is_settled = Memo::new(move |_| item.with(|item| item.outcome.is_some()));
    let options = StoredValue::new(adoptions.to_vec());
    let why = own.get_value();
    view! {
        <Show
            when=move || handed.get().is_some()
            fallback=move || {
                view! {
                    <Show when=move || !is_settled.get()>
                        <div class="cluster">
                            <Button
                                label=Msg::PlanHandOver
                                glyph=Glyph::Share2
                                variant=Variant::Primary
                                on_press=give
                            />
                        </div>
                    </Show>
                }
            }
        >
            <div class="stack" data-gap="2">
                <div class="split">
                    <p>{said}</p>
                    <Button
                        label=Msg::PlanTakeBack
                        variant=Variant::Plain
                        on_press=take
                    />
                </div>
                <Choice
                    label=Msg::PlanAdoption
                    options=options.get_value()
                    value=adopted
                    on_choose=move |adoption: Adoption| {
                        set(Msg::PlanToastAdoption, vec![plan_item::adoption().set(&adoption)]);
                    }
                />
                <FieldEditor records record=why.clone() spec=plan_item::adoption_reason().spec()/>
            </div>
        </Show>
    }
}

/// 有需要再說: into the drawer, or out of it into the list of the tier.
#[component]
fn Drawer(own: StoredValue<RecordKey>, item: Memo<PlanItem>, plan: PlanOf) -> impl IntoView {
    let session = Session::expect();
    let tier = made(plan);
    let change = move |is_in: bool| {
        let tier = tier
            .with_untracked(|made| made.tier.clone())
            .unwrap_or(Tier::Small);
        let edits = if is_in {
            put_away()
        } else {
            item.with_untracked(|item| take_out(item, &tier))
        };
        let action = own.with_value(|key| Action::new(Msg::PlanToastTick).set_all(key, edits));
        session.edit(action.quietly());
    };
    let value = Signal::derive(move || item.with(|item| item.drawer == Some(true)));
    view! { <Switch label=Msg::PlanFieldDrawer value on_change=change/> }
}

/// 能力可執行、願意做、資源可負擔: one that is missing puts the item in reserve.
#[component]
fn Ticks(own: StoredValue<RecordKey>, item: Memo<PlanItem>) -> impl IntoView {
    let session = Session::expect();
    let tick =
        move |label: Msg, field: Field<Option<bool>>, read: fn(&PlanItem) -> Option<bool>| {
            let options = vec![
                (true, Msg::PlanTickYes.into()),
                (false, Msg::PlanTickNo.into()),
            ];
            let value = Signal::derive(move || item.with(read));
            let choose = move |is_so: bool| {
                let action = own
                    .with_value(|key| Action::new(Msg::PlanToastTick).set(key, field.set(&is_so)));
                session.edit(action.quietly());
            };
            view! { <Choice label options value on_choose=choose/> }
        };
    view! {
        {tick(Msg::PlanAble, plan_item::able(), |item| item.able)}
        {tick(Msg::PlanWilling, plan_item::willing(), |item| item.willing)}
        {tick(Msg::PlanAffordable, plan_item::affordable(), |item| item.affordable)}
    }
}
