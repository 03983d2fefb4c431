//! A line of text.

use leptos::html::Input;
use leptos::prelude::*;

use super::follow::Follow;
use super::{Notes, Ties};
use crate::kit::keys::{self, Key};

/// What a line holds; it decides the keyboard, and what the browser offers to fill in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// Words.
    #[default]
    Text,
    /// A number or amount, as people write it: `1200`, `3萬5`. A text to the browser, because a number field would refuse the second.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// A time of day, as `HH:MM`.
    Time,
    /// A moment, as `YYYY-MM-DDTHH:MM`.
    Moment,
    /// An email address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// The email address one signs in with.
    UserName,
    /// The password one signs in with.
    Password,
    /// A password being chosen.
    NewPassword,
}

impl Entry {
    /// The control's `type`, `inputmode` and `autocomplete`.
    fn attributes(self) -> (&'static str, Option<&'static str>, &'static str) {
        match self {
            Self::Text => ("text", None, "off"),
            Self::Number => ("text", Some("decimal"), "off"),
            Self::Date => ("date", None, "off"),
            Self::Time => ("time", None, "off"),
            Self::Moment => ("datetime-local", None, "off"),
            Self::Email => ("email", Some("email"), "off"),
            Self::Phone => ("tel", Some("tel"), "off"),
            Self::Url => ("url", Some("url"), "off"),
            Self::UserName => ("email", Some("email"), "username"),
            Self::Password => ("password", None, "current-password"),
            Self::NewPassword => ("password", None, "new-password"),
        }
    }
}

/// A labelled line of text.
#[component]
pub fn TextField(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The answer so far.
    #[prop(into)]
    value: Signal<String>,
    /// What it holds.
    #[prop(optional)]
    entry: Entry,
    /// Told every change as it is typed, unfinished compositions too.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Told the text when the person is done with it.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// Told the text at Enter, when no input method wants that Enter.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// Empties the line after `on_enter`, to type the next one; not if something is wrong with it.
    #[prop(optional)]
    clear_on_enter: bool,
    /// A word of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether an answer is needed.
    #[prop(optional)]
    required: bool,
    /// What the control says in the person's language while nobody types in it, where the browser would write the value in its own way:
    /// of a day or a moment.
    #[prop(optional, into)]
    words: Option<Signal<String>>,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<Input>::new();
    let follow = Follow::new(node, value);
    let ties = Ties::new(hint, error);
    let (kind, input_mode, autocomplete) = entry.attributes();
    let tell = move |callback: Option<Callback<String>>| {
        if let Some(callback) = callback {
            callback.run(follow.text());
        }
    };
    let control = view! {
            <input
                id=ties.id.clone()
                node_ref=node
                type=kind
                inputmode=input_mode
                autocomplete=autocomplete
                aria-required=required.then_some("true")
                aria-invalid=ties.invalid()
                aria-describedby=ties.described_by()
                readonly=readonly
                on:input=move |_| tell(on_input)
                on:change=move |_| tell(on_commit)
                on:blur=move |_| follow.left()
                on:keydown=move |event| {
                    if on_enter.is_some() && keys::pressed(&event) == Some(Key::Enter) {
                        event.prevent_default();
                        tell(on_enter);
                        if clear_on_enter && error.with_untracked(Option::is_none) {
                            follow.clear();
                        }
                    }
                }
            />
    };
    let control = match words {
        Some(words) => view! {
            <span class="over-native input" data-shown=true>
                <span aria-hidden="true">{words}</span>
                {control}
            </span>
        }
        .into_any(),
        None => control.into_any(),
    };
    view! {
        <div class="field">
            <label for=ties.id.clone()>{label}</label>
            {control}
            <Notes ties=ties.clone() hint/>
        </div>
    }
}
