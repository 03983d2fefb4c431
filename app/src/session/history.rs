//! The history the server keeps: read when somebody asks for it, and what takes an action or a batch back whole.

use serde::Deserialize;
use yardstick_domain::change::RecordKey;
use yardstick_domain::history::{Line, taking_back};
use yardstick_domain::id::ChangeId;
use yardstick_domain::order;

use super::Session;
use super::account::{AccountError, read};
use crate::i18n::{Msg, t, t_n};

/// Some of a record's lines.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Lines {
    /// Newest first.
    pub lines: Vec<Line>,
    /// There is more before the last.
    pub more: bool,
}

/// The lines of a record before a place, newest first.
///
/// # Errors
/// As the server refuses; [`AccountError::Unreachable`] without a network.
pub async fn lines(record: &RecordKey, before: Option<u64>) -> Result<Lines, AccountError> {
    let RecordKey {
        client,
        record,
        kind,
    } = record;
    let before = before.map_or_else(String::new, |before| format!("&before={before}"));
    let url = format!("/api/v1/history?client={client}&record={record}&kind={kind}{before}");
    read(&url).await
}

/// Takes the action or the batch that a change belongs to back, by another action; what was changed since stays. Says what came of it.
///
/// # Errors
/// As the server refuses; then nothing was done.
pub async fn take_back(session: Session, with: ChangeId) -> Result<(), AccountError> {
    let mut all: Vec<Line> = Vec::new();
    loop {
        let before = all
            .last()
            .map_or_else(String::new, |last| format!("&before={}", last.seq));
        let page: Lines = read(&format!("/api/v1/history?with={with}{before}")).await?;
        let done = !page.more || page.lines.is_empty();
        all.extend(page.lines);
        if done {
            break;
        }
    }
    let records = all.iter().filter_map(|line| line.of.as_ref());
    let clients = order::set(records.map(|record| record.client));
    session.core().when_open(clients.clone(), move |core| {
        let back = taking_back(&all, |key| core.tab.borrow().field(key).register);
        let stays = u32::try_from(back.changed_since).unwrap_or(u32::MAX);
        let said = match (back.receipt.before.is_empty(), stays) {
            (true, _) => {
                core.say(t(Msg::HistoryNothingToTakeBack));
                return;
            }
            (false, 0) => t(Msg::HistoryTakenBack),
            (false, stays) => t_n(Msg::HistoryTakenBackBut, stays, &[]),
        };
        core.undo_receipt(clients, said, back.receipt);
    });
    Ok(())
}
