//! 案子: what we do for a client, one after another, with what was agreed.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ClientFile, ended_engagements, is_running, kols_of, plan_id, plan_items, readings_of,
    running_engagements, screening_id, screening_of, weekly_figures_of,
};
use yardstick_domain::records::{
    Engagement, FieldSpec, engagement, kol, plan, plan_item, screening,
};
use yardstick_domain::values::Choice as _;

use super::add_sheet::{AddSheet, NewRecord};
use super::readings::Readings;
use super::screening::Screened;
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Empty, Glyph, Icon, LinkButton, Sheet, Variant};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::{now, show, words};
use crate::route::Route;
use crate::session::Session;

const NEW: NewRecord = NewRecord {
    kind: "engagement",
    title: Msg::ClientpageAddEngagement,
    done: Msg::ClientpageToastEngagement,
    fields: &[
        || engagement::title().spec(),
        || engagement::target().spec(),
        || engagement::success().spec(),
        || engagement::period().spec(),
    ],
    hint: |_| None,
};

/// All engagements, those that go on first, and adding one.
#[component]
pub(super) fn Engagements(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let open = RwSignal::new(false);
    let opened = RwSignal::new(None::<RecordKey>);
    let of = move |list: fn(&ClientFile) -> Vec<&(RecordId, Engagement)>| {
        Memo::new(move |_| {
            records.with(|records| {
                let all = list(records.file()).into_iter();
                all.cloned().collect::<Vec<_>>()
            })
        })
    };
    let (running, ended) = (of(running_engagements), of(ended_engagements));
    let edit = move |key: RecordKey| {
        opened.set(Some(key));
        open.set(true);
    };
    let row = move |(id, engagement): (RecordId, Engagement)| {
        let key = records.with_untracked(|records| records.key("engagement", id));
        view! { <EngagementCard client records id engagement on_open=move |()| edit(key.clone())/> }
    };
    view! {
        <div class="stack">
            <Show when=move || running.with(Vec::is_empty) && ended.with(Vec::is_empty)>
                <Empty title=Msg::ClientpageNoEngagements text=Msg::ClientpageNoEngagementsText/>
            </Show>
            {move || running.get().into_iter().map(row).collect_view()}
            <div class="cluster">
                <Button
                    label=Msg::ClientpageAddEngagement
                    glyph=Glyph::Plus
                    on_press=move |_| adding.set(true)
                />
            </div>
            <Show when=move || !ended.with(Vec::is_empty)>
                <section class="group" aria-labelledby="engagements-ended">
                    <h2 class="group-head" id="engagements-ended">
                        <span>{move || t(Msg::ClientpageEndedEngagements)}</span>
                        <span class="group-count">{move || ended.with(Vec::len)}</span>
                    </h2>
                    {move || ended.get().into_iter().map(row).collect_view()}
                </section>
            </Show>
            <AddSheet open=adding client new=NEW more=|()| Vec::new() on_made=edit/>
            <Sheet open title=Msg::EngagementEngagement>
                {move || opened.get().map(|key| view! { <EngagementForm records key open/> })}
            </Sheet>
        </div>
    }
}

/// What was agreed, and the way to change it.
#[component]
fn EngagementCard(
    client: RecordId,
    records: Signal<Arc<Records>>,
    id: RecordId,
    engagement: Engagement,
    #[prop(into)] on_open: Callback<()>,
) -> impl IntoView {
    let success = engagement.success;
    let is_running = is_running(&engagement);
    let title = engagement.title.clone();
    let title = Signal::derive(move || {
        title
            .clone()
            .unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement))
    });
    let label = Signal::derive(move || t_with(Msg::ClientpageEditName, &[("name", &title.get())]));
    view! {
        <section class="card">
            <div class="split">
                <h2 class="card-title">{title}</h2>
                <button
                    class="button"
                    data-variant="plain"
                    data-icon=true
                    type="button"
                    aria-label=label
                    title=label
                    on:click=move |_| on_open.run(())
                >
                    <Icon glyph=Glyph::Pencil/>
                </button>
            </div>
            <EngagementFacts engagement/>
            <Screened records engagement=id is_running/>
            <Readings client records engagement=id success/>
            <div class="cluster">
                <LinkButton
                    to=Route::Plan {
                        client,
                        engagement: id,
                    }
                    label=Msg::PlanService
                    glyph=Glyph::SquareCheck
                />
            </div>
        </section>
    }
}

