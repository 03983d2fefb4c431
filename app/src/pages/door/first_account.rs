//! The first account of a server, made with the code it printed on its console.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{DoorError, SendButton, field_error};
use crate::browser::platform::Platform;
use crate::i18n::{Msg, t};
use crate::kit::{Entry, TextField};
use crate::session::account::{self, AccountError, FirstAccount};

/// The form. What was typed stays, whatever the server says.
#[component]
pub(crate) fn FirstAccountForm() -> impl IntoView {
    let draft = RwSignal::new(FirstAccount {
        device_label: Platform::here().label(),
        ..FirstAccount::default()
    });
    let error = RwSignal::new(None::<AccountError>);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let account = draft.get_untracked();
        if let Some(gap) = first_gap(&account) {
            error.set(Some(gap));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(why) = account::first_run(&account).await {
                error.set(Some(why));
                busy.set(false);
            }
        });
    };
    let blank_code = field_error(error, "code");
    let code_error = Signal::derive(move || {
        let is_wrong = error.with(|error| *error == Some(AccountError::WrongCode));
        blank_code
            .get()
            .or_else(|| is_wrong.then(|| t(Msg::AccountWrongCode)))
    });
    let elsewhere = Signal::derive(move || {
        error
            .get()
            .filter(|error| *error != AccountError::WrongCode)
    });
    let field = move |read: fn(&FirstAccount) -> &String| {
        Signal::derive(move || draft.with(|draft| read(draft).clone()))
    };
    let write = move |place: fn(&mut FirstAccount) -> &mut String| {
        Callback::new(move |text: String| draft.update(|draft| *place(draft) = text))
    };
    view! {
        <form class="form" novalidate=true on:submit=submit aria-labelledby="first-account">
            <div>
                <h2 id="first-account">{move || t(Msg::DoorFirstTitle)}</h2>
                <p class="soft">{move || t(Msg::DoorFirstText)}</p>
            </div>
            <DoorError error=elsewhere/>
            <TextField
                label=Msg::DoorCode
                value=field(|draft| &draft.code)
                hint=Msg::DoorCodeHint
                required=true
                error=code_error
                on_input=write(|draft| &mut draft.code)
            />
            <TextField
                label=Msg::DoorName
                value=field(|draft| &draft.name)
                required=true
                error=field_error(error, "name")
                on_input=write(|draft| &mut draft.name)
            />
            <TextField
                label=Msg::DoorWorkspace
                value=field(|draft| &draft.workspace_name)
                required=true
                error=field_error(error, "workspace_name")
                on_input=write(|draft| &mut draft.workspace_name)
            />
            <TextField
                label=Msg::DoorEmail
                value=field(|draft| &draft.email)
                entry=Entry::UserName
                required=true
                error=field_error(error, "email")
                on_input=write(|draft| &mut draft.email)
            />
            <TextField
                label=Msg::DoorPassword
                value=field(|draft| &draft.password)
                entry=Entry::NewPassword
                hint=Msg::DoorPasswordNewHint
                required=true
                error=field_error(error, "password")
                on_input=write(|draft| &mut draft.password)
            />
            <TextField
                label=Msg::DoorDevice
                value=field(|draft| &draft.device_label)
                hint=Msg::DoorDeviceHint
                required=true
                error=field_error(error, "device_label")
                on_input=write(|draft| &mut draft.device_label)
            />
            <SendButton label=Msg::ButtonCreateAccount busy/>
        </form>
    }
}

/// The first field that says nothing.
fn first_gap(account: &FirstAccount) -> Option<AccountError> {
    let is_blank = |text: &str| text.trim().is_empty();
    let fields = [
        ("code", &account.code),
        ("name", &account.name),
        ("workspace_name", &account.workspace_name),
        ("email", &account.email),
        ("password", &account.password),
        ("device_label", &account.device_label),
    ];
    let (field, _) = fields.into_iter().find(|(_, text)| is_blank(text))?;
    Some(AccountError::Field {
        field: field.to_owned(),
    })
}
