//! The parts of one record.

use leptos::html::Nav;
use leptos::prelude::*;

use crate::browser::focus;
use crate::browser::timer::in_next_task;
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
    let nav = NodeRef::<Nav>::new();
    // On a phone the part shown may lie beyond the edge.
    Effect::new(move || {
        current.track();
        if let Some(nav) = nav.get() {
            in_next_task(move || focus::show_along(&nav, "[aria-current]"));
        }
    });
    let links = tabs.into_iter().map(|(route, label)| {
        let path = route.path();
        view! {
            <a href=path aria-current=move || current.with(|current| *current == route).then_some("page")>
                {label}
            </a>
        }
    });
    view! {
        <nav class="tabs" node_ref=nav aria-label=name>
            {links.collect_view()}
        </nav>
    }
}
