//! Taking a value from outside without disturbing whoever types.

use leptos::html::ElementType;
use leptos::prelude::*;

use crate::browser::control::TextControl;
use crate::browser::timer::in_next_task;

/// What keeps a text control and its value together.
pub(super) struct Follow<E: ElementType> {
    node: NodeRef<E>,
    value: Signal<String>,
    /// The value changed to something else while somebody had the control.
    is_behind: StoredValue<bool>,
}

impl<E: ElementType> Clone for Follow<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: ElementType> Copy for Follow<E> {}

impl<E> Follow<E>
where
    E: ElementType + 'static,
    E::Output: TextControl + Clone + 'static,
{
    /// Shows `value` in the control of `node`, now and whenever it changes while nobody has the control.
    pub(super) fn new(node: NodeRef<E>, value: Signal<String>) -> Self {
        let follow = Self {
            node,
            value,
            is_behind: StoredValue::new(false),
        };
        Effect::new(move || {
            let text = value.get();
            let Some(control) = node.get() else { return };
            let differs = control.text() != text;
            if control.has_focus() {
                follow.is_behind.set_value(differs);
            } else if differs {
                control.set_text(&text);
            }
        });
        follow
    }

    /// The text in the control.
    pub(super) fn text(self) -> String {
        self.node
            .get_untracked()
            .map(|control| control.text())
            .unwrap_or_default()
    }

    /// Empties the control although somebody has it, because they sent its text off.
    pub(super) fn clear(self) {
        if let Some(control) = self.node.get_untracked() {
            control.set_text("");
        }
    }

    /// The keyboard has left: what changed meanwhile is shown, after whatever the leaving itself commits.
    pub(super) fn left(self) {
        in_next_task(move || {
            let was_behind = self
                .is_behind
                .try_with_value(|behind| *behind)
                .unwrap_or(false);
            let Some(control) = self.node.try_get_untracked().flatten() else {
                return;
            };
            if was_behind && !control.has_focus() {
                self.is_behind.set_value(false);
                control.set_text(&self.value.get_untracked());
            }
        });
    }
}
