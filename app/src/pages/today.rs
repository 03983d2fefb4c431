//! TodayPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavToday>
            <Empty title=Msg::NavToday/>
        </Page>
    }
}
