//! The first minute: make the server's first account, sign in, or open the demo book.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::Msg;
use crate::pages;
use crate::pages::door::{Door, DoorError, OtherWays, SignInForm};
use crate::session::account::{self, AccountError, Probe};

/// The page.
#[component]
pub fn FirstRunPage() -> impl IntoView {
    let found = RwSignal::new(None::<Result<Probe, AccountError>>);
    spawn_local(async move { found.set(Some(account::probe().await)) });
    let unreachable = Signal::derive(move || found.get().and_then(Result::err));
    let is_first = move || {
        found.with(|found| {
            found
                .as_ref()
                .map(|found| *found == Ok(Probe::SignedOut { first_run: true }))
        })
    };
    view! {
        <Door title=Msg::AppName>
            <DoorError error=unreachable/>
            {move || match is_first() {
                None => ().into_any(),
                Some(true) => pages::first_account(),
                Some(false) => {
                    view! {
                        <SignInForm/>
                        <OtherWays/>
                    }
                        .into_any()
                }
            }}
        </Door>
    }
}
