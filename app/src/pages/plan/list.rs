//! The items by section; what waits in the drawer, in reserve or beyond the list of the tier is under words of its own.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ItemStanding, Schedule, by_section, kols_of, standing_of, steady};
use yardstick_domain::records::{PlanItem, PlanSection, PlanState, plan_item};
use yardstick_domain::values::Outcome;

use super::days::{scheduled, tone};
use super::new_item::NewItem;
use super::{PlanOf, words};
use crate::i18n::{Msg, t};
use crate::kit::{RowCheck, Tone};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::{now, show, ticking};
use crate::session::{Action, Session};

/// Where an item is listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// A group of the list: where, and under which section; those of none last.
type Group = (Place, bool, Option<PlanSection>);

/// The groups as they are shown.
type Groups = Vec<(Group, Vec<RecordId>)>;

/// The items by group; under a section what is left to do comes first.
fn groups_of(items: &[(RecordId, PlanItem)]) -> Groups {
    let at = |at: Place| {
        let own = items.iter().filter(move |(_, item)| place(item) == at);
        own.collect::<Vec<_>>()
    };
    let sections = at(Place::Section);
    let sections = by_section(&sections).into_iter().map(|part| {
        let (open, done): (Vec<_>, Vec<_>) = part
            .items
            .into_iter()
            .partition(|(_, item)| item.outcome.is_none());
        let ids = open.iter().chain(&done).map(|(id, _)| *id).collect();
        let is_none = part.section.is_none();
        ((Place::Section, is_none, part.section), ids)
    });
    let beside = [Place::Reserve, Place::Drawer, Place::Away].map(|place| {
        let ids = at(place).into_iter().map(|(id, _)| *id).collect();
        ((place, true, None), ids)
    });
    sections.chain(beside).collect()
}

/// All of them. What is ticked off stays where it was as long as the list is looked at: a tick keeps its row and the keyboard on it.
#[component]
pub(super) fn Sections(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let schedule = scheduled(plan);
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
    let groups = Memo::new(move |shown: Option<&Groups>| {
        let shown = shown.map_or(&[][..], Vec::as_slice);
        items.with(|items| {
            let is_done = |id: RecordId| {
                let mut own = items.iter().filter(|(own, _)| *own == id);
                own.any(|(_, item)| is_done(item))
            };
            steady(shown, groups_of(items), is_done)
        })
    });
    let sections = Memo::new(move |_| {
        groups.with(|groups| {
            let all = groups.iter().map(|(group, _)| group.clone());
            all.filter(|(place, ..)| *place == Place::Section)
                .collect::<Vec<Group>>()
        })
    });
    let ids_of = move |group: Group| {
        Memo::new(move |_| {
            groups.with(|groups| {
                let own = groups.iter().find(|(own, _)| *own == group);
                own.map(|(_, ids)| ids.clone()).unwrap_or_default()
            })
        })
    };
    let section = move |group: Group| {
        let word = group.2.as_ref().and_then(words::section);
        let name = word.unwrap_or(Msg::PlanSectionNone);
        let ids = ids_of(group);
        let open = move || {
            items.with(|items| {
                let own = items
                    .iter()
                    .filter(|(id, _)| ids.with(|ids| ids.contains(id)));
                own.filter(|(_, item)| item.outcome.is_none()).count()
            })
        };
        view! {
            <section class="group">
                <h2 class="group-head">
                    <span>{move || t(name)}</span>
                    <span class="group-count">{open}</span>
                </h2>
                <Rows plan ids chosen schedule/>
            </section>
        }
    };
    let beside = move |place: Place| ids_of((place, true, None));
    view! {
        <div class="stack">
            <For each=move || sections.get() key=Group::clone children=section/>
            <NewItem plan chosen/>
            <Beside plan name=Msg::PlanReserve text=Msg::PlanReserveText ids=beside(Place::Reserve) chosen schedule/>
            <Beside plan name=Msg::PlanDrawer text=Msg::PlanDrawerText ids=beside(Place::Drawer) chosen schedule/>
            <Beside plan name=Msg::PlanAway text=Msg::PlanAwayText ids=beside(Place::Away) chosen schedule/>
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
    schedule: Memo<Schedule>,
) -> impl IntoView {
    let is_any = Memo::new(move |_| !ids.with(Vec::is_empty));
    view! {
        <Show when=move || is_any.get()>
            <details class="details">
                <summary>{move || t(name)} " " <span class="soft">{move || ids.with(Vec::len)}</span></summary>
                <p class="soft">{move || t(text)}</p>
                <Rows plan ids chosen schedule/>
            </details>
        </Show>
    }
}

#[component]
fn Rows(
    plan: PlanOf,
    ids: Memo<Vec<RecordId>>,
    chosen: RwSignal<Option<RecordId>>,
    schedule: Memo<Schedule>,
) -> impl IntoView {
    let today = ticking::today();
    // What is open stands on its day; what is not has the day that was set, if there is one.
    let row = move |id: RecordId| {
        let item = plan.item(id);
        let own = Memo::new(move |_| schedule.with(|schedule| schedule.item(id).cloned()));
        let figure = Signal::derive(move || {
            let placed = own.with(|own| {
                let own = own.as_ref()?;
                Some((show::short_day(own.done), tone(own, today.get())))
            });
            placed.unwrap_or_else(|| item.with(due))
        });
        view! { <ItemRow plan id chosen figure/> }
    };
    view! {
        <ul class="rows">
            <For each=move || ids.get() key=|id| *id children=row/>
        </ul>
    }
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
    let item = plan.item(id);
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
    let note = note.unwrap_or_else(|| Signal::derive(move || item.with(self::note)));
    let figure = figure.unwrap_or_else(|| Signal::derive(move || item.with(due)));
    view! {
        <li class="row-line" data-done=move || is_done.get()>
            <RowCheck label=title checked=is_done on_press=tick/>
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

/// Whether it was ticked off.
pub(super) fn is_done(item: &PlanItem) -> bool {
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
