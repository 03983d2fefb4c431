//! What the suite is written with.

use super::stage::Stage;
use crate::app::BEGIN_MS;
use yardstick_domain::accept::Judged;
use yardstick_domain::change::{Change, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::Cursor;
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::id::{ChangeId, DeviceId, RecordId, UserId, WorkspaceId, Writer};
use yardstick_domain::wire::{SyncAnswer, SyncRequest};
use yardstick_server::sync::Caller;

pub(super) const OURS: WorkspaceId = WorkspaceId(uuid::Uuid::from_u128(1));
pub(super) const THEIRS: WorkspaceId = WorkspaceId(uuid::Uuid::from_u128(2));

pub(super) fn caller(workspace: WorkspaceId) -> Caller {
    Caller {
        workspace,
        device: DeviceId(uuid::Uuid::from_u128(workspace.0.as_u128() + 100)),
        may_erase: true,
    }
}

pub(super) fn record(n: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(
        n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
    ))
}

pub(super) fn key(client: u128, n: u128, kind: &str, field: &str) -> RegisterKey {
    RegisterKey {
        client: record(client),
        record: record(n),
        kind: kind.into(),
        field: field.into(),
    }
}

pub(super) fn id(writer: u64, counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(writer),
        counter,
    }
}

pub(super) fn change(
    id: ChangeId,
    key: RegisterKey,
    value: &str,
    replaces: Vec<ChangeId>,
) -> Change {
    Change {
        id,
        key,
        value: Value::from_json(value.as_bytes()).unwrap(),
        replaces,
        time: BEGIN_MS,
        action: None,
        batch: None,
    }
}

pub(super) fn request(workspace: WorkspaceId, changes: Vec<Change>) -> SyncRequest {
    SyncRequest {
        protocol: yardstick_domain::PROTOCOL,
        workspace,
        user: UserId::NIL,
        cursor: None,
        reach: None,
        changes,
        waiting: 0,
        buckets: false,
    }
}

pub(super) fn since(workspace: WorkspaceId, cursor: Cursor) -> SyncRequest {
    SyncRequest {
        cursor: Some(cursor),
        buckets: true,
        ..request(workspace, Vec::new())
    }
}

pub(super) async fn news(stage: &mut impl Stage, workspace: WorkspaceId, seq: u64) -> SyncAnswer {
    let epoch = stage.epoch();
    let since = since(workspace, Cursor { epoch, seq });
    stage.pull(caller(workspace), since).await.unwrap()
}

/// Everything, read in pages of about so many rows.
pub(super) async fn everything(
    stage: &mut impl Stage,
    workspace: WorkspaceId,
    limit: usize,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut after = None;
    loop {
        let page = stage.page(workspace, after, limit).await;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

/// Whether the last client of a page is all there with it.
pub(super) fn ends_client(whole: &[Row], page: &[Row]) -> bool {
    let Some(last) = page.last() else {
        return false;
    };
    let of_client = |row: &&Row| row.key.client == last.key.client;
    whole.iter().rfind(of_client) == Some(last)
}

pub(super) fn digest_of(rows: &[Row]) -> Digest {
    let mut digest = Digest::default();
    for row in rows {
        digest.add(
            row.key.record.bucket(),
            contribution(&row.key, &row.register),
        );
    }
    digest
}

pub(super) async fn verdict(stage: &mut impl Stage, change: Change) -> Judged {
    stage
        .push(caller(OURS), request(OURS, vec![change]))
        .await
        .unwrap()
        .remove(0)
}
