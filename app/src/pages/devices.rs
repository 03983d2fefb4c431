//! The devices that have this book: which is this one, when each was seen last, shutting one out, wiping a lost one.

mod device_row;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::leave_demo;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Empty, Glyph, LinkButton};
use crate::pages::door::error_text;
use crate::pages::frame::Page;
use crate::route::Route;
use crate::session::Session;
use crate::session::account::{self, AccountError, Device};
use device_row::DeviceRow;
pub(super) use device_row::{glyph, note};

/// The page.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let is_demo = Session::expect().is_demo();
    let content = if is_demo {
        view! {
            <Empty title=Msg::NavDevices text=Msg::SettingsDemoAccount>
                <Button label=Msg::ButtonLeaveDemo on_press=move |_| leave_demo()/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <DeviceList/> }.into_any()
    };
    view! {
        <Page title=Msg::NavDevices back=Route::More>
            {content}
        </Page>
    }
}

/// The list as the server has it now.
#[component]
fn DeviceList() -> impl IntoView {
    let found = RwSignal::new(None::<Result<Vec<Device>, AccountError>>);
    let load = Callback::new(move |()| {
        spawn_local(async move {
            let devices = account::devices().await;
            found.set(Some(devices));
        });
    });
    load.run(());
    move || match found.get() {
        None => ().into_any(),
        Some(Err(error)) => view! { <NoList error load/> }.into_any(),
        Some(Ok(devices)) => {
            let rows = devices.into_iter().map(|device| {
                view! {
                    <li>
                        <DeviceRow device changed=load/>
                    </li>
                }
            });
            view! {
                <div class="stack">
                    <p class="soft">{move || t(Msg::DevicesText)}</p>
                    <ul class="rows">{rows.collect_view()}</ul>
                    <div class="cluster">
                        <LinkButton to=Route::Install label=Msg::DevicesAdd glyph=Glyph::QrCode/>
                    </div>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn NoList(error: AccountError, load: Callback<()>) -> impl IntoView {
    let needs_sign_in = error == AccountError::SignIn;
    let text = Signal::derive(move || {
        if error == AccountError::Unreachable {
            t(Msg::DevicesOffline)
        } else {
            error_text(&error)
        }
    });
    view! {
        <Empty title=Msg::NavDevices text>
            <div class="cluster">
                <Button label=Msg::ButtonRetry on_press=move |_| load.run(())/>
                {needs_sign_in
                    .then(|| view! { <LinkButton to=Route::SignIn label=Msg::ButtonSignIn/> })}
            </div>
        </Empty>
    }
}
