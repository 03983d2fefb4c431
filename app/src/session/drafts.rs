//! Drafts: what was typed where no value holds it, because it means nothing yet or its form was not saved. In localStorage under the book
//! and the place of the control, until it is taken, so that neither leaving the page nor loading it again costs it.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use yardstick_domain::change::RegisterKey;
use yardstick_domain::id::RecordId;

use super::Session;
use crate::browser::local;

/// Where a field's draft is.
pub fn place_of(key: &RegisterKey) -> String {
    format!("{}/{}/{}/{}", key.client, key.record, key.kind, key.field)
}

/// What was typed in a field and not taken, and the value it was typed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDraft {
    /// As typed.
    pub text: String,
    over: Option<String>,
}

impl FieldDraft {
    /// A text over the value that is shown; going on with one that is there leaves it over the value it was begun over.
    pub fn typed(text: String, before: Option<Self>, shown: Option<String>) -> Self {
        let over = before.map_or(shown, |before| before.over);
        Self { text, over }
    }

    /// Whether the value is another now than the one it was typed over: its author may not have seen that one.
    pub fn is_overtaken(&self, value: Option<&str>) -> bool {
        self.over.as_deref() != value
    }
}

fn prefix(book: &str) -> String {
    format!("yardstick.draft/{book}/")
}

/// Removes all drafts of a book, which is wiped.
pub(crate) fn remove_all(book: &str) {
    for name in local::keys(&prefix(book)) {
        local::remove(&name);
    }
}

/// The clients of whom there are drafts.
pub(super) fn clients(book: &str) -> BTreeSet<RecordId> {
    let prefix = prefix(book);
    local::keys(&prefix)
        .iter()
        .filter_map(|name| name.strip_prefix(&prefix)?.split('/').next()?.parse().ok())
        .collect()
}

/// Removes the drafts of a client, who was erased.
pub(super) fn remove_of(book: &str, client: RecordId) {
    for name in local::keys(&format!("{}{client}/", prefix(book))) {
        local::remove(&name);
    }
}

impl Session {
    /// What was typed at a place and not taken.
    pub fn draft<T: DeserializeOwned>(self, place: &str) -> Option<T> {
        local::get(&self.draft_name(place))
    }

    /// Keeps what was typed at a place, or forgets it once it has been taken.
    pub fn keep_draft<T: Serialize>(self, place: &str, draft: Option<&T>) {
        let name = self.draft_name(place);
        match draft {
            // Where the storage is full or off, the draft lives as long as its page.
            Some(draft) => {
                local::set(&name, draft);
            }
            None => local::remove(&name),
        }
    }

    fn draft_name(self, place: &str) -> String {
        [&prefix(&self.core().book), place].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::FieldDraft;

    #[test]
    fn a_draft_knows_when_its_author_has_not_seen_the_value() {
        let shown = |value: &str| Some(value.to_owned());
        let draft = FieldDraft::typed("3萬5千x".into(), None, shown("35000"));
        assert!(!draft.is_overtaken(Some("35000")));
        assert!(draft.is_overtaken(Some("40000")));
        assert!(draft.is_overtaken(None));
        let longer = FieldDraft::typed("3萬5千xy".into(), Some(draft), shown("40000"));
        assert!(
            longer.is_overtaken(Some("40000")),
            "typed on without looking"
        );
    }
}
