//! DevicesPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn DevicesPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavDevices>
            <Empty title=Msg::NavDevices/>
        </Page>
    }
}
