//! Saving the whole book as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::Book;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Toasts, Variant};
use crate::pages::frame::need_text;
use crate::pages::parts::copy;
use crate::session::Session;

/// The button. Everything is read from this device; no network is needed.
#[component]
pub(in crate::pages) fn Save() -> impl IntoView {
    let (session, book, toasts) = (Session::expect(), Book::expect(), Toasts::expect());
    let busy = RwSignal::new(false);
    let save = move |_| {
        busy.set(true);
        spawn_local(async move {
            match copy::save(session, book, &book.all_clients(), "yardstick").await {
                Ok(Some(count)) => toasts.say(t_n(Msg::BackupSaved, count, &[])),
                Ok(None) => {}
                Err(need) => toasts.say(need_text(&need)),
            }
            busy.try_set(false);
        });
    };
    let word = Signal::derive(move || {
        t(if busy.get() {
            Msg::BackupSaving
        } else {
            Msg::BackupSave
        })
    });
    view! {
        <div class="cluster">
            <Button
                label=word
                glyph=Glyph::Download
                variant=Variant::Primary
                disabled=busy
                on_press=save
            />
        </div>
    }
}
