//! What every store promises the sync service, asked of the one in memory and of SQLite alike; and that both say the same after
//! the same random pushes, offers and restarts.

use std::fmt::Debug;

use yardstick_domain::accept::{Judged, Verdict};
use yardstick_domain::change::{Change, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{Cursor, EpochEnd, Line};
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, UserId, WorkspaceId, Writer};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::{
    BucketAnswer, EraseAnswer, OfferAnswer, OfferRequest, PAGE_ROWS, PageKey, SnapshotPage,
    SyncAnswer, SyncRequest,
};
use yardstick_server::store::StoreError;
use yardstick_server::store::sync::SyncStore;
use yardstick_server::sync::memory::MemoryStore;
use yardstick_server::sync::{self, Caller, Now, SyncError};

use crate::app::{BEGIN_MS, TestApp};

/// What a refused request says, whatever the store.
#[derive(Debug, PartialEq)]
enum Refusal {
    OtherHistory(Line),
    TooMany,
    BadOffer,
    Store(String),
}

impl<E: Debug> From<SyncError<E>> for Refusal {
    fn from(error: SyncError<E>) -> Self {
        match error {
            SyncError::OtherHistory { line } => Self::OtherHistory(line),
            SyncError::TooMany => Self::TooMany,
            SyncError::BadOffer => Self::BadOffer,
            SyncError::Store(error) => Self::Store(format!("{error:?}")),
        }
    }
}

/// A server's sync service over some store, each request in its own transaction.
trait Stage {
    fn epoch(&self) -> Epoch;
    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal>;
    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal>;
    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal>;
    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal>;
    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage;
    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer;
}

fn at(epoch: Epoch) -> Now {
    Now {
        system_ms: BEGIN_MS,
        epoch,
    }
}

struct InMemory {
    store: MemoryStore,
    epoch: Epoch,
}

impl InMemory {
    fn new() -> Self {
        let mut store = MemoryStore::default();
        store.start(Epoch(7));
        store.create(OURS);
        store.create(THEIRS);
        Self {
            store,
            epoch: Epoch(7),
        }
    }
}

