//! The parts of one record.

use leptos::prelude::*;

use crate::route::Route;

/// Links to the parts of a record, with the one shown marked.
#[component]
pub fn Tabs(
    /// What it is that has parts.
    #[prop(into)]
    name: Signal<String>,
    /// The parts and their names.
    tabs: Vec<(Route, Signal<String>)>,
    /// The part shown.
    #[prop(into)]
    current: Signal<Route>,
) -> impl IntoView {
    let links = tabs.into_iter().map(|(route, label)| {
        let path = route.path();
        view! {
            <a href=path aria-current=move || current.with(|current| *current == route).then_some("page")>
                {label}
            </a>
        }
    });
    view! {
        <nav class="tabs" aria-label=name>
            {links.collect_view()}
        </nav>
    }
}
