//! Keeping the screen on during a meeting.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::js;

/// The screen stays on while this is held. The system takes it away whenever the page is hidden: ask again when it is visible.
pub struct WakeLock {
    sentinel: JsValue,
}

impl WakeLock {
    /// Asks for the screen to stay on; `None` where the browser cannot, or the battery is low.
    pub async fn request() -> Option<Self> {
        let manager = js::part(&window().navigator().into(), "wakeLock")?;
        let sentinel = js::call_async(&manager, "request", &["screen".into()])
            .await
            .ok()?;
        Some(Self { sentinel })
    }

    /// Whether the system has taken the lock away.
    pub fn is_released(&self) -> bool {
        js::get(&self.sentinel, "released")
            .as_bool()
            .unwrap_or(true)
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        let _ = js::call(&self.sentinel, "release", &[]);
    }
}
