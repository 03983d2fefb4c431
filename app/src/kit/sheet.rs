//! A sheet from below on the phone, from the side at a desk.

use leptos::ev::{Event, MouseEvent};
use leptos::html::Dialog;
use leptos::prelude::*;

use super::toast::SheetToasts;
use super::{Glyph, IconButton, id};
use crate::browser::timer::in_next_task;
use crate::browser::{focus, ime, page};
use crate::i18n::Msg;

/// A native modal dialog, open while `open` is true. Its content is made anew each time it opens.
#[component]
pub fn Sheet(
    /// Whether it is open; closing it by key, tap or gesture sets this to false.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// The actions at its foot.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let title_id = id::unique("sheet");
    let named_by = title_id.clone();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Refused only for a dialog that is not on the page.
                let _ = dialog.show_modal();
                in_next_task(focus_first_field);
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let content = StoredValue::new(children);
    let foot = StoredValue::new(foot);
    view! {
        <dialog
            class="sheet"
            node_ref=dialog
            aria-labelledby=named_by
            on:cancel=keep_open_while_composing
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if is_on_backdrop(&event) {
                    open.set(false);
                }
            }
        >
            <header class="sheet-head">
                <h2 id=title_id>{title}</h2>
                <IconButton glyph=Glyph::X name=Msg::ButtonClose on_press=move |_| open.set(false)/>
            </header>
            <Show when=move || open.get()>
                <div class="sheet-body">{content.with_value(|content| content())}</div>
                <SheetToasts/>
                {foot
                    .with_value(|foot| foot.as_ref().map(ViewFn::run))
                    .map(|foot| view! { <footer class="sheet-foot">{foot}</footer> })}
            </Show>
        </dialog>
    }
}

/// At a desk one types at once; on a phone the keyboard would cover what one has opened to read.
fn focus_first_field() {
    if page::matches_media("(pointer: fine)") {
        focus::on("dialog[open] .sheet-body :is(input, textarea, select)");
    }
}

/// Esc that ends a composition does not close what is being typed in.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn keep_open_while_composing(event: Event) {
    if ime::is_composing() {
        event.prevent_default();
    }
}

/// A tap on the dialog itself and on nothing in it.
fn is_on_backdrop(event: &MouseEvent) -> bool {
    event.target() == event.current_target()
}

/// What opens a sheet as long as something is chosen, and lets go of it when the sheet is closed.
#[must_use]
pub fn open_while<T: Send + Sync + 'static>(chosen: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    // Neither sets what holds already: the two would set each other off for ever.
    Effect::new(move || {
        let is_chosen = chosen.with(Option::is_some);
        if open.get_untracked() != is_chosen {
            open.set(is_chosen);
        }
    });
    Effect::new(move || {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    open
}