impl Stage for InMemory {
    fn epoch(&self) -> Epoch {
        self.epoch
    }

    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal> {
        Ok(sync::push(&mut self.store, caller, &request, at(self.epoch)).await?)
    }

    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal> {
        Ok(sync::pull(
            &mut self.store,
            caller,
            &request,
            Vec::new(),
            at(self.epoch),
        )
        .await?)
    }

    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal> {
        Ok(sync::offer(&mut self.store, caller, &request, at(self.epoch)).await?)
    }

    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal> {
        Ok(sync::erase(&mut self.store, caller, client, at(self.epoch)).await?)
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage {
        let now = at(self.epoch);
        sync::snapshot(&mut self.store, workspace, None, None, after, now, limit)
            .await
            .unwrap()
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer {
        let now = at(self.epoch);
        sync::bucket(&mut self.store, workspace, bucket, now)
            .await
            .unwrap()
    }
}

struct OnDisk {
    server: Option<TestApp>,
}

impl OnDisk {
    async fn new() -> Self {
        let server = TestApp::empty().await;
        let mut sql = server.sql().await;
        for workspace in [OURS, THEIRS] {
            sqlx::query("insert into workspace (id, name, created_ms) values (?, 'w', 0)")
                .bind(workspace.0)
                .execute(&mut sql)
                .await
                .unwrap();
        }
        Self {
            server: Some(server),
        }
    }

    fn server(&self) -> &TestApp {
        self.server.as_ref().unwrap()
    }

    async fn restart(&mut self) {
        self.server = Some(self.server.take().unwrap().restart(0).await.unwrap());
    }
}

impl Stage for OnDisk {
    fn epoch(&self) -> Epoch {
        self.server().app.epoch()
    }

    async fn push(&mut self, caller: Caller, request: SyncRequest) -> Result<Vec<Judged>, Refusal> {
        let now = at(self.epoch());
        let done: Result<_, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    sync::push(
                        &mut SyncStore::pushing(tx, caller.device),
                        caller,
                        &request,
                        now,
                    )
                    .await
                })
            })
            .await;
        Ok(done?)
    }

    async fn pull(&mut self, caller: Caller, request: SyncRequest) -> Result<SyncAnswer, Refusal> {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        Ok(sync::pull(
            &mut SyncStore::new(&mut tx),
            caller,
            &request,
            Vec::new(),
            now,
        )
        .await?)
    }

    async fn offer(
        &mut self,
        caller: Caller,
        request: OfferRequest,
    ) -> Result<OfferAnswer, Refusal> {
        let now = at(self.epoch());
        let done: Result<OfferAnswer, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    sync::offer(&mut SyncStore::new(tx), caller, &request, now).await
                })
            })
            .await;
        Ok(done?)
    }

    async fn erase(&mut self, caller: Caller, client: RecordId) -> Result<EraseAnswer, Refusal> {
        let now = at(self.epoch());
        let done: Result<EraseAnswer, SyncError<StoreError>> = self
            .server()
            .app
            .store()
            .write(move |tx| {
                Box::pin(
                    async move { sync::erase(&mut SyncStore::new(tx), caller, client, now).await },
                )
            })
            .await;
        Ok(done?)
    }

    async fn page(
        &mut self,
        workspace: WorkspaceId,
        after: Option<PageKey>,
        limit: usize,
    ) -> SnapshotPage {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        sync::snapshot(
            &mut SyncStore::new(&mut tx),
            workspace,
            None,
            None,
            after,
            now,
            limit,
        )
        .await
        .unwrap()
    }

    async fn bucket(&mut self, workspace: WorkspaceId, bucket: u8) -> BucketAnswer {
        let mut tx = self.server().app.store().reading().await.unwrap();
        let now = at(self.epoch());
        sync::bucket(&mut SyncStore::new(&mut tx), workspace, bucket, now)
            .await
            .unwrap()
    }
}

const OURS: WorkspaceId = WorkspaceId(uuid::Uuid::from_u128(1));
const THEIRS: WorkspaceId = WorkspaceId(uuid::Uuid::from_u128(2));

fn caller(workspace: WorkspaceId) -> Caller {
    Caller {
        workspace,
        device: DeviceId(uuid::Uuid::from_u128(workspace.0.as_u128() + 100)),
        may_erase: true,
    }
}

fn record(n: u128) -> RecordId {
    RecordId(uuid::Uuid::from_u128(
        n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
    ))
}

fn key(client: u128, n: u128, kind: &str, field: &str) -> RegisterKey {
    RegisterKey {
        client: record(client),
        record: record(n),
        kind: kind.into(),
        field: field.into(),
    }
}

fn id(writer: u64, counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(writer),
        counter,
    }
}

