//! DemoPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn DemoPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavDemo>
            <Empty title=Msg::NavDemo/>
        </Page>
    }
}
