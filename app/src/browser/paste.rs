//! What is pasted.

use leptos::ev::ClipboardEvent;

use super::js;

/// The text that a paste brings; none where it brings only pictures or files, or the browser does not tell.
pub fn text(event: &ClipboardEvent) -> Option<String> {
    let data = js::part(event, "clipboardData")?;
    let text = js::call(&data, "getData", &["text/plain".into()]).ok()?;
    text.as_string().filter(|text| !text.is_empty())
}
