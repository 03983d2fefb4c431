//! Epochs: one a server start. A cursor of an epoch that is not listed, or past its end, belongs to another history.

use sqlx::sqlite::SqliteConnection;
use yardstick_domain::cursor::{EpochEnd, Line};
use yardstick_domain::id::{Epoch, WorkspaceId};

use super::StoreError;

/// Closes the epoch that ran last at where each workspace had come, and begins another.
pub(crate) async fn begin(
    tx: &mut SqliteConnection,
    epoch: Epoch,
    now_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into epoch_end (workspace, ordinal, last_seq)
         select workspace.id, newest.ordinal, workspace.head_seq
         from workspace join (select max(ordinal) as ordinal from epoch) as newest
         where newest.ordinal is not null",
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query("insert into epoch (epoch, started_ms) values (?, ?)")
        .bind(epoch.0.cast_signed())
        .bind(now_ms)
        .execute(tx)
        .await?;
    Ok(())
}

/// The history of a workspace: every epoch of this server with the last sequence number the workspace reached in it.
///
/// An epoch that ended before the workspace existed ends at 0; the running one ends at `u64::MAX`.
pub async fn line(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
) -> Result<Line, StoreError> {
    let rows: Vec<(i64, bool, i64)> = sqlx::query_as(
        "select epoch.epoch, epoch.ordinal = (select max(ordinal) from epoch), coalesce(epoch_end.last_seq, 0)
         from epoch left join epoch_end on epoch_end.ordinal = epoch.ordinal and epoch_end.workspace = ?
         order by epoch.ordinal",
    )
    .bind(workspace.0)
    .fetch_all(connection)
    .await?;
    let end = |(epoch, running, last): (i64, bool, i64)| EpochEnd {
        epoch: Epoch(epoch.cast_unsigned()),
        last: if running {
            u64::MAX
        } else {
            last.cast_unsigned()
        },
    };
    Ok(Line(rows.into_iter().map(end).collect()))
}
