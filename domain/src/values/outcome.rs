//! How something ended, and when: one value, so that nobody's *done* meets somebody else's date.

use serde::{Deserialize, Serialize};

use super::Instant;

/// A state reached at a moment. JSON: `{"state":"done","at":1795313100000}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome<S> {
    /// What became of it.
    pub state: S,
    /// When that was.
    pub at: Instant,
}
