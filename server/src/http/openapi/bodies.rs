//! The bodies that `domain` declares, described for the document: `domain` knows nothing of HTTP.
//!
//! Nobody makes these. That the server takes what they describe is held against them by `make check-api`.
#![allow(dead_code, reason = "they are read by the derive alone")]

use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A place in a history.
#[derive(ToSchema)]
pub(in crate::http) struct CursorBody {
    /// The run of the server it was given in.
    #[schema(pattern = "^[0-9a-f]{16}$")]
    epoch: String,
    seq: u64,
}

/// One field of one record set to a value.
#[derive(ToSchema)]
pub(in crate::http) struct ChangeBody {
    /// The writer, `-`, a number: unique for ever.
    #[schema(pattern = "^[0-9a-f]{16}-(0|[1-9][0-9]{0,8})$")]
    id: String,
    /// The client the record belongs to; the nil UUID for what belongs to none.
    client: Uuid,
    record: Uuid,
    #[schema(pattern = "^[a-z][a-z0-9_]{0,31}$")]
    kind: String,
    /// With `/` and a member for a set with a field for each member.
    #[schema(min_length = 1, max_length = 32, pattern = "^[a-z][a-z0-9_]{0,31}$")]
    field: String,
    /// Any JSON; kept byte for byte.
    value: Value,
    /// The changes its author saw and replaces.
    #[schema(max_items = 256)]
    #[schema(required = false)]
    replaces: Vec<String>,
    /// When it was made, unix milliseconds.
    time: i64,
    /// Changes of one action are accepted or refused together.
    #[schema(nullable = false)]
    action: Option<u32>,
    /// The batch the action belongs to.
    #[schema(nullable = false)]
    batch: Option<Uuid>,
}

/// A push and a pull in one.
#[derive(ToSchema)]
pub(in crate::http) struct SyncBody {
    /// The protocol its sender speaks.
    protocol: u32,
    /// The session's.
    workspace: Uuid,
    /// The session's.
    user: Uuid,
    /// Where the sender has come to; without it nothing is pulled.
    #[schema(nullable = false)]
    cursor: Option<CursorBody>,
    /// The furthest register it holds.
    #[schema(nullable = false)]
    reach: Option<CursorBody>,
    #[schema(max_items = 1000, required = false)]
    changes: Vec<ChangeBody>,
    /// How many changes wait beyond these.
    #[schema(required = false)]
    waiting: u32,
    /// Whether the digest is asked for bucket by bucket.
    #[schema(required = false)]
    buckets: bool,
}

/// The end of one run of a server.
#[derive(ToSchema)]
pub(in crate::http) struct EpochBody {
    #[schema(pattern = "^[0-9a-f]{16}$")]
    epoch: String,
    /// The last sequence number given in it.
    last: u64,
}

/// A head of a register.
#[derive(ToSchema)]
pub(in crate::http) struct HeadBody {
    #[schema(pattern = "^[0-9a-f]{16}-(0|[1-9][0-9]{0,8})$")]
    id: String,
    /// Unix milliseconds.
    time: i64,
    device: Uuid,
    value: Value,
}

/// A register as a device holds it.
#[derive(ToSchema)]
pub(in crate::http) struct RowBody {
    client: Uuid,
    record: Uuid,
    #[schema(pattern = "^[a-z][a-z0-9_]{0,31}$")]
    kind: String,
    #[schema(pattern = "^[a-z][a-z0-9_]{0,31}$")]
    field: String,
    seq: u64,
    heads: Vec<HeadBody>,
}

/// What a device holds of a history that a restored server has lost.
#[derive(ToSchema)]
pub(in crate::http) struct OfferBody {
    protocol: u32,
    /// The session's.
    workspace: Uuid,
    /// The session's.
    user: Uuid,
    /// The server's running epoch.
    #[schema(pattern = "^[0-9a-f]{16}$")]
    epoch: String,
    /// The history the rows are of.
    line: Vec<EpochBody>,
    #[schema(max_items = 5000)]
    rows: Vec<RowBody>,
}

/// Who erases.
#[derive(ToSchema)]
pub(in crate::http) struct EraseBody {
    /// The session's.
    workspace: Uuid,
    /// The session's.
    user: Uuid,
}
