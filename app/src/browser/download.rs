//! Saving a file to the device.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the file's address stays good; browsers read it after the click returns.
const KEEP_ADDRESS: Duration = Duration::from_secs(60);

/// Saves `bytes` as a file named `file_name`; false where the browser refuses.
pub fn save(file_name: &str, media_type: &str, bytes: &[u8]) -> bool {
    try_save(file_name, media_type, bytes).is_ok()
}

fn try_save(file_name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(
        &Array::of1(&Uint8Array::from(bytes)),
        &options,
    )?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(file_name);
    link.click();
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        KEEP_ADDRESS,
    );
    Ok(())
}
