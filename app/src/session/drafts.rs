//! Drafts: what was typed where no value holds it, because it means nothing yet or its form was not saved. In the book's database under
//! the place of the control, until it is taken: neither leaving the page nor a kill of the browser costs it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::device::drafts::keep_drafts;
use yardstick_domain::id::RecordId;
use yardstick_domain::order;

use super::Session;
use super::core::Core;
use super::tabs::Told;
use super::writer::AGAIN_AFTER;
use crate::browser::timer;

/// How soon it is looked again whether what drafts became is kept.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(20);

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
    /// A text whose beginning is the value.
    pub fn new(text: String, value: &str) -> Self {
        Self {
            text,
            over: Some(value.to_owned()),
        }
    }

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

/// The drafts of the book, and which of them are not kept yet.
#[derive(Default)]
pub(super) struct Drafts {
    /// Their JSON, by place.
    texts: RefCell<BTreeMap<String, String>>,
    unkept: RefCell<BTreeSet<String>>,
    writing: Cell<bool>,
}

impl Drafts {
    pub(super) fn new(kept: Vec<(String, String)>) -> Self {
        Self {
            texts: RefCell::new(order::map(kept)),
            ..Self::default()
        }
    }

    /// The clients of whom there are drafts.
    pub(super) fn clients(&self) -> BTreeSet<RecordId> {
        let texts = self.texts.borrow();
        let client = |place: &String| place.split('/').next()?.parse().ok();
        order::set(texts.keys().filter_map(client))
    }

    /// The places of a client's drafts.
    pub(super) fn places_of(&self, client: RecordId) -> Vec<String> {
        let prefix = format!("{client}/");
        let texts = self.texts.borrow();
        let of_client = texts.keys().filter(|place| place.starts_with(&prefix));
        of_client.cloned().collect()
    }

    /// Another tab has set a draft, and keeps it.
    pub(super) fn hear(&self, place: &str, text: Option<String>) {
        let mut texts = self.texts.borrow_mut();
        match text {
            Some(text) => texts.insert(place.to_owned(), text),
            None => texts.remove(place),
        };
    }

    fn set(&self, place: &str, text: Option<String>) {
        self.hear(place, text);
        self.unkept.borrow_mut().insert(place.to_owned());
    }

    /// What is to be kept now; with `all` also what is to be let go of.
    fn take_unkept(&self, all: bool) -> Vec<(String, Option<String>)> {
        let texts = self.texts.borrow();
        let mut unkept = self.unkept.borrow_mut();
        let places: Vec<String> = unkept
            .iter()
            .filter(|place| all || texts.contains_key(*place))
            .cloned()
            .collect();
        places
            .into_iter()
            .map(|place| {
                unkept.remove(&place);
                let text = texts.get(&place).cloned();
                (place, text)
            })
            .collect()
    }
}

impl Core {
    /// Shows a draft, or forgets it, at once; and sees to it that the store does too.
    pub(super) fn set_draft(self: &Rc<Self>, place: &str, text: Option<String>) {
        self.tell(&Told::Draft {
            place: place.to_owned(),
            text: text.clone(),
        });
        self.drafts.set(place, text);
        if !self.drafts.writing.replace(true) {
            let core = Rc::clone(self);
            spawn_local(async move {
                core.write_drafts().await;
                core.drafts.writing.set(false);
            });
        }
    }

    /// Keeps every draft once more: what had kept them is gone.
    pub(super) fn keep_drafts_again(self: &Rc<Self>) {
        let texts = self.drafts.texts.borrow().clone();
        for (place, text) in texts {
            self.set_draft(&place, Some(text));
        }
    }

    /// The page goes: what waits for a commit under way would wait for ever. The browser finishes what it has been handed by then.
    pub(super) fn keep_drafts_now(self: &Rc<Self>) {
        let core = Rc::clone(self);
        spawn_local(async move {
            core.write_unkept().await;
        });
    }

    async fn write_drafts(&self) {
        while !self.drafts.unkept.borrow().is_empty() {
            if let Some(wait) = self.write_unkept().await {
                timer::sleep(wait).await;
            }
        }
    }

    /// Keeps what is not kept yet; answers how long to wait where that could not be.
    async fn write_unkept(&self) -> Option<Duration> {
        // A draft is let go of only when what it became is kept.
        let unkept = self.drafts.take_unkept(!self.has_unwritten());
        if unkept.is_empty() {
            return Some(LOOK_AGAIN_AFTER);
        }
        if let Err(error) = keep_drafts(&self.store, &unkept).await {
            let places = unkept.into_iter().map(|(place, _)| place);
            self.drafts.unkept.borrow_mut().extend(places);
            self.store_failed(error);
            return Some(AGAIN_AFTER);
        }
        None
    }
}

impl Session {
    /// What was typed at a place and not taken.
    pub fn draft<T: DeserializeOwned>(self, place: &str) -> Option<T> {
        let core = self.core();
        let texts = core.drafts.texts.borrow();
        serde_json::from_slice(texts.get(place)?.as_bytes()).ok()
    }

    /// Keeps what was typed at a place, or forgets it once it has been taken.
    pub fn keep_draft<T: Serialize>(self, place: &str, draft: Option<&T>) {
        let text = draft.and_then(|draft| serde_json::to_string(draft).ok());
        let core = self.core();
        let is_same = core.drafts.texts.borrow().get(place) == text.as_ref();
        if !is_same {
            core.set_draft(place, text);
        }
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
