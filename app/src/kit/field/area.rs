//! Several lines of text.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::follow::Follow;
use super::{Notes, Ties};

/// Labelled lines of text; the control grows with them.
#[component]
pub fn TextArea(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The answer so far.
    #[prop(into)]
    value: Signal<String>,
    /// Told every change as it is typed, unfinished compositions too.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Told the text when the person is done with it.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// A word of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<Textarea>::new();
    let follow = Follow::new(node, value);
    let ties = Ties::new(hint, error);
    let tell = move |callback: Option<Callback<String>>| {
        if let Some(callback) = callback {
            callback.run(follow.text());
        }
    };
    view! {
        <div class="field">
            <label for=ties.id.clone()>{label}</label>
            <textarea
                id=ties.id.clone()
                node_ref=node
                rows="3"
                aria-invalid=ties.invalid()
                aria-describedby=ties.described_by()
                readonly=readonly
                on:input=move |_| tell(on_input)
                on:change=move |_| tell(on_commit)
                on:blur=move |_| follow.left()
            ></textarea>
            <Notes ties=ties.clone() hint/>
        </div>
    }
}
