//! SharePage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn SharePage() -> impl IntoView {
    view! {
        <Page title=Msg::NavCapture>
            <Empty title=Msg::NavCapture/>
        </Page>
    }
}
