//! Text controls, which keep their own text while somebody types.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

/// A control that holds a text.
pub trait TextControl: JsCast {
    /// The text in it.
    fn text(&self) -> String;

    /// Replaces the text in it; to be done only when nobody types there.
    fn set_text(&self, text: &str);

    /// Whether the keyboard is on it.
    fn has_focus(&self) -> bool {
        let element = self.unchecked_ref::<Element>();
        document().active_element().as_ref() == Some(element)
    }
}

impl TextControl for HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl TextControl for HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}
