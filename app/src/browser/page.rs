//! The page itself: what `<html>` says, its title, its address.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{
    Dispose, GetUntracked, RwSignal, Set, Signal, StoredValue, document, on_cleanup, window,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MediaQueryList};

use super::listen::Listener;

/// An attribute of `<html>`, such as the addresses the build puts there.
pub fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// Sets an attribute of `<html>`; `None` removes it. Set to what it is, nothing is touched: every style of the page hangs on it.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    if root.get_attribute(name).as_deref() == value {
        return;
    }
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets a custom property (`--name`) of `<html>`; the policy of the page forbids style attributes, properties are allowed.
pub fn set_root_property(name: &str, value: &str) {
    let root = document().document_element();
    if let Some(root) = root.as_ref().and_then(|root| root.dyn_ref::<HtmlElement>()) {
        let style = root.style();
        if style.get_property_value(name).as_deref() != Ok(value) {
            let _ = style.set_property(name, value);
        }
    }
}

/// The element with this id, to draw into.
pub fn root(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The title of the tab and of the entry in its history.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// The languages the person prefers, best first, as BCP 47 tags.
pub fn languages() -> Vec<String> {
    window()
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

/// Whether a media query such as `(min-width: 64rem)` holds now.
pub fn matches_media(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// Whether a media query holds, followed as long as the component lives.
pub fn follow_media(query: &str) -> Signal<bool> {
    let list = window().match_media(query).ok().flatten();
    let holds = RwSignal::new(list.as_ref().is_some_and(MediaQueryList::matches));
    let listener = list.map(|list| {
        let now = list.clone();
        Listener::new(&list, "change", move |_| {
            holds.try_set(now.matches());
        })
    });
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || listener.dispose());
    holds.into()
}

/// Where the app is served from, `https://example.org`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Loads the app anew at an address of it, as after a change of who uses it: nothing of before stays in memory.
pub fn restart_at(path: &str) {
    let _ = window().location().assign(path);
}

/// Lines of this many pixels may be below what is seen, and one still counts as being at the end.
const NEAR_END_PX: i32 = 320;

/// Whether what scrolls is at its end, or nearly; true where there is nothing to scroll.
pub fn is_near_end(selector: &str) -> bool {
    let scrolled = document().query_selector(selector).ok().flatten();
    scrolled.is_none_or(|scrolled| {
        let below = scrolled.scroll_height() - scrolled.scroll_top() - scrolled.client_height();
        below < NEAR_END_PX
    })
}

/// Scrolls to the end.
pub fn go_to_end(selector: &str) {
    if let Ok(Some(scrolled)) = document().query_selector(selector) {
        scrolled.set_scroll_top(scrolled.scroll_height());
    }
}

/// While `follow` holds, whoever is at the end stays there when the room gets smaller, as it does for an on-screen keyboard.
pub fn keep_end(selector: &'static str, follow: Signal<bool>) {
    let is_near = Rc::new(Cell::new(true));
    let was_near = Rc::clone(&is_near);
    let look = move |_: web_sys::Event| {
        is_near.set(is_near_end(selector));
    };
    let stay = move |_: web_sys::Event| {
        if follow.try_get_untracked() == Some(true) && was_near.get() {
            go_to_end(selector);
        }
    };
    // Scrolling does not bubble: it is heard on its way down.
    let listeners = StoredValue::new_local([
        Listener::before_others(&document(), "scroll", look),
        Listener::new(&window(), "resize", stay),
    ]);
    on_cleanup(move || listeners.dispose());
}

/// Opens the print dialog.
pub fn print() {
    let _ = window().print();
}

/// Calls `before` when the page is about to be printed, by whatever way, and `after` once it was; as long as the component that asks lives.
pub fn on_print(before: impl Fn() + 'static, after: impl Fn() + 'static) {
    let listeners = StoredValue::new_local([
        Listener::new(&window(), "beforeprint", move |_: web_sys::Event| before()),
        Listener::new(&window(), "afterprint", move |_: web_sys::Event| after()),
    ]);
    on_cleanup(move || listeners.dispose());
}

/// Whether the address is this machine's own, which no other device can open.
pub fn is_local() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
}
