//! What every page has around its content: where am I, the way back, the state of what I wrote.

use leptos::prelude::*;

use crate::kit::TopBar;
use crate::route::Route;

/// A page: its bar and its content.
#[component]
pub(crate) fn Page(
    /// Where this is; the page's heading.
    #[prop(into)]
    title: Signal<String>,
    /// The place above this one.
    #[prop(optional, into)]
    back: Option<Route>,
    /// What the page shows.
    children: Children,
) -> impl IntoView {
    let bar = match back {
        Some(back) => view! { <TopBar title back/> }.into_any(),
        None => view! { <TopBar title/> }.into_any(),
    };
    view! {
        {bar}
        <main class="content" id="main" tabindex="-1">
            {children()}
        </main>
    }
}
