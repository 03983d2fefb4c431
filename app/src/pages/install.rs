//! Putting the app on the home screen: why, how on this device, and a code to open it on a phone.

mod qr;
mod steps;

use leptos::prelude::*;

use crate::browser::platform::{self, Platform, System};
use crate::browser::{install, page};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Icon, Variant};
use crate::pages::frame::Page;
use crate::route::Route;
use crate::session::Session;
use crate::start::InstallOffer;
use qr::QrCode;
use steps::steps;

/// The page.
#[component]
pub fn InstallPage() -> impl IntoView {
    let here = Platform::here();
    let how = if platform::is_installed() {
        view! {
            <div class="banner">
                <Icon glyph=Glyph::CircleCheck/>
                <p class="banner-text">{move || t(Msg::InstallDone)}</p>
            </div>
        }
        .into_any()
    } else {
        view! { <HowTo here/> }.into_any()
    };
    let is_phone = matches!(here.system, System::IPhone | System::IPad | System::Android);
    let back = if Session::get().is_some() {
        Route::More
    } else {
        Route::FirstRun
    };
    view! {
        <Page title=Msg::NavInstall back>
            <div class="column">
                <p>{move || t(Msg::InstallReason)}</p>
                {how}
                {(!is_phone).then(|| view! { <OnPhone/> })}
            </div>
        </Page>
    }
}

#[component]
fn HowTo(here: Platform) -> impl IntoView {
    let offer = InstallOffer::expect();
    let list = steps(here)
        .iter()
        .map(|&step| view! { <li>{move || t(step)}</li> })
        .collect_view();
    let has_own_storage = matches!(here.system, System::IPhone | System::IPad);
    view! {
        <Show when=move || offer.is_made()>
            <Button
                label=Msg::InstallNow
                glyph=Glyph::Download
                variant=Variant::Primary
                on_press=|_| install::prompt()
            />
        </Show>
        {has_own_storage.then(|| view! { <UnsentFirst/> })}
        <section class="group" aria-labelledby="install-steps">
            <h2 class="group-head" id="install-steps">
                {move || t(Msg::InstallSteps)}
            </h2>
            <ol class="steps">{list}</ol>
        </section>
    }
}

/// The app on an iPhone's home screen does not see what its browser has kept.
#[component]
fn UnsentFirst() -> impl IntoView {
    Session::get().map(|session| {
        let state = session.sync_state();
        let waiting = move || u32::try_from(state.get().waiting).unwrap_or(u32::MAX);
        let has_waiting = move || waiting() > 0;
        view! {
            <Show when=has_waiting>
                <div class="banner" data-tone="warn">
                    <Icon glyph=Glyph::TriangleAlert/>
                    <p class="banner-text">{move || t_n(Msg::InstallIosUnsent, waiting(), &[])}</p>
                    <Button label=Msg::SyncNow on_press=move |_| session.sync_now()/>
                </div>
            </Show>
        }
    })
}

#[component]
fn OnPhone() -> impl IntoView {
    let origin = page::origin();
    let code = if page::is_local() {
        view! { <p class="soft">{move || t(Msg::InstallLocalOnly)}</p> }.into_any()
    } else {
        let address = origin.clone();
        view! {
            <p>{move || t(Msg::InstallPhoneText)}</p>
            <QrCode address/>
        }
        .into_any()
    };
    view! {
        <section class="group" aria-labelledby="install-phone">
            <h2 class="group-head" id="install-phone">
                {move || t(Msg::InstallPhone)}
            </h2>
            {code}
            <p class="small soft">{origin}</p>
        </section>
    }
}
