//! What was typed and no value holds is there at the next start, until it is taken.

use yardstick_domain::device::drafts::keep_drafts;
use yardstick_domain::device::{MemoryStore, boot};

use crate::now;

fn draft(place: &str, text: Option<&str>) -> (String, Option<String>) {
    (place.to_owned(), text.map(str::to_owned))
}

#[test]
fn drafts_are_kept_by_place_until_they_are_taken() {
    let store = MemoryStore::default();
    let typed = [
        draft("new/client/name", Some("霧角")),
        draft("new/task", Some("寄樣品")),
    ];
    now(keep_drafts(&store, &typed)).expect("memory");
    let taken = [
        draft("new/task", None),
        draft("new/client/name", Some("霧角選物")),
    ];
    now(keep_drafts(&store, &taken)).expect("memory");
    let left = now(boot(&store)).expect("memory").drafts;
    assert_eq!(
        left,
        [("new/client/name".to_owned(), "霧角選物".to_owned())]
    );
}
