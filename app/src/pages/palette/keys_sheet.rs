//! The keys, for whoever asks with `?`.

use leptos::prelude::*;

use crate::i18n::{Msg, t};
use crate::kit::Sheet;
use crate::pages::parts::key_list::KeyList;

/// Every shortcut with what it does.
#[component]
pub(super) fn KeysSheet(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Sheet open title=Msg::KeysTitle>
            <KeyList/>
            <p class="soft">{move || t(Msg::SettingsShortcutsHint)}</p>
        </Sheet>
    }
}
