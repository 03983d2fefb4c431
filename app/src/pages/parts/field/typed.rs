//! Fields of free text: every letter is kept as it is typed.

use leptos::prelude::*;
use yardstick_domain::records::FieldType;
use yardstick_domain::values::InputError;

use super::{FieldAt, drafts};
use crate::kit::{TextArea, TextField};
use crate::pages::parts::{now, words};
use crate::session::Session;

/// A line or several. Text that does not fit (too long) stays in the control with the reason, and what fitted last stays the value.
#[component]
pub(super) fn Typed(
    at: FieldAt,
    hint: Option<Signal<String>>,
    mended: RwSignal<Option<String>>,
) -> impl IntoView {
    let key = at.record.with_value(|record| record.field(at.spec.name));
    let handle = Session::expect().text(key.clone());
    let draft = RwSignal::new(drafts::get(&key));
    let key = StoredValue::new(key);
    let keep = move |text: Option<String>| {
        key.with_value(|key| drafts::put(key, text.clone()));
        draft.set(text);
    };
    let take = move |text: String| match fitting(at, &text) {
        Ok(fits) => {
            keep(None);
            handle.input(fits);
        }
        Err(_) => keep(Some(text)),
    };
    let commit = move |text: String| {
        // Ends trimmed and forms made one, now that nobody types.
        if let Ok(clean) = cleaned(at, &text)
            && clean != text
        {
            keep(None);
            handle.input(clean);
        }
    };
    Effect::new(move || {
        if let Some(text) = mended.get() {
            mended.set(None);
            keep(Some(text));
        }
    });
    let value = Signal::derive(move || draft.get().unwrap_or_else(|| handle.value.get()));
    let error = Signal::derive(move || {
        let error = draft.with(|draft| fitting(at, draft.as_deref()?).err())?;
        Some(words::input_error(error))
    });
    let label = at.label;
    let hint = hint.unwrap_or_else(|| Signal::derive(String::new));
    let control = match at.spec.ty {
        FieldType::Multiline { .. } => {
            view! { <TextArea label value error hint on_input=take on_commit=commit/> }.into_any()
        }
        _ => {
            view! { <TextField label value error hint on_input=take on_commit=commit/> }.into_any()
        }
    };
    view! {
        <div on:focusin=move |_| handle.focus() on:focusout=move |_| handle.blur()>
            {control}
        </div>
    }
}

/// The text as it may be kept while it is typed: control characters that a paste brings are taken out, spaces stay as typed.
fn fitting(at: FieldAt, text: &str) -> Result<String, InputError> {
    let clean = cleaned(at, text)?;
    let is_plain =
        !text.contains(char::is_control) || matches!(at.spec.ty, FieldType::Multiline { .. });
    let is_short = at.spec.check(at.spec.name, &json(text)).is_ok();
    Ok(if is_plain && is_short {
        text.to_owned()
    } else {
        clean
    })
}

/// The text as it is kept for good.
fn cleaned(at: FieldAt, text: &str) -> Result<String, InputError> {
    let value = at.spec.parse(text, &now::input_context())?;
    Ok(serde_json::from_slice::<Option<String>>(value.as_bytes())
        .ok()
        .flatten()
        .unwrap_or_default())
}

fn json(text: &str) -> Vec<u8> {
    serde_json::to_vec(text).unwrap_or_default()
}