fn change(id: ChangeId, key: RegisterKey, value: &str, replaces: Vec<ChangeId>) -> Change {
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

fn request(workspace: WorkspaceId, changes: Vec<Change>) -> SyncRequest {
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

fn since(workspace: WorkspaceId, cursor: Cursor) -> SyncRequest {
    SyncRequest {
        cursor: Some(cursor),
        buckets: true,
        ..request(workspace, Vec::new())
    }
}

async fn news(stage: &mut impl Stage, workspace: WorkspaceId, seq: u64) -> SyncAnswer {
    let epoch = stage.epoch();
    let since = since(workspace, Cursor { epoch, seq });
    stage.pull(caller(workspace), since).await.unwrap()
}

/// Everything, read in pages of about so many rows.
async fn everything(stage: &mut impl Stage, workspace: WorkspaceId, limit: usize) -> Vec<Row> {
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
fn ends_client(whole: &[Row], page: &[Row]) -> bool {
    let Some(last) = page.last() else {
        return false;
    };
    let of_client = |row: &&Row| row.key.client == last.key.client;
    whole.iter().rfind(of_client) == Some(last)
}

fn digest_of(rows: &[Row]) -> Digest {
    let mut digest = Digest::default();
    for row in rows {
        digest.add(
            row.key.record.bucket(),
            contribution(&row.key, &row.register),
        );
    }
    digest
}

async fn verdict(stage: &mut impl Stage, change: Change) -> Judged {
    stage
        .push(caller(OURS), request(OURS, vec![change]))
        .await
        .unwrap()
        .remove(0)
}

/// Runs one body over each store.
macro_rules! contract {
    ($($name:ident)*) => {
        mod in_memory { $(#[tokio::test] async fn $name() { super::$name(&mut super::InMemory::new()).await; })* }
        mod on_disk { $(#[tokio::test] async fn $name() { super::$name(&mut super::OnDisk::new().await).await; })* }
    };
}

contract! {
    a_repeat_says_what_was_said_and_a_reused_id_is_told
    an_id_named_before_it_arrives_is_never_a_head
    two_who_did_not_see_each_other_are_both_kept
    values_come_back_to_the_byte
    news_comes_in_pages_in_order_and_ends_with_the_digest
    a_snapshot_page_ends_with_a_client_or_at_least_with_a_record
    workspaces_do_not_meet
    offers_fill_what_a_backup_lost
    an_action_is_refused_whole
    of_an_erased_client_only_its_tombstone_stays
    a_tombstone_is_brought_forward_after_a_restore
}

async fn a_repeat_says_what_was_said_and_a_reused_id_is_told(stage: &mut impl Stage) {
    let first = change(id(1, 1), key(1, 1, "client", "name"), "\"a\"", vec![]);
    let said = verdict(stage, first.clone()).await;
    assert_eq!(said.verdict, Verdict::Accepted);
    assert_eq!(said.place.unwrap().seq, 1);
    let later = Change {
        time: BEGIN_MS + 5_000,
        ..first.clone()
    };
    assert_eq!(
        verdict(stage, later).await,
        said,
        "the first time and place stand"
    );
    let other = Change {
        value: Value::from_json(b"\"b\"").unwrap(),
        ..first
    };
    assert_eq!(verdict(stage, other).await.verdict, Verdict::IdReused);
    let answer = news(stage, OURS, 0).await;
    assert_eq!(answer.news.len(), 1);
    assert_eq!(answer.news[0].register.value().unwrap().as_str(), "\"a\"");
    assert_eq!(answer.cursor.unwrap().seq, 1);
}

async fn an_id_named_before_it_arrives_is_never_a_head(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    let newer = change(id(1, 2), name.clone(), "\"new\"", vec![id(1, 1)]);
    assert_eq!(verdict(stage, newer).await.verdict, Verdict::Accepted);
    let older = change(id(1, 1), name, "\"old\"", vec![]);
    let said = verdict(stage, older.clone()).await;
    assert_eq!(said.verdict, Verdict::Replaced);
    assert_eq!(verdict(stage, older).await, said);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    assert_eq!(
        (rows[0].seq, rows[0].register.value().unwrap().as_str()),
        (2, "\"new\"")
    );
}

async fn two_who_did_not_see_each_other_are_both_kept(stage: &mut impl Stage) {
    let name = key(1, 1, "other", "name");
    verdict(stage, change(id(1, 1), name.clone(), "1", vec![])).await;
    verdict(stage, change(id(1, 2), name.clone(), "2", vec![id(1, 1)])).await;
    verdict(stage, change(id(2, 1), name.clone(), "3", vec![id(1, 1)])).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    let heads: Vec<_> = rows[0]
        .register
        .heads()
        .iter()
        .map(|head| head.id)
        .collect();
    assert_eq!(heads, [id(1, 2), id(2, 1)]);
    verdict(stage, change(id(2, 2), name, "4", heads)).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    let digest = news(stage, OURS, 4).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
}

async fn values_come_back_to_the_byte(stage: &mut impl Stage) {
    let odd = [
        "{\"b\":1.50,   \"a\" : \"\\u00e9\"}",
        "1e400",
        "\"\\ud83d\\ude00 老客戶\"",
        "[null,-0.0,123456789012345678901234567890]",
        "null",
    ];
    for (n, value) in (1u32..).zip(odd) {
        let key = key(1, 1, "from_next_year", &format!("tags/標籤 {n}"));
        assert_eq!(
            verdict(stage, change(id(1, n), key, value, vec![]))
                .await
                .verdict,
            Verdict::Accepted
        );
    }
    let news = news(stage, OURS, 0).await.news;
    let values: Vec<_> = news
        .iter()
        .map(|row| row.register.value().unwrap().as_str())
        .collect();
    assert_eq!(values, odd);
    assert!(
        news.iter()
            .all(|row| row.key.kind.as_str() == "from_next_year")
    );
}

async fn news_comes_in_pages_in_order_and_ends_with_the_digest(stage: &mut impl Stage) {
    let mut changes = (0..6_000u32).map(|n| {
        let key = key(
            u128::from(n % 40),
            u128::from(n % 1_500),
            "note",
            &format!("f{}", n / 1_500),
        );
        change(id(1, n), key, &n.to_string(), vec![])
    });
    for _ in 0..6 {
        let some: Vec<_> = changes.by_ref().take(1_000).collect();
        stage.push(caller(OURS), request(OURS, some)).await.unwrap();
    }
    // The first registers change again: they come at their new place and no longer at the old one.
    let again = (0..100u32).map(|n| {
        let key = key(u128::from(n % 40), u128::from(n % 1_500), "note", "f0");
        change(id(2, n), key, "true", vec![id(1, n)])
    });
    stage
        .push(caller(OURS), request(OURS, again.collect()))
        .await
        .unwrap();

    let first = news(stage, OURS, 0).await;
    assert!(first.more && first.digest.is_none());
    assert_eq!(first.news.len(), PAGE_ROWS);
    assert_eq!(first.news[0].seq, 101);
    let second = news(stage, OURS, first.cursor.unwrap().seq).await;
    assert!(!second.more);
    assert_eq!(second.cursor.unwrap().seq, 6_100);
    let all: Vec<Row> = first.news.into_iter().chain(second.news).collect();
    assert_eq!(all.len(), 6_000);
    assert!(all.is_sorted_by(|one, next| one.seq < next.seq));
    assert_eq!(
        second.digest.unwrap().total,
        format!("{:016x}", digest_of(&all).total())
    );

    let mut in_order = all;
    in_order.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, in_order);
    let bucket = in_order[17].key.record.bucket();
    let expected: Vec<Row> = in_order
        .into_iter()
        .filter(|row| row.key.record.bucket() == bucket)
        .collect();
    assert_eq!(stage.bucket(OURS, bucket).await.rows, expected);
}

async fn a_snapshot_page_ends_with_a_client_or_at_least_with_a_record(stage: &mut impl Stage) {
    let mut changes = Vec::new();
    for n in 0..60u32 {
        for field in 0..=(n % 7) {
            // One record id in two bundles and of two kinds, too: each is a record of its own.
            let kind = if n % 2 == 0 { "note" } else { "task" };
            let key = key(
                u128::from(n % 5),
                u128::from(n / 3),
                kind,
                &format!("f{field}"),
            );
            changes.push(change(id(n.into(), field), key, "1", vec![]));
        }
    }
    stage
        .push(caller(OURS), request(OURS, changes))
        .await
        .unwrap();
    let whole = everything(stage, OURS, PAGE_ROWS).await;
    assert!(whole.is_sorted_by(|one, next| one.key < next.key));
    for limit in [1, 2, 3, 10, 1_000] {
        let mut rows: Vec<Row> = Vec::new();
        let mut after = None;
        loop {
            let page = stage.page(OURS, after, limit).await;
            let record_of = |row: &Row| (row.key.client, row.key.record);
            if let (Some(last), Some(next)) = (rows.last(), page.rows.first()) {
                assert_ne!(record_of(last), record_of(next), "limit {limit}");
            }
            let of_one = page.rows.first().map(|row| row.key.client)
                == page.rows.last().map(|row| row.key.client);
            if page.next.is_some() && of_one {
                assert!(page.rows.len() >= limit || ends_client(&whole, &page.rows));
            } else if page.next.is_some() {
                assert!(ends_client(&whole, &page.rows), "limit {limit}");
            }
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(rows, whole, "limit {limit}");
    }
}

async fn workspaces_do_not_meet(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"ours\"", vec![])).await;
    // The same ids of records and changes, in the other workspace: a register of its own, and nothing of ours is replaced.
    let theirs = change(id(1, 1), name.clone(), "\"theirs\"", vec![]);
    let over = change(id(2, 1), name, "\"over\"", vec![id(1, 1)]);
    let said = stage
        .push(caller(THEIRS), request(THEIRS, vec![theirs, over]))
        .await
        .unwrap();
    assert!(
        said.iter().all(|said| said.verdict == Verdict::Accepted),
        "{said:?}"
    );
    for (workspace, seq, value) in [(OURS, 1, "\"ours\""), (THEIRS, 2, "\"over\"")] {
        for rows in [
            everything(stage, workspace, PAGE_ROWS).await,
            news(stage, workspace, 0).await.news,
        ] {
            assert_eq!(rows.len(), 1);
            assert_eq!(
                (rows[0].seq, rows[0].register.value().unwrap().as_str()),
                (seq, value)
            );
        }
    }
}

/// The history of a device that went on to 5 in an epoch the restored backup never saw; 1 is where they part.
fn went_on_elsewhere(ended: Epoch) -> Line {
    Line(vec![
        EpochEnd {
            epoch: ended,
            last: 1,
        },
        EpochEnd {
            epoch: Epoch(99),
            last: 5,
        },
    ])
}

async fn offers_fill_what_a_backup_lost(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"kept\"", vec![])).await;
    let before: Line = stage.page(OURS, None, 10).await.line;
    let ended = before.0[0].epoch;
    let line = went_on_elsewhere(ended);
    let head = Head {
        id: id(1, 2),
        time: BEGIN_MS,
        device: DeviceId::NIL,
        said: false,
        value: Value::from_json(b"\"lost\"").unwrap(),
    };
    let offer = OfferRequest {
        protocol: yardstick_domain::PROTOCOL,
        workspace: OURS,
        user: UserId::NIL,
        epoch: stage.epoch(),
        line,
        rows: vec![
            Row {
                key: name.clone(),
                seq: 5,
                register: Register::from_heads([head.clone()]),
            },
            // Adds nothing: the server has it by itself.
            Row {
                key: key(1, 1, "client", "phone"),
                seq: 1,
                register: Register::default(),
            },
        ],
    };
    stage.offer(caller(OURS), offer.clone()).await.unwrap();
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].register.heads(), [Head { said: true, ..head }]);
    assert_eq!(rows[0].seq, 2);
    // Once more changes nothing.
    stage.offer(caller(OURS), offer.clone()).await.unwrap();
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, rows);
    // Its author sends it again: accepted, and no longer hearsay. A change that replaces it makes it history.
    let again = verdict(
        stage,
        change(id(1, 2), name.clone(), "\"lost\"", vec![id(1, 1)]),
    )
    .await;
    assert_eq!(again.verdict, Verdict::Accepted);
    verdict(stage, change(id(1, 3), name, "\"on\"", vec![id(1, 2)])).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
    let foreign = OfferRequest {
        line: Line(vec![EpochEnd {
            epoch: Epoch(1234),
            last: 9,
        }]),
        ..offer.clone()
    };
    assert_eq!(
        stage.offer(caller(OURS), foreign).await,
        Err(Refusal::BadOffer)
    );
    let stale = OfferRequest {
        epoch: Epoch(3),
        ..offer
    };
    assert!(matches!(
        stage.offer(caller(OURS), stale).await,
        Err(Refusal::OtherHistory(_))
    ));
}

