//! Text that is no value of its field yet. It stays for as long as the app is open, whatever page the person goes to meanwhile.

use std::cell::RefCell;
use std::collections::HashMap;

use yardstick_domain::change::RegisterKey;

thread_local! {
    static DRAFTS: RefCell<HashMap<RegisterKey, String>> = RefCell::new(HashMap::new());
}

/// What was typed into a field and could not be taken.
pub(super) fn get(key: &RegisterKey) -> Option<String> {
    DRAFTS.with_borrow(|drafts| drafts.get(key).cloned())
}

/// Keeps what was typed, or forgets it once it has been taken.
pub(super) fn put(key: &RegisterKey, text: Option<String>) {
    DRAFTS.with_borrow_mut(|drafts| match text {
        Some(text) => drafts.insert(key.clone(), text),
        None => drafts.remove(key),
    });
}
