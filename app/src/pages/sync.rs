//! SyncPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn SyncPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavSync>
            <Empty title=Msg::NavSync/>
        </Page>
    }
}