async fn an_action_is_refused_whole(stage: &mut impl Stage) {
    let in_action = |n, kind: &str| Change {
        action: Some(4),
        ..change(id(1, n), key(1, 1, kind, "name"), "1", vec![])
    };
    let changes = vec![
        in_action(1, "fine"),
        in_action(2, "NOT FINE"),
        change(id(1, 3), key(1, 1, "alone", "name"), "1", vec![]),
    ];
    let said = stage
        .push(caller(OURS), request(OURS, changes))
        .await
        .unwrap();
    assert!(matches!(said[0].verdict, Verdict::Refused { .. }));
    assert!(matches!(said[1].verdict, Verdict::Refused { .. }));
    assert_eq!(said[2].verdict, Verdict::Accepted);
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await.len(), 1);
    let many = (0..1_001).map(|n| change(id(3, n), key(1, 1, "fine", "name"), "1", vec![]));
    let refused = stage
        .push(caller(OURS), request(OURS, many.collect()))
        .await;
    assert_eq!(refused, Err(Refusal::TooMany));
    assert_eq!(news(stage, OURS, 0).await.cursor.unwrap().seq, 1);
}

async fn of_an_erased_client_only_its_tombstone_stays(stage: &mut impl Stage) {
    let (name, tag) = (
        key(1, 1, "client", "name"),
        key(1, 1, "client", "tags/某先生"),
    );
    let changes = vec![
        change(id(1, 1), name.clone(), "\"Lin\"", vec![]),
        change(id(1, 2), name.clone(), "\"Lin Lin\"", vec![id(1, 1)]),
        change(id(2, 1), name.clone(), "\"Mr Lin\"", vec![id(1, 1)]),
        change(id(1, 3), tag, "true", vec![]),
        change(id(1, 4), key(1, 9, "note", "text"), "\"secret\"", vec![]),
        change(id(1, 5), key(2, 2, "client", "name"), "\"Wu\"", vec![]),
    ];
    let same_in_theirs = changes[..3].to_vec();
    stage
        .push(caller(OURS), request(OURS, changes.clone()))
        .await
        .unwrap();
    stage
        .push(caller(THEIRS), request(THEIRS, same_in_theirs))
        .await
        .unwrap();

    let erased = stage.erase(caller(OURS), record(1)).await.unwrap();
    assert_eq!(erased.at.seq, 7);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    let tombstone = rows
        .iter()
        .find(|row| row.key == tombstone_key(record(1)))
        .unwrap();
    assert_eq!(tombstone.seq, 7);
    let head = tombstone.register.winner().unwrap();
    assert_eq!((head.device, head.time), (caller(OURS).device, BEGIN_MS));
    assert_eq!(head.value.as_str(), "true");

    // Who stood before it is told; the digest is of what is left.
    let answer = news(stage, OURS, 6).await;
    assert_eq!(answer.news, std::slice::from_ref(tombstone));
    assert_eq!(answer.cursor.unwrap().seq, 7);
    assert_eq!(
        answer.digest.unwrap().total,
        format!("{:016x}", digest_of(&rows).total())
    );
    assert_eq!(
        stage.bucket(OURS, record(1).bucket()).await.rows,
        std::slice::from_ref(tombstone)
    );
    assert_eq!(everything(stage, THEIRS, PAGE_ROWS).await.len(), 1);

    // Nothing is taken for it again: neither what it had, nor anything new, nor a tombstone.
    for sent in [
        changes[0].clone(),
        changes[4].clone(),
        change(id(3, 1), key(1, 77, "task", "title"), "\"call\"", vec![]),
        change(id(3, 2), tombstone_key(record(1)), "null", vec![]),
    ] {
        assert_eq!(verdict(stage, sent).await.verdict, Verdict::Erased);
    }
    let forged = change(id(3, 3), tombstone_key(record(2)), "true", vec![]);
    assert!(matches!(
        verdict(stage, forged).await.verdict,
        Verdict::Refused { .. }
    ));
    // Once more changes nothing.
    assert_eq!(stage.erase(caller(OURS), record(1)).await.unwrap(), erased);
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, rows);
    // One that no change has named yet: a device may hold it that has not sent it.
    stage.erase(caller(OURS), record(50)).await.unwrap();
    let late = change(id(4, 1), key(50, 50, "client", "name"), "\"x\"", vec![]);
    assert_eq!(verdict(stage, late).await.verdict, Verdict::Erased);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
}

