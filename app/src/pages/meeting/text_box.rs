//! A bare box for the text of one field, where a label of its own would be in the way: the line being typed, a line being mended.

use leptos::html::Textarea;
use leptos::prelude::*;
use yardstick_domain::values::InputError;

use super::draft::{beginning, max_chars};
use crate::browser::control::TextControl;
use crate::browser::ime;
use crate::browser::timer::in_next_task;
use crate::kit::keys::{self, Key};
use crate::pages::parts::words;
use crate::session::drafts::FieldDraft;
use crate::session::{Session, TextHandle};

/// A box that keeps its own text while somebody types, as the fields of the kit do.
#[component]
pub(crate) fn TextBox(
    /// The text; may be exchanged for another one's.
    #[prop(into)]
    text: Signal<TextHandle>,
    /// What the box shows instead, while it is longer than the field takes.
    #[prop(optional)]
    overlong: RwSignal<Option<String>>,
    /// What the box is, for those who do not see it.
    #[prop(into)]
    name: Signal<String>,
    /// What the empty box says.
    #[prop(optional, into)]
    placeholder: Option<Signal<String>>,
    /// The box itself, for who empties it.
    #[prop(optional)]
    node: NodeRef<Textarea>,
    /// How many lines it has at least.
    #[prop(default = 1)]
    rows: u8,
    /// Takes the keyboard as soon as it is there, because the person asked for it.
    #[prop(optional)]
    takes_focus: bool,
    /// Told the text each time it changes, in place of the field itself.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Enter, when no input method wants it. Without this, Enter is a new line.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// The keyboard has left the box.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    Effect::new(move || {
        let shown = overlong.get().unwrap_or_else(|| text.get().value.get());
        if let Some(node) = node
            .get()
            .filter(|node| !node.has_focus() && node.text() != shown)
        {
            node.set_text(&shown);
        }
    });
    // Where nobody files it as several lines, what is too long is said to be, and kept until it is shortened.
    let session = Session::expect();
    let is_own = on_input.is_none();
    let kept = StoredValue::new(
        is_own
            .then(|| session.draft::<FieldDraft>(&text.get_untracked().place()))
            .flatten(),
    );
    if is_own {
        overlong.set(kept.with_value(|kept| Some(kept.as_ref()?.text.clone())));
    }
    let type_in = move |typed: String| {
        let text = text.get_untracked();
        text.input(beginning(&typed).to_owned());
        let is_overlong = beginning(&typed) != typed;
        let draft = is_overlong.then(|| FieldDraft::new(typed.clone(), beginning(&typed)));
        session.keep_draft(&text.place(), draft.as_ref());
        kept.set_value(draft);
        overlong.set(is_overlong.then_some(typed));
    };
    let error = move || {
        let is_too_long = is_own && overlong.with(Option::is_some);
        let now = text.get().value.get();
        let is_overtaken = |kept: &FieldDraft| kept.is_overtaken(Some(&now));
        let max = u32::try_from(max_chars()).unwrap_or(u32::MAX);
        is_too_long.then(|| {
            if kept.with_value(|kept| kept.as_ref().is_some_and(is_overtaken)) {
                words::overtaken(&now)
            } else {
                words::input_error(InputError::TooLong { max })
            }
        })
    };
    if takes_focus {
        node.on_load(|node| {
            in_next_task(move || {
                // A control on the page takes the focus.
                let _ = node.focus();
            });
        });
    }
    view! {
        <textarea
            node_ref=node
            rows=rows.to_string()
            aria-label=name
            placeholder=move || placeholder.map(|placeholder| placeholder.get())
            enterkeyhint=on_enter.map(|_| "send")
            on:focus=move |_| text.get_untracked().focus()
            on:input:target=move |event| {
                let typed = event.target().value();
                match on_input {
                    Some(on_input) => on_input.run(typed),
                    None => type_in(typed),
                }
            }
            on:blur=move |_| {
                // A box that is taken away loses the keyboard too, when its owner is gone already.
                let Some(text) = text.try_get_untracked() else {
                    return;
                };
                text.blur();
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            }
            on:keydown=move |event| {
                if let Some(on_enter) = on_enter
                    && keys::pressed(&event) == Some(Key::Enter) && !event.shift_key()
                {
                    event.prevent_default();
                    on_enter.run(());
                }
            }
        ></textarea>
        {move || error().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
    }
}

/// Does `act` once no input method is composing in the box: what it has composed so far counts as typed.
pub(crate) fn when_composed(node: NodeRef<Textarea>, act: impl FnOnce() + 'static) {
    let composing = node
        .get_untracked()
        .filter(|node| node.has_focus() && ime::is_composing());
    match composing {
        None => act(),
        Some(node) => {
            // Leaving the box ends the composition; the task after that belongs to the input method still.
            let _ = node.blur();
            in_next_task(move || {
                in_next_task(move || {
                    act();
                    let _ = node.focus();
                });
            });
        }
    }
}

/// Empties the box although somebody has it, because its text was filed.
pub(crate) fn empty(node: NodeRef<Textarea>) {
    if let Some(node) = node.get_untracked() {
        node.set_text("");
    }
}
