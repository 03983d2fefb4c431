//! *Also edited*: what a field holds at once, in words, who wrote each value and where, and the choice between them. The same wherever it is
//! met: on Today, in the list, on the record, at the field, on the page of the sync. It is never in the way, and what was opened or typed here
//! is there again after a turn of the phone, a reload and a crash.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::method::{CameOf, both, came_of, can_be_typed, is_prose};
use yardstick_domain::records::FieldSpec;
use yardstick_domain::register::Head;
use yardstick_domain::text::{Piece, difference};
use yardstick_domain::values::Instant;

use super::choosing::{Choosing, OwnWords, Unfold};
use crate::book::Records;
use crate::i18n::{Msg, t_with};
use crate::kit::{Button, Glyph};
use crate::pages::parts::{author, now, show};
use crate::pages::sync::naming;
use crate::session::Session;

/// The values of a field that holds several; folded to a sign that opens them, or `unfolded`.
#[component]
pub fn AlsoEdited(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// The field.
    key: RegisterKey,
    /// The value shown, then those beside it.
    heads: Vec<Head>,
    /// Whether they are open whatever was opened before.
    #[prop(optional)]
    unfolded: bool,
) -> impl IntoView {
    let session = Session::expect();
    let choosing = Choosing::of_field(session, &key);
    let contest = Contest {
        records,
        spec: naming::spec(&key),
        key,
        heads,
    };
    let contest = StoredValue::new(contest);
    let choose = Callback::new(move |value: Value| {
        choosing.forget();
        contest.with_value(|contest| session.resolve(&contest.key, &value));
    });
    view! {
        {(!unfolded)
            .then(|| {
                view! { <Unfold choosing shut=Msg::ConflictShow open=Msg::ConflictHide/> }
            })}
        <Show when=move || unfolded || choosing.is_open()>
            <div class="conflict" role="group" aria-label=move || contest.with_value(Contest::name)>
                {move || contest.with_value(Contest::told).map(|told| view! { <p>{told}</p> })}
                <div class="conflict-sides">
                    {contest.with_value(|contest| contest.sides(session, choose))}
                </div>
                <OtherWays contest choosing choose/>
            </div>
        </Show>
    }
}

/// A field with the values it holds.
struct Contest {
    records: Signal<Arc<Records>>,
    key: RegisterKey,
    /// None for a field of a newer version, whose values are shown as they are stored.
    spec: Option<FieldSpec>,
    heads: Vec<Head>,
}

impl Contest {
    fn name(&self) -> String {
        self.records
            .with(|records| naming::field_in(records, &self.key))
    }

    fn in_words(&self, value: &Value) -> String {
        self.records
            .with(|records| naming::value_in(records, &self.key, value))
    }

    fn is_prose(&self) -> bool {
        self.spec.as_ref().is_some_and(is_prose)
    }

    /// What became of what, and after which meeting: `成案金額 NT$300,000 → NT$450,000，3/3 (二) 的會議之後`.
    fn told(&self) -> Option<String> {
        let (shown, other) = (self.heads.first()?, self.heads.get(1)?);
        let came = Instant::from_ms(shown.time)
            .and_then(|at| self.records.with(|records| came_of(records.file(), at)));
        let day = |began| now::local_day(began).map(show::day).unwrap_or_default();
        if self.is_prose() {
            let (message, began) = match came? {
                CameOf::During(began) => (Msg::ConflictProseDuring, began),
                CameOf::After(began) => (Msg::ConflictProseAfter, began),
            };
            return Some(t_with(message, &[("day", &day(began))]));
        }
        let (was, is) = (self.in_words(&other.value), self.in_words(&shown.value));
        let change = t_with(
            Msg::ConflictChanged,
            &[("field", &self.name()), ("was", &was), ("is", &is)],
        );
        let (message, began) = match came {
            None => return Some(change),
            Some(CameOf::During(began)) => (Msg::ConflictChangedDuring, began),
            Some(CameOf::After(began)) => (Msg::ConflictChangedAfter, began),
        };
        Some(t_with(
            message,
            &[("change", &change), ("day", &day(began))],
        ))
    }

    /// Each value with its author. Of a text what the other has not is marked, the value shown held against the one written before it.
    fn sides(&self, session: Session, choose: Callback<Value>) -> Vec<AnyView> {
        let own = session.me().with_untracked(|me| me.device);
        let is_between_us = self.heads.iter().filter(|head| head.device == own).count() == 1;
        let sides = self.heads.iter().enumerate().map(|(at, head)| {
            let label = match (is_between_us, at) {
                (true, _) if head.device == own => Msg::ConflictKeepMine,
                (true, _) => Msg::ConflictTakeTheirs,
                (false, 0) => Msg::ConflictKeep,
                (false, _) => Msg::ConflictTake,
            };
            let held_against = self.heads.get(usize::from(at == 0));
            let (device, time) = (head.device, head.time);
            let by = move || author::by(session, device, time);
            let value = head.value.clone();
            view! {
                <div class="conflict-side" data-kept=at == 0>
                    <p class="conflict-value">{self.marked(head, held_against)}</p>
                    <p class="conflict-by">{by}</p>
                    <div>
                        <Button label on_press=move |_| choose.run(value.clone())/>
                    </div>
                </div>
            }
            .into_any()
        });
        sides.collect()
    }

    fn marked(&self, head: &Head, held_against: Option<&Head>) -> AnyView {
        let text = self.in_words(&head.value);
        let other = held_against
            .filter(|other| self.is_prose() && !head.value.is_null() && !other.value.is_null());
        let Some(other) = other else {
            return text.into_any();
        };
        let other = self.in_words(&other.value);
        let parts = difference(&other, &text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Same(part) => Some(view! { <span>{part.to_owned()}</span> }.into_any()),
                Piece::New(part) => Some(view! { <mark>{part.to_owned()}</mark> }.into_any()),
                Piece::Gone(_) => None,
            });
        parts.flatten().collect_view().into_any()
    }

    /// All the values as one, where they can stand as one.
    fn both(&self) -> Option<Value> {
        // In the order in which they were written.
        let values: Vec<Value> = self
            .heads
            .iter()
            .rev()
            .map(|head| head.value.clone())
            .collect();
        both(self.spec.as_ref()?, &values)
    }
}

/// Neither the one nor the other: both, or words of one's own.
#[component]
fn OtherWays(
    contest: StoredValue<Contest>,
    choosing: Choosing,
    choose: Callback<Value>,
) -> impl IntoView {
    let together = StoredValue::new(contest.with_value(Contest::both));
    let typed = contest.with_value(|contest| contest.spec.filter(can_be_typed));
    let keep_both = move |_| {
        if let Some(together) = together.get_value() {
            choose.run(together);
        }
    };
    // One begins with the value shown.
    let edit = move |_| {
        let shown = contest.with_value(|contest| {
            let shown = &contest.heads.first()?.value;
            Some(typed?.input_text(shown.as_bytes(), &now::input_context()))
        });
        choosing.write(shown);
    };
    let buttons = move || {
        view! {
            <div class="cluster">
                <Show when=move || together.with_value(Option::is_some)>
                    <Button label=Msg::ConflictBoth on_press=keep_both/>
                </Show>
                <Show when=move || typed.is_some()>
                    <Button label=Msg::ButtonEdit glyph=Glyph::Pencil on_press=edit/>
                </Show>
            </div>
        }
    };
    view! {
        <Show when=move || choosing.is_written() fallback=buttons>
            {typed.map(|spec| view! { <OwnWords choosing spec choose/> })}
        </Show>
    }
}
