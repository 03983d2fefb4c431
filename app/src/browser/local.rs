//! The little that lives in localStorage: language, theme, last route, and mirrors of text that no finished commit holds yet.
//!
//! Chromium writes localStorage to disk seconds late, so nothing that must survive a kill lives here.

use gloo_storage::{LocalStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use yardstick_domain::order;

/// The value under `key`; `None` when it is not there, cannot be read, or storage is switched off.
pub fn get<T: DeserializeOwned>(key: &str) -> Option<T> {
    // Not the library's own `get`: it reads texts, everything else here reads bytes, and each is a reader of its own for every type.
    let text = LocalStorage::raw().get_item(key).ok()??;
    serde_json::from_slice(text.as_bytes()).ok()
}

/// Sets the value under `key`; false when the storage is full or switched off.
pub fn set<T: Serialize>(key: &str, value: &T) -> bool {
    LocalStorage::set(key, value).is_ok()
}

/// Removes what is under `key`.
pub fn remove(key: &str) {
    LocalStorage::delete(key);
}

/// The keys that begin with `prefix`, sorted.
pub fn keys(prefix: &str) -> Vec<String> {
    let storage = LocalStorage::raw();
    let count = storage.length().unwrap_or_default();
    let mut keys: Vec<String> = (0..count)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect();
    order::natural(&mut keys);
    keys
}
