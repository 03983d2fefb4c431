//! Ids that tie a control to its label, hint and error.

use std::cell::Cell;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An id that nothing else on the page has.
pub(super) fn unique(prefix: &str) -> String {
    let number = NEXT.replace(NEXT.get().wrapping_add(1));
    format!("{prefix}-{number}")
}
