//! Code that is loaded when it is first needed: most of the pages, in a few parts that `cargo xtask dist` splits off.
//!
//! A part that has arrived draws at once. Until the service worker has installed the build a part can fail to arrive; then
//! the page says so and tries again when asked.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use yardstick_domain::id::RecordId;

use super::clients::arrange::Arrangement;
use super::frame::Page;
use super::palette::hold_keys;
use crate::i18n::{Msg, t};
use crate::kit::keys::Shortcut;
use crate::kit::{Button, Empty, Toasts, Variant};
use crate::route::{ClientTab, Route};

/// What is drawn by code that comes later.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The page of an address.
    Page(Route),
    /// A client beside the list.
    Client {
        /// Which.
        client: RecordId,
        /// The part of it shown.
        tab: Memo<ClientTab>,
    },
    /// A meeting as the client may see it.
    Facing {
        /// The client.
        client: RecordId,
        /// The meeting.
        meeting: RecordId,
    },
    /// What one can do with a client, at the foot of a phone.
    Actions {
        /// Which.
        client: RecordId,
    },
    /// What was edited at two places in a client, under its line.
    Conflicts {
        /// Which.
        client: RecordId,
    },
    /// The number on the app's icon; nothing is drawn.
    Badge,
    /// What is found by a few letters, and the keys.
    Palette {
        /// By which key it was asked for.
        asked: RwSignal<Option<Shortcut>>,
    },
    /// The sheet in which the list of clients is narrowed and ordered.
    Arranging {
        /// Whether it is open.
        open: RwSignal<bool>,
        /// What it sets.
        arrangement: Arrangement,
    },
    /// What was found in notes, under the clients found by name.
    NoteHits {
        /// The words searched for.
        words: RwSignal<String>,
    },
    /// Making the first account of a server.
    FirstAccount,
}

/// Draws a part: a pointer into code that has arrived.
pub(super) type Draw = fn(Part) -> AnyView;

/// Code on its way.
pub(super) type Coming = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// Draws `part` with the code that `load` brings: now if it is here, else when it has come.
pub(super) fn later(load: fn() -> Coming, part: Part) -> AnyView {
    let mut coming = load();
    // Asked once without waiting: a page whose code is here must not flicker.
    let mut nobody = Context::from_waker(Waker::noop());
    match coming.as_mut().poll(&mut nobody) {
        Poll::Ready(Ok(draw)) => draw(part),
        Poll::Ready(Err(_)) => when_arrived(load, load(), part),
        Poll::Pending => when_arrived(load, coming, part),
    }
}

fn when_arrived(load: fn() -> Coming, coming: Coming, part: Part) -> AnyView {
    let arrived = RwSignal::new(None::<Result<Draw, ()>>);
    let wait = move |coming: Coming| {
        spawn_local(async move {
            let result = coming.await.map_err(|_| ());
            // Refused when the person has gone elsewhere meanwhile.
            let _ = arrived.try_set(Some(result));
        });
    };
    wait(coming);
    let retry = Callback::new(move |()| {
        arrived.set(None);
        wait(load());
    });
    let shown = move || match arrived.get() {
        Some(Ok(draw)) => draw(part),
        Some(Err(())) => missing(part, retry),
        None => waiting(part),
    };
    shown.into_any()
}

/// What keeps the place of a part.
fn waiting(part: Part) -> AnyView {
    match part {
        Part::Page(_) | Part::Facing { .. } => {
            view! { <main class="content" id="main" tabindex="-1" aria-busy="true"></main> }
                .into_any()
        }
        Part::Client { .. } => {
            view! { <article class="pane-detail" aria-busy="true"></article> }.into_any()
        }
        Part::Palette { asked } => {
            hold_keys(asked);
            ().into_any()
        }
        Part::Actions { .. }
        | Part::Conflicts { .. }
        | Part::Badge
        | Part::Arranging { .. }
        | Part::NoteHits { .. }
        | Part::FirstAccount => ().into_any(),
    }
}

/// What stands where the code of a part did not come.
fn missing(part: Part, retry: Callback<()>) -> AnyView {
    let words = move || {
        view! {
            <Empty title=Msg::LaterTitle text=Msg::LaterText>
                <Button label=Msg::ButtonRetry variant=Variant::Primary on_press=move |_| retry.run(())/>
            </Empty>
        }
    };
    match part {
        Part::Page(_) => view! { <Page title=Msg::LaterTitle>{words()}</Page> }.into_any(),
        // The person has turned the phone around: no bar, which leads back into the book.
        Part::Facing { .. } => {
            view! { <main class="content" id="main">{words()}</main> }.into_any()
        }
        Part::Client { .. } => {
            view! { <article class="pane-detail">{words()}</article> }.into_any()
        }
        // The client above it says so; the icon says nothing.
        Part::Actions { .. } | Part::Badge => ().into_any(),
        // Nothing of the page is theirs: said in passing, and tried again when they are asked for again.
        Part::Palette { asked } => {
            Toasts::expect().say(t(Msg::LaterText));
            Effect::watch(move || asked.track(), move |(), _, _| retry.run(()), false);
            ().into_any()
        }
        Part::Arranging { open, .. } => {
            Toasts::expect().say(t(Msg::LaterText));
            open.set(false);
            let asked = move |open: &bool, _: Option<&bool>, _| {
                if *open {
                    retry.run(());
                }
            };
            Effect::watch(move || open.get(), asked, false);
            ().into_any()
        }
        Part::Conflicts { .. } | Part::NoteHits { .. } | Part::FirstAccount => words().into_any(),
    }
}
