//! An address of nothing.

use leptos::prelude::*;

use crate::i18n::Msg;
use crate::kit::{Empty, LinkButton, Variant};
use crate::pages::frame::Page;
use crate::route::Route;

/// The page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Page title=Msg::NotFoundTitle>
            <Empty title=Msg::NotFoundTitle text=Msg::NotFoundText>
                <LinkButton to=Route::Today label=Msg::NotFoundHome variant=Variant::Primary/>
            </Empty>
        </Page>
    }
}
