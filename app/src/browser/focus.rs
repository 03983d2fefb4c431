//! Where the keyboard is.

use leptos::prelude::{GetUntracked, RwSignal, Set, document};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::listen::Listener;
use super::timer::in_next_task;

/// Whether what is typed goes into a control, so that bare keys are letters and not shortcuts.
pub fn is_in_text() -> bool {
    document()
        .active_element()
        .is_some_and(|element| takes_text(&element))
}

/// Puts the keyboard on the first element that matches a selector; false when there is none.
pub fn on(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else {
        return false;
    };
    element
        .dyn_ref::<HtmlElement>()
        .is_some_and(|element| element.focus().is_ok())
}

/// Takes the keyboard off whatever it is on, which takes what was typed there.
pub fn leave() {
    let active = document().active_element();
    if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        let _ = active.blur();
    }
}

/// Whether the keyboard is on an element that matches a selector.
pub fn is_on(selector: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// Puts the keyboard on the neighbour, `step` further (−1 for the one before), of the focused one among all that match a selector.
pub fn step(selector: &str, step: i32) {
    let Ok(all) = document().query_selector_all(selector) else {
        return;
    };
    let active = document().active_element();
    let elements: Vec<HtmlElement> = (0..all.length())
        .filter_map(|at| all.get(at)?.dyn_into().ok())
        .collect();
    let current = elements.iter().position(|element| {
        active
            .as_ref()
            .is_some_and(|active| element.contains(Some(active)))
    });
    let target = match current {
        Some(at) if step < 0 => at.saturating_sub(1),
        Some(at) => at + 1,
        None => 0,
    };
    if let Some(element) = elements.get(target) {
        let _ = element.focus();
    }
}

/// Scrolls the element of that id into sight, where its list is longer than the screen.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view_with_bool(false);
    }
}

/// Scrolls a row sideways until the element in it that matches a selector is in sight.
pub fn show_along(row: &HtmlElement, selector: &str) {
    let found = row.query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let left = element.offset_left() - row.offset_left();
    let hidden = left + element.offset_width() - row.client_width();
    row.set_scroll_left(row.scroll_left().max(hidden).min(left));
}

fn takes_text(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button" | "submit" | "range")
        ),
        _ => element
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable),
    }
}

/// Whether a modal dialog is open, over which nothing behind it acts.
pub fn is_in_dialog() -> bool {
    matches!(document().query_selector("dialog:modal"), Ok(Some(_)))
}

/// Whether what is typed goes into a control, as it changes.
pub fn watch_text() -> RwSignal<bool> {
    let in_text = RwSignal::new(is_in_text());
    for event in ["focusin", "focusout"] {
        Listener::new(&document(), event, move |_| {
            // While the focus moves nothing has it.
            in_next_task(move || {
                let now = is_in_text();
                if in_text.try_get_untracked() != Some(now) {
                    in_text.set(now);
                }
            });
        })
        .forever();
    }
    in_text
}
