//! Changing the password.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{Msg, t};
use crate::kit::{Entry, TextField, Toasts};
use crate::pages::door::{DoorError, SendButton, field_error};
use crate::session::Session;
use crate::session::account::{self, AccountError};

/// The form; what was typed stays until the server has taken it.
#[component]
pub(super) fn PasswordForm(session: Session) -> impl IntoView {
    let toasts = Toasts::expect();
    let email = session.me().get_untracked().email;
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let error = RwSignal::new(None::<AccountError>);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let (before, after) = (old.get_untracked(), new.get_untracked());
            match account::change_password(&before, &after).await {
                Ok(()) => {
                    old.set(String::new());
                    new.set(String::new());
                    error.set(None);
                    toasts.say(t(Msg::SettingsPasswordChanged));
                }
                // Who it is is known: only the password can be wrong.
                Err(AccountError::WrongCredentials) => {
                    error.set(Some(AccountError::Field {
                        field: "old_password".to_owned(),
                    }));
                }
                Err(why) => error.set(Some(why)),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" novalidate=true on:submit=submit>
            <DoorError error/>
            // For the browser's keeper of passwords, which otherwise does not know whose these are.
            <input type="email" autocomplete="username" value=email hidden=true/>
            <TextField
                label=Msg::SettingsPasswordOld
                value=old
                entry=Entry::Password
                required=true
                error=field_error(error, "old_password")
                on_input=move |text| old.set(text)
            />
            <TextField
                label=Msg::SettingsPasswordNew
                value=new
                entry=Entry::NewPassword
                hint=Msg::DoorPasswordNewHint
                required=true
                error=field_error(error, "new_password")
                on_input=move |text| new.set(text)
            />
            <p class="small soft">{move || t(Msg::SettingsPasswordNote)}</p>
            <SendButton label=Msg::SettingsPasswordChange busy/>
        </form>
    }
}
