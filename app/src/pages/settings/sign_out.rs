//! Signing out, with a guard before what only this device has.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, ConfirmTyped, Glyph, Icon, Variant};
use crate::pages::door::DoorError;
use crate::session::Session;
use crate::session::account::{self, AccountError};

/// Two ways out: leave the book here for the next time, or clear it from this device. What was never sent is offered to be synced or
/// exported first, and goes only after a word was typed.
#[component]
pub(super) fn SignOut(session: Session) -> impl IntoView {
    let error = RwSignal::new(None::<AccountError>);
    let forgetting = RwSignal::new(false);
    let discarding = RwSignal::new(false);
    let leave = move |discard: bool, forget: bool| {
        spawn_local(async move {
            if let Err(why) = account::sign_out(session, discard, forget).await {
                error.set(Some(why));
            }
        });
    };
    let other_error = Signal::derive(move || {
        error
            .get()
            .filter(|error| !matches!(error, AccountError::Unsent { .. }))
    });
    let unsent = Unsent::of(session);
    let has_unsent = move || unsent.0.get() > 0;
    view! {
        <p class="soft">{move || t(Msg::SettingsSignOutNote)}</p>
        <DoorError error=other_error/>
        <Show when=has_unsent>
            <Guard session unsent discarding/>
        </Show>
        <div class="cluster">
            <Button
                label=Msg::ButtonSignOut
                glyph=Glyph::LogOut
                on_press=move |_| leave(false, false)
            />
            <Button
                label=Msg::SettingsSignOutForget
                variant=Variant::Danger
                on_press=move |_| forgetting.set(true)
            />
        </div>
        <ConfirmTyped
            open=forgetting
            title=Msg::SettingsForgetTitle
            word=Msg::SettingsForgetWord
            action=Msg::SettingsSignOutForget
            on_confirm=move |()| leave(false, true)
        >
            <p>{move || t(Msg::SettingsForgetText)}</p>
        </ConfirmTyped>
        <ConfirmTyped
            open=discarding
            title=Msg::SettingsDiscardTitle
            word=Msg::SettingsDiscardWord
            action=Msg::SettingsDiscard
            on_confirm=move |()| leave(true, true)
        >
            <p>{move || t_n(Msg::SettingsDiscardText, unsent.0.get(), &[])}</p>
        </ConfirmTyped>
    }
}

/// How many changes only this device has.
#[derive(Clone, Copy)]
struct Unsent(Signal<u32>);

impl Unsent {
    fn of(session: Session) -> Self {
        let state = session.sync_state();
        Self(Signal::derive(move || {
            let only_here = state.with(|state| state.waiting + state.refused);
            u32::try_from(only_here).unwrap_or(u32::MAX)
        }))
    }
}

#[component]
fn Guard(session: Session, unsent: Unsent, discarding: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="banner" data-tone="warn">
            <Icon glyph=Glyph::TriangleAlert/>
            <div class="banner-text stack" data-gap="2">
                <strong>{move || t_n(Msg::SettingsUnsentTitle, unsent.0.get(), &[])}</strong>
                <p>{move || t(Msg::SettingsUnsentText)}</p>
                <div class="cluster">
                    <Button label=Msg::SyncNow on_press=move |_| session.sync_now()/>
                    <Button
                        label=Msg::ButtonExport
                        on_press=move |_| {
                            session.export_unsent();
                        }
                    />
                    <Button
                        label=Msg::SettingsDiscard
                        variant=Variant::Danger
                        on_press=move |_| discarding.set(true)
                    />
                </div>
            </div>
        </div>
    }
}
