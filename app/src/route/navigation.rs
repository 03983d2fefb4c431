//! Going places: the only file that knows the router.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map, use_url};
use leptos_router::location::{BrowserUrl, LocationProvider};

use super::Route;

/// The router, around everything that has links or asks where it is.
#[component]
pub fn Router(children: Children) -> impl IntoView {
    view! {
        <leptos_router::components::Router>
            <FollowedLinks/>
            {children()}
        </leptos_router::components::Router>
    }
}

/// Writes the address of a followed link. The router waits with that until its own `<Routes>` has drawn the page; ours is chosen by
/// [`Route`] and is there as soon as the address has changed.
#[component]
fn FollowedLinks() -> impl IntoView {
    let url = use_url();
    let browser = use_context::<BrowserUrl>();
    Effect::new(move || {
        url.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
}

/// Where the person is now; changes with the address.
pub fn current() -> Memo<Route> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| Route::parse(path)))
}

/// A value behind `?` in the address.
pub fn query(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)))
}

/// A function that goes to a place; to be taken while a component is set up, and called in its handlers.
pub fn navigator() -> impl Fn(&Route) + Clone + 'static {
    let navigate = use_navigate();
    move |route| navigate(&route.path(), NavigateOptions::default())
}

/// As [`navigator`], without leaving the place left in the history: "back" does not return to it.
pub fn replacer() -> impl Fn(&Route) + Clone + 'static {
    let navigate = use_navigate();
    move |route| {
        navigate(
            &route.path(),
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    }
}
