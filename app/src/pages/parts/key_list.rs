//! The keys that act everywhere, each with what it does.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::keys::Shortcut;

/// The list.
#[component]
pub fn KeyList() -> impl IntoView {
    let keys = Shortcut::ALL.into_iter().map(|(_, key, what)| (key, what));
    let rows = keys
        .chain([("Ctrl Z", Msg::ButtonUndo)])
        .map(|(key, what)| {
            view! {
                <div>
                    <dt>
                        <kbd class="key-hint">{key}</kbd>
                    </dt>
                    <dd>{move || t(what)}</dd>
                </div>
            }
        });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}
