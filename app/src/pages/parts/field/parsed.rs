//! Fields typed in words that mean something else: amounts, days, periods, shares, numbers, addresses one writes or calls to.

use leptos::prelude::*;
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::records::{FieldSpec, FieldType};
use yardstick_domain::values::InputError;

use crate::i18n::{Msg, t};
use crate::kit::{Entry, TextField};
use crate::pages::parts::{now, show, words};
use crate::session::Session;
use crate::session::drafts::{FieldDraft, place_of};

/// The text is read when the person is done with it; what it means is said below it while they type. Text that means nothing stays in
/// the control with the reason, also when its page is left and comes back.
#[component]
pub fn Parsed(
    /// The field whose value is typed.
    field: RegisterKey,
    /// What is known of it.
    spec: FieldSpec,
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The value so far.
    #[prop(into)]
    value: Signal<Option<Value>>,
    /// Told the value once the text means one.
    #[prop(into)]
    on_value: Callback<Value>,
    /// A word of help, where the way to fill it in does not say enough.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Whether it must not be emptied.
    #[prop(optional)]
    required: bool,
    /// A text from elsewhere that is to be mended here.
    #[prop(optional)]
    mended: Option<RwSignal<Option<String>>>,
) -> impl IntoView {
    let session = Session::expect();
    let place = place_of(&field);
    let parse = move |text: &str| {
        if required && text.trim().is_empty() {
            return Err(InputError::Empty);
        }
        spec.parse(text, &now::input_context())
    };
    let wrong = move |text: Option<&str>| parse(text?).err();
    let overtakes = move |draft: &FieldDraft, value: Option<&Value>| {
        draft.is_overtaken(value.map(Value::as_str))
    };
    // One that means the value shown was taken; the page was left before the draft was let go of.
    let is_taken = |left: &FieldDraft| {
        let meant = parse(&left.text).ok();
        meant.is_some() && value.with_untracked(|value| meant == *value)
    };
    let left = session
        .draft::<FieldDraft>(&place)
        .filter(|left| !is_taken(left));
    let draft = RwSignal::new(left.clone());
    let error = RwSignal::new(wrong(left.as_ref().map(|left| left.text.as_str())));
    let place = StoredValue::new(place);
    let keep = move |text: Option<String>| {
        let draft_now = text.map(|text| {
            let shown = value.with_untracked(|value| Some(value.as_ref()?.as_str().to_owned()));
            FieldDraft::typed(text, draft.get_untracked(), shown)
        });
        place.with_value(|place| session.keep_draft(place, draft_now.as_ref()));
        draft.set(draft_now);
    };
    let type_in = move |text: String| {
        if error.with_untracked(Option::is_some) {
            error.set(wrong(Some(&text)));
        }
        keep(Some(text));
    };
    let commit = move |text: String| match parse(&text) {
        Ok(value) => {
            error.set(None);
            on_value.run(value);
            keep(None);
        }
        Err(reason) => {
            error.set(Some(reason));
            keep(Some(text));
        }
    };
    // The page was left before the person was done with a text that means something: it is taken now, if the value is still the one it was
    // typed over.
    let left = StoredValue::new(left.filter(|left| parse(&left.text).is_ok()));
    Effect::new(move || {
        if let Some(left) = left.try_update_value(Option::take).flatten() {
            let is_seen = value.with_untracked(|value| !overtakes(&left, value.as_ref()));
            if is_seen {
                untrack(|| commit(left.text));
            }
        }
    });
    Effect::new(move || {
        if let Some(mended) = mended
            && let Some(text) = mended.get()
        {
            mended.set(None);
            error.set(wrong(Some(&text)));
            keep(Some(text));
        }
    });
    let shown = move || {
        let text = |value: Value| spec.input_text(value.as_bytes(), &now::input_context());
        value.get().map(text).unwrap_or_default()
    };
    let text = Signal::derive(move || draft.get().map_or_else(shown, |draft| draft.text));
    let help = Signal::derive(move || {
        let typed = match draft.get() {
            Some(draft) if value.with(|value| overtakes(&draft, value.as_ref())) => {
                return words::overtaken(&shown());
            }
            Some(draft) => parse(&draft.text).ok(),
            None => value.get(),
        };
        match typed.and_then(|value| meaning(&spec, &value)) {
            // Said once is enough.
            Some(meaning) if text.with(|text| *text == meaning) => String::new(),
            Some(meaning) => meaning,
            None => Some(hint.get())
                .filter(|hint| !hint.is_empty())
                .unwrap_or_else(|| example(spec.ty)),
        }
    });
    view! {
        <TextField
            label
            value=text
            entry=entry(spec.ty)
            error=Signal::derive(move || error.get().map(words::input_error))
            hint=help
            on_input=type_in
            on_commit=commit
        />
    }
}

/// The keyboard that fits what is typed.
pub(super) fn entry(ty: FieldType) -> Entry {
    match ty {
        // The keyboard of numbers has no minus on some phones.
        FieldType::Integer { min, .. } if min < 0 => Entry::Text,
        FieldType::Email => Entry::Email,
        FieldType::Phone => Entry::Phone,
        FieldType::TaxId
        | FieldType::Integer { .. }
        | FieldType::Rate
        | FieldType::Minutes { .. } => Entry::Number,
        _ => Entry::Text,
    }
}

/// What a value means, where its text does not say it plainly.
fn meaning(spec: &FieldSpec, value: &Value) -> Option<String> {
    let is_plain = !matches!(
        spec.ty,
        FieldType::Money
            | FieldType::Date
            | FieldType::Period
            | FieldType::Rate
            | FieldType::Minutes { .. }
    );
    (!is_plain && !value.is_null()).then(|| show::value(spec, value))
}

/// How a field can be filled in.
pub(super) fn example(ty: FieldType) -> String {
    match ty {
        FieldType::Money => t(Msg::ClientpageMoneyHint),
        FieldType::Date => t(Msg::ClientpageDateHint),
        FieldType::Period => t(Msg::ClientpagePeriodHint),
        FieldType::Rate => t(Msg::ClientpageRateHint),
        _ => String::new(),
    }
}
