//! The keys, for whoever asks with `?`.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::Sheet;
use crate::kit::keys::Shortcut;

/// Every shortcut with what it does.
#[component]
pub(super) fn KeysSheet(open: RwSignal<bool>) -> impl IntoView {
    let rows = || {
        Shortcut::ALL
            .into_iter()
            .map(|(_, key, what)| (key, what))
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
            })
            .collect_view()
    };
    view! {
        <Sheet open title=Msg::KeysTitle>
            <dl class="facts">{rows()}</dl>
            <p class="soft">{move || t(Msg::SettingsShortcutsHint)}</p>
        </Sheet>
    }
}
