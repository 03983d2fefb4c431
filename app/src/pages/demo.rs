//! The demo book: what it is, the way in and the way out.

use leptos::prelude::*;

use crate::book;
use crate::i18n::Msg;
use crate::kit::{Button, Empty, Glyph, Variant};
use crate::pages::frame::Page;
use crate::route::Route;
use crate::session::Session;

/// The page.
#[component]
pub fn DemoPage() -> impl IntoView {
    let inside = Session::get().is_some_and(Session::is_demo);
    let content = if inside {
        view! {
            <Empty title=Msg::DemoTitle text=Msg::DemoInside>
                <Button
                    label=Msg::ButtonLeaveDemo
                    variant=Variant::Primary
                    on_press=move |_| book::leave_demo()
                />
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty title=Msg::DemoTitle text=Msg::DemoText>
                <Button
                    label=Msg::ButtonOpenDemo
                    glyph=Glyph::BookOpen
                    variant=Variant::Primary
                    on_press=move |_| book::open_demo()
                />
            </Empty>
        }
        .into_any()
    };
    view! {
        <Page title=Msg::NavDemo back=Route::More>
            {content}
        </Page>
    }
}
