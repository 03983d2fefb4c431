//! Keys, read in one place.
//!
//! A key that an input method is using belongs to it. Bare letters are shortcuts only outside of text, outside of sheets, and while the
//! person has not switched them off (WCAG 2.1.4).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser::{focus, ime, keyboard};
use crate::i18n::Msg;

/// A key that a control acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Enter.
    Enter,
    /// Esc.
    Escape,
    /// Tab.
    Tab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
}

/// The key pressed, when it is one to act on and no input method has it.
pub fn pressed(event: &KeyboardEvent) -> Option<Key> {
    if ime::owns(event) {
        return None;
    }
    match event.key().as_str() {
        "Enter" => Some(Key::Enter),
        "Escape" => Some(Key::Escape),
        "Tab" => Some(Key::Tab),
        "ArrowUp" => Some(Key::Up),
        "ArrowDown" => Some(Key::Down),
        "ArrowLeft" => Some(Key::Left),
        "ArrowRight" => Some(Key::Right),
        _ => None,
    }
}

/// Something a key does wherever one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Ctrl+K or ⌘K: find anything, do anything.
    Palette,
    /// `/`: search this page.
    Search,
    /// `n`: new.
    New,
    /// `j`: the next row.
    Next,
    /// `k`: the row before.
    Previous,
    /// `?`: show the keys.
    Help,
}

impl Shortcut {
    /// All shortcuts with their key and what they do, for the page that shows them.
    pub const ALL: [(Self, &'static str, Msg); 6] = [
        (Self::Palette, "Ctrl K", Msg::KeysPalette),
        (Self::Search, "/", Msg::KeysSearch),
        (Self::New, "n", Msg::KeysNew),
        (Self::Next, "j", Msg::KeysNext),
        (Self::Previous, "k", Msg::KeysPrevious),
        (Self::Help, "?", Msg::KeysHelp),
    ];

    fn of(event: &KeyboardEvent) -> Option<Self> {
        let key = event.key();
        if event.alt_key() {
            return None;
        }
        if event.ctrl_key() || event.meta_key() {
            return key.eq_ignore_ascii_case("k").then_some(Self::Palette);
        }
        Self::ALL
            .into_iter()
            .find(|(_, own, _)| *own == key)
            .map(|(shortcut, _, _)| shortcut)
    }

    fn is_single_key(self) -> bool {
        self != Self::Palette
    }
}

struct Handler {
    id: u32,
    shortcut: Shortcut,
    act: Rc<dyn Fn()>,
}

thread_local! {
    static HANDLERS: RefCell<Vec<Handler>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
}

/// Starts reading keys; to be called once, inside the app's root. `single_keys` is whether bare letters are shortcuts.
pub fn watch(single_keys: Signal<bool>) {
    ime::watch();
    keyboard::on_key(move |event| {
        let Some(shortcut) =
            Shortcut::of(event).filter(|shortcut| is_allowed(*shortcut, event, single_keys))
        else {
            return;
        };
        if let Some(act) = latest(shortcut) {
            event.prevent_default();
            act();
        }
    })
    .forever();
}

/// Does `act` at this shortcut as long as the component lives. Of several the youngest acts: a page over the app, a list over a page.
pub fn on(shortcut: Shortcut, act: impl Fn() + 'static) {
    let id = NEXT_ID.replace(NEXT_ID.get().wrapping_add(1));
    HANDLERS.with_borrow_mut(|handlers| {
        handlers.push(Handler {
            id,
            shortcut,
            act: Rc::new(act),
        });
    });
    on_cleanup(move || {
        HANDLERS.with_borrow_mut(|handlers| handlers.retain(|handler| handler.id != id));
    });
}

/// Lets `j` and `k` walk through everything that matches a selector, as long as the component lives.
pub fn walk(selector: &'static str) {
    on(Shortcut::Next, move || focus::step(selector, 1));
    on(Shortcut::Previous, move || focus::step(selector, -1));
}

fn latest(shortcut: Shortcut) -> Option<Rc<dyn Fn()>> {
    HANDLERS.with_borrow(|handlers| {
        handlers
            .iter()
            .rev()
            .find(|handler| handler.shortcut == shortcut)
            .map(|handler| Rc::clone(&handler.act))
    })
}

fn is_allowed(shortcut: Shortcut, event: &KeyboardEvent, single_keys: Signal<bool>) -> bool {
    if ime::owns(event) || focus::is_in_dialog() {
        return false;
    }
    !shortcut.is_single_key() || (single_keys.get_untracked() && !focus::is_in_text())
}
