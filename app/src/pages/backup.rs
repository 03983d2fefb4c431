//! BackupPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn BackupPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavBackup>
            <Empty title=Msg::NavBackup/>
        </Page>
    }
}
