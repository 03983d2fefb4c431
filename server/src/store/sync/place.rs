//! Places: a workspace's book and a sequence number in one integer, so that every place of a workspace is one range.

/// Sequence numbers a book has room for: over a million million.
const SEQ_BITS: u32 = 40;

const SEQ_MAX: u64 = (1 << SEQ_BITS) - 1;

/// The place of a sequence number in a book. A number that no book can have come to, as a stranger may name, is the last.
pub(super) fn place(book: i64, seq: u64) -> i64 {
    (book << SEQ_BITS) | seq.min(SEQ_MAX).cast_signed()
}

/// The first place behind a book.
pub(super) fn end(book: i64) -> i64 {
    (book + 1) << SEQ_BITS
}

/// The sequence number of a place.
pub(super) fn seq(place: i64) -> u64 {
    place.cast_unsigned() & SEQ_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_one_book_stand_together_and_in_order() {
        assert!(place(1, 0) < place(1, 1));
        assert!(place(1, 1 << 39) < end(1));
        assert!(end(1) <= place(2, 0));
        assert!(place(1, u64::MAX) < end(1));
        assert_eq!(seq(place(7, 123_456)), 123_456);
    }
}
