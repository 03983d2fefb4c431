//! What a tab has shown and no commit has begun with. A commit starts whenever none is running and takes all that waits; what is typed
//! meanwhile becomes one entry, and an id that was never begun will never have been.

use super::edit::{Kept, NewEntry};

/// Entries that wait for a commit, in order.
#[derive(Debug, Default)]
pub struct Queue {
    entries: Vec<NewEntry>,
}

impl Queue {
    /// Takes an entry. A queued one of the same editor that it stands for was never begun, so it will never have been: answers what
    /// became of it, for [`crate::tab::Tab::kept`].
    pub fn push(&mut self, mut new: NewEntry) -> Option<Kept> {
        let stood_for = new.exchanges.and_then(|(_, id)| {
            let mut waiting = self.entries.iter();
            waiting.position(|old| old.entry.change.id == id)
        });
        let merged = stood_for.map(|at| merge(&mut self.entries, at, &mut new));
        self.entries.push(new);
        merged
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All that waits, for a commit.
    #[must_use]
    pub fn take(&mut self) -> Vec<NewEntry> {
        std::mem::take(&mut self.entries)
    }

    /// Puts entries of a commit that failed back before those that came since.
    pub fn put_back(&mut self, mut entries: Vec<NewEntry>) {
        entries.append(&mut self.entries);
        self.entries = entries;
    }
}

/// The entry at `at` gives way to `new`, which takes over its oldest link and all it was to replace and settle.
fn merge(queue: &mut Vec<NewEntry>, at: usize, new: &mut NewEntry) -> Kept {
    let old = queue.remove(at);
    let key = (old.entry.ordinal, old.entry.change.id);
    for named in &old.entry.change.replaces {
        if !new.entry.change.replaces.contains(named) {
            new.entry.change.replaces.push(*named);
        }
    }
    new.exchanges = old.exchanges;
    new.named_by.extend(old.named_by);
    new.settles.extend(old.settles);
    // An id that was never sent is never named.
    for other in queue.iter_mut() {
        other.entry.change.replaces.retain(|named| *named != key.1);
    }
    Kept {
        resolved: vec![key],
        gone: vec![key],
        ..Kept::default()
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::change::{RecordKey, Value};
    use crate::device::edit::keep;
    use crate::device::{Identity, MemoryStore};
    use crate::id::{BatchId, DeviceId, RecordId, UserId, WorkspaceId, Writer};
    use crate::tab::{Edit, Tab};

    fn tab() -> Tab {
        let identity = Identity {
            workspace: WorkspaceId::NIL,
            user: UserId::NIL,
            device: DeviceId::NIL,
        };
        Tab::new(identity, Writer(7))
    }

    fn record() -> RecordKey {
        RecordKey {
            client: RecordId::NIL,
            record: RecordId::from_bytes([1; 16]),
            kind: "meeting".into(),
        }
    }

    fn text(text: &str) -> Value {
        Value::from_json(format!("{text:?}").as_bytes()).unwrap()
    }

    #[test]
    fn what_is_typed_while_a_commit_runs_becomes_one_entry() {
        let (mut tab, mut queue) = (tab(), Queue::default());
        let mut editor = tab.focus(record().field("title"));
        let first = tab.type_in(&mut editor, text("春"), 1);
        assert_eq!(queue.push(first), None);
        assert!(!queue.is_empty());
        let begun = queue.take();
        assert_eq!(begun.len(), 1, "the commit takes all that waits");
        assert!(queue.is_empty());

        for typed in ["春茶", "春茶會", "春茶會議"] {
            let new = tab.type_in(&mut editor, text(typed), 2);
            if let Some(merged) = queue.push(new) {
                assert_eq!(merged.gone.len(), 1, "the one it stands for");
                assert_eq!(merged.resolved, merged.gone);
                tab.kept(&merged);
            }
        }
        let queued = queue.take();
        assert_eq!(queued.len(), 1);
        assert_eq!(queued[0].entry.change.value, text("春茶會議"));
        let mut named = queued[0].entry.change.replaces.clone();
        named.dedup();
        assert_eq!(named, queued[0].entry.change.replaces, "each is named once");
        let begun = (begun[0].entry.ordinal, begun[0].entry.change.id);
        assert_eq!(
            queued[0].exchanges,
            Some(begun),
            "it stands for the entry that was begun, not for one that never was"
        );
        assert_eq!(tab.outbox().count(), 1, "one entry is shown");
    }

    #[test]
    fn a_commit_tried_again_keeps_the_newest_of_an_editor_alone() {
        let (mut tab, mut queue) = (tab(), Queue::default());
        let mut editor = tab.focus(record().field("title"));
        queue.push(tab.type_in(&mut editor, text("a"), 1));
        let failed = queue.take();
        queue.push(tab.type_in(&mut editor, text("ab"), 2));
        queue.put_back(failed);
        let batch = queue.take();
        assert_eq!(batch.len(), 2);
        let store = MemoryStore::default();
        let mut keeping = std::pin::pin!(keep(&store, &batch, &[]));
        let Poll::Ready(kept) = keeping
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("memory waited");
        };
        let kept = kept.unwrap();
        assert_eq!(kept.entries.len(), 1);
        assert_eq!(kept.entries[0].change.value, text("ab"));
        assert_eq!(kept.gone.len(), 1);
        tab.kept(&kept);
        assert!(!tab.has_unkept());
        assert_eq!(tab.outbox().count(), 1);
    }

    #[test]
    fn an_id_that_was_never_begun_is_named_by_nobody() {
        let (mut tab, mut queue) = (tab(), Queue::default());
        let key = record().field("title");
        let mut editor = tab.focus(key.clone());
        let typed = tab.type_in(&mut editor, text("a"), 1);
        let never = typed.entry.change.id;
        queue.push(typed);
        let edit = Edit {
            key,
            value: text("b"),
        };
        let (acted, _) = tab.act(vec![edit], BatchId::NIL, 2);
        assert!(acted[0].entry.change.replaces.contains(&never));
        for new in acted {
            queue.push(new);
        }
        let newer = tab.type_in(&mut editor, text("ac"), 3);
        queue.push(newer);
        for new in queue.take() {
            assert!(!new.entry.change.replaces.contains(&never));
        }
    }
}
