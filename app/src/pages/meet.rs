//! MeetPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn MeetPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavMeet>
            <Empty title=Msg::NavMeet/>
        </Page>
    }
}
