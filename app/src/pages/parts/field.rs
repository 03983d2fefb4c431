//! Editing one field where it stands: what is typed is kept at once, a slip is named under the field and nothing typed is lost; what was
//! edited elsewhere and what the server refused is shown there too.

mod chosen;
mod new;
mod parsed;
mod typed;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::bundle::Presence;
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::records::{Edit, FieldSpec, FieldType};

use self::chosen::{Chosen, Ended, Ticked};
pub use self::new::{NewField, NewText};
pub use self::parsed::Parsed;
pub use self::typed::Typed;
use super::trouble::FieldTrouble;
use super::words;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::session::{Action, Session};

/// One field of a record, with its label, control, error and whatever stands beside its value.
#[component]
pub fn FieldEditor(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// The record.
    record: RecordKey,
    /// The field.
    spec: FieldSpec,
    /// A word of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What holds as long as the record says nothing.
    #[prop(optional, into)]
    instead: Option<Signal<Option<Value>>>,
    /// What holds without the record: set to that, the record says nothing of it any more.
    #[prop(optional, into)]
    without: Option<Signal<Option<Value>>>,
) -> impl IntoView {
    let kind = record.kind.clone();
    let label = Signal::derive(move || {
        words::field(kind.as_str(), spec.name).map_or_else(|| spec.name.to_owned(), t)
    });
    let key = record.field(spec.name);
    let mended = RwSignal::new(None::<String>);
    let session = Session::expect();
    let at = FieldAt {
        records,
        record: StoredValue::new(record),
        spec,
        label,
        instead,
        without,
    };
    let hint = hint.unwrap_or_else(|| Signal::derive(String::new));
    let control = match spec.ty {
        FieldType::Choice { names } => {
            view! { <Chosen at options=named(spec, names, records)/> }.into_any()
        }
        FieldType::Integer { min: 1, max: 3 } => view! { <Chosen at options=marks()/> }.into_any(),
        FieldType::Outcome { states } => {
            view! { <Ended at options=ends(spec, states)/> }.into_any()
        }
        FieldType::Bool => view! { <Ticked at hint/> }.into_any(),
        FieldType::Text { .. } | FieldType::Name { .. } | FieldType::Multiline { .. } => {
            let instead = Signal::derive(move || {
                let value = without.or(instead).and_then(|instead| instead.get());
                value.map_or_else(String::new, |value| text_of(&value))
            });
            view! { <Typed field=key.clone() spec label hint mended instead/> }.into_any()
        }
        _ => {
            let value = Signal::derive(move || at.value());
            let set = move |value| at.set(session, value);
            view! { <Parsed field=key.clone() spec label value hint mended on_value=set/> }
                .into_any()
        }
    };
    view! {
        <div class="stack" data-gap="1">
            {control}
            <FieldTrouble records key spec on_mend=move |text| mended.set(Some(text))/>
        </div>
    }
}

/// Which field is edited.
#[derive(Clone, Copy)]
struct FieldAt {
    records: Signal<Arc<Records>>,
    record: StoredValue<RecordKey>,
    spec: FieldSpec,
    label: Signal<String>,
    instead: Option<Signal<Option<Value>>>,
    without: Option<Signal<Option<Value>>>,
}

impl FieldAt {
    /// The value shown.
    fn value(self) -> Option<Value> {
        self.own()
            .filter(|value| !value.is_null())
            .or_else(|| self.instead?.get())
    }

    /// The record's own value.
    fn own(self) -> Option<Value> {
        self.records.with(|records| {
            self.record.with_value(|key| {
                // Of one that was deleted nothing holds: written anew it begins anew.
                let record = records.record(key)?;
                let record = (record.presence != Presence::Deleted).then_some(record)?;
                record.value(self.spec.name).cloned()
            })
        })
    }

    /// Sets it; that shows by itself.
    fn set(self, session: Session, value: Value) {
        let without = self.without.and_then(|without| without.get_untracked());
        let value = if without.as_ref() == Some(&value) {
            Value::null()
        } else {
            value
        };
        session.edit(self.action(Msg::ClientpageToastEdited, value).quietly());
    }

    /// What sets it.
    fn action(self, label: Msg, value: Value) -> Action {
        let edit = Edit {
            field: self.spec.name.into(),
            value,
        };
        self.record
            .with_value(|record| Action::new(label).set(record, edit))
    }
}

/// The text that is a value.
fn text_of(value: &Value) -> String {
    let text = serde_json::from_slice::<Option<String>>(value.as_bytes()).ok();
    text.flatten().unwrap_or_default()
}

/// The names of a choice, each as its JSON and its word.
fn named(
    spec: FieldSpec,
    names: &'static [&'static str],
    records: Signal<Arc<Records>>,
) -> Vec<(String, Signal<String>)> {
    let word = move |name: &'static str| {
        Signal::derive(move || {
            let kind = records.with(|records| records.client().kind.clone());
            words::choice(spec.name, name, kind.as_ref()).map_or_else(|| name.to_owned(), t)
        })
    };
    names
        .iter()
        .map(|name| (["\"", name, "\""].concat(), word(name)))
        .collect()
}

/// The ways something ends, each by its name; before them that it has not.
fn ends(spec: FieldSpec, states: &'static [&'static str]) -> Vec<(Option<String>, Signal<String>)> {
    let word = move |name: &'static str| {
        Signal::derive(move || {
            words::choice(spec.name, name, None).map_or_else(|| name.to_owned(), t)
        })
    };
    let ends = states
        .iter()
        .map(|name| (Some((*name).to_owned()), word(name)));
    std::iter::once((None, Msg::OutcomeRunning.into()))
        .chain(ends)
        .collect()
}

fn marks() -> Vec<(String, Signal<String>)> {
    [
        (1, Msg::LevelLow),
        (2, Msg::LevelMiddle),
        (3, Msg::LevelHigh),
    ]
    .into_iter()
    .map(|(mark, word)| {
        let label = Signal::derive(move || [&mark.to_string(), " ", &t(word)].concat());
        (mark.to_string(), label)
    })
    .collect()
}
