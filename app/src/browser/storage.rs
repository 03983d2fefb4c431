//! How safe and how full the device's storage is.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::clock::whole;
use super::js;

/// The browser's own estimate of this origin's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Bytes in use.
    pub used_bytes: i64,
    /// Bytes that may be used.
    pub quota_bytes: i64,
}

/// Whether the origin is secure; on another one locks, service workers and protection from eviction do not exist and nothing is kept.
pub fn is_secure() -> bool {
    window().is_secure_context()
}

/// Asks the browser never to evict this origin's storage; says whether it agreed. Firefox asks the person.
pub async fn persist() -> bool {
    ask("persist")
        .await
        .is_some_and(|answer| answer.is_truthy())
}

/// Whether the browser has agreed not to evict this origin's storage.
pub async fn is_persisted() -> bool {
    ask("persisted")
        .await
        .is_some_and(|answer| answer.is_truthy())
}

/// How full the storage is; `None` where the browser does not tell.
pub async fn estimate() -> Option<Estimate> {
    let estimate = ask("estimate").await?;
    let bytes = |name| js::get(&estimate, name).as_f64().map(whole);
    Some(Estimate {
        used_bytes: bytes("usage")?,
        quota_bytes: bytes("quota")?,
    })
}

async fn ask(question: &str) -> Option<JsValue> {
    let manager = js::part(&window().navigator().into(), "storage")?;
    js::call_async(&manager, question, &[]).await.ok()
}
