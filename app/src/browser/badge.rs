//! The number on the app's icon.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::js;

/// Shows `count` on the icon, or takes the badge away at 0. Browsers without badges are left alone.
pub fn set(count: u32) {
    let navigator: JsValue = window().navigator().into();
    // The answer is a promise that is rejected where the app is not installed: nothing to do about it.
    let promise = if count == 0 {
        js::call(&navigator, "clearAppBadge", &[])
    } else {
        js::call(&navigator, "setAppBadge", &[count.into()])
    };
    if let Ok(promise) = promise {
        wasm_bindgen_futures::spawn_local(async move {
            let _ = js::settled(promise).await;
        });
    }
}
