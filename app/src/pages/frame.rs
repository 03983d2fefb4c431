//! What every page has around its content: where am I, the way back, the state of what I wrote.

mod notices;
mod sync_word;

use leptos::prelude::*;

use crate::kit::TopBar;
use crate::route::Route;
use crate::session::Session;
use notices::Notices;
pub(crate) use notices::need_text;
use sync_word::SyncWord;
pub(crate) use sync_word::{SyncAnnouncer, state_word};

/// A page: its bar, what the person has to know before anything else, and its content.
#[component]
pub(crate) fn Page(
    /// Where this is; the page's heading.
    #[prop(into)]
    title: Signal<String>,
    /// The place above this one.
    #[prop(optional, into)]
    back: MaybeProp<Route>,
    /// A few words beside the heading: the date, a count.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// What stands in the bar before the state of what was written.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The page has panes beside each other (`.pane-list`, `.pane-detail`); whether the detail is the one a phone shows.
    #[prop(optional, into)]
    panes: Option<Signal<bool>>,
    /// What stays above the bottom bar: a line to type in, the action of the page.
    #[prop(optional, into)]
    dock: Option<ViewFnOnce>,
    /// What the page shows.
    children: Children,
) -> impl IntoView {
    let is_open = move || panes.is_some_and(|detail| detail.get()).then_some("detail");
    view! {
        <header class="page-top">
            <TopBar title back note>
                {actions.map(ViewFnOnce::run)} {Session::get().map(|session| view! { <SyncWord session/> })}
            </TopBar>
            <Notices/>
        </header>
        <main
            class=if panes.is_some() { "panes" } else { "content" }
            id="main"
            tabindex="-1"
            data-open=is_open
        >
            {children()}
        </main>
        {dock.map(|dock| view! { <div class="dock">{dock.run()}</div> })}
    }
}
