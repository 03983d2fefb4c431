//! A KOL: how far we have come, what they ask, when the product is sent. Agreeing makes their milestones, taking that back takes the open ones away.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    KolTurn, is_agreed, kol_state, kol_wave, milestones, missing_milestones, move_kol,
    open_milestones, plan_items, points_of, send_by, to_be_sent_on,
};
use yardstick_domain::records::{Edit, FieldSpec, Kol, KolState, kol, plan_item};
use yardstick_domain::values::{Choice as _, Date};

use super::PlanOf;
use super::head::made;
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Chip, Glyph, Sheet, Variant, open_while};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::templates::{Templates, templates};
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{show, ticking, words};
use crate::session::{Action, Session};

/// What a KOL is called.
pub(super) fn name(kol: &Kol) -> String {
    let name = kol.name.as_deref().map(str::trim);
    match name.filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => t(Msg::KolUnnamed),
    }
}

/// How far we have come; none for what only a newer version knows.
pub(super) fn state_word(state: &KolState) -> Option<Msg> {
    words::choice(kol::state().spec().name, state.name(), None)
}

/// That the product is to be sent on a day to come.
pub(super) fn to_be_sent(day: Date) -> String {
    t_with(Msg::KolToBeSent, &[("day", &show::short_day(day))])
}

/// The sheet of the KOL that is opened.
#[component]
pub(super) fn KolSheet(plan: PlanOf, opened: RwSignal<Option<RecordId>>) -> impl IntoView {
    let open = open_while(opened);
    let templates = templates();
    view! {
        <Sheet open title=Msg::KolTitle>
            {move || opened.get().map(|id| view! { <OneKol plan id open templates/> })}
        </Sheet>
    }
}

#[component]
fn OneKol(
    plan: PlanOf,
    id: RecordId,
    open: RwSignal<bool>,
    templates: Memo<Templates>,
) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let key = records.with_untracked(|records| records.key(kol::SPEC.name, id));
    let today = ticking::today();
    let own = Memo::new(move |_| {
        records.with(|records| {
            let mut all = records.service().kols.iter();
            let own = all.find(|(own, _)| *own == id);
            own.map(|(_, kol)| kol.clone()).unwrap_or_default()
        })
    });
    // Beside how far we have come, whether there are milestones.
    let standing = Memo::new(move |_| {
        records.with(|records| {
            let items = plan_items(records.service(), plan.engagement);
            let steps = milestones(&items, id);
            (
                own.with(|own| kol_state(own, &steps, today.get())),
                steps.len(),
            )
        })
    });
    let is_ours = Memo::new(move |_| standing.with(|(state, _)| is_agreed(state)));
    let library = move || match templates.get() {
        Templates::Here(library) => Some(library),
        Templates::Coming | Templates::Missing => None,
    };
    let go = move |to: KolState| {
        let library = untrack(library);
        let action = records.with_untracked(|records| {
            let (file, today) = (records.service(), today.get_untracked());
            let moved = move_kol(file, plan.engagement, id, &to, library.as_deref(), today);
            let label = match moved.turn {
                KolTurn::Agreed => Msg::KolToastAgreed,
                KolTurn::Parted => Msg::KolToastParted,
                KolTurn::Same => Msg::KolToastState,
            };
            let key = records.key(kol::SPEC.name, id);
            let action = Action::new(label).set_all(&key, moved.edits);
            let action = with_items(action, records, moved.make);
            let left = moved.let_go.into_iter();
            let left = left.map(|item| records.key(plan_item::SPEC.name, item));
            let left = left.filter_map(|item| records.record(&item));
            left.fold(action, Action::delete)
        });
        session.edit(action);
    };
    let chips = KolState::ALL.iter().map(|state| {
        let (state, shown) = (state.clone(), state.clone());
        let word = state_word(&state).unwrap_or(Msg::KolState);
        view! {
            <Chip
                label=word
                pressed=Signal::derive(move || standing.with(|(own, _)| *own == shown))
                on_press=move |()| go(state.clone())
            />
        }
    });
    let make = move |_| {
        let Some(library) = untrack(library) else {
            return;
        };
        session.edit(records.with_untracked(|records| {
            let missing = missing_milestones(records.service(), plan.engagement, id, &library);
            with_items(Action::new(Msg::KolToastMade), records, missing)
        }));
    };
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
            let all = records.with_untracked(|records| {
                let items = plan_items(records.service(), plan.engagement);
                let left = open_milestones(&items, id).into_iter();
                let left = left.map(|item| records.key(plan_item::SPEC.name, item));
                std::iter::once(key.clone()).chain(left).collect()
            });
            session.delete(Msg::KolToastDeleted, all);
        }
    };
    let (of_state, of_sent, of_history) = (
        key.field(kol::state().spec().name),
        key.clone(),
        key.clone(),
    );
    let is_without = move || standing.with(|(state, steps)| is_agreed(state) && *steps == 0);
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(kol::name().spec())}
            <div class="stack" data-gap="1">
                <div class="cluster" role="group" aria-label=move || t(Msg::KolState)>
                    {chips.collect_view()}
                </div>
                <FieldTrouble
                    records
                    key=of_state
                    spec=kol::state().spec()
                    on_mend=|_: String| ()
                />
            </div>
            <Show when=is_without>
                <div class="cluster">
                    <Button
                        label=Msg::KolMake
                        variant=Variant::Primary
                        disabled=Signal::derive(move || library().is_none())
                        on_press=make
                    />
                </div>
            </Show>
            <Show when=move || is_ours.get()>
                <SentOn plan own record=of_sent.clone()/>
            </Show>
            {field(kol::wave().spec())} {field(kol::channel().spec())}
            {field(kol::followers().spec())} {field(kol::fee().spec())} {field(kol::note().spec())}
            <div class="cluster">
                <HistoryButton record=of_history/>
                <Button
                    label=Msg::KolDelete
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}

/// The day the product is sent; that it was not yet, where that is to come, and without one the last day it can be.
#[component]
fn SentOn(
    plan: PlanOf,
    own: Memo<Kol>,
    record: yardstick_domain::change::RecordKey,
) -> impl IntoView {
    let (of_plan, of) = (made(plan), plan.engagement());
    let (days, today) = (work_days(), ticking::today());
    let is_to_be_sent = move || {
        let day = own.with(|own| to_be_sent_on(own, today.get()));
        day.map(|day| view! { <p class="soft small">{move || to_be_sent(day)}</p> })
    };
    let hint = Signal::derive(move || {
        let points = of.with(|of| of_plan.with(|plan| points_of(of, plan, None)));
        let wave = own.with(|own| {
            let is_open = own.sent_on.is_none();
            is_open.then(|| kol_wave(own, points.launch, today.get()))
        });
        let by = wave.and_then(|wave| days.with(|days| send_by(&wave, &points, days)));
        let said = by.map(|by| t_with(Msg::KolSendAtLast, &[("day", &show::short_day(by))]));
        said.unwrap_or_default()
    });
    view! {
        <div class="stack" data-gap="1">
            <FieldEditor records=plan.records record spec=kol::sent_on().spec() hint/>
            {is_to_be_sent}
        </div>
    }
}

/// Makes items of the plan.
fn with_items(action: Action, records: &Records, items: Vec<(RecordId, Vec<Edit>)>) -> Action {
    items.into_iter().fold(action, |action, (item, edits)| {
        action.set_all(&records.key(plan_item::SPEC.name, item), edits)
    })
}
