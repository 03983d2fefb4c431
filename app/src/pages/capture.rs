//! CapturePage.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn CapturePage(#[prop(optional)] client: Option<RecordId>) -> impl IntoView {
    let _ = client;
    view! {
        <Page title=Msg::NavCapture>
            <Empty title=Msg::NavCapture/>
        </Page>
    }
}