async fn a_tombstone_is_brought_forward_after_a_restore(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"Lin\"", vec![])).await;
    let ended = stage.page(OURS, None, 10).await.line.0[0].epoch;
    let line = went_on_elsewhere(ended);
    let tombstone = Head {
        id: id(7, 0),
        time: BEGIN_MS,
        device: DeviceId::NIL,
        said: false,
        value: Value::from_json(b"true").unwrap(),
    };
    let offer = |rows: Vec<Row>| OfferRequest {
        protocol: yardstick_domain::PROTOCOL,
        workspace: OURS,
        user: UserId::NIL,
        epoch: Epoch(0),
        line: line.clone(),
        rows,
    };
    let buried = |seq| Row {
        key: tombstone_key(record(1)),
        seq,
        register: Register::from_heads([tombstone.clone()]),
    };
    let held = Row {
        key: name.clone(),
        seq: 4,
        register: Register::from_heads([Head {
            value: Value::from_json(b"\"Lin, later\"").unwrap(),
            ..tombstone.clone()
        }]),
    };
    let at = |stage: &mut _, request: OfferRequest| OfferRequest {
        epoch: Stage::epoch(stage),
        ..request
    };
    // What lies before the fork this server knows by itself; and a member's word does not erase.
    let before_the_fork = at(stage, offer(vec![buried(1)]));
    stage.offer(caller(OURS), before_the_fork).await.unwrap();
    let member = Caller {
        may_erase: false,
        ..caller(OURS)
    };
    let by_a_member = at(stage, offer(vec![buried(5)]));
    stage.offer(member, by_a_member).await.unwrap();
    assert_eq!(everything(stage, OURS, 10).await[0].key, name);

    // One device brings back what another then buries, in whatever order the rows lie.
    let both = at(stage, offer(vec![held.clone(), buried(5)]));
    stage.offer(caller(OURS), both.clone()).await.unwrap();
    let rows = everything(stage, OURS, 10).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].key, tombstone_key(record(1)));
    assert_eq!(
        rows[0].register.heads(),
        [Head {
            said: true,
            ..tombstone.clone()
        }]
    );
    assert_eq!(rows[0].seq, 2);
    let late = at(stage, offer(vec![held]));
    stage.offer(caller(OURS), late).await.unwrap();
    stage.offer(caller(OURS), both).await.unwrap();
    assert_eq!(everything(stage, OURS, 10).await, rows);
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
    let edit = change(id(1, 2), name, "\"Lin\"", vec![id(1, 1)]);
    assert_eq!(verdict(stage, edit).await.verdict, Verdict::Erased);
}

