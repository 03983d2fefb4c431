//! How the data stands: what waits, what was refused, what was edited elsewhere, and what is on this device.

pub(super) mod conflicts;
mod foreign;
pub(super) mod naming;
mod on_device;
mod others;
mod refused;
mod state;
mod storage;
mod waiting;

use leptos::prelude::*;

use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, LinkButton, Toasts, Variant};
use crate::pages::frame::Page;
use crate::route::Route;
use crate::session::{Need, Phase, Session};
use conflicts::Conflicts;
use foreign::Foreign;
use on_device::OnDevice;
use others::OtherDevices;
use refused::RefusedList;
use state::State;
use storage::StorageMeter;
use waiting::WaitingList;

/// The page. What is needed of the person stands above it, as on every page.
#[component]
pub fn SyncPage() -> impl IntoView {
    let session = Session::expect();
    view! {
        <Page title=Msg::NavSync back=Route::More>
            <State session/>
            <Foreign session/>
            {(!session.is_demo()).then(|| view! { <Actions session/> })}
            <Conflicts/>
            <RefusedList session/>
            {(!session.is_demo()).then(|| view! { <WaitingList session/> })}
            {(!session.is_demo()).then(|| view! { <OtherDevices/> })}
            <OnDevice session/>
            <StorageMeter/>
        </Page>
    }
}

#[component]
fn Actions(session: Session) -> impl IntoView {
    let toasts = Toasts::expect();
    let state = session.sync_state();
    let has_unsent = move || state.with(|state| state.waiting + state.refused > 0);
    let export = move |_| {
        let count = u32::try_from(session.export_unsent()).unwrap_or(u32::MAX);
        toasts.say(t_n(Msg::SyncExported, count, &[]));
    };
    let word = Signal::derive(move || {
        let running = state.with(|state| state.running);
        t(if running {
            Msg::SyncRunning
        } else {
            Msg::SyncNow
        })
    });
    let needs_sign_in = Memo::new(move |_| {
        state.with(|state| {
            let need = Phase::NeedsYou(Need::SignIn);
            state.phase == need || state.phase == Phase::NeedsYou(Need::SomeoneElse)
        })
    });
    let sync = move |_| {
        session.sync_now();
        if state.with_untracked(|state| matches!(state.phase, Phase::Offline { .. })) {
            toasts.say(t(Msg::SyncUnreachable));
        }
    };
    view! {
        <div class="cluster">
            <Show
                when=move || needs_sign_in.get()
                fallback=move || {
                    view! {
                        <Button
                            label=word
                            glyph=Glyph::RefreshCw
                            variant=Variant::Primary
                            on_press=sync
                        />
                    }
                }
            >
                <LinkButton
                    to=Route::SignIn
                    label=Msg::ButtonSignIn
                    glyph=Glyph::LogIn
                    variant=Variant::Primary
                />
            </Show>
            <Show when=has_unsent>
                <Button label=Msg::SyncExportUnsent glyph=Glyph::Download on_press=export/>
            </Show>
            <LinkButton to=Route::Devices label=Msg::NavDevices glyph=Glyph::Smartphone/>
            <LinkButton to=Route::Backup label=Msg::NavBackup glyph=Glyph::HardDrive/>
        </div>
    }
}
