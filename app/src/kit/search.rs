//! The box one searches in.

use leptos::html::Input;
use leptos::prelude::*;

use super::{Glyph, Icon, keys};
use crate::browser::control::TextControl;
use crate::browser::ime;
use crate::browser::timer::{after_paint, in_next_task};

/// A search box; `/` puts the keyboard on it.
#[component]
pub fn SearchBox(
    /// What is searched.
    #[prop(into)]
    name: Signal<String>,
    /// What can be searched for, as an example.
    #[prop(optional, into)]
    placeholder: Option<Signal<String>>,
    /// Told each time the words change, but not letter by letter while an input method composes.
    #[prop(into)]
    on_search: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let telling = StoredValue::new(false);
    // The letter is drawn first: finding and drawing what it finds takes longer than a frame in a large book.
    let tell = move || {
        if telling.try_update_value(|telling| std::mem::replace(telling, true)) != Some(false) {
            return;
        }
        after_paint(move || {
            telling.try_set_value(false);
            if let Some(input) = input.try_get_untracked().flatten() {
                on_search.run(input.text());
            }
        });
    };
    keys::on(keys::Shortcut::Search, move || {
        if let Some(input) = input.get_untracked() {
            // A control on the page takes the focus.
            let _ = input.focus();
        }
    });
    view! {
        <label class="search">
            <Icon glyph=Glyph::Search/>
            <input
                class="input"
                type="search"
                node_ref=input
                aria-label=name
                placeholder=move || placeholder.map(|placeholder| placeholder.get())
                autocomplete="off"
                enterkeyhint="search"
                on:keydown=move |event| {
                    // A search box empties itself on Escape, also on the one that only ends a composition.
                    if event.key() == "Escape" && ime::owns(&event) {
                        event.prevent_default();
                    }
                }
                on:input=move |_| {
                    if !ime::is_composing() {
                        tell();
                    }
                }
                // Some browsers send the last input before the end of the composition, some after it.
                on:compositionend=move |_| in_next_task(tell)
            />
        </label>
    }
}
