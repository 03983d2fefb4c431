//! ClientPage.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;
use crate::route::ClientTab;

/// The page.
#[component]
pub fn ClientPage(client: RecordId, tab: ClientTab) -> impl IntoView {
    let _ = client;
    let _ = tab;
    view! {
        <Page title=Msg::NavClients>
            <Empty title=Msg::NavClients/>
        </Page>
    }
}
