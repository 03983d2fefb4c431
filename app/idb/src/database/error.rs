//! Why the device's database refuses.

use thiserror::Error;
use wasm_bindgen::JsValue;

use crate::js;

/// Why the database refused, by what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdbError {
    /// The device is full. Nothing of the transaction was kept; say so and offer an export.
    #[error("the device's storage is full")]
    Quota,
    /// The connection is gone. Open again and retry once.
    #[error("the database connection is closed")]
    Closed,
    /// A newer build has changed the database. Offer the update.
    #[error("the database belongs to a newer version of the app")]
    VersionNewer,
    /// Another tab holds the database. Name it to the person.
    #[error("another tab holds the database")]
    Blocked,
    /// Something else; the text is the browser's, for a report.
    #[error("the database refused: {0}")]
    Other(String),
}

impl IdbError {
    /// The refusal that a thrown or reported error means.
    pub(super) fn of(error: &JsValue) -> Self {
        match js::error_name(error).as_str() {
            "QuotaExceededError" => Self::Quota,
            "VersionError" => Self::VersionNewer,
            // Safari reports a connection that it lost in the background as the second.
            "InvalidStateError" | "UnknownError" => Self::Closed,
            name => Self::Other(format!(
                "{name} {}",
                js::text(error, "message").unwrap_or_default()
            )),
        }
    }
}
