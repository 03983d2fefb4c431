//! Signing in, for the first time here or again after the session has expired.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::{LinkButton, Variant};
use crate::pages::door::{Door, OtherWays, SignInForm};
use crate::route::Route;
use crate::session::Session;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let ways = match Session::get() {
        Some(_) => {
            view! { <LinkButton to=Route::Today label=Msg::NotFoundHome variant=Variant::Plain/> }
                .into_any()
        }
        None => view! { <OtherWays/> }.into_any(),
    };
    view! {
        <Door title=Msg::NavSignIn>
            <SignInForm/>
            <p class="small soft">{move || t(Msg::DoorAskAccount)}</p>
            {ways}
        </Door>
    }
}
