//! Fields that are chosen, not typed.

use leptos::prelude::*;
use yardstick_domain::change::Value;
use yardstick_domain::values::{Instant, Outcome};

use super::FieldAt;
use crate::browser::clock;
use crate::i18n::Msg;
use crate::kit::{Choice, Select, Switch};
use crate::session::Session;

/// More alternatives than fit into one bar on a phone are a list.
const MOST_IN_A_BAR: usize = 3;

/// One of few alternatives, each given as its JSON and its word.
#[component]
pub(super) fn Chosen(at: FieldAt, options: Vec<(String, Signal<String>)>) -> impl IntoView {
    let session = Session::expect();
    let value = Signal::derive(move || at.value().map(|value| value.as_str().to_owned()));
    let label = at.label;
    let choose = move |json: Option<String>| set(session, at, json.as_deref());
    if options.len() <= MOST_IN_A_BAR {
        view! { <Choice label options value on_choose=move |json| choose(Some(json))/> }.into_any()
    } else {
        view! { <Select label options value on_choose=choose/> }.into_any()
    }
}

/// Yes or no.
#[component]
pub(super) fn Ticked(at: FieldAt, hint: Signal<String>) -> impl IntoView {
    let session = Session::expect();
    let value = Signal::derive(move || at.value().is_some_and(|value| value.as_str() == "true"));
    let change = move |is_on| set(session, at, Some(if is_on { "true" } else { "false" }));
    let label = at.label;
    view! { <Switch label value on_change=change hint/> }
}

/// How something ended, and that it has not yet. It ended when that is chosen; another list shows it then, so it is said, with the way back.
#[component]
pub(super) fn Ended(at: FieldAt, options: Vec<(Option<String>, Signal<String>)>) -> impl IntoView {
    let session = Session::expect();
    let ended = move || {
        let value = at.value()?;
        let outcome: Outcome<String> = serde_json::from_slice(value.as_bytes()).ok()?;
        Some(outcome.state)
    };
    let choose = move |state: Option<String>| {
        let Some(now) = Instant::from_ms(clock::now_ms()) else {
            return;
        };
        let (label, value) = match state {
            Some(state) => (Msg::OutcomeNoted, outcome(state, now)),
            None => (Msg::OutcomeTakenBack, Value::null()),
        };
        session.edit(at.action(label, value));
    };
    let label = at.label;
    let value = Signal::derive(move || Some(ended()));
    view! { <Choice label options value on_choose=choose/> }
}

fn outcome(state: String, at: Instant) -> Value {
    let json = serde_json::to_vec(&Outcome { state, at }).unwrap_or_default();
    Value::from_json(&json).unwrap_or_else(|_| Value::null())
}

fn set(session: Session, at: FieldAt, json: Option<&str>) {
    let value = json
        .and_then(|json| Value::from_json(json.as_bytes()).ok())
        .unwrap_or_else(Value::null);
    at.set(session, value);
}
