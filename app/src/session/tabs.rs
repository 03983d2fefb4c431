//! What the tabs of one book tell each other.

use serde::{Deserialize, Serialize};
use yardstick_domain::id::RecordId;

use super::Need;

/// A message to the other tabs. What another build says and this one does not know is skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "told")]
pub(crate) enum Told {
    /// The store has changed.
    Committed {
        /// Its revision.
        revision: u64,
        /// Of these clients.
        clients: Vec<RecordId>,
    },
    /// Who leads the sync?
    WhoLeads,
    /// I do.
    Leading,
    /// What the last request met.
    Met {
        /// Whether the server was reached.
        reached: bool,
        /// What it needs of the person.
        need: Option<Need>,
        /// When the device was last proven level with the server, unix ms.
        synced_at_ms: Option<i64>,
    },
    /// Somebody wants a round now.
    SyncNow,
    /// What was typed at a place and no value holds is this now; none: it was taken.
    Draft {
        /// The place of the control.
        place: String,
        /// The draft's JSON.
        text: Option<String>,
    },
    /// Who uses this browser has changed, or the book was wiped: load again.
    Restart,
}
