//! SignInPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavSignIn>
            <Empty title=Msg::NavSignIn/>
        </Page>
    }
}
