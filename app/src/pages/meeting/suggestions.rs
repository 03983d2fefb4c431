//! Suggestions handed over in a meeting: the quick ones with a tap each; the slow ones are noted for the supplement that follows.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Suggestions, assessed, hand_over, is_near_end, items_of_running, overload, suggestions,
    suggestions_in, take_back,
};
use yardstick_domain::records::{Meeting, PlanItem, plan_item};

use super::{ticking, words};
use crate::book::ClientHandle;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Icon, IconButton, Sheet};
use crate::pages::parts::practice::{of_nobody, practice};
use crate::pages::parts::supplement_items::{advice, is_noted, item, note};
use crate::pages::plan::words as plan_words;
use crate::session::{Action, Session};

/// What can be suggested to the client now.
fn of_client(handle: ClientHandle) -> Memo<Suggestions> {
    let records = handle.records();
    Memo::new(move |_| records.with(|records| suggestions(&items_of_running(records.service()))))
}

/// What the sheet lists: that, what was handed over in this meeting, and what its supplement works out.
fn of_meeting(handle: ClientHandle, meeting: RecordId) -> Memo<Suggestions> {
    let records = handle.records();
    Memo::new(move |_| records.with(|records| suggestions_in(records.service(), meeting)))
}

/// The way to the sheet, where it would list anything.
#[component]
pub(crate) fn SuggestionsButton(
    /// The open client.
    handle: ClientHandle,
    /// The meeting it happens in.
    meeting: RecordId,
    /// The sheet.
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = of_client(handle);
    let quick = Memo::new(move |_| found.with(|found| found.quick.len()));
    let listed = of_meeting(handle, meeting);
    let is_any = Memo::new(move |_| {
        listed.with(|listed| !(listed.quick.is_empty() && listed.slow.is_empty()))
    });
    let label = Signal::derive(
        move || match u32::try_from(quick.get()).unwrap_or_default() {
            0 => t(Msg::SuggestTitle),
            quick => t_n(Msg::SuggestCount, quick, &[]),
        },
    );
    view! {
        <Show when=move || is_any.get()>
            <Button label glyph=Glyph::Lightbulb on_press=move |_| open.set(true)/>
        </Show>
    }
}

/// The way to the sheet while the meeting runs, a thumb away, where there is anything quick to say.
#[component]
pub(crate) fn QuickSuggestions(
    /// The open client.
    handle: ClientHandle,
    /// The sheet.
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = of_client(handle);
    let quick = Memo::new(move |_| {
        found.with(|found| u32::try_from(found.quick.len()).unwrap_or_default())
    });
    let name = Signal::derive(move || t_n(Msg::SuggestCount, quick.get(), &[]));
    view! {
        <Show when=move || { quick.get() > 0 }>
            <IconButton glyph=Glyph::Lightbulb name on_press=move |_| open.set(true)/>
        </Show>
    }
}

/// Near the end of a meeting what could still be handed over comes up by itself.
#[component]
pub(crate) fn NearEnd(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
    /// The meeting as it is.
    meeting: Memo<Meeting>,
    /// The sheet.
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = of_client(handle);
    let now = ticking::each_second();
    let is_near = Memo::new(move |_| {
        let now = now.get();
        let has_quick = found.with(|found| !found.quick.is_empty());
        has_quick && now.is_some_and(|now| meeting.with(|meeting| is_near_end(meeting, now)))
    });
    view! {
        <Show when=move || is_near.get()>
            <div class="banner" role="status">
                <Icon glyph=Glyph::Lightbulb/>
                <div class="banner-text stack" data-gap="3">
                    <p>{move || t(Msg::SuggestNearEnd)}</p>
                    <div class="cluster">
                        <SuggestionsButton handle meeting=id open/>
                    </div>
                </div>
            </div>
        </Show>
    }
}

