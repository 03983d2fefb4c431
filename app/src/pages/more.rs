//! MorePage.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::Empty;
use crate::pages::frame::Page;

/// The page.
#[component]
pub fn MorePage() -> impl IntoView {
    view! {
        <Page title=Msg::NavMore>
            <Empty title=Msg::NavMore/>
        </Page>
    }
}
