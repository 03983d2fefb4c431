//! What is due of a whole book, client by client.

use super::DueItem;
use crate::id::RecordId;
use crate::method::LookedAt;
use crate::order;

/// What is due as far as it is known.
pub type DueBook = LookedAt<Vec<DueItem>>;

impl DueBook {
    /// Whether it is known of all these clients that nothing of them is due.
    #[must_use]
    pub fn is_nothing(&self, clients: &[RecordId]) -> bool {
        self.is_complete(clients) && self.found().all(|(_, due)| due.is_empty())
    }

    /// All that is due, the longest overdue first.
    #[must_use]
    pub fn all(&self) -> Vec<(RecordId, &DueItem)> {
        let all = self.found();
        let all = all.flat_map(|(client, due)| due.iter().map(move |item| (client, item)));
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
        assert_eq!(book.unreadable(), 1);
        assert!(!book.is_complete(&[id(1), id(2), id(3)]));
        assert_eq!(book.next(2), [id(3)]);
        book.looked(id(3), vec![item(11, 22)]);
        assert_eq!(items(&book), [(id(3), id(11))]);
        // What was due of one stays when it cannot be read any more.
        assert!(book.changed(&[id(3)]));
        assert_eq!(book.next(2), [id(3)]);
        book.failed(id(3));
        assert_eq!(items(&book), [(id(3), id(11))]);
        assert_eq!(book.unreadable(), 2);
        book.want(&[id(1), id(2)]);
        assert!(book.is_nothing(&[id(1), id(2)]));
        // It changes, and can be read again.
        assert!(book.changed(&[id(1)]));
        assert_eq!(book.next(2), [id(1)]);
        book.looked(id(1), vec![]);
        assert_eq!(book.unreadable(), 0);
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
