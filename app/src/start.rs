//! From the loaded module to the first page.

mod busy;
mod install;
mod open_book;
mod refused;
mod update;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::text;

use crate::browser::{double_tap, failure, intl, page, shell, viewport};
use crate::i18n::{Msg, t};
use crate::kit::{ToastRegion, Toasts, keys};
use crate::pages;
use crate::prefs::{self, Prefs};
use crate::route::Route;
use crate::route::navigation::{self, Router};
use crate::session::{self, Need, Start};
pub(crate) use install::InstallOffer;
use open_book::OpenBook;
use refused::Refused;
pub(crate) use update::UpdateOffer;

/// Fetches the texts, then draws. Without texts there is nothing to draw: no heartbeat is sent and the watchdog mends or explains.
pub(crate) fn start() {
    failure::report_panics();
    text::normalise_with(text::Tables {
        nfkc: intl::nfkc,
        lower: intl::lower,
    });
    // Not the one of leptos, which works only once something is mounted.
    spawn_local(async {
        if prefs::start_locale().await.is_ok() {
            draw();
        }
    });
}

fn draw() {
    let Some(root) = page::root("app") else {
        return;
    };
    viewport::watch();
    double_tap::guard();
    mount_to(root, || {
        view! {
            <Router>
                <App/>
            </Router>
        }
    })
    .forget();
}

/// What the start has come to.
enum Stage {
    /// The book is being opened; nothing is drawn, the static shell stands.
    Opening,
    /// It waits for the person: another tab holds the database.
    Waits(Need),
    /// Done.
    Done(Start),
}

#[component]
fn App() -> impl IntoView {
    let prefs = Prefs::provide();
    Toasts::provide();
    UpdateOffer::provide();
    InstallOffer::provide();
    keys::watch(prefs.shortcuts.into());
    let stage = RwSignal::new_local(Stage::Opening);
    spawn_local(async move {
        let show = move |now| {
            stage.set(now);
            // From here on the page is the app's: the static shell goes, and the start is no longer watched.
            shell::heartbeat();
        };
        let start = session::start(move |need| show(Stage::Waits(need))).await;
        show(Stage::Done(start));
    });
    view! {
        <a class="skip-link" href="#main" rel="external">
            {move || t(Msg::AppSkip)}
        </a>
        {move || {
            stage.track();
            // Taken out: a book is given to its pages once.
            let now = stage
                .try_update_untracked(|stage| std::mem::replace(stage, Stage::Opening))
                .unwrap_or(Stage::Opening);
            match now {
                Stage::Opening => ().into_any(),
                Stage::Waits(need) => view! { <Refused need waits=true/> }.into_any(),
                Stage::Done(Start::Book(opened)) => view! { <OpenBook opened/> }.into_any(),
                Stage::Done(Start::Nobody) => view! { <Welcome/> }.into_any(),
                Stage::Done(Start::Refused(need)) => view! { <Refused need/> }.into_any(),
            }
        }}
        <ToastRegion/>
    }
}

/// Nobody has signed in here: the first minute, or signing in.
#[component]
fn Welcome() -> impl IntoView {
    let current = navigation::current();
    let place = Memo::new(move |_| match current.get() {
        Route::SignIn => Route::SignIn,
        Route::Install => Route::Install,
        _ => Route::FirstRun,
    });
    view! { <div class="app">{move || pages::page(place.get())}</div> }
}
