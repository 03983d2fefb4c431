//! 選品評估: what is looked at before signing, one thing after the other, what that suggests, and what a person decides.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ScreeningPoint, after_decline, needs_reason, next_point, screening_advice, screening_id,
    screening_of,
};
use yardstick_domain::records::{
    EngagementState, Screening, ScreeningDecision, ScreeningMark, Stage, client as client_field,
    engagement as engagement_field, screening,
};
use yardstick_domain::values::{Choice as _, InputError, Outcome};

use crate::book::Records;
use crate::browser::focus;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Choice, Glyph, Sheet, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::field::{FieldEditor, NewField, NewText};
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::screening as screening_words;
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::pages::parts::words;
use crate::session::{Action, Session};

/// What was decided, in one line, and the way to deciding; nothing of an engagement that ended without a screening.
#[component]
pub(super) fn Screened(
    records: Signal<Arc<Records>>,
    /// Of which engagement.
    engagement: RecordId,
    /// Whether the engagement goes on.
    is_running: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let own = Memo::new(move |_| {
        records.with(|records| screening_of(records.service(), engagement).cloned())
    });
    let line = move || own.with(|own| own.as_ref().and_then(screening_words::line));
    view! {
        {move || line().map(|line| view! { <p class="soft">{line}</p> })}
        <Declined records engagement/>
        <Show when=move || is_running || own.with(Option::is_some)>
            <div class="cluster">
                <Button
                    label=Msg::ScreeningScreening
                    glyph=Glyph::Funnel
                    on_press=move |_| open.set(true)
                />
            </div>
        </Show>
        <Sheet open title=Msg::ScreeningScreening>
            <Form records engagement own open/>
        </Sheet>
    }
}

/// 婉拒 was decided and the engagement goes on: to end it, with the client or without, is offered and never done by itself.
#[component]
fn Declined(records: Signal<Arc<Records>>, engagement: RecordId) -> impl IntoView {
    let session = Session::expect();
    let offer =
        Memo::new(move |_| records.with(|records| after_decline(records.service(), engagement)));
    let end = move |is_lost: bool| {
        let Some(at) = meeting_words::now() else {
            return;
        };
        let state = EngagementState::Declined;
        let ended = records.with_untracked(|records| {
            let label = if is_lost {
                Msg::ScreeningToastLost
            } else {
                Msg::ScreeningToastEnded
            };
            let ended = engagement_field::outcome().set(&Outcome { state, at });
            let lost = is_lost.then(|| client_field::stage().set(&Stage::Lost));
            Action::new(label)
                .set(&records.key("engagement", engagement), ended)
                .set_all(&records.client_key(), lost)
        });
        session.edit(ended);
    };
    let can_be_lost = move || offer.get().is_some_and(|offer| offer.can_be_lost);
    view! {
        <Show when=move || offer.get().is_some()>
            <p>{move || t(Msg::ScreeningDeclinedOffer)}</p>
            <div class="cluster">
                <Button label=Msg::ScreeningEnd on_press=move |_| end(false)/>
                <Show when=can_be_lost>
                    <Button label=Msg::ScreeningEndAndLost on_press=move |_| end(true)/>
                </Show>
            </div>
        </Show>
    }
}

/// The five in their order, then the decision. The next one stands there as soon as the one before has been looked at.
#[component]
fn Form(
    records: Signal<Arc<Records>>,
    engagement: RecordId,
    own: Memo<Option<Screening>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let key = key_of(records, engagement);
    let of_history = key.clone();
    let fields = key.clone();
    let points = Memo::new(move |_| {
        own.with(|own| {
            let own = own.clone().unwrap_or_default();
            let next = next_point(&own);
            let is_shown = |point: &ScreeningPoint| {
                point.mark(&own).is_some() || next.is_none_or(|next| *point <= next)
            };
            let shown = ScreeningPoint::ALL.into_iter().filter(is_shown);
            shown
                .map(|point| (point, point.mark(&own).is_some()))
                .collect::<Vec<_>>()
        })
    });
    let is_marked = move |point: ScreeningPoint| points.with(|all| all.contains(&(point, true)));
    let asked = move |point: ScreeningPoint| {
        let note = StoredValue::new(fields.clone());
        view! {
            <Mark records engagement own point/>
            <Show when=move || is_marked(point)>
                <FieldEditor records record=note.get_value() spec=point.note_spec()/>
            </Show>
        }
    };
    let is_there = move || own.with(Option::is_some);
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            <For each=move || points.get() key=|(point, _)| *point let:point>
                {asked(point.0)}
            </For>
            <Suggested own/>
            <Decide records engagement own open/>
            <Show when=is_there>
                <div class="cluster">
                    <HistoryButton record=of_history.clone()/>
                </div>
            </Show>
        </div>
    }
}

