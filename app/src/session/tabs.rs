//! What the tabs of one book tell each other.

use serde::{Deserialize, Serialize};
use yardstick_domain::id::RecordId;

use super::Need;

/// A message to the other tabs. What another build says and this one does not know is skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "told", try_from = "ToldForm")]
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

/// A message as it is read: spelt out, because a tagged enum is read through a copy of every field, and that is much code.
#[derive(Deserialize)]
struct ToldForm {
    told: ToldWord,
    revision: Option<u64>,
    clients: Option<Vec<RecordId>>,
    reached: Option<bool>,
    need: Option<Need>,
    synced_at_ms: Option<i64>,
    place: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ToldWord {
    Committed,
    WhoLeads,
    Leading,
    Met,
    SyncNow,
    Draft,
    Restart,
}

impl TryFrom<ToldForm> for Told {
    type Error = &'static str;

    fn try_from(form: ToldForm) -> Result<Self, Self::Error> {
        const LACKS: &str = "a message that lacks a part";
        Ok(match form.told {
            ToldWord::Committed => Self::Committed {
                revision: form.revision.ok_or(LACKS)?,
                clients: form.clients.ok_or(LACKS)?,
            },
            ToldWord::WhoLeads => Self::WhoLeads,
            ToldWord::Leading => Self::Leading,
            ToldWord::Met => Self::Met {
                reached: form.reached.ok_or(LACKS)?,
                need: form.need,
                synced_at_ms: form.synced_at_ms,
            },
            ToldWord::SyncNow => Self::SyncNow,
            ToldWord::Draft => Self::Draft {
                place: form.place.ok_or(LACKS)?,
                text: form.text,
            },
            ToldWord::Restart => Self::Restart,
        })
    }
}
