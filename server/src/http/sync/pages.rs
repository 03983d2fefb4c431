//! Reading without pushing: a snapshot page by page, a bucket whose digests differ, the history of a record.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yardstick_domain::change::{Name, RecordKey, Value};
use yardstick_domain::cursor::Cursor;
use yardstick_domain::id::{BatchId, ChangeId, DeviceId, Epoch, RecordId};
use yardstick_domain::wire::{PAGE_ROWS, PageKey, RegisterRow};

use super::answer::Encoding;
use super::now;
use crate::App;
use crate::error::{ApiError, Problem};
use crate::http::current::Current;
use crate::store::sync::{self as book, HistoryLine, HistoryQuery, SyncStore, TogetherLine};
use crate::sync;

/// Lines of history in one answer.
const HISTORY_LINES: u32 = 200;
/// Lines of one batch in one answer.
const TOGETHER_LINES: u32 = 1_000;

fn read<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, ApiError> {
    query
        .map(|Query(query)| query)
        .map_err(|refused| ApiError::UnreadableQuery(refused.body_text()))
}

/// Two parameters that mean something only together.
fn pair<A, B>(
    first: Option<A>,
    second: Option<B>,
    names: (&'static str, &'static str),
) -> Result<Option<(A, B)>, ApiError> {
    let missing = |field| ApiError::InvalidField {
        field,
        rule: "is missing: its counterpart is there",
    };
    match (first, second) {
        (Some(first), Some(second)) => Ok(Some((first, second))),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(missing(names.0)),
        (Some(_), None) => Err(missing(names.1)),
    }
}

/// Where a snapshot goes on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct SnapshotParams {
    /// `at.epoch` of the first page; absent for the first page.
    #[param(value_type = Option<String>)]
    epoch: Option<Epoch>,
    /// `at.seq` of the first page.
    seq: Option<u64>,
    /// The epoch of the furthest register the device holds.
    #[param(value_type = Option<String>)]
    reach_epoch: Option<Epoch>,
    /// Its sequence number.
    reach_seq: Option<u64>,
    /// `next.client` of the page before.
    #[param(value_type = Option<Uuid>)]
    after_client: Option<RecordId>,
    /// `next.record` of the page before.
    #[param(value_type = Option<Uuid>)]
    after_record: Option<RecordId>,
}

/// One page of everything, about 5,000 registers by client and record. After the last page, pull from `at`.
#[utoipa::path(get, path = "/api/v1/snapshot", params(SnapshotParams), responses(
    (status = 200, description = "`at`, `line`, `rows`, and `next` if there is more", content(
        (Object = "application/json"), (Vec<u8> = "application/vnd.yardstick.columns"),
        (Vec<u8> = "application/vnd.yardstick.bundles"))),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`other-history` with `line`: begin again", body = Problem,
        content_type = "application/problem+json"),
))]
pub(in crate::http) async fn snapshot(
    State(app): State<App>,
    encoding: Encoding,
    current: Current,
    query: Result<Query<SnapshotParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let query = read(query)?;
    let cursor = |(epoch, seq)| Cursor { epoch, seq };
    let at = pair(query.epoch, query.seq, ("epoch", "seq"))?.map(cursor);
    let reach = pair(
        query.reach_epoch,
        query.reach_seq,
        ("reach_epoch", "reach_seq"),
    )?
    .map(cursor);
    let after = pair(
        query.after_client,
        query.after_record,
        ("after_client", "after_record"),
    )?
    .map(|(client, record)| PageKey { client, record });
    let mut tx = app.store().reading().await?;
    let mut store = SyncStore::new(&mut tx);
    let mut page = sync::snapshot(
        &mut store,
        current.workspace(),
        at,
        reach,
        after,
        now(&app),
        PAGE_ROWS,
    )
    .await?;
    drop(tx);
    let rows = std::mem::take(&mut page.rows);
    encoding.respond_by_client(page, rows, |page, rows| page.rows = rows)
}

/// Which bucket.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct BucketParams {
    /// The last byte of the record ids.
    n: u8,
}

/// Every register of one bucket of the digest, as the server has them.
#[utoipa::path(get, path = "/api/v1/bucket", params(BucketParams), responses(
    (status = 200, description = "`at` and `rows`", content(
        (Object = "application/json"), (Vec<u8> = "application/vnd.yardstick.columns"))),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn bucket(
    State(app): State<App>,
    encoding: Encoding,
    current: Current,
    query: Result<Query<BucketParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let BucketParams { n } = read(query)?;
    let mut tx = app.store().reading().await?;
    let mut answer = sync::bucket(
        &mut SyncStore::new(&mut tx),
        current.workspace(),
        n,
        now(&app),
    )
    .await?;
    drop(tx);
    let rows = std::mem::take(&mut answer.rows);
    encoding.respond(answer, rows, |answer, rows| answer.rows = rows)
}

/// Whose history: a record's, by `client`, `kind` and `record`; what was done together with a change, by `with`; or all of it, by
/// `after`.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct HistoryParams {
    /// The client of the record.
    #[param(value_type = Option<Uuid>)]
    client: Option<RecordId>,
    /// The record's kind.
    #[param(value_type = Option<String>)]
    kind: Option<Name>,
    /// The record.
    #[param(value_type = Option<Uuid>)]
    record: Option<RecordId>,
    /// Instead of a record: the batch or action of this change, 1,000 lines at a time, over all records.
    #[param(value_type = Option<String>)]
    with: Option<ChangeId>,
    /// Instead of a record: everything after this sequence number, 5,000 lines at a time.
    after: Option<u64>,
    /// Only this field.
    #[param(value_type = Option<String>)]
    field: Option<Name>,
    /// Only what lies before this sequence number: the last `seq` of the page before.
    before: Option<u64>,
}

