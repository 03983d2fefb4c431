//! TasksPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn TasksPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavTasks>
            <Empty title=Msg::NavTasks/>
        </Page>
    }
}
