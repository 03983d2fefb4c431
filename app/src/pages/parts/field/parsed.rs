//! Fields typed in words that mean something else: amounts, days, periods, shares, numbers, addresses one writes or calls to.

use leptos::prelude::*;
use yardstick_domain::change::Value;
use yardstick_domain::records::{Edit, FieldType};
use yardstick_domain::values::InputError;

use super::{FieldAt, drafts};
use crate::i18n::{Msg, t};
use crate::kit::{Entry, TextField};
use crate::pages::parts::{now, show, words};
use crate::session::{Action, Session};

/// The text is read when the person is done with it; what it means is said below it while they type. Text that means nothing stays in
/// the control with the reason.
#[component]
pub(super) fn Parsed(
    at: FieldAt,
    hint: Option<Signal<String>>,
    mended: RwSignal<Option<String>>,
) -> impl IntoView {
    let session = Session::expect();
    let key = at.record.with_value(|record| record.field(at.spec.name));
    let draft = RwSignal::new(drafts::get(&key));
    let error = RwSignal::new(draft.with_untracked(|draft| wrong(at, draft.as_deref())));
    let key = StoredValue::new(key);
    let keep = move |text: Option<String>| {
        key.with_value(|key| drafts::put(key, text.clone()));
        draft.set(text);
    };
    let type_in = move |text: String| {
        if error.with_untracked(Option::is_some) {
            error.set(wrong(at, Some(&text)));
        }
        keep(Some(text));
    };
    let commit = move |text: String| match parse(at, &text) {
        Ok(value) => {
            error.set(None);
            let edit = Edit {
                field: at.spec.name.into(),
                value,
            };
            let record = at.record.get_value();
            session.edit(
                Action::new(Msg::ClientpageToastEdited)
                    .set(&record, edit)
                    .quietly(),
            );
            keep(None);
        }
        Err(reason) => {
            error.set(Some(reason));
            keep(Some(text));
        }
    };
    Effect::new(move || {
        if let Some(text) = mended.get() {
            mended.set(None);
            error.set(wrong(at, Some(&text)));
            keep(Some(text));
        }
    });
    let value = Signal::derive(move || draft.get().unwrap_or_else(|| shown(at)));
    let meaning = Signal::derive(move || {
        let typed = match draft.get() {
            Some(text) => parse(at, &text).ok(),
            None => at.value(),
        };
        match typed.and_then(|value| meaning(at, &value)) {
            // Said once is enough.
            Some(meaning) if value.with(|text| *text == meaning) => String::new(),
            Some(meaning) => meaning,
            None => hint.map_or_else(|| example(at), |hint| hint.get()),
        }
    });
    view! {
        <TextField
            label=at.label
            value
            entry=entry(at.spec.ty)
            error=Signal::derive(move || error.get().map(words::input_error))
            hint=meaning
            on_input=type_in
            on_commit=commit
        />
    }
}

fn entry(ty: FieldType) -> Entry {
    match ty {
        FieldType::Email => Entry::Email,
        FieldType::Phone => Entry::Phone,
        FieldType::TaxId | FieldType::Integer { .. } | FieldType::Rate => Entry::Number,
        _ => Entry::Text,
    }
}

fn parse(at: FieldAt, text: &str) -> Result<Value, InputError> {
    at.spec.parse(text, &now::input_context())
}

fn wrong(at: FieldAt, text: Option<&str>) -> Option<InputError> {
    parse(at, text?).err()
}

/// The value as it could be typed again.
fn shown(at: FieldAt) -> String {
    at.value()
        .map(|value| at.spec.input_text(value.as_bytes(), &now::input_context()))
        .unwrap_or_default()
}

/// What a value means, where its text does not say it plainly.
fn meaning(at: FieldAt, value: &Value) -> Option<String> {
    let is_plain = !matches!(
        at.spec.ty,
        FieldType::Money | FieldType::Date | FieldType::Period | FieldType::Rate
    );
    (!is_plain && !value.is_null()).then(|| show::value(&at.spec, value))
}

/// How the field can be filled in.
fn example(at: FieldAt) -> String {
    match at.spec.ty {
        FieldType::Money => t(Msg::ClientpageMoneyHint),
        FieldType::Date => t(Msg::ClientpageDateHint),
        FieldType::Period => t(Msg::ClientpagePeriodHint),
        FieldType::Rate => t(Msg::ClientpageRateHint),
        _ => String::new(),
    }
}
