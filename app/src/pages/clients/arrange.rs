//! How the list is narrowed and ordered. It outlives the page: who comes back finds the list as they left it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use yardstick_domain::method::{ListFilter, ListSort, Summary};
use yardstick_domain::order;
use yardstick_domain::records::{ClientKind, Stage};

use crate::book::Book;
use crate::i18n::Msg;
use crate::kit::{Button, Chip, Sheet, Switch, Variant};
use crate::pages::parts::words;

/// The orders offered, with their words.
const SORTS: [(ListSort, Msg); 5] = [
    (ListSort::Name, Msg::ClientsSortName),
    (ListSort::Quietest, Msg::ClientsSortQuiet),
    (ListSort::Recent, Msg::ClientsSortRecent),
    (ListSort::Due, Msg::ClientsSortDue),
    (ListSort::Stage, Msg::ClientsSortStage),
];

thread_local! {
    static LAST: RefCell<(ListFilter, ListSort)> = RefCell::default();
}

/// What narrows and orders the list, words searched for apart.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Arrangement {
    pub(super) filter: RwSignal<ListFilter>,
    pub(super) sort: RwSignal<ListSort>,
}

impl Arrangement {
    /// As the person left it.
    pub(super) fn last() -> Self {
        let (filter, sort) = LAST.with_borrow(Clone::clone);
        let arrangement = Self {
            filter: RwSignal::new(filter),
            sort: RwSignal::new(sort),
        };
        Effect::new(move || {
            let now = (arrangement.filter.get(), arrangement.sort.get());
            LAST.set(now);
        });
        arrangement
    }

    /// Whether anything but the words searched for narrows the list.
    pub(super) fn is_narrowed(self) -> bool {
        self.filter.with(|filter| *filter != ListFilter::default())
    }

    /// Whether something narrows the list that no chip over it shows.
    pub(super) fn is_narrowed_unseen(self) -> bool {
        self.filter.with(|filter| {
            let seen = ListFilter {
                stages: filter.stages.clone(),
                ..ListFilter::default()
            };
            *filter != seen
        })
    }

    /// Shows all clients again.
    pub(super) fn clear(self) {
        self.filter.set(ListFilter::default());
    }

    pub(super) fn toggle_stage(self, stage: Stage) {
        self.filter
            .update(|filter| toggle(&mut filter.stages, stage));
    }

    fn toggle_kind(self, kind: ClientKind) {
        self.filter.update(|filter| toggle(&mut filter.kinds, kind));
    }

    fn toggle_tag(self, tag: String) {
        self.filter.update(|filter| toggle(&mut filter.tags, tag));
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, member: T) {
    if !set.remove(&member) {
        set.insert(member);
    }
}

/// Every tag in use.
fn tags<'a>(book: impl Iterator<Item = &'a Summary>) -> BTreeSet<String> {
    order::set(book.flat_map(|summary| summary.tags.iter().cloned()))
}

/// The sheet in which the list is narrowed and ordered.
#[component]
pub(in crate::pages) fn ArrangeSheet(
    open: RwSignal<bool>,
    arrangement: Arrangement,
) -> impl IntoView {
    let rows = Book::expect().clients();
    let tags = Signal::derive(move || rows.with(|rows| tags(rows.iter().map(|row| &*row.summary))));
    let foot = move || {
        view! {
            <Button label=Msg::ClientsNoFilter on_press=move |_| arrangement.clear()/>
            <Button label=Msg::ButtonDone variant=Variant::Primary on_press=move |_| open.set(false)/>
        }
    };
    view! {
        <Sheet open title=Msg::ClientsArrange foot=foot>
            <div class="form">
                <Sorts arrangement/>
                <Kinds arrangement/>
                <Tags arrangement tags/>
                <Switch
                    label=Msg::ClientsOnlyArchived
                    value=Signal::derive(move || arrangement.filter.with(|filter| filter.archived))
                    on_change=move |on| arrangement.filter.update(|filter| filter.archived = on)
                />
            </div>
        </Sheet>
    }
}

#[component]
fn Sorts(arrangement: Arrangement) -> impl IntoView {
    let sort = arrangement.sort;
    let chips = SORTS.map(|(order, word)| {
        let pressed = Signal::derive(move || sort.get() == order);
        view! { <Chip label=word pressed on_press=move |()| sort.set(order)/> }
    });
    view! {
        <fieldset class="field">
            <legend>{move || crate::i18n::t(Msg::ClientsSort)}</legend>
            <div class="cluster">{chips.into_iter().collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Kinds(arrangement: Arrangement) -> impl IntoView {
    let kinds = [
        ClientKind::Product,
        ClientKind::Cause,
        ClientKind::Subscription,
    ];
    let chips = kinds.into_iter().filter_map(|kind| {
        let word = words::client_kind(&kind)?;
        let own = kind.clone();
        let pressed = Signal::derive(move || {
            arrangement
                .filter
                .with(|filter| filter.kinds.contains(&own))
        });
        let press = move |()| arrangement.toggle_kind(kind.clone());
        Some(view! { <Chip label=word pressed on_press=press/> })
    });
    view! {
        <fieldset class="field">
            <legend>{move || crate::i18n::t(Msg::ClientKind)}</legend>
            <div class="cluster">{chips.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Tags(arrangement: Arrangement, tags: Signal<BTreeSet<String>>) -> impl IntoView {
    let chip = move |tag: String| {
        let (label, own) = (tag.clone(), tag.clone());
        let pressed =
            Signal::derive(move || arrangement.filter.with(|filter| filter.tags.contains(&own)));
        let press = move |()| arrangement.toggle_tag(tag.clone());
        view! { <Chip label=Signal::stored(label) pressed on_press=press/> }
    };
    view! {
        <Show when=move || tags.with(|tags| !tags.is_empty())>
            <fieldset class="field">
                <legend>{move || crate::i18n::t(Msg::ClientTags)}</legend>
                <div class="cluster">
                    <For each=move || tags.get() key=Clone::clone children=chip/>
                </div>
            </fieldset>
        </Show>
    }
}
