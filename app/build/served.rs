//! What is served of a catalogue: its texts without their keys, each at the place of its message in `Msg`.
//!
//! Used by `cargo xtask dist`, which writes it, and by the tests in `src/i18n/catalogues.rs`, which read it back as the app does.

use std::collections::BTreeMap;

use super::catalogue::{self, BETWEEN_FORMS, Catalogue};

/// A text for each message; one with a singular is both forms with [`BETWEEN_FORMS`] between them.
pub(crate) fn texts(chinese: &Catalogue, own: &Catalogue) -> Result<Vec<String>, String> {
    let own: BTreeMap<&str, &str> = own.entries().collect();
    let text = |key: &str| {
        if let Some(text) = own.get(key) {
            return Ok((*text).to_owned());
        }
        let form = |ending: &str| own.get([key, ending].concat().as_str());
        match (form("_one"), form("_other")) {
            (Some(one), Some(other)) => Ok(format!("{one}{BETWEEN_FORMS}{other}")),
            _ => Err(format!("{key}: missing")),
        }
    };
    catalogue::messages(chinese)
        .map(|(key, _)| text(key))
        .collect()
}