/// What was agreed, as names and values; what is not known yet is left out.
#[component]
pub(super) fn EngagementFacts(engagement: Engagement) -> impl IntoView {
    let facts = move || {
        facts(&engagement)
            .into_iter()
            .map(|(name, value)| {
                view! {
                    <div>
                        <dt>{t(name)}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <dl class="facts">{facts}</dl> }
}

fn facts(own: &Engagement) -> Vec<(Msg, String)> {
    let kind = own
        .kind
        .as_ref()
        .and_then(|kind| words::choice("kind", kind.name(), None));
    let mark = |mark: Option<i64>| mark.and_then(words::mark).map(t);
    let outcome = own.outcome.as_ref().and_then(|outcome| {
        let state = words::choice("outcome", outcome.state.name(), None)?;
        let day = now::local_day(outcome.at).map(show::day);
        Some([&t(state), " ", &day.unwrap_or_default()].concat())
    });
    [
        (Msg::EngagementKind, kind.map(t)),
        (Msg::EngagementTarget, own.target.map(show::money)),
        (Msg::EngagementSuccessAmount, own.success.map(show::money)),
        (Msg::EngagementPeriod, own.period.map(show::period)),
        (Msg::EngagementShipDate, own.ship_date.map(show::day)),
        (Msg::EngagementFeeRate, own.fee_rate.map(show::rate)),
        (
            Msg::EngagementContractValue,
            own.contract_value.map(show::money),
        ),
        (Msg::EngagementRenewalDate, own.renewal_date.map(show::day)),
        (Msg::EngagementProductStrength, mark(own.product_strength)),
        (Msg::EngagementCauseReach, mark(own.cause_reach)),
        (Msg::EngagementSimilarity, mark(own.similarity)),
        (Msg::EngagementOutcome, outcome),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// Every field of an engagement.
#[component]
fn EngagementForm(
    records: Signal<Arc<Records>>,
    key: RecordKey,
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::expect();
    let (own, of_history) = (key.clone(), key.clone());
    let field = move |spec: FieldSpec| {
        let record = own.clone();
        view! { <FieldEditor records record spec/> }
    };
    let delete = {
        let key = key.clone();
        move |_| {
            open.set(false);
            let all = records.with_untracked(|records| {
                let service = records.service();
                let readings = readings_of(records.file(), key.record);
                let readings = readings.map(|(id, _)| records.key("reading", *id));
                let screened = screening_of(service, key.record);
                let screened =
                    screened.map(|_| records.key(screening::SPEC.name, screening_id(key.record)));
                let weeks = weekly_figures_of(service, key.record);
                let weeks = weeks.map(|(id, _)| records.key("weekly_figure", *id));
                let planned = plan_items(service, key.record).into_iter();
                let planned = planned.map(|(id, _)| records.key(plan_item::SPEC.name, *id));
                let kols = kols_of(service, key.record).into_iter();
                let kols = kols.map(|(id, _)| records.key(kol::SPEC.name, *id));
                let own_plan = plan_id(key.record);
                let is_planned = service.plans.iter().any(|(id, _)| *id == own_plan);
                let own_plan = is_planned.then(|| records.key(plan::SPEC.name, own_plan));
                std::iter::once(key.clone())
                    .chain(readings)
                    .chain(screened)
                    .chain(weeks)
                    .chain(own_plan)
                    .chain(planned)
                    .chain(kols)
                    .collect()
            });
            session.delete(Msg::ClientpageToastEngagementDeleted, all);
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(engagement::title().spec())} {field(engagement::kind().spec())}
            {field(engagement::target().spec())} {field(engagement::success().spec())}
            {field(engagement::period().spec())} {field(engagement::ship_date().spec())}
            {field(engagement::fee_rate().spec())} {field(engagement::contract_value().spec())}
            {field(engagement::renewal_date().spec())}
            {field(engagement::product_strength().spec())}
            {field(engagement::cause_reach().spec())} {field(engagement::similarity().spec())}
            {field(engagement::outcome().spec())}
            <div class="cluster">
                <HistoryButton record=of_history/>
                <Button
                    label=Msg::ClientpageDeleteEngagement
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
