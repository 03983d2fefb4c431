//! ClientsPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn ClientsPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavClients>
            <Empty title=Msg::NavClients/>
        </Page>
    }
}
