//! WorkPage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn WorkPage() -> impl IntoView {
    view! {
        <Page title=Msg::NavWork>
            <Empty title=Msg::NavWork/>
        </Page>
    }
}
