//! Handing text to another app.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::js;

/// What became of a text that was to be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Another app took it.
    Sent,
    /// It is in the clipboard; say so.
    Copied,
    /// The person closed the sheet.
    Cancelled,
    /// Neither works here; show the text to be copied by hand.
    Failed,
}

/// Opens the share sheet with this text, or copies it where there is none. Works only inside a tap.
pub async fn text(title: &str, text: &str) -> Shared {
    let navigator: JsValue = window().navigator().into();
    if !js::has_method(&navigator, "share") {
        return copied(text).await;
    }
    let data = js::object(&[("title", title.into()), ("text", text.into())]);
    match js::call_async(&navigator, "share", &[data.into()]).await {
        Ok(_) => Shared::Sent,
        Err(error) if js::error_name(&error) == "AbortError" => Shared::Cancelled,
        Err(_) => copied(text).await,
    }
}

/// Copies this text; false where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(clipboard) = js::part(&window().navigator().into(), "clipboard") else {
        return false;
    };
    js::call_async(&clipboard, "writeText", &[text.into()])
        .await
        .is_ok()
}

async fn copied(text: &str) -> Shared {
    if copy(text).await {
        Shared::Copied
    } else {
        Shared::Failed
    }
}
