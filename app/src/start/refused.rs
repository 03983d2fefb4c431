//! The book is here and cannot be opened: why, what is kept, and the ways out.

use leptos::prelude::*;

use crate::browser::page;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Empty, Variant};
use crate::pages::need_text;
use crate::session::Need;

/// The reason and what can be done about it.
#[component]
pub(super) fn Refused(
    /// What stands in the way.
    need: Need,
    /// The start goes on by itself once the way is free.
    #[prop(optional)]
    waits: bool,
) -> impl IntoView {
    let title = if waits {
        Msg::StartWaitingTitle
    } else {
        Msg::StartRefusedTitle
    };
    let text = Signal::derive(move || format!("{}{}", need_text(&need), t(Msg::StartKept)));
    view! {
        <div class="app">
            <main class="content" id="main" tabindex="-1">
                <div class="column" role="alert">
                    <Empty title text>
                        <div class="cluster">
                            <Button
                                label=Msg::ButtonReload
                                variant=Variant::Primary
                                on_press=move |_| page::reload()
                            />
                            <a class="button" data-variant="quiet" href="/rescue.html" rel="external">
                                {move || t(Msg::StartRescue)}
                            </a>
                        </div>
                    </Empty>
                </div>
            </main>
        </div>
    }
}
