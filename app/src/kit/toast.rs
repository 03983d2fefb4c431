//! What was just done, and the way back.

use std::time::Duration;

use leptos::prelude::*;

use super::{Button, Glyph};
use crate::browser::timer::Timeout;
use crate::i18n::{Msg, t};

/// How long an undo waits. It rests while a pointer or the keyboard is on it.
const UNDO_FOR: Duration = Duration::from_secs(10);
/// How long a mere notice stays.
const NOTICE_FOR: Duration = Duration::from_secs(5);

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// The way to tell the person what was done.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u32>,
    /// The sheets that are open, the topmost last: nothing outside of it can be seen whole, or pressed.
    sheets: RwSignal<Vec<u32>>,
    /// What an undo needs lives as long as the toasts, not as the page on which something was done.
    owner: StoredValue<Owner>,
}

impl Toasts {
    /// Gives everything below the way to tell; [`ToastRegion`] shows it.
    pub fn provide() -> Self {
        let toasts = Self {
            shown: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
            sheets: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        provide_context(toasts);
        toasts
    }

    /// The toasts given by [`Toasts::provide`] above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Says what was done.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what was done and offers to undo it for ten seconds, also after the page on which it was done is gone.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + 'static) {
        let undo = self.owner.with_value(|owner| {
            owner.with(|| {
                let undo = StoredValue::new_local(undo);
                Callback::new(move |()| undo.with_value(|undo| undo()))
            })
        });
        self.push(text.into(), Some(undo));
    }

    fn draw_id(self) -> u32 {
        let id = self.next_id.with_value(|id| *id);
        self.next_id.set_value(id.wrapping_add(1));
        id
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let id = self.draw_id();
        self.shown
            .update(|shown| shown.push(Toast { id, text, undo }));
    }

    fn remove(self, id: u32) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
    }

    fn undo(self, toast: &Toast) {
        if let Some(undo) = toast.undo {
            undo.run(());
        }
        self.remove(toast.id);
        self.say(t(Msg::ToastUndone));
    }
}

/// Where toasts appear; once, outside of everything that scrolls. It is a live region, so it must be there before it has anything to say.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::expect();
    let is_covered = Signal::derive(move || toasts.sheets.with(|sheets| !sheets.is_empty()));
    view! { <Region is_elsewhere=is_covered/> }
}

/// Where toasts appear as long as the sheet it stands in is the topmost one.
#[component]
pub(super) fn SheetToasts() -> impl IntoView {
    use_context::<Toasts>().map(|toasts| {
        let own = toasts.draw_id();
        toasts.sheets.update(|sheets| sheets.push(own));
        on_cleanup(move || {
            toasts
                .sheets
                .try_update(|sheets| sheets.retain(|sheet| *sheet != own));
        });
        let is_elsewhere =
            Signal::derive(move || toasts.sheets.with(|sheets| sheets.last() != Some(&own)));
        view! { <Region is_elsewhere/> }
    })
}

#[component]
fn Region(is_elsewhere: Signal<bool>) -> impl IntoView {
    let toasts = Toasts::expect();
    let shown = move || {
        if is_elsewhere.get() {
            Vec::new()
        } else {
            toasts.shown.get()
        }
    };
    view! {
        <div class="toast-region" role="status">
            <For each=shown key=|toast| toast.id let:toast>
                <ToastItem toast/>
            </For>
        </div>
    }
}

#[component]
fn ToastItem(toast: Toast) -> impl IntoView {
    let toasts = Toasts::expect();
    let id = toast.id;
    let lasting = if toast.undo.is_some() {
        UNDO_FOR
    } else {
        NOTICE_FOR
    };
    let timer = StoredValue::new_local(None::<Timeout>);
    let rest = move || timer.set_value(None);
    let go_on = move || timer.set_value(Some(Timeout::new(lasting, move || toasts.remove(id))));
    go_on();
    let text = toast.text.clone();
    let undo = toast.undo.is_some().then(|| {
        view! { <Button label=Msg::ButtonUndo glyph=Glyph::Undo2 on_press=move |_| toasts.undo(&toast)/> }
    });
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| rest()
            on:pointerleave=move |_| go_on()
            on:focusin=move |_| rest()
            on:focusout=move |_| go_on()
        >
            <p>{text}</p>
            {undo}
        </div>
    }
}