/// Numbers that look random and come again with their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)) % end
    }

    fn change_id(&mut self) -> ChangeId {
        id(self.below(4), u32::try_from(self.below(60)).unwrap())
    }

    fn key(&mut self) -> RegisterKey {
        let client = u128::from(self.below(3));
        let kind = ["note", "task"][usize::try_from(self.below(2)).unwrap()];
        let field = format!("f{}", self.below(3));
        key(client, u128::from(self.below(6)), kind, &field)
    }

    fn change(&mut self) -> Change {
        let replaces = (0..self.below(4)).map(|_| self.change_id()).collect();
        let mut change = change(
            self.change_id(),
            self.key(),
            &self.below(3).to_string(),
            replaces,
        );
        change.replaces.retain(|id| *id != change.id);
        change.time = BEGIN_MS - 20_000 + i64::try_from(self.below(60_000)).unwrap();
        change.action = (self.below(5) == 0).then_some(1);
        change
    }

    fn offer(&mut self, workspace: WorkspaceId, epoch: Epoch, line: &Line) -> OfferRequest {
        // The device left this history somewhere, and went on in one of two others.
        let mut line = line.clone();
        let left = line.0.last_mut().unwrap();
        left.last = self.below(40);
        line.0.push(EpochEnd {
            epoch: Epoch(1_000 + self.below(2)),
            last: 1_000,
        });
        let rows = (0..self.below(5)).map(|_| {
            let heads: Vec<Head> = (0..self.below(3))
                .map(|_| Head {
                    id: self.change_id(),
                    time: BEGIN_MS + i64::try_from(self.below(5)).unwrap(),
                    device: DeviceId::NIL,
                    said: false,
                    value: Value::from_json(self.below(3).to_string().as_bytes()).unwrap(),
                })
                .collect();
            let key = self.key();
            let is_buried = self.below(12) == 0;
            Row {
                key: if is_buried {
                    tombstone_key(key.client)
                } else {
                    key
                },
                seq: self.below(80),
                register: Register::from_heads(heads),
            }
        });
        let rows = rows.collect();
        OfferRequest {
            protocol: 1,
            workspace,
            user: UserId::NIL,
            epoch,
            line,
            rows,
        }
    }
}

