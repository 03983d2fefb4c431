//! The other devices of the book: when each was heard of last, what it still had to send then, and that more cannot be known.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::order;

use crate::i18n::{Msg, t};
use crate::kit::Icon;
use crate::pages::devices;
use crate::pages::door::error_text;
use crate::session::account::{self, AccountError, Device};

/// All of them, the one heard of last first; nothing when there is no other.
#[component]
pub(super) fn OtherDevices() -> impl IntoView {
    let found = RwSignal::new(Ok(Vec::<Device>::new()));
    spawn_local(async move {
        let mut devices = account::devices().await;
        if let Ok(devices) = &mut devices {
            devices.retain(|device| !device.this_device);
            order::by_key(devices, |device| std::cmp::Reverse(device.last_seen_ms));
        }
        found.try_set(devices);
    });
    let line = |device: Device| {
        let glyph = devices::glyph(&device);
        let label = device.label.clone();
        view! {
            <li>
                <div class="row">
                    <span class="row-mark">
                        <Icon glyph/>
                    </span>
                    <span class="row-text">
                        <span class="row-title">{label}</span>
                        <span class="row-note">{move || devices::note(&device)}</span>
                    </span>
                </div>
            </li>
        }
    };
    let lines = move || match found.get() {
        Ok(devices) => view! {
            <ul class="rows">{devices.into_iter().map(line).collect_view()}</ul>
            <p class="small soft">{move || t(Msg::SyncDevicesNote)}</p>
        }
        .into_any(),
        Err(AccountError::Unreachable) => {
            view! { <p class="small soft">{move || t(Msg::DevicesOffline)}</p> }.into_any()
        }
        Err(error) => view! { <p class="small soft">{error_text(&error)}</p> }.into_any(),
    };
    let is_alone = move || found.with(|found| found.as_ref().is_ok_and(Vec::is_empty));
    view! {
        <Show when=move || !is_alone()>
            <section class="group" aria-labelledby="sync-devices">
                <h2 class="group-head" id="sync-devices">
                    {move || t(Msg::SyncDevicesTitle)}
                </h2>
                {lines}
            </section>
        </Show>
    }
}
