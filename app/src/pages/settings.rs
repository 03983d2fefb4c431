//! Settings: who is signed in, how this device shows things, the password, signing out.

mod about;
mod display;
mod password;
mod practice;
mod sign_out;

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::pages::frame::Page;
use crate::route::Route;
use crate::session::Session;
use about::About;
use display::Display;
use password::PasswordForm;
use practice::PracticeForm;
use sign_out::SignOut;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = Session::expect();
    let account = if session.is_demo() {
        view! { <p class="soft">{move || t(Msg::SettingsDemoAccount)}</p> }.into_any()
    } else {
        view! { <WhoIsHere session/> }.into_any()
    };
    view! {
        <Page title=Msg::NavSettings back=Route::More>
            <div class="column" data-gap="8">
                <Group id="settings-account" title=Msg::SettingsAccount>
                    {account}
                </Group>
                <Group id="settings-display" title=Msg::SettingsDisplay>
                    <Display/>
                </Group>
                <Group id="settings-practice" title=Msg::PracticeTitle>
                    <PracticeForm/>
                </Group>
                {(!session.is_demo())
                    .then(|| {
                        view! {
                            <Group id="settings-password" title=Msg::SettingsPassword>
                                <PasswordForm session/>
                            </Group>
                            <Group id="settings-sign-out" title=Msg::SettingsSignOut>
                                <SignOut session/>
                            </Group>
                        }
                    })}
                <Group id="settings-about" title=Msg::SettingsAbout>
                    <About/>
                </Group>
            </div>
        </Page>
    }
}

#[component]
fn Group(id: &'static str, title: Msg, children: Children) -> impl IntoView {
    view! {
        <section class="group" aria-labelledby=id>
            <h2 class="group-head" id=id>
                {move || t(title)}
            </h2>
            {children()}
        </section>
    }
}

#[component]
fn WhoIsHere(session: Session) -> impl IntoView {
    let me = session.me();
    view! {
        <dl class="facts">
            <div>
                <dt>{move || t(Msg::SettingsName)}</dt>
                <dd>{move || me.get().name}</dd>
            </div>
            <div>
                <dt>{move || t(Msg::SettingsEmail)}</dt>
                <dd>{move || me.get().email}</dd>
            </div>
            <div>
                <dt>{move || t(Msg::SettingsWorkspace)}</dt>
                <dd>{move || me.get().workspace_name}</dd>
            </div>
            <div>
                <dt>{move || t(Msg::SettingsDevice)}</dt>
                <dd>
                    {move || me.get().device_label} " "
                    <a href=Route::Devices.path()>{move || t(Msg::NavDevices)}</a>
                </dd>
            </div>
        </dl>
    }
}
