//! The box at the beginning of a line of a list.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// A box to tick beside a row; belongs into `<li class="row-line">`.
#[component]
pub fn RowCheck(
    /// What is ticked off.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is.
    #[prop(optional, into)]
    checked: Signal<bool>,
    /// What happens when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let glyph = move || {
        if checked.get() {
            Glyph::SquareCheck
        } else {
            Glyph::Square
        }
    };
    view! {
        <button
            class="row-check"
            type="button"
            role="checkbox"
            aria-checked=move || checked.get().to_string()
            aria-label=label
            on:click=move |_| on_press.run(())
        >
            {move || view! { <Icon glyph=glyph()/> }}
        </button>
    }
}