/// The sheet. It lists what there was when it was opened, so that the list does not move under the thumb.
#[component]
pub(crate) fn SuggestionsSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The open client.
    handle: ClientHandle,
    /// The meeting it happens in.
    meeting: RecordId,
) -> impl IntoView {
    let found = of_meeting(handle, meeting);
    let listed = RwSignal::new(Suggestions::default());
    Effect::new(move |_| {
        if open.get() {
            listed.set(found.get_untracked());
        }
    });
    let quick = Signal::derive(move || listed.with(|listed| listed.quick.clone()));
    let slow = Signal::derive(move || listed.with(|listed| listed.slow.clone()));
    view! {
        <Sheet open title=Msg::SuggestTitle>
            <div class="stack">
                <Overloaded handle/>
                <Group
                    name=Msg::SuggestQuick
                    text=Msg::SuggestQuickText
                    ids=quick
                    row=move |id| view! { <Quick handle meeting id/> }.into_any()
                />
                <Group
                    name=Msg::SuggestSlow
                    text=Msg::SuggestSlowText
                    ids=slow
                    row=move |id| view! { <Slow handle meeting id/> }.into_any()
                />
            </div>
        </Sheet>
    }
}

/// That the client has more at once than one of their tier can do. Nothing is said of one whose tier nobody knows.
#[component]
fn Overloaded(handle: ClientHandle) -> impl IntoView {
    let records = handle.records();
    let practice = practice(of_nobody());
    let over = Memo::new(move |_| {
        records.with(|records| {
            let file = records.service();
            let standing = assessed(file);
            let (items, tier) = (items_of_running(file), standing.tier()?);
            practice.with(|practice| overload(&items, tier, practice))
        })
    });
    let line = move || {
        let over = over.get()?;
        let values = [
            ("open", &*over.open.to_string()),
            ("cap", &*over.cap.to_string()),
        ];
        let line = t_with(Msg::PlanOverload, &values);
        Some(view! { <p class="plan-warning" role="status">{line}</p> })
    };
    view! { {line} }
}

/// Suggestions of a pace; nothing where there are none.
#[component]
fn Group(
    name: Msg,
    text: Msg,
    ids: Signal<Vec<RecordId>>,
    #[prop(into)] row: Callback<RecordId, AnyView>,
) -> impl IntoView {
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <section class="group">
                <h2 class="group-head">{move || t(name)}</h2>
                <p class="soft">{move || t(text)}</p>
                <ul class="rows">
                    <For each=move || ids.get() key=|id| *id children=move |id| row.run(id)/>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Quick(handle: ClientHandle, meeting: RecordId, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let item = item(handle, id);
    let is_handed = Memo::new(move |_| item.with(|item| item.handed_at.is_some()));
    let press = move |_| {
        let key = handle
            .records()
            .with_untracked(|records| records.key(plan_item::SPEC.name, id));
        let action = if is_handed.get_untracked() {
            Action::new(Msg::PlanToastTakenBack).set_all(&key, take_back())
        } else {
            let Some(now) = words::now() else {
                return;
            };
            Action::new(Msg::PlanToastHanded).set_all(&key, hand_over(now, Some(meeting)))
        };
        session.edit(action.quietly());
    };
    view! { <Line item is_on=is_handed on_press=press/> }
}

#[component]
fn Slow(handle: ClientHandle, meeting: RecordId, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let item = item(handle, id);
    let is_noted = is_noted(handle, meeting, id);
    let press = move |_| note(session, handle, meeting, id, !is_noted.get_untracked());
    view! { <Line item is_on=is_noted on_press=press/> }
}

/// A suggestion as a box to tick.
#[component]
fn Line(
    item: Memo<PlanItem>,
    is_on: Memo<bool>,
    #[prop(into)] on_press: Callback<leptos::ev::MouseEvent>,
) -> impl IntoView {
    let glyph = move || {
        if is_on.get() {
            Glyph::SquareCheck
        } else {
            Glyph::Square
        }
    };
    view! {
        <li>
            <button
                class="row"
                type="button"
                role="checkbox"
                aria-checked=move || is_on.get().to_string()
                on:click=move |event| on_press.run(event)
            >
                <span class="row-mark">{move || view! { <Icon glyph=glyph()/> }}</span>
                <span class="row-text">
                    <span class="row-title">{move || item.with(plan_words::title)}</span>
                    <span class="row-note">{move || item.with(advice)}</span>
                </span>
            </button>
        </li>
    }
}
