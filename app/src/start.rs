//! From the loaded module to the first page.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{failure, page, shell, viewport};
use crate::i18n::{Msg, t};
use crate::kit::{BottomBar, Empty, SideBar, ToastRegion, Toasts, keys};
use crate::pages;
use crate::prefs::{self, Prefs};
use crate::route::Route;
use crate::route::navigation::{self, Router};
use crate::session::{self, Need, Opened, Session, Start};

/// Fetches the texts, then draws. Without texts there is nothing to draw: no heartbeat is sent and the watchdog mends or explains.
pub(crate) fn start() {
    failure::report_panics();
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
    mount_to(root, || {
        view! {
            <Router>
                <App/>
            </Router>
        }
    })
    .forget();
    shell::heartbeat();
}

#[component]
fn App() -> impl IntoView {
    let prefs = Prefs::provide();
    Toasts::provide();
    keys::watch(prefs.shortcuts.into());
    let found = RwSignal::new_local(None::<Start>);
    let waits_for = RwSignal::new(None::<Need>);
    spawn_local(async move {
        found.set(Some(
            session::start(move |need| waits_for.set(Some(need))).await,
        ));
    });
    view! {
        <a class="skip-link" href="#main">{move || t(Msg::AppSkip)}</a>
        {move || {
            found
                .write()
                .take()
                .map(|start| match start {
                    Start::Book(opened) => view! { <OpenBook opened/> }.into_any(),
                    Start::Nobody => view! { <Welcome/> }.into_any(),
                    Start::Refused(need) => view! { <Refused need/> }.into_any(),
                })
        }}
        <ToastRegion/>
    }
}

/// The book, with the bars around its pages.
#[component]
fn OpenBook(opened: Opened) -> impl IntoView {
    Session::provide(opened);
    let current = navigation::current();
    view! {
        <div class="app">
            <SideBar current/>
            {move || pages::page(current.get())}
            <BottomBar current/>
        </div>
    }
}

/// Nobody has signed in here: the first minute, or signing in.
#[component]
fn Welcome() -> impl IntoView {
    let current = navigation::current();
    view! {
        <div class="app">
            {move || pages::page(if current.get() == Route::SignIn { Route::SignIn } else { Route::FirstRun })}
        </div>
    }
}

/// The book is here and cannot be opened.
#[component]
fn Refused(need: Need) -> impl IntoView {
    let _ = need;
    view! { <Empty title=Msg::AppName/> }
}
