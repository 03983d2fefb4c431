//! What an empty place says.

use leptos::prelude::*;

use super::ruler::BareRuler;

/// What goes here, and the first step to it as children.
#[component]
pub fn Empty(
    /// What goes here.
    #[prop(into)]
    title: Signal<String>,
    /// What it is good for.
    #[prop(optional, into)]
    text: Option<Signal<String>>,
    /// The first step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <BareRuler/>
            <h2>{title}</h2>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
