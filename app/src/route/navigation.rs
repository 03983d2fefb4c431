//! Going places: the only file that knows the router.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use super::Route;
pub use leptos_router::components::Router;

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
