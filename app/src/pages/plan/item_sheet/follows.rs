//! What it comes after: chosen from the items of the same plan by a few letters, one taken away, and a circle refused with the chain that would make it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{AfterRefusal, may_precede, predecessors, put_after};
use yardstick_domain::records::{Edit, FieldSpec, plan_item};
use yardstick_domain::text::{Haystack, Query};

use super::ItemOf;
use crate::browser::focus;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Glyph, Icon, IconButton, TextField};
use crate::pages::plan::words;
use crate::session::{Action, Session};

/// How many are offered at once.
const OFFERED: usize = 5;

/// Where the keyboard goes when the line it was on is gone.
const SEARCH: &str = "dialog[open] .plan-after input";

#[component]
pub(super) fn ComesAfter(own: ItemOf) -> impl IntoView {
    let session = Session::expect();
    let (plan, item) = (own.plan, own.item);
    let items = plan.items();
    let typed = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let before = Memo::new(move |_| {
        items.with(|items| {
            let all = item.with(|item| predecessors(items, item));
            all.into_iter().map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        let query = Query::new(&typed.get());
        if query.is_empty() {
            return Vec::new();
        }
        items.with(|items| {
            let all = item.with(|item| may_precede(items, own.id, item));
            let hits = all.into_iter().filter(|(_, other)| {
                let title = words::title(other);
                query.matches(&Haystack::of([title.as_str()]))
            });
            hits.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    let offered = Memo::new(move |_| {
        found.with(|found| found.iter().take(OFFERED).copied().collect::<Vec<_>>())
    });
    let set = move |edit: Edit| {
        let action = Action::new(Msg::PlanToastAfter);
        session.edit(own.key.with_value(|key| action.set(key, edit)));
        refused.set(None);
        in_next_task(|| {
            focus::on(SEARCH);
        });
    };
    let choose = move |other: RecordId| match items
        .with_untracked(|items| put_after(items, own.id, other))
    {
        Ok(edit) => {
            typed.set(String::new());
            set(edit);
        }
        Err(refusal) => refused.set(Some(reason(own, other, &refusal))),
    };
    let chosen_row = move |other: RecordId| {
        let title = Signal::derive(move || plan.title(other));
        let name = Signal::derive(move || t_with(Msg::PlanAfterRemove, &[("item", &title.get())]));
        let remove = move |_| set(plan_item::after().remove(&other.to_string()));
        view! {
            <li class="row-line">
                <span class="row">
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                    </span>
                </span>
                <IconButton glyph=Glyph::X name on_press=remove/>
            </li>
        }
    };
    let offered_row = move |other: RecordId| {
        let title = Signal::derive(move || plan.title(other));
        let name = move || t_with(Msg::PlanAfterAdd, &[("item", &title.get())]);
        view! {
            <li>
                <button
                    class="row"
                    type="button"
                    aria-label=name
                    on:click=move |_| choose(other)
                >
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                    </span>
                    <span class="row-figure">
                        <Icon glyph=Glyph::Plus/>
                    </span>
                </button>
            </li>
        }
    };
    let rest = move || {
        let rest = found.with(Vec::len).saturating_sub(OFFERED);
        let rest = u32::try_from(rest).ok().filter(|rest| *rest > 0)?;
        Some(view! { <p class="soft">{t_n(Msg::PlanAfterMore, rest, &[])}</p> })
    };
    let is_nothing = move || {
        let is_asked = typed.with(|typed| !typed.trim().is_empty());
        is_asked && found.with(Vec::is_empty)
    };
    view! {
        <fieldset class="field plan-after">
            <legend>{move || t(Msg::PlanFieldAfter)}</legend>
            <Show when=move || before.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::PlanAfterNone)}</p>
            </Show>
            <ul class="rows" aria-label=move || t(Msg::PlanFieldAfter)>
                <For each=move || before.get() key=|id| *id children=chosen_row/>
            </ul>
            <Troubles own/>
            <TextField
                label=Msg::PlanAfterFind
                value=typed
                on_input=move |text| {
                    refused.set(None);
                    typed.set(text);
                }
            />
            <ul class="rows" aria-label=move || t(Msg::PlanAfterFound)>
                <For each=move || offered.get() key=|id| *id children=offered_row/>
            </ul>
            {rest}
            <Show when=is_nothing>
                <p class="soft">{move || t(Msg::PlanAfterNothing)}</p>
            </Show>
            <div role="alert">
                {move || refused.get().map(|why| view! { <p class="field-error">{why}</p> })}
            </div>
        </fieldset>
    }
}

/// Why not, naming each that comes after the next.
fn reason(own: ItemOf, other: RecordId, refusal: &AfterRefusal) -> String {
    let title = |id: RecordId| untrack(|| own.plan.title(id));
    match refusal {
        AfterRefusal::Itself => t(Msg::PlanAfterItself),
        AfterRefusal::Circle(way) => {
            let links = way.iter().zip(way.iter().skip(1)).map(|(one, next)| {
                let values = [("one", &*title(*one)), ("other", &*title(*next))];
                t_with(Msg::PlanAfterLink, &values)
            });
            let chain = words::listed(links);
            let values = [("item", &*title(other)), ("chain", &*chain)];
            t_with(Msg::PlanAfterCircle, &values)
        }
    }
}

/// What was edited elsewhere or refused of any of them.
#[component]
fn Troubles(own: ItemOf) -> impl IntoView {
    let records = own.records();
    let names = Memo::new(move |_| {
        let names = records.with(|records| {
            let record = own.key.with_value(|key| records.record(key))?;
            let fields = record.fields.keys().map(|name| name.as_str().to_owned());
            let of_set = fields.filter(|name| {
                let (base, member) = FieldSpec::split(name);
                base == plan_item::after().name() && member.is_some()
            });
            Some(of_set.collect::<Vec<_>>())
        });
        names.unwrap_or_default()
    });
    let line = move |name: String| own.trouble_of(plan_item::after().spec(), name);
    view! { <For each=move || names.get() key=String::clone children=line/> }
}
