//! The text of one field, for the control that shows and edits it.

use std::rc::Rc;

use leptos::prelude::*;
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::tab::{Editor, Receipt};

use super::core::Core;
use super::drafts::place_of;
use super::mirror::Mirrored;
use crate::browser::clock;

/// A field's text. While its control has focus it shows what is typed; what others write meanwhile is shown when it is left, and nothing
/// typed replaces it unseen.
#[derive(Clone, Copy)]
pub struct TextHandle {
    core: StoredValue<Rc<Core>, LocalStorage>,
    key: StoredValue<RegisterKey>,
    editor: StoredValue<Option<Editor>>,
    typed: RwSignal<Option<String>>,
    /// What the field held before it was typed in; none: nothing was typed since it has the focus.
    before: StoredValue<Option<Value>>,
    /// What is to be shown.
    pub value: Signal<String>,
}

impl TextHandle {
    pub(super) fn new(core: StoredValue<Rc<Core>, LocalStorage>, key: RegisterKey) -> Self {
        let client = key.client;
        let typed = RwSignal::new(None::<String>);
        let turns = core.with_value(|core| {
            core.shelf.pin(client);
            if !core.tab.borrow().is_open(client) {
                core.read_again([client]);
            }
            core.shelf.slot(client).turns.clone()
        });
        let key = StoredValue::new(key);
        let before = StoredValue::new(None);
        on_cleanup(move || {
            if let Some(core) = core.try_get_value() {
                // A control that is taken away with its page is not left first.
                remember(&core, key, before);
                core.shelf.unpin(client);
            }
        });
        let value = Signal::derive(move || {
            if let Some(typed) = typed.get() {
                return typed;
            }
            turns.track();
            let core = core.try_get_value();
            core.map_or_else(String::new, |core| key.with_value(|key| shown(&core, key)))
        });
        Self {
            core,
            key,
            editor: StoredValue::new(None),
            typed,
            before,
            value,
        }
    }

    /// The control gets the focus: what it shows now is what its author sees.
    pub fn focus(self) {
        let core = self.core.get_value();
        let key = self.key.get_value();
        let at_focus = shown(&core, &key);
        self.typed.set(Some(at_focus.clone()));
        self.editor.set_value(None);
        core.when_open([key.client], move |core| {
            if self.editor.try_with_value(Option::is_none) == Some(true) {
                let editor = core.tab.borrow_mut().focus(key.clone());
                self.editor.try_update_value(|own| *own = Some(editor));
                // Nothing typed yet: what has been read since counts as seen.
                self.typed.try_update(|typed| {
                    if typed.as_ref() == Some(&at_focus) {
                        *typed = Some(shown(core, &key));
                    }
                });
            }
        });
    }

    /// Where what does not fit the field is kept.
    pub fn place(self) -> String {
        self.key.with_value(place_of)
    }

    /// The control's text is this now.
    pub fn input(self, text: String) {
        if self.typed.with_untracked(Option::is_none) {
            self.focus();
        }
        self.typed.set(Some(text.clone()));
        let core = self.core.get_value();
        let key = self.key.get_value();
        core.when_open([key.client], move |core| {
            let value = text_value(&text);
            // A control that is gone before its bundle was open has typed all the same.
            let mut editor = self
                .editor
                .try_get_value()
                .flatten()
                .unwrap_or_else(|| core.tab.borrow_mut().focus(key.clone()));
            let is_first = self.before.try_with_value(Option::is_none) == Some(true);
            let held = is_first.then(|| held(core, &key));
            let new = core
                .tab
                .borrow_mut()
                .type_in(&mut editor, value.clone(), clock::wall_ms());
            let entry = new.entry.change.id;
            if let Some(held) = held {
                self.before.try_set_value(Some(held));
            }
            core.mirror.write(&Mirrored {
                key,
                base: editor.base().to_vec(),
                value,
                entry,
            });
            self.editor.try_update_value(|own| *own = Some(editor));
            core.hand_over(vec![new]);
        });
    }

    /// The control loses the focus: it shows the field as it is.
    pub fn blur(self) {
        self.typed.set(None);
        self.editor.set_value(None);
        remember(&self.core.get_value(), self.key, self.before);
    }
}

/// What was typed into a field from its focus on is one deed: undone whole, in its place among the others.
fn remember(core: &Rc<Core>, key: StoredValue<RegisterKey>, before: StoredValue<Option<Value>>) {
    let Some(before) = before.try_update_value(Option::take).flatten() else {
        return;
    };
    let key = key.get_value();
    let left = held(core, &key);
    if left != before {
        let receipt = Receipt {
            before: vec![(key, Some(before))],
            beside: Vec::new(),
        };
        core.remember_typed(receipt, left);
    }
}

/// What a field holds; one that was never set is empty. So undoing empties it and does not delete its record, in which somebody may be typing.
fn held(core: &Core, key: &RegisterKey) -> Value {
    let field = core.tab.borrow().field(key);
    field.register.value().cloned().unwrap_or_else(Value::null)
}

fn shown(core: &Core, key: &RegisterKey) -> String {
    let field = core.tab.borrow().field(key);
    let text = field
        .register
        .value()
        .and_then(|value| serde_json::from_slice::<Option<String>>(value.as_bytes()).ok());
    text.flatten().unwrap_or_default()
}

/// A text as the value of a field; an empty one clears it.
fn text_value(text: &str) -> Value {
    if text.is_empty() {
        return Value::null();
    }
    // Writing a string as JSON cannot fail.
    let json = serde_json::to_vec(text).unwrap_or_default();
    Value::from_json(&json).unwrap_or_else(|_| Value::null())
}
