//! The items by section; what waits in the drawer, in reserve or beyond the list of the tier is under words of its own.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ItemStanding, by_section, kols_of, standing_of};
use yardstick_domain::records::{PlanItem, PlanState, plan_item};
use yardstick_domain::values::Outcome;

use super::new_item::NewItem;
use super::{PlanOf, words};
use crate::i18n::{Msg, t};
use crate::kit::{Glyph, Icon, Tone};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::{now, show};
use crate::session::{Action, Session};

/// Where an item is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Under its section.
    Section,
    /// 備而不用: one of the three ticks is missing.
    Reserve,
    /// 有需要再說.
    Drawer,
    /// Beyond the list of the tier that holds now, or left out.
    Away,
}

fn place(item: &PlanItem) -> Place {
    match standing_of(item) {
        ItemStanding::Reserve(_) => Place::Reserve,
        ItemStanding::Drawer => Place::Drawer,
        ItemStanding::Parked | ItemStanding::Dropped => Place::Away,
        _ => Place::Section,
    }
}

/// All of them.
#[component]
pub(super) fn Sections(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let all = plan.items();
    let kols = Memo::new(move |_| {
        plan.records.with(|records| {
            let own = kols_of(records.service(), plan.engagement).into_iter();
            own.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    // The milestones of a KOL stand with the KOL.
    let items = Memo::new(move |_| {
        kols.with(|kols| {
            let stands_here = |item: &PlanItem| {
                let is_kept = matches!(place(item), Place::Section | Place::Reserve);
                !is_kept || item.kol.is_none_or(|kol| !kols.contains(&kol))
            };
            let mut items = all.get();
            items.retain(|(_, item)| stands_here(item));
            items
        })
    });
    let sections = Memo::new(move |_| {
        items.with(|items| {
            let listed = items.iter();
            let listed: Vec<_> = listed
                .filter(|(_, item)| place(item) == Place::Section)
                .collect();
            let sections = by_section(&listed).into_iter();
            let sections = sections.map(|part| {
                let word = part.section.as_ref().and_then(words::section);
                // What is left to do comes first.
                let (open, done): (Vec<_>, Vec<_>) = part
                    .items
                    .into_iter()
                    .partition(|(_, item)| item.outcome.is_none());
                let ids: Vec<RecordId> = open.iter().chain(&done).map(|(id, _)| *id).collect();
                (word.unwrap_or(Msg::PlanSectionNone), ids)
            });
            sections.collect::<Vec<_>>()
        })
    });
    let beside = move |at: Place| {
        Memo::new(move |_| {
            items.with(|items| {
                let own = items.iter().filter(|(_, item)| place(item) == at);
                own.map(|(id, _)| *id).collect::<Vec<_>>()
            })
        })
    };
    let section = move |(name, ids): (Msg, Vec<RecordId>)| {
        let left = ids.clone();
        let open = move || {
            items.with(|items| {
                let own = items.iter().filter(|(id, _)| left.contains(id));
                own.filter(|(_, item)| item.outcome.is_none()).count()
            })
        };
        view! {
            <section class="group">
                <h2 class="group-head">
                    <span>{move || t(name)}</span>
                    <span class="group-count">{open}</span>
                </h2>
                <Rows plan ids chosen/>
            </section>
        }
    };
    view! {
        <div class="stack">
            {move || sections.get().into_iter().map(section).collect_view()}
            <NewItem plan chosen/>
            <Beside plan name=Msg::PlanReserve text=Msg::PlanReserveText ids=beside(Place::Reserve) chosen/>
            <Beside plan name=Msg::PlanDrawer text=Msg::PlanDrawerText ids=beside(Place::Drawer) chosen/>
            <Beside plan name=Msg::PlanAway text=Msg::PlanAwayText ids=beside(Place::Away) chosen/>
        </div>
    }
}

/// What is not counted now, behind a tap.
#[component]
fn Beside(
    plan: PlanOf,
    name: Msg,
    text: Msg,
    ids: Memo<Vec<RecordId>>,
    chosen: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let is_any = Memo::new(move |_| !ids.with(Vec::is_empty));
    view! {
        <Show when=move || is_any.get()>
            <details class="details">
                <summary>{move || t(name)} " " <span class="soft">{move || ids.with(Vec::len)}</span></summary>
                <p class="soft">{move || t(text)}</p>
                {move || view! { <Rows plan ids=ids.get() chosen/> }}
            </details>
        </Show>
    }
}

#[component]
fn Rows(plan: PlanOf, ids: Vec<RecordId>, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let row = move |id: RecordId| view! { <ItemRow plan id chosen/> };
    view! { <ul class="rows">{ids.into_iter().map(row).collect_view()}</ul> }
}

/// One item: the box to tick, what it is, who does it and how it stands, the day that was set.
#[component]
pub(super) fn ItemRow(
    plan: PlanOf,
    id: RecordId,
    chosen: RwSignal<Option<RecordId>>,
    /// What stands at its end, where that is not the day that was set.
    #[prop(optional, into)]
    figure: Option<Signal<(String, Tone)>>,
    /// What stands under it, where that is not who does it and how it stands.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let item = Memo::new(move |_| {
        records
            .with(|records| {
                let mut all = records.service().items.iter();
                all.find(|(own, _)| *own == id)
                    .map(|(_, item)| item.clone())
            })
            .unwrap_or_default()
    });
    let is_done = Memo::new(move |_| item.with(is_done));
    let tick = move |_| {
        let key = records.with_untracked(|records| records.key(plan_item::SPEC.name, id));
        let action = if is_done.get_untracked() {
            Action::new(Msg::PlanToastReopened).set(&key, plan_item::outcome().clear())
        } else {
            let Some(at) = meeting_words::now() else {
                return;
            };
            let state = PlanState::Done;
            Action::new(Msg::PlanToastDone)
                .set(&key, plan_item::outcome().set(&Outcome { state, at }))
        };
        session.edit(action);
    };
    let title = Signal::derive(move || item.with(words::title));
    let glyph = move || {
        if is_done.get() {
            Glyph::SquareCheck
        } else {
            Glyph::Square
        }
    };
    let note = note.unwrap_or_else(|| Signal::derive(move || item.with(self::note)));
    let figure = figure.unwrap_or_else(|| Signal::derive(move || item.with(due)));
    view! {
        <li class="row-line" data-done=move || is_done.get()>
            <button
                class="row-check"
                type="button"
                role="checkbox"
                aria-checked=move || is_done.get().to_string()
                aria-label=title
                on:click=tick
            >
                {move || view! { <Icon glyph=glyph()/> }}
            </button>
            <button class="row" type="button" on:click=move |_| chosen.set(Some(id))>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
                <span class="row-figure" data-tone=move || figure.with(|(_, tone)| tone.name())>
                    {move || figure.with(|(word, _)| word.clone())}
                </span>
            </button>
        </li>
    }
}

fn is_done(item: &PlanItem) -> bool {
    let state = item.outcome.as_ref().map(|outcome| &outcome.state);
    state == Some(&PlanState::Done)
}

/// Who does it, how long it takes, and how it stands with the client.
fn note(item: &PlanItem) -> String {
    let standing = match standing_of(item) {
        ItemStanding::Handed => Some(Msg::PlanHanded),
        ItemStanding::Adopted => Some(Msg::PlanAdopted),
        ItemStanding::NotAdopted => Some(Msg::PlanNotAdopted),
        _ => None,
    };
    let parts = [standing.map(t), Some(words::effort(item))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn due(item: &PlanItem) -> (String, Tone) {
    let Some(due) = item.due else {
        return (String::new(), Tone::Neutral);
    };
    let tone = if item.outcome.is_none() && due < now::today() {
        Tone::Bad
    } else {
        Tone::Neutral
    };
    (show::short_day(due), tone)
}
