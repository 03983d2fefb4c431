//! Which build runs here, and whether a newer one waits.

use leptos::prelude::*;

use crate::browser::shell;
use crate::i18n::{Msg, t};
use crate::kit::Button;
use crate::start::UpdateOffer;

/// The build, and the update for whoever put it off.
#[component]
pub(super) fn About() -> impl IntoView {
    let offer = UpdateOffer::expect();
    view! {
        <dl class="facts">
            <div>
                <dt>{move || t(Msg::SettingsBuild)}</dt>
                <dd>{shell::build()}</dd>
            </div>
        </dl>
        <Show
            when=move || offer.is_ready()
            fallback=|| view! { <p class="soft">{move || t(Msg::SettingsUpToDate)}</p> }
        >
            <div class="cluster">
                <span>{move || t(Msg::UpdateText)}</span>
                <Button label=Msg::ButtonUpdate on_press=move |_| offer.accept()/>
            </div>
        </Show>
    }
}
