//! What is in a database file, looked at by itself.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::id::WorkspaceId;
use yardstick_server::store::Store;
use yardstick_server::store::backup::look_at;
use yardstick_server::store::sync::SyncStore;
use yardstick_server::sync::ReadStore;

use crate::load::Device;

/// The write-ahead log of a database.
pub(crate) fn wal(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// A copy of a database as the disk has it, its write-ahead log with it: looking at it changes nothing of the original.
pub(crate) fn copy(database: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(database, &copy).unwrap();
    if wal(database).exists() {
        std::fs::copy(wal(database), wal(&copy)).unwrap();
    }
    (folder, copy)
}

/// Every edit in the log and how often it is there, by writer and counter.
pub(crate) async fn logged(database: &Path) -> HashMap<(u64, u32), u32> {
    let options = SqliteConnectOptions::new().filename(database);
    let mut sql = SqliteConnection::connect_with(&options).await.unwrap();
    let rows: Vec<(Vec<u8>, u32, u32)> = sqlx::query_as(
        "select symbol.word, change.counter, count(*) from change join symbol on symbol.id = change.writer group by 1, 2",
    )
    .fetch_all(&mut sql)
    .await
    .unwrap();
    let writer = |word: &[u8]| u64::from_be_bytes(word[1..].try_into().unwrap());
    rows.iter()
        .map(|(word, counter, times)| ((writer(word), *counter), *times))
        .collect()
}

/// Asserts that the file is sound, and its digest that of what is in it.
pub(crate) async fn is_sound(database: &Path) {
    let findings = look_at(database).await.unwrap();
    assert!(findings.damage.is_empty(), "{findings:?}");
    let store = Store::open(database).await.unwrap();
    let mut tx = store.reading().await.unwrap();
    let workspace: uuid::Uuid = sqlx::query_scalar("select id from workspace")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let workspace = WorkspaceId(workspace);
    let mut book = SyncStore::new(&mut tx);
    let (rows, _) = book.page(workspace, None, usize::MAX).await.unwrap();
    let mut digest = Digest::default();
    for row in &rows {
        let contribution = contribution(&row.key, &row.register);
        digest.add(row.key.record.bucket(), contribution);
    }
    let kept = ReadStore::digest(&mut book, workspace).await.unwrap();
    assert_eq!(kept, digest);
    drop(tx);
    store.close().await;
}

/// Asserts that a file holds every edit acknowledged to these devices exactly once, their requests under way as a whole or not at
/// all, and nothing else.
pub(crate) async fn holds(database: &Path, devices: &[Device]) {
    is_sound(database).await;
    let mut logged = logged(database).await;
    for device in devices {
        let mut take = |counter| logged.remove(&(device.writer, counter)).unwrap_or(0);
        let lost: Vec<u32> = (0..device.acknowledged)
            .filter(|&counter| take(counter) != 1)
            .collect();
        assert!(
            lost.is_empty(),
            "device {}: acknowledged, but not there once: {lost:?}",
            device.writer
        );
        let under_way: Vec<u32> = device.request().map(take).collect();
        assert!(
            under_way.iter().all(|&times| times == 0) || under_way.iter().all(|&times| times == 1),
            "device {}: a request in part: {under_way:?}",
            device.writer
        );
    }
    assert!(logged.is_empty(), "nobody sent these: {logged:?}");
}
