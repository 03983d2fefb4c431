//! FirstRunPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn FirstRunPage() -> impl IntoView {
    view! {
        <Page title=Msg::AppName>
            <Empty title=Msg::AppName/>
        </Page>
    }
}
