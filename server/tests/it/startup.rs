//! What keeps a server from starting, and what every start checks.

use sqlx::Connection;
use yardstick_server::startup::StartupError;
use yardstick_server::store::{OpenError, Store};

use crate::app::{PASSWORD, TestApp};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn the_folder_and_the_file_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/data/yardstick.db");
    Store::open(&path).await.unwrap().close().await;
    assert!(path.exists());
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let (app, _) = TestApp::with_owner().await;
    let mut sql = app.sql().await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         values (9000, 'of the future', '2030-01-01', 1, x'00', 0)",
    )
    .execute(&mut sql)
    .await
    .unwrap();
    sql.close().await.unwrap();
    let refused = app.restart(0).await.err().unwrap();
    let StartupError::Open(OpenError::Newer { found: 9000, .. }) = &refused else {
        panic!("{refused}")
    };
    assert!(refused.to_string().contains("newer yardstick"), "{refused}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(
        &path,
        "these are my notes, not a database at all".repeat(100),
    )
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path).await.err().unwrap();
    assert!(matches!(refused, OpenError::Unreadable { .. }), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Store::open(folder.path()).await.err().unwrap();
    assert!(
        matches!(refused, OpenError::NotWritable { .. }),
        "{refused}"
    );
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let refused = Store::open(&file.join("yardstick.db")).await.err().unwrap();
    assert!(matches!(refused, OpenError::Folder { .. }), "{refused}");
}

#[tokio::test]
async fn two_servers_do_not_share_a_database() {
    let (app, _) = TestApp::with_owner().await;
    let refused = Store::open(&app.database()).await.err().unwrap();
    assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
    app.sign_in("anna@example.com", PASSWORD).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_lock_that_is_a_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("yardstick.db");
    let elsewhere = folder.path().join("elsewhere");
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("yardstick.db.lock")).unwrap();
    let refused = Store::open(&path).await.err().unwrap();
    assert!(matches!(refused, OpenError::Link { .. }), "{refused}");
    assert!(!elsewhere.exists());
}

#[tokio::test]
async fn a_clock_a_day_behind_stops_the_start() {
    let (app, _) = TestApp::with_owner().await;
    let app = app.restart(-DAY_MS + 1).await.unwrap();
    let refused = app.restart(-1).await.err().unwrap();
    assert!(
        matches!(refused, StartupError::ClockBehind { .. }),
        "{refused}"
    );
    assert!(
        refused.to_string().contains("2026-03-03T09:00:00Z"),
        "{refused}"
    );
}

#[tokio::test]
async fn every_connection_is_durable_and_readers_cannot_write() {
    let (app, _) = TestApp::with_owner().await;
    let store = app.app.store();
    let mut readers = Vec::new();
    for _ in 0..4 {
        readers.push(store.reader().await.unwrap());
    }
    for reader in &mut readers {
        let journal: String = sqlx::query_scalar("pragma journal_mode")
            .fetch_one(&mut **reader)
            .await
            .unwrap();
        let synchronous: i64 = sqlx::query_scalar("pragma synchronous")
            .fetch_one(&mut **reader)
            .await
            .unwrap();
        assert_eq!((journal.as_str(), synchronous), ("wal", 2));
        assert!(
            sqlx::query("delete from session")
                .execute(&mut **reader)
                .await
                .is_err()
        );
    }
    let (journal, synchronous, keys): (String, i64, i64) = store
        .write(|tx| {
            Box::pin(async move {
                let journal = sqlx::query_scalar("pragma journal_mode")
                    .fetch_one(&mut *tx)
                    .await?;
                let synchronous = sqlx::query_scalar("pragma synchronous")
                    .fetch_one(&mut *tx)
                    .await?;
                let keys = sqlx::query_scalar("pragma foreign_keys")
                    .fetch_one(&mut *tx)
                    .await?;
                Ok::<_, yardstick_server::store::StoreError>((journal, synchronous, keys))
            })
        })
        .await
        .unwrap();
    assert_eq!((journal.as_str(), synchronous, keys), ("wal", 2, 1));
}

#[tokio::test]
async fn each_start_is_an_epoch_and_the_one_before_ends_where_it_came_to() {
    let (app, anna) = TestApp::with_owner().await;
    let workspace = anna.get("/api/v1/session").await.json()["workspace"]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let first = app.app.epoch();
    let mut sql = app.sql().await;
    sqlx::query("update workspace set head_seq = 41")
        .execute(&mut sql)
        .await
        .unwrap();
    sql.close().await.unwrap();
    let app = app.restart(1).await.unwrap();
    let mut reader = app.app.store().reader().await.unwrap();
    let line = yardstick_server::store::epoch::line(&mut reader, workspace)
        .await
        .unwrap();
    let ends: Vec<_> = line.0.iter().map(|end| (end.epoch, end.last)).collect();
    assert_eq!(ends, [(first, 41), (app.app.epoch(), u64::MAX)]);
}
