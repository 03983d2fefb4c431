//! What is due of a whole book, client by client: who is still to be looked at, and of those who were, what is due and nothing else.
//!
//! Each is looked at once, and once more whenever something of them changes, also while somebody is at it. One that cannot be read holds up nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::DueItem;
use crate::id::RecordId;
use crate::order;

/// What is due as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueBook {
    /// Clients that count.
    wanted: BTreeSet<RecordId>,
    /// Those of them that are to be looked at.
    waiting: BTreeSet<RecordId>,
    /// Those that are being looked at.
    looking: BTreeSet<RecordId>,
    /// What is due of those of whom anything is.
    due: BTreeMap<RecordId, Vec<DueItem>>,
}

impl DueBook {
    /// These clients count from now on: who is new among them is to be looked at, the others are forgotten.
    pub fn want(&mut self, clients: &[RecordId]) {
        let wanted = order::set(clients.iter().copied());
        self.waiting.extend(wanted.difference(&self.wanted));
        self.waiting.retain(|client| wanted.contains(client));
        self.due.retain(|client, _| wanted.contains(client));
        self.wanted = wanted;
    }

    /// Something of these clients may be another now. Answers whether anybody is to be looked at.
    pub fn changed(&mut self, clients: &[RecordId]) -> bool {
        let clients = clients.iter().copied();
        let known = clients.filter(|client| self.wanted.contains(client));
        self.waiting.extend(known);
        !self.waiting.is_empty()
    }

    /// What days are reckoned with is another now: all are to be looked at. Until then what was due is.
    pub fn all_again(&mut self) {
        self.waiting.clone_from(&self.wanted);
    }

    /// The next to be looked at, as many at most.
    pub fn next(&mut self, at_most: usize) -> Vec<RecordId> {
        let next = (0..at_most).map_while(|_| self.waiting.pop_first());
        let next: Vec<RecordId> = next.collect();
        self.looking.extend(next.iter().copied());
        next
    }

    /// A client was looked at, and that is due.
    pub fn looked(&mut self, client: RecordId, due: Vec<DueItem>) {
        self.looking.remove(&client);
        if due.is_empty() || !self.wanted.contains(&client) {
            self.due.remove(&client);
        } else {
            self.due.insert(client, due);
        }
    }

    /// A client cannot be read: what was due stays, and the others go on.
    pub fn failed(&mut self, client: RecordId) {
        self.looking.remove(&client);
    }

    /// Nothing can be read for now: who was being looked at is to be looked at later.
    pub fn later(&mut self) {
        self.waiting.extend(std::mem::take(&mut self.looking));
        self.waiting.retain(|client| self.wanted.contains(client));
    }

    /// Whether it is known of all these clients that nothing of them is due.
    #[must_use]
    pub fn is_nothing(&self, clients: &[RecordId]) -> bool {
        self.due.is_empty()
            && self.waiting.is_empty()
            && self.looking.is_empty()
            && clients.iter().all(|client| self.wanted.contains(client))
    }

    /// All that is due, the longest overdue first.
    #[must_use]
    pub fn all(&self) -> Vec<(RecordId, &DueItem)> {
        let all = self.due.iter();
        let all = all.flat_map(|(client, due)| due.iter().map(|item| (*client, item)));
        let mut all: Vec<(RecordId, &DueItem)> = all.collect();
        order::by_key(&mut all, |(client, item)| (item.day, *client, item.item));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{day, id};

    fn item(n: u8, d: i8) -> DueItem {
        DueItem {
            engagement: id(1),
            of: None,
            item: id(n),
            title: None,
            day: day(d),
        }
    }

    fn items(book: &DueBook) -> Vec<(RecordId, RecordId)> {
        let all = book.all().into_iter();
        all.map(|(client, item)| (client, item.item)).collect()
    }

    #[test]
    fn each_client_is_looked_at_once_a_few_at_a_time() {
        let clients: Vec<RecordId> = (1..=5).map(id).collect();
        let mut book = DueBook::default();
        // Before it has heard of them nothing is known.
        assert!(!book.is_nothing(&clients));
        book.want(&clients);
        assert_eq!(book.next(2), [id(1), id(2)]);
        book.looked(id(1), vec![item(11, 22), item(12, 20)]);
        book.looked(id(2), vec![]);
        assert_eq!(book.next(2), [id(3), id(4)]);
        book.looked(id(3), vec![item(13, 20)]);
        book.looked(id(4), vec![]);
        assert_eq!(book.next(2), [id(5)]);
        book.looked(id(5), vec![]);
        assert_eq!(book.next(2), []);
        assert_eq!(
            items(&book),
            [(id(1), id(12)), (id(3), id(13)), (id(1), id(11))]
        );
        // Wanted as before, nobody is looked at again.
        book.want(&clients);
        assert_eq!(book.next(9), []);
    }

    #[test]
    fn who_changes_is_looked_at_again_also_while_somebody_is_at_it() {
        let mut book = DueBook::default();
        book.want(&[id(1), id(2)]);
        assert_eq!(book.next(9), [id(1), id(2)]);
        assert!(book.changed(&[id(1), id(7)]));
        book.looked(id(1), vec![item(11, 22)]);
        book.looked(id(2), vec![]);
        assert_eq!(book.next(9), [id(1)]);
        // What is due stays in sight until it is known to be another.
        assert_eq!(items(&book), [(id(1), id(11))]);
        book.looked(id(1), vec![]);
        assert!(book.is_nothing(&[id(1), id(2)]));
        assert!(!book.changed(&[id(7)]));
        book.all_again();
        assert!(!book.is_nothing(&[id(1), id(2)]));
        assert_eq!(book.next(9), [id(1), id(2)]);
    }

    #[test]
    fn one_that_cannot_be_read_holds_up_nobody() {
        let mut book = DueBook::default();
        book.want(&[id(1), id(2), id(3)]);
        assert_eq!(book.next(2), [id(1), id(2)]);
        book.failed(id(1));
        book.looked(id(2), vec![]);
        assert_eq!(book.next(2), [id(3)]);
        book.looked(id(3), vec![item(11, 22)]);
        assert_eq!(items(&book), [(id(3), id(11))]);
        // What was due of one stays when it cannot be read any more.
        assert!(book.changed(&[id(3)]));
        assert_eq!(book.next(2), [id(3)]);
        book.failed(id(3));
        assert_eq!(items(&book), [(id(3), id(11))]);
        book.want(&[id(1), id(2)]);
        assert!(book.is_nothing(&[id(1), id(2)]));
    }

    #[test]
    fn where_nothing_can_be_read_for_now_it_is_read_later() {
        let mut book = DueBook::default();
        book.want(&[id(1), id(2), id(3)]);
        assert_eq!(book.next(3), [id(1), id(2), id(3)]);
        book.looked(id(1), vec![]);
        book.want(&[id(1), id(2)]);
        book.later();
        assert!(!book.is_nothing(&[id(1), id(2)]));
        assert_eq!(book.next(9), [id(2)]);
    }

    #[test]
    fn of_who_does_not_count_any_more_nothing_is_kept() {
        let mut book = DueBook::default();
        book.want(&[id(1), id(2)]);
        assert_eq!(book.next(9), [id(1), id(2)]);
        book.looked(id(1), vec![item(11, 22)]);
        book.want(&[]);
        book.looked(id(2), vec![item(12, 22)]);
        assert_eq!(items(&book), []);
        assert!(book.is_nothing(&[]));
        // Who comes back is looked at anew.
        book.want(&[id(1)]);
        assert_eq!(book.next(9), [id(1)]);
    }
}
