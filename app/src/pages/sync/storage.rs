//! How full the device's storage is, and whether the browser may clear it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::storage::{self, Estimate};
use crate::i18n::{Msg, format, t, t_with};
use crate::kit::{Button, Ruler};

/// The meter, where the browser tells; and the promise not to clear, or the way to ask for it.
#[component]
pub(super) fn StorageMeter() -> impl IntoView {
    let estimate = RwSignal::new(None::<Estimate>);
    let kept = RwSignal::new(None::<bool>);
    let was_refused = RwSignal::new(false);
    spawn_local(async move {
        let (found, promised) = (storage::estimate().await, storage::is_persisted().await);
        estimate.try_set(found);
        kept.try_set(Some(promised));
    });
    let ask = move |_| {
        spawn_local(async move {
            let agreed = storage::persist().await;
            kept.try_set(Some(agreed));
            was_refused.try_set(!agreed);
        });
    };
    let promise = move || {
        match kept.get() {
        None => ().into_any(),
        Some(true) => view! { <p class="soft">{move || t(Msg::SyncPersisted)}</p> }.into_any(),
        Some(false) => view! {
            <p class="soft">
                {move || {
                    t(if was_refused.get() { Msg::SyncPersistRefused } else { Msg::SyncNotPersisted })
                }}
            </p>
            <div class="cluster">
                <Button label=Msg::SyncPersist on_press=ask/>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="group" aria-labelledby="sync-space">
            <h2 class="group-head" id="sync-space">
                {move || t(Msg::SyncStorage)}
            </h2>
            {move || estimate.get().map(|estimate| view! { <Meter estimate/> })}
            {promise}
        </section>
    }
}

#[component]
fn Meter(estimate: Estimate) -> impl IntoView {
    let used = megabytes(estimate.used_bytes);
    let quota = megabytes(estimate.quota_bytes);
    let figure = move || {
        t_with(
            Msg::SyncUsedOf,
            &[("used", &size(used)), ("quota", &size(quota))],
        )
    };
    view! {
        <div class="measure">
            <span class="small soft">{move || t(Msg::SyncUsed)}</span>
            <Ruler name=Msg::SyncUsed value=Signal::derive(move || Some(used)) max=quota/>
            <span class="measure-figure">{figure}</span>
        </div>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a size to be read, not reckoned with"
)]
fn megabytes(bytes: i64) -> f64 {
    bytes as f64 / 1_000_000.0
}

fn size(megabytes: f64) -> String {
    if megabytes >= 1000.0 {
        [&format::number(megabytes / 1000.0, 1), " GB"].concat()
    } else {
        [&format::number(megabytes, 1), " MB"].concat()
    }
}
