//! A question and its answer: label, control, hint, error.
//!
//! The controls are uncontrolled: they keep their own text, tell every change, and take a new value from outside only while nobody is
//! typing in them. So nothing that syncs in can break a composition, move the caret or swallow a letter.

mod area;
mod choice;
mod follow;
mod select;
mod switch;
mod text;

use leptos::prelude::*;

pub use area::TextArea;
pub use choice::Choice;
pub use select::Select;
pub use switch::Switch;
pub use text::{Entry, TextField};

use super::id;

/// What ties a control to its words.
#[derive(Clone)]
struct Ties {
    id: String,
    has_hint: bool,
    error: Signal<Option<String>>,
}

impl Ties {
    fn new(hint: Option<Signal<String>>, error: Signal<Option<String>>) -> Self {
        Self {
            id: id::unique("field"),
            has_hint: hint.is_some(),
            error,
        }
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The value of `aria-invalid`.
    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + use<> {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    /// The value of `aria-describedby`.
    fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + use<> {
        let ties = self.clone();
        move || {
            let hint = ties.has_hint.then(|| ties.hint_id());
            let error = ties.error.with(Option::is_some).then(|| ties.error_id());
            let ids: Vec<String> = hint.into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }
}

/// Hint and error below a control.
#[component]
fn Notes(ties: Ties, hint: Option<Signal<String>>) -> impl IntoView {
    let (hint_id, error_id, error) = (ties.hint_id(), ties.error_id(), ties.error);
    view! {
        {hint
            .map(|hint| {
                view! {
                    <p class="field-hint" id=hint_id>
                        {hint}
                    </p>
                }
            })}
        {move || {
            error
                .get()
                .map(|error| {
                    view! {
                        <p class="field-error" id=error_id.clone()>
                            {error}
                        </p>
                    }
                })
        }}
    }
}
