//! What the columns of a table are called, of one that comes in and of one that goes out.

use yardstick_domain::import::{Part, Target};

use super::words;
use crate::i18n::{Msg, t, t_with};

/// A column, with what it is a field of: 客戶：名稱.
pub fn column(target: Target) -> String {
    let record = match target.kind {
        "client" => Msg::ClientClient,
        "contact" => Msg::ContactContact,
        // What an engagement has reached is a record of its own to nobody but us.
        _ => Msg::EngagementEngagement,
    };
    t_with(
        Msg::ImportColumn,
        &[("record", &t(record)), ("field", &field(target))],
    )
}

fn field(target: Target) -> String {
    let message = match (target.kind, target.field, target.part) {
        (_, "period", Part::Start) => Some(Msg::EngagementLaunch),
        (_, "period", Part::End) => Some(Msg::EngagementEnd),
        (_, "outcome", Part::At) => Some(Msg::ImportOutcomeAt),
        ("reading", "on", _) => Some(Msg::ImportReachedOn),
        (kind, field, _) => words::field(kind, field),
    };
    message.map(t).unwrap_or_default()
}
