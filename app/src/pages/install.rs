//! InstallPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn InstallPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavInstall>
            <Empty title=Msg::NavInstall/>
        </Page>
    }
}