#[tokio::test]
async fn both_stores_say_the_same_after_the_same_random_requests() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut disk = OnDisk::new().await;
        let mut memory = InMemory::new();
        memory.store = MemoryStore::default();
        memory.store.start(disk.epoch());
        memory.store.create(OURS);
        memory.store.create(THEIRS);
        memory.epoch = disk.epoch();
        for step in 0..40 {
            let workspace = if dice.below(4) == 0 { THEIRS } else { OURS };
            let at = format!("seed {seed}, step {step}");
            match dice.below(8) {
                0 => {
                    let line = disk.page(workspace, None, 1).await.line;
                    let offer = dice.offer(workspace, disk.epoch(), &line);
                    let one = disk.offer(caller(workspace), offer.clone()).await;
                    assert_eq!(one, memory.offer(caller(workspace), offer).await, "{at}");
                }
                2 if step > 20 && step % 6 == 0 => {
                    let client = dice.key().client;
                    let one = disk.erase(caller(workspace), client).await;
                    assert_eq!(one, memory.erase(caller(workspace), client).await, "{at}");
                }
                1 if step % 5 == 0 => {
                    disk.restart().await;
                    memory.store.start(disk.epoch());
                    memory.epoch = disk.epoch();
                }
                _ => {
                    let changes: Vec<_> = (0..dice.below(12)).map(|_| dice.change()).collect();
                    let one = disk
                        .push(caller(workspace), request(workspace, changes.clone()))
                        .await;
                    let other = memory
                        .push(caller(workspace), request(workspace, changes))
                        .await;
                    assert_eq!(one, other, "{at}");
                }
            }
            let seq = dice.below(20);
            assert_eq!(
                news(&mut disk, workspace, seq).await,
                news(&mut memory, workspace, seq).await,
                "{at}"
            );
            let limit = usize::try_from(1 + dice.below(9)).unwrap();
            let rows = everything(&mut disk, workspace, limit).await;
            assert_eq!(
                rows,
                everything(&mut memory, workspace, limit).await,
                "{at}"
            );
            let digest = news(&mut disk, workspace, 0).await.digest.unwrap();
            assert_eq!(
                digest.total,
                format!("{:016x}", digest_of(&rows).total()),
                "{at}"
            );
        }
    }
}
