//! Suggestions handed over in a meeting: the quick ones with a tap each; the slow ones are noted for the supplement that follows.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Suggestions, is_near_end, items_of_running, suggestions, supplement_of,
};
use yardstick_domain::records::{Meeting, PlanItem, plan_item, supplement};

use super::{ticking, words};
use crate::book::ClientHandle;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Icon, Sheet};
use crate::pages::parts;
use crate::pages::plan::words as plan_words;
use crate::session::{Action, Session};

/// What could be suggested to the client now.
pub(crate) fn of_client(handle: ClientHandle) -> Memo<Suggestions> {
    let records = handle.records();
    Memo::new(move |_| records.with(|records| suggestions(&items_of_running(records.service()))))
}

/// The way to the sheet, where there is anything to suggest or something was handed over here.
#[component]
pub(crate) fn SuggestionsButton(
    /// The open client.
    handle: ClientHandle,
    /// The sheet.
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = of_client(handle);
    let quick = Memo::new(move |_| found.with(|found| found.quick.len()));
    let is_any =
        Memo::new(move |_| found.with(|found| !(found.quick.is_empty() && found.slow.is_empty())));
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

/// Near the end of a meeting what could still be handed over comes up by itself.
#[component]
pub(crate) fn NearEnd(
    /// The open client.
    handle: ClientHandle,
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
                        <SuggestionsButton handle open/>
                    </div>
                </div>
            </div>
        </Show>
    }
}

/// The sheet. What was just handed over stays in sight, so that the list does not move under the thumb.
#[component]
pub(crate) fn SuggestionsSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The open client.
    handle: ClientHandle,
    /// The meeting it happens in.
    meeting: RecordId,
) -> impl IntoView {
    let found = of_client(handle);
    // As it was when the sheet was opened.
    let listed = RwSignal::new(Suggestions::default());
    Effect::new(move |_| {
        if open.get() {
            listed.set(found.get_untracked());
        }
    });
    view! {
        <Sheet open title=Msg::SuggestTitle>
            <div class="stack">
                <Group name=Msg::SuggestQuick text=Msg::SuggestQuickText>
                    {move || {
                        let ids = listed.with(|listed| listed.quick.clone());
                        ids.into_iter().map(|id| view! { <Quick handle meeting id/> }).collect_view()
                    }}
                </Group>
                <Group name=Msg::SuggestSlow text=Msg::SuggestSlowText>
                    {move || {
                        let ids = listed.with(|listed| listed.slow.clone());
                        ids.into_iter().map(|id| view! { <Slow handle meeting id/> }).collect_view()
                    }}
                </Group>
            </div>
        </Sheet>
    }
}

#[component]
fn Group(name: Msg, text: Msg, children: Children) -> impl IntoView {
    view! {
        <section class="group">
            <h2 class="group-head">{move || t(name)}</h2>
            <p class="soft">{move || t(text)}</p>
            <ul class="rows">{children()}</ul>
        </section>
    }
}

fn item(handle: ClientHandle, id: RecordId) -> Memo<PlanItem> {
    let records = handle.records();
    Memo::new(move |_| {
        records
            .with(|records| {
                let mut all = records.service().items.iter();
                all.find(|(own, _)| *own == id)
                    .map(|(_, item)| item.clone())
            })
            .unwrap_or_default()
    })
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
            Action::new(Msg::PlanToastTakenBack).set_all(
                &key,
                [
                    plan_item::handed_at().clear(),
                    plan_item::handed_in().clear(),
                ],
            )
        } else {
            let edits = [
                plan_item::handed_at().put(words::now().as_ref()),
                plan_item::handed_in().set(&meeting),
            ];
            Action::new(Msg::PlanToastHanded).set_all(&key, edits)
        };
        session.edit(action.quietly());
    };
    view! { <Line item is_on=is_handed on_press=press/> }
}

#[component]
fn Slow(handle: ClientHandle, meeting: RecordId, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let item = item(handle, id);
    let name = StoredValue::new(id.to_string());
    let is_noted = Memo::new(move |_| {
        records.with(|records| {
            let own = supplement_of(records.file(), meeting);
            own.is_some_and(|own| name.with_value(|name| own.items.contains(name)))
        })
    });
    let press = move |_| {
        let edit = name.with_value(|name| {
            if is_noted.get_untracked() {
                supplement::items().remove(name)
            } else {
                supplement::items().add(name)
            }
        });
        let action = records.with_untracked(|records| {
            parts::supplement::action(records, meeting, Msg::SuggestToastNoted, Some(edit))
        });
        session.edit(action.quietly());
    };
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
                    <span class="row-note">{move || item.with(|item| item.advice.clone().or_else(|| item.guidance.clone()))}</span>
                </span>
            </button>
        </li>
    }
}
