//! MeetingPage.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn MeetingPage(client: RecordId, meeting: RecordId) -> impl IntoView {
    let _ = client;
    let _ = meeting;
    view! {
        <Page title=Msg::NavMeet>
            <Empty title=Msg::NavMeet/>
        </Page>
    }
}
