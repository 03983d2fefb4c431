//! What a person takes home as a file: the whole book, or one client.

use leptos::prelude::GetUntracked;
use yardstick_domain::backup::{Backup, BackupRecord};
use yardstick_domain::id::RecordId;

use crate::book::Book;
use crate::browser::{clock, download};
use crate::pages::parts::now;
use crate::session::{Need, Session};

/// Saves everything shown of these clients. Read from this device; no network is needed. Answers how many records that were, none if
/// the browser did not take the file.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(in crate::pages) async fn save(
    session: Session,
    book: Book,
    clients: &[RecordId],
    name: &str,
) -> Result<Option<u32>, Need> {
    let shown = book.read(clients).await?;
    let me = session.me().get_untracked();
    let workspace = (!session.is_demo()).then_some(me.workspace);
    let records = shown.values().filter_map(BackupRecord::of).collect();
    let backup = Backup::new(clock::now_ms(), workspace, me.workspace_name, records);
    let count = u32::try_from(backup.records.len()).unwrap_or(u32::MAX);
    Ok(keep(&backup, name).then_some(count))
}

fn keep(backup: &Backup, name: &str) -> bool {
    let Ok(json) = serde_json::to_vec(backup) else {
        return false;
    };
    let today = now::today();
    let name = format!(
        "{name}-{:04}-{:02}-{:02}.json",
        today.year(),
        today.month(),
        today.day()
    );
    download::save(&name, "application/json", &json)
}
