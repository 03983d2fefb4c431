//! From the loaded module to the first page.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{failure, page, shell, viewport};
use crate::i18n::{Msg, t};
use crate::kit::{BottomBar, Empty, SideBar, ToastRegion, Toasts, TopBar, keys};
use crate::prefs::{self, Prefs};
use crate::route::navigation::{self, Router};

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
    let current = navigation::current();
    view! {
        <a class="skip-link" href="#main">{move || t(Msg::AppSkip)}</a>
        <div class="app">
            <SideBar current/>
            <TopBar title=Msg::AppName/>
            <main class="content" id="main" tabindex="-1">
                <Empty title=Msg::NavToday/>
            </main>
            <BottomBar current/>
        </div>
        <ToastRegion/>
    }
}