/// A page of history.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct HistoryAnswer {
    /// Newest first.
    lines: Vec<HistoryEntry>,
    /// There is more before the last.
    more: bool,
}

/// One change as it was stored.
#[derive(Serialize, ToSchema)]
struct HistoryEntry {
    /// Its place.
    seq: u64,
    /// The change.
    #[schema(value_type = String)]
    id: ChangeId,
    /// The field it set.
    #[schema(value_type = String)]
    field: Name,
    /// To what: any JSON.
    #[schema(value_type = Object)]
    value: Value,
    /// The changes it replaced.
    #[schema(value_type = Vec<String>)]
    replaces: Vec<ChangeId>,
    /// The time it was given, unix ms.
    time: i64,
    /// The time its author claimed, unix ms, if it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed_time: Option<i64>,
    /// The device it came from.
    #[schema(value_type = Uuid)]
    device: DeviceId,
    /// Another change had replaced it before it arrived, so it was never shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    replaced: bool,
    /// The action it was done in, a number of its writer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<u32>,
    /// The batch it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    batch: Option<BatchId>,
    /// With `with`: the record it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    of: Option<RecordKey>,
    /// With `with`: the value of the change before of the same field, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
}

impl From<HistoryLine> for HistoryEntry {
    fn from(line: HistoryLine) -> Self {
        Self {
            seq: line.seq,
            id: line.id,
            field: line.field,
            value: line.value,
            replaces: line.replaces,
            time: line.time,
            claimed_time: (line.claimed_time != line.time).then_some(line.claimed_time),
            device: line.device,
            replaced: line.replaced,
            action: line.action,
            batch: line.batch,
            of: None,
            before: None,
        }
    }
}

impl From<TogetherLine> for HistoryEntry {
    fn from(together: TogetherLine) -> Self {
        Self {
            of: Some(together.record),
            before: together.before,
            ..Self::from(together.line)
        }
    }
}

/// A page of the whole log.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct LogPage {
    /// One for each line, by record and field, then by `seq`: like beside like is what compresses.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<RegisterRow>,
    /// The last sequence number of the page: `after` of the next.
    next: u64,
    /// There is more.
    more: bool,
}

/// What the history is answered with: that of a record or of what was done together, or with `after` a page of the log.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(
    dead_code,
    reason = "it describes the two answers; each is made as itself"
)]
pub(in crate::http) enum HistoryPage {
    /// Lines.
    Lines(HistoryAnswer),
    /// Rows.
    Log(LogPage),
}

/// What was ever set on a record, newest first, 200 lines at a time. Or with `with` what was done together with a change, each line
/// with its record and the value before. Or with `after` alone the whole log page by page: `rows` as in news, each line a row with that
/// change as its only head, then `next` and `more`; as JSON or columns.
#[utoipa::path(get, path = "/api/v1/history", params(HistoryParams), responses(
    (status = 200, content((HistoryPage = "application/json"), (Vec<u8> = "application/vnd.yardstick.columns"))),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::http) async fn history(
    State(app): State<App>,
    encoding: Encoding,
    current: Current,
    query: Result<Query<HistoryParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let query = read(query)?;
    if let Some(after) = query.after {
        return log(&app, encoding, &current, after).await;
    }
    if let Some(with) = query.with {
        let mut tx = app.store().reading().await?;
        let limit = TOGETHER_LINES + 1;
        let lines = book::together(&mut tx, current.workspace(), with, query.before, limit).await?;
        drop(tx);
        return page_of(lines, TOGETHER_LINES);
    }
    let (Some(client), Some(record), Some(kind)) = (query.client, query.record, query.kind) else {
        return Err(ApiError::UnreadableQuery(
            "client, kind and record, or with, or after, are missing".to_owned(),
        ));
    };
    let wanted = HistoryQuery {
        record: RecordKey {
            client,
            record,
            kind,
        },
        field: query.field,
        before: query.before,
        limit: HISTORY_LINES + 1,
    };
    let mut tx = app.store().reading().await?;
    let lines = book::history(&mut tx, current.workspace(), &wanted).await?;
    drop(tx);
    page_of(lines, HISTORY_LINES)
}

/// So many lines, and whether there were more.
fn page_of<L>(mut lines: Vec<L>, limit: u32) -> Result<Response, ApiError>
where
    HistoryEntry: From<L>,
{
    let more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let lines = lines.into_iter().map(HistoryEntry::from).collect();
    Encoding::JSON.respond(HistoryAnswer { lines, more }, Vec::new(), |_, _| {})
}

async fn log(
    app: &App,
    encoding: Encoding,
    current: &Current,
    after: u64,
) -> Result<Response, ApiError> {
    let mut tx = app.store().reading().await?;
    let mut rows = book::lines(&mut tx, current.workspace(), after, PAGE_ROWS).await?;
    drop(tx);
    let page = LogPage {
        rows: Vec::new(),
        next: rows.last().map_or(after, |row| row.seq),
        more: rows.len() == PAGE_ROWS,
    };
    rows.sort_unstable_by(|one, other| (&one.key, one.seq).cmp(&(&other.key, other.seq)));
    encoding.respond(page, rows, |page, rows| {
        page.rows = rows.into_iter().map(RegisterRow::from).collect();
    })
}
