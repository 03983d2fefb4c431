//! Fields of a record that is being made: what is filled in is kept as a draft until the record is saved.

use leptos::prelude::*;
use yardstick_domain::records::{Edit, FieldSpec};
use yardstick_domain::values::InputError;

use super::parsed::{entry, example};
use crate::kit::TextField;
use crate::pages::parts::{now, words};
use crate::session::Session;

/// The text of one field.
#[derive(Clone, Copy)]
pub struct NewText {
    session: Session,
    place: StoredValue<String>,
    /// What the field holds.
    pub spec: FieldSpec,
    /// What is typed.
    pub text: RwSignal<String>,
    /// The person is done with it: from now on what is wrong is said.
    is_done: RwSignal<bool>,
}

impl NewText {
    /// The text typed here before and never saved, or none. Forms that are open at once have places of their own.
    pub fn take_up(session: Session, form: &str, spec: FieldSpec) -> Self {
        let place = [form, "/", spec.name].concat();
        let left = session.draft::<String>(&place).unwrap_or_default();
        Self {
            session,
            is_done: RwSignal::new(!left.is_empty()),
            text: RwSignal::new(left),
            place: StoredValue::new(place),
            spec,
        }
    }

    fn type_in(self, text: String) {
        let worth = (!text.is_empty()).then_some(&text);
        self.place
            .with_value(|place| self.session.keep_draft(place, worth));
        self.text.set(text);
    }

    /// Fills in what was chosen instead of typed.
    pub fn choose(self, text: String) {
        self.type_in(text);
    }

    /// Whether nothing is typed.
    pub fn is_empty(self) -> bool {
        self.text.with(|text| text.trim().is_empty())
    }

    /// The edit that sets the field.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn edit(self) -> Result<Edit, InputError> {
        let text = self.text.get_untracked();
        Ok(Edit {
            field: self.spec.name.into(),
            value: self.spec.parse(&text, &now::input_context())?,
        })
    }

    /// The person has tried to save, or begins anew.
    pub fn done(self, is_done: bool) {
        self.is_done.set(is_done);
    }

    /// Forgets the text: it was saved, or is not wanted.
    pub fn clear(self) {
        self.type_in(String::new());
        self.is_done.set(false);
    }
}

/// Its control.
#[component]
pub fn NewField(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    field: NewText,
    /// Whether an answer is needed.
    required: bool,
    /// A word of help, where the way to fill it in does not say enough.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Told of Enter, where the form is none that it submits.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        if !field.is_done.get() {
            return None;
        }
        let text = field.text.get();
        if text.trim().is_empty() {
            // Also of a field that may be empty elsewhere.
            return required.then(|| words::input_error(InputError::Empty));
        }
        let error = field.spec.parse(&text, &now::input_context()).err()?;
        Some(words::input_error(error))
    });
    let help = Signal::derive(move || {
        Some(hint.get())
            .filter(|hint| !hint.is_empty())
            .unwrap_or_else(|| example(field.spec.ty))
    });
    let entry = entry(field.spec.ty);
    let on_input = move |text| field.type_in(text);
    let on_commit = move |_| {
        if !field.is_empty() {
            field.done(true);
        }
    };
    match on_enter {
        Some(on_enter) => view! {
            <TextField label value=field.text entry hint=help error required on_input on_commit on_enter/>
        }
        .into_any(),
        None => view! {
            <TextField label value=field.text entry hint=help error required on_input on_commit/>
        }
        .into_any(),
    }
}
