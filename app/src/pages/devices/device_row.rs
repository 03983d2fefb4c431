//! One device, and what can be done about it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::values::Instant;

use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Confirm, ConfirmTyped, Glyph, Icon, Toasts, Variant};
use crate::pages::door::error_text;
use crate::pages::parts::show;
use crate::session::account::{self, AccountError, Device};
use crate::session::{Role, Session};

/// What is to happen to a device.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Revoke,
    Wipe,
}

/// A device; other devices can be shut out or, lost, wiped. Both ask first: the device cannot be asked back.
#[component]
pub(super) fn DeviceRow(
    device: Device,
    /// The list is another now.
    changed: Callback<()>,
) -> impl IntoView {
    let me = Session::expect().me();
    let may_act = !device.this_device
        && (me.with_untracked(|me| me.role == Role::Owner || me.user == device.user));
    let can_revoke = may_act && device.revoked_ms.is_none() && device.signed_in;
    let can_wipe = may_act && device.wipe_ordered_ms.is_none();
    let device = StoredValue::new(device);
    let revoking = RwSignal::new(false);
    let wiping = RwSignal::new(false);
    let note = move || device.with_value(note);
    let named =
        move |message: Msg| device.with_value(|device| t_with(message, &[("name", &device.label)]));
    view! {
        <div class="row" data-actions="below">
            <span class="row-mark">
                <Icon glyph=device.with_value(glyph)/>
            </span>
            <span class="row-text">
                <span class="row-title">
                    {device.with_value(|device| device.label.clone())} " "
                    {device
                        .with_value(|device| device.this_device)
                        .then(|| view! { <span class="badge">{move || t(Msg::DevicesThis)}</span> })}
                </span>
                <span class="row-note">{note}</span>
            </span>
            <span class="row-actions cluster">
                {can_revoke
                    .then(|| {
                        view! {
                            <Button label=Msg::DevicesRevoke on_press=move |_| revoking.set(true)/>
                        }
                    })}
                {can_wipe
                    .then(|| {
                        view! {
                            <Button
                                label=Msg::DevicesWipe
                                variant=Variant::Danger
                                on_press=move |_| wiping.set(true)
                            />
                        }
                    })}
            </span>
        </div>
        <Confirm
            open=revoking
            title=Signal::derive(move || named(Msg::DevicesRevokeTitle))
            action=Msg::DevicesRevoke
            on_confirm=carry_out(device, Measure::Revoke, changed)
        >
            <p>{move || t(Msg::DevicesRevokeText)}</p>
        </Confirm>
        <ConfirmTyped
            open=wiping
            title=Signal::derive(move || named(Msg::DevicesWipeTitle))
            word=Msg::DevicesWipeWord
            action=Msg::DevicesWipe
            on_confirm=carry_out(device, Measure::Wipe, changed)
        >
            <p>{move || t(Msg::DevicesWipeText)}</p>
        </ConfirmTyped>
    }
}

fn carry_out(device: StoredValue<Device>, measure: Measure, changed: Callback<()>) -> Callback<()> {
    let toasts = Toasts::expect();
    Callback::new(move |()| {
        let (id, label) = device.with_value(|device| (device.id, device.label.clone()));
        spawn_local(async move {
            let answer: Result<(), AccountError> = match measure {
                Measure::Revoke => account::revoke(id).await,
                Measure::Wipe => account::wipe(id).await,
            };
            let done = match measure {
                Measure::Revoke => Msg::DevicesRevokedToast,
                Measure::Wipe => Msg::DevicesWipedToast,
            };
            match answer {
                Ok(()) => toasts.say(t_with(done, &[("name", &label)])),
                Err(error) => toasts.say(error_text(&error)),
            }
            changed.run(());
        });
    })
}

pub(in crate::pages) fn glyph(device: &Device) -> Glyph {
    let is_phone = ["iPhone", "iPad", "Android"]
        .iter()
        .any(|name| device.label.contains(name));
    if is_phone {
        Glyph::Smartphone
    } else {
        Glyph::Monitor
    }
}

/// Whose it is, when it was seen last, what it still had to send then, and what was done about it.
pub(in crate::pages) fn note(device: &Device) -> String {
    let when = Instant::from_ms(device.last_seen_ms)
        .map(show::moment)
        .unwrap_or_default();
    let seen = t_with(
        Msg::DevicesSeen,
        &[("name", &device.user_name), ("when", &when)],
    );
    let state = if device.wipe_ordered_ms.is_some() {
        Some(Msg::DevicesWipeOrdered)
    } else if device.revoked_ms.is_some() {
        Some(Msg::DevicesRevoked)
    } else if !device.signed_in {
        Some(Msg::DevicesSignedOut)
    } else {
        None
    };
    let waiting = device.waiting.map(|waiting| match waiting {
        0 => t(Msg::DevicesAllSent),
        waiting => t_n(Msg::DevicesWaiting, waiting, &[]),
    });
    let parts = [Some(seen), waiting, state.map(t)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
