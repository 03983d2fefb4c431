//! What an empty place says.

use leptos::prelude::*;

use super::Ruler;

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
            // The bare ruler: nothing has been measured yet.
            <div aria-hidden="true">
                <Ruler name=title value=Signal::stored(None)/>
            </div>
            <h2>{title}</h2>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
