//! A short word that can be switched on.

use leptos::prelude::*;

/// A filter, a tag, a quick date.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// What happens when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            title=label
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| on_press.run(())
        >
            <span class="chip-label">{label}</span>
        </button>
    }
}
