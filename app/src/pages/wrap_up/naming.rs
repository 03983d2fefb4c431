//! Somebody met before being in the book gets a name.

use leptos::prelude::*;

use super::Step;
use crate::book::ClientHandle;
use crate::i18n::{Msg, t};
use crate::pages::meeting::details::Name;
use crate::pages::meeting::words;

/// The step; nothing for a client who has long had a name.
#[component]
pub(super) fn Naming(handle: ClientHandle) -> impl IntoView {
    let records = handle.records();
    let is_unnamed = move || {
        records.with(|records| words::name_to_show(records.client().name.as_deref()).is_none())
    };
    // The first letter makes it a name; whoever types it has not finished.
    let was_unnamed = Memo::new(move |before| before == Some(&true) || is_unnamed());
    view! {
        <Show when=move || was_unnamed.get()>
            <Step title=Msg::WrapUpName>
                <p class="soft">{move || t(Msg::WrapUpNameWhy)}</p>
                <Name handle/>
            </Step>
        </Show>
    }
}
