//! Signing in with email and password.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{DoorError, SendButton, field_error};
use crate::browser::platform::Platform;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Entry, TextField};
use crate::session::account::{self, AccountError};
use crate::session::{Me, Session};

/// The form. What was typed stays, whatever the server says; signing in loads the book anew.
#[component]
pub(crate) fn SignInForm() -> impl IntoView {
    let me = Session::get()
        .filter(|session| !session.is_demo())
        .map(|session| session.me().get_untracked());
    // Whoever is known here signs in again; else what was typed before.
    let known = me.as_ref().map(|me| me.email.clone());
    let email = known.or_else(account::typed_email);
    let email = RwSignal::new(email.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let device = RwSignal::new(
        me.as_ref()
            .map_or_else(|| Platform::here().label(), |me| me.device_label.clone()),
    );
    let error = RwSignal::new(None::<AccountError>);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let (email, password, device) = (
                email.get_untracked(),
                password.get_untracked(),
                device.get_untracked(),
            );
            let answer = account::sign_in(&email, &password, &device).await;
            // After success the app loads anew; until then nothing can be pressed.
            if let Err(why) = answer {
                error.set(Some(why));
                busy.set(false);
            }
        });
    };
    view! {
        <form class="form" novalidate=true on:submit=submit>
            <WhoseBook me email/>
            <DoorError error/>
            <TextField
                label=Msg::DoorEmail
                value=email
                entry=Entry::UserName
                required=true
                error=field_error(error, "email")
                on_input=move |text: String| {
                    account::keep_typed_email(&text);
                    email.set(text);
                }
            />
            <TextField
                label=Msg::DoorPassword
                value=password
                entry=Entry::Password
                required=true
                error=field_error(error, "password")
                on_input=move |text| password.set(text)
            />
            <TextField
                label=Msg::DoorDevice
                value=device
                required=true
                hint=Msg::DoorDeviceHint
                error=field_error(error, "device_label")
                on_input=move |text| device.set(text)
            />
            <SendButton label=Msg::ButtonSignIn busy/>
        </form>
    }
}

/// Whose book is open here, and what signing in does to it.
#[component]
fn WhoseBook(me: Option<Me>, email: RwSignal<String>) -> impl IntoView {
    me.map(|me| {
        let text = move || {
            let same = email.with(|email| email.trim().eq_ignore_ascii_case(&me.email));
            if same {
                t(Msg::DoorSameBook)
            } else {
                t_with(Msg::DoorOtherPerson, &[("name", &me.name)])
            }
        };
        view! { <p class="soft" aria-live="polite">{text}</p> }
    })
}
