//! Reading a file the person chose.

use leptos::ev::Event;
use wasm_bindgen::JsValue;

use super::js;

/// The bytes of the file chosen in a file control; none when nothing was chosen or the file cannot be read. The control is emptied, so that
/// choosing the same file again is a change.
pub async fn chosen(event: &Event) -> Option<Vec<u8>> {
    let control: JsValue = event.target()?.into();
    let file = js::part(&js::part(&control, "files")?, "0")?;
    let buffer = js::call_async(&file, "arrayBuffer", &[]).await.ok();
    js::set(&control, "value", &"".into());
    Some(js_sys::Uint8Array::new(&buffer?).to_vec())
}
