//! SettingsPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavSettings>
            <Empty title=Msg::NavSettings/>
        </Page>
    }
}
