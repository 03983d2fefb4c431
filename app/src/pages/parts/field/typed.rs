//! Fields of free text: every letter is kept as it is typed.

use leptos::prelude::*;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::records::{FieldSpec, FieldType};
use yardstick_domain::values::InputError;

use crate::i18n::{Msg, t_with};
use crate::kit::{TextArea, TextField};
use crate::pages::parts::{now, words};
use crate::session::Session;
use crate::session::drafts::{FieldDraft, place_of};

/// A line or several. Text that does not fit (too long) stays in the control with the reason, and what fitted last stays the value. A name
/// that is emptied stays the name it was, which is said once the control is left.
#[component]
pub fn Typed(
    /// The field whose text is typed.
    field: RegisterKey,
    /// What is known of it.
    spec: FieldSpec,
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// A word of help.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// A text from elsewhere that is to be mended here.
    #[prop(optional)]
    mended: Option<RwSignal<Option<String>>>,
    /// What is shown as long as the field holds nothing: emptied, it is that again.
    #[prop(optional, into)]
    instead: Signal<String>,
) -> impl IntoView {
    let session = Session::expect();
    let handle = session.text(field.clone());
    let place = place_of(&field);
    let draft = RwSignal::new(session.draft::<FieldDraft>(&place));
    let place = StoredValue::new(place);
    let keep = move |text: Option<String>| {
        let draft_now = text.map(|text| {
            let shown = handle.value.get_untracked();
            FieldDraft::typed(text, draft.get_untracked(), Some(shown))
        });
        // Nothing would be lost with an empty one.
        let worth = draft_now
            .as_ref()
            .filter(|draft| !draft.text.trim().is_empty());
        place.with_value(|place| session.keep_draft(place, worth));
        draft.set(draft_now);
    };
    // The name as the control got the keyboard, and whether the keyboard left it empty.
    let before = StoredValue::new(String::new());
    let is_left_empty = RwSignal::new(false);
    let focus = move || {
        handle.focus();
        before.set_value(handle.value.get_untracked());
    };
    let take = move |text: String| {
        is_left_empty.set(false);
        match fitting(&spec, &text) {
            Ok(fits) => {
                keep(None);
                handle.input(fits);
            }
            Err(InputError::Empty) if !instead.with_untracked(String::is_empty) => {
                keep(None);
                handle.input(String::new());
            }
            Err(reason) => {
                if reason == InputError::Empty {
                    handle.input(before.get_value());
                }
                keep(Some(text));
            }
        }
    };
    let commit = move |text: String| match cleaned(&spec, &text) {
        // What holds anyway need not be said.
        Ok(clean) if instead.with_untracked(|instead| *instead == clean) => {
            keep(None);
            handle.input(String::new());
        }
        // Ends trimmed and forms made one, now that nobody types.
        Ok(clean) if clean != text => {
            keep(None);
            handle.input(clean);
        }
        Ok(_) => {}
        Err(reason) => is_left_empty.set(reason == InputError::Empty),
    };
    Effect::new(move || {
        if let Some(mended) = mended
            && let Some(text) = mended.get()
        {
            mended.set(None);
            keep(Some(text));
        }
    });
    let value = Signal::derive(move || {
        let held = || {
            let own = handle.value.get();
            if own.is_empty() { instead.get() } else { own }
        };
        draft.get().map_or_else(held, |draft| draft.text)
    });
    let hint = Signal::derive(move || {
        let now = handle.value.get();
        let is_overtaken = |draft: &FieldDraft| draft.is_overtaken(Some(&now));
        if draft.with(|draft| draft.as_ref().is_some_and(is_overtaken)) {
            words::overtaken(&now)
        } else {
            hint.get()
        }
    });
    let error = Signal::derive(move || {
        match draft.with(|draft| fitting(&spec, &draft.as_ref()?.text).err())? {
            InputError::Empty if !is_left_empty.get() => None,
            InputError::Empty => {
                let kept = handle.value.get();
                let is_kept = !kept.trim().is_empty();
                Some(if is_kept {
                    t_with(Msg::ErrorNameKept, &[("name", &kept)])
                } else {
                    words::input_error(InputError::Empty)
                })
            }
            error => Some(words::input_error(error)),
        }
    });
    let control = match spec.ty {
        FieldType::Multiline { .. } => {
            view! { <TextArea label value error hint on_input=take on_commit=commit/> }.into_any()
        }
        _ => {
            view! { <TextField label value error hint on_input=take on_commit=commit/> }.into_any()
        }
    };
    view! {
        <div on:focusin=move |_| focus() on:focusout=move |_| handle.blur()>
            {control}
        </div>
    }
}

/// The text as it may be kept while it is typed: control characters that a paste brings are taken out, spaces stay as typed.
fn fitting(spec: &FieldSpec, text: &str) -> Result<String, InputError> {
    let clean = cleaned(spec, text)?;
    let is_plain =
        !text.contains(char::is_control) || matches!(spec.ty, FieldType::Multiline { .. });
    let is_short = spec.check(spec.name, &json(text)).is_ok();
    Ok(if is_plain && is_short {
        text.to_owned()
    } else {
        clean
    })
}

/// The text as it is kept for good.
fn cleaned(spec: &FieldSpec, text: &str) -> Result<String, InputError> {
    let value = spec.parse(text, &now::input_context())?;
    Ok(serde_json::from_slice::<Option<String>>(value.as_bytes())
        .ok()
        .flatten()
        .unwrap_or_default())
}

fn json(text: &str) -> Vec<u8> {
    serde_json::to_vec(text).unwrap_or_default()
}
