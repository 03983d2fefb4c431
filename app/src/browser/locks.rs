//! Web Locks: names that one tab at a time may hold.

use futures_channel::oneshot;
use js_sys::{Array, Function, Promise};
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::js;

/// A held lock; dropping it, or the end of the tab, releases it.
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Whether this browser has locks here. They exist only on a secure origin.
pub fn supported() -> bool {
    manager().is_some()
}

/// Waits until this tab holds `name`; `None` where there are no locks. Dropping the future gives up waiting.
pub async fn acquire(name: &str) -> Option<Lock> {
    request(name, false).await
}

/// Takes `name` if nobody holds it.
pub async fn try_acquire(name: &str) -> Option<Lock> {
    request(name, true).await
}

/// The names held now by any tab of this origin.
pub async fn held() -> Vec<String> {
    let Some(manager) = manager() else {
        return Vec::new();
    };
    let Ok(snapshot) = js::call_async(&manager, "query", &[]).await else {
        return Vec::new();
    };
    let held = js::get(&snapshot, "held");
    if !Array::is_array(&held) {
        return Vec::new();
    }
    Array::from(&held)
        .iter()
        .filter_map(|lock| js::text(&lock, "name"))
        .collect()
}

fn manager() -> Option<JsValue> {
    js::part(&window().navigator().into(), "locks")
}

async fn request(name: &str, if_available: bool) -> Option<Lock> {
    let manager = manager()?;
    let (granted, answer) = oneshot::channel();
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            let _ = granted.send(None);
            return JsValue::UNDEFINED;
        }
        let (held, release) = until_released();
        // Nobody waits any more: the lock comes back and is released at once.
        let _ = granted.send(Some(Lock { release }));
        held.into()
    });
    let options = js::object(&[("ifAvailable", if_available.into())]);
    let outcome = js::call(
        &manager,
        "request",
        &[name.into(), options.into(), callback],
    )
    .ok()?;
    // The promise lives as long as the lock; a rejection (the page is going away) is not ours to handle.
    wasm_bindgen_futures::spawn_local(async move {
        let _ = js::settled(outcome).await;
    });
    answer.await.ok().flatten()
}

/// A promise that holds the lock, and the function that ends it.
fn until_released() -> (Promise, Option<Function>) {
    let mut release = None;
    let promise = Promise::new(&mut |resolve, _reject| release = Some(resolve));
    (promise, release)
}
