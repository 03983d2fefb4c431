//! BeforePage.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn BeforePage(client: RecordId) -> impl IntoView {
    let _ = client;
    view! {
        <Page title=Msg::NavMeet>
            <Empty title=Msg::NavMeet/>
        </Page>
    }
}