/// How one thing stands.
#[component]
fn Mark(
    records: Signal<Arc<Records>>,
    engagement: RecordId,
    own: Memo<Option<Screening>>,
    point: ScreeningPoint,
) -> impl IntoView {
    let session = Session::expect();
    let spec = point.mark_spec();
    let record = key_of(records, engagement);
    let key = record.field(spec.name);
    let label = words::field(screening::SPEC.name, spec.name).unwrap_or(Msg::ScreeningScreening);
    let choose = move |mark: ScreeningMark| {
        begin(session, records, engagement, own);
        let marked = Action::new(Msg::ClientpageToastEdited).set(&record, point.marked(&mark));
        session.edit(marked.quietly());
    };
    let options = ScreeningMark::ALL.iter().map(|mark| {
        let word = words::choice(spec.name, mark.name(), None);
        (mark.clone(), word.unwrap_or(Msg::ScreeningUnclear).into())
    });
    view! {
        <div class="stack" data-gap="1">
            <Choice
                label
                options=options.collect()
                value=Signal::derive(move || own.with(|own| point.mark(own.as_ref()?).cloned()))
                on_choose=choose
            />
            <FieldTrouble records key spec on_mend=|_| ()/>
        </div>
    }
}

fn key_of(records: Signal<Arc<Records>>, engagement: RecordId) -> RecordKey {
    records.with_untracked(|records| records.key(screening::SPEC.name, screening_id(engagement)))
}

/// Says of which engagement the screening is, in an action of its own: what is undone afterwards leaves the record, which is the only one.
fn begin(
    session: Session,
    records: Signal<Arc<Records>>,
    engagement: RecordId,
    own: Memo<Option<Screening>>,
) {
    if own.with_untracked(|own| own.as_ref().is_none_or(|own| own.engagement.is_none())) {
        let of = screening::engagement().set(&engagement);
        let begun = Action::new(Msg::ClientpageToastEdited).set(&key_of(records, engagement), of);
        session.edit(begun.quietly());
    }
}

/// What the marks so far suggest, and why.
#[component]
fn Suggested(own: Memo<Option<Screening>>) -> impl IntoView {
    let said = Memo::new(move |_| {
        let advice = own.with(|own| screening_advice(own.as_ref()?))?;
        let decision = screening_words::decision(&advice.decision)?;
        let reasons = advice.reasons.into_iter().map(screening_words::reason);
        Some((decision, reasons.collect::<Vec<_>>().join(" · ")))
    });
    let shown = move || {
        said.get().map(|(decision, reasons)| {
            view! {
                <p>
                    <strong>{t_with(Msg::ScreeningSuggests, &[("decision", &decision)])}</strong>
                </p>
                <p class="soft">{reasons}</p>
            }
        })
    };
    // There before it has anything to say: so it is heard.
    view! { <div role="status">{shown}</div> }
}

/// What a person decides. What is typed and not noted is still there when the sheet is opened again.
#[component]
fn Decide(
    records: Signal<Arc<Records>>,
    engagement: RecordId,
    own: Memo<Option<Screening>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::expect();
    let client = records.with_untracked(|records| records.client_key().client);
    let form = format!("{client}/screening/{engagement}");
    let reason = NewText::take_up(session, &form, screening::reason().spec());
    let (decided, because) = own.with_untracked(|own| {
        let own = own.as_ref();
        (
            own.and_then(|own| own.decision.clone()),
            own.and_then(|own| own.reason.clone()),
        )
    });
    // What was decided before is changed from there.
    if untrack(|| reason.is_empty()) {
        reason.text.set(because.unwrap_or_default());
    }
    let chosen = RwSignal::new(decided);
    let is_missing = RwSignal::new(false);
    let is_reason_needed =
        Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(needs_reason)));
    let error = Signal::derive(move || {
        (is_missing.get() && chosen.with(Option::is_none))
            .then(|| words::input_error(InputError::Empty))
    });
    let save = move |_| {
        let decision = chosen.get_untracked();
        let is_told = !is_reason_needed.get_untracked() || !untrack(|| reason.is_empty());
        match (decision, reason.edit()) {
            (Some(decision), Ok(why)) if is_told => {
                begin(session, records, engagement, own);
                let key = key_of(records, engagement);
                let edits = [
                    screening::decision().set(&decision),
                    why,
                    screening::decided_at().put(meeting_words::now().as_ref()),
                ];
                session.edit(Action::new(Msg::ScreeningToastDecided).set_all(&key, edits));
                reason.clear();
                open.set(false);
            }
            (decision, _) => {
                is_missing.set(decision.is_none());
                reason.done(true);
                focus::on("dialog [aria-invalid=\"true\"]");
            }
        }
    };
    let options = ScreeningDecision::ALL.iter().map(|decision| {
        let word = words::choice("decision", decision.name(), None);
        let own = decision.clone();
        let label = Signal::derive(move || word.map_or_else(|| own.name().to_owned(), t));
        (decision.clone(), label)
    });
    view! {
        <Choice
            label=Msg::ScreeningDecision
            options=options.collect()
            value=chosen
            error
            on_choose=move |decision| chosen.set(Some(decision))
        />
        // Whether a reason is needed is part of how the control is announced.
        {move || {
            view! {
                <NewField
                    label=Msg::ScreeningReason
                    field=reason
                    required=is_reason_needed.get()
                    hint=Msg::ScreeningReasonHint
                />
            }
        }}
        <div class="cluster">
            <Button label=Msg::ScreeningDecide variant=Variant::Primary on_press=save/>
        </div>
    }
}
