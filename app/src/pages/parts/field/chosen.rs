//! Fields that are chosen, not typed.

use leptos::prelude::*;
use yardstick_domain::change::Value;

use super::FieldAt;
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

fn set(session: Session, at: FieldAt, json: Option<&str>) {
    let value = json
        .and_then(|json| Value::from_json(json.as_bytes()).ok())
        .unwrap_or_else(Value::null);
    at.set(session, value);
}
