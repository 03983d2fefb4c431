//! Backup, check, restore, and backups by schedule.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use yardstick_server::backups::Schedule;
use yardstick_server::store::backup::{BackupError, backup, look_at};
use yardstick_server::store::restore::{Access, RestoreError, restore};

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn a_backup_is_made_while_the_server_writes_and_can_be_put_in_place() {
    let (app, anna) = TestApp::with_owner().await;
    let target = app.beside("copy.db");
    let (findings, _) = tokio::join!(
        backup(app.app.store().path(), &target),
        app.sign_in("anna@example.com", PASSWORD)
    );
    let findings = findings.unwrap();
    assert!(findings.damage.is_empty());
    assert!(
        findings.rows.contains(&("user".to_owned(), 1)),
        "{findings:?}"
    );
    assert!(!app.beside("copy.db.partial").exists());
    app.sign_in("anna@example.com", PASSWORD).await;

    let database = app.database();
    app.app.stop().await;
    let restored = restore(&target, &database, "now").await.unwrap();
    assert_eq!(
        restored.kept,
        Some(app.beside("yardstick.db.before-restore-now"))
    );
    let app = app.restart(1_000).await.unwrap();
    let mut again = app.stranger();
    again.cookie = anna.cookie;
    assert_eq!(again.get("/api/v1/session").await.status, StatusCode::OK);
    let devices = again
        .get("/api/v1/devices")
        .await
        .json()
        .as_array()
        .unwrap()
        .len();
    assert!(devices <= 2, "what came after the backup is gone");
}

#[tokio::test]
async fn a_backup_replaces_nothing_and_needs_something() {
    let (app, _) = TestApp::with_owner().await;
    let target = app.beside("copy.db");
    std::fs::write(&target, "precious").unwrap();
    let refused = backup(&app.database(), &target).await.unwrap_err();
    assert!(
        matches!(refused, BackupError::TargetExists { .. }),
        "{refused}"
    );
    assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    let refused = backup(&app.beside("none.db"), &app.beside("other.db"))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, BackupError::NoDatabase { .. }),
        "{refused}"
    );
    assert!(!app.beside("none.db").exists());
    let refused = backup(&app.database(), &app.beside("no/folder/copy.db"))
        .await
        .unwrap_err();
    assert!(matches!(refused, BackupError::Copy { .. }), "{refused}");
}

#[tokio::test]
async fn a_damaged_database_is_not_backed_up_as_sound() {
    let (app, _) = TestApp::with_owner().await;
    app.app.stop().await;
    let database = app.database();
    let mut bytes = std::fs::read(&database).unwrap();
    let page = bytes
        .windows(16)
        .position(|it| it == b"anna@example.com")
        .unwrap()
        / 4096
        * 4096;
    bytes[page..page + 200].fill(0xa5);
    std::fs::write(&database, bytes).unwrap();
    let target = app.beside("copy.db");
    let refused = backup(&database, &target).await.unwrap_err();
    assert!(
        matches!(
            refused,
            BackupError::Copy { .. } | BackupError::NotSound { .. }
        ),
        "{refused}"
    );
    assert!(!target.exists() && !app.beside("copy.db.partial").exists());
    let damage = look_at(&database).await.map(|findings| findings.damage);
    assert!(damage.is_err() || damage.is_ok_and(|damage| !damage.is_empty()));
}

#[tokio::test]
async fn a_restore_refuses_what_it_should_and_then_nothing_has_changed() {
    let (app, _) = TestApp::with_owner().await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    let refused = restore(&copy, &database, "now").await.unwrap_err();
    assert!(matches!(refused, RestoreError::Open(_)), "{refused}");
    app.app.stop().await;
    let before = std::fs::read(&database).unwrap();

    std::fs::write(app.beside("notes.txt"), "these are my notes".repeat(500)).unwrap();
    let sound = std::fs::read(&copy).unwrap();
    let mut damaged = sound.clone();
    let page = sound.len() / 4096 / 2 * 4096;
    damaged[page..page + 2_000].fill(0xa5);
    std::fs::write(app.beside("damaged.db"), damaged).unwrap();
    std::fs::write(app.beside("cut.db"), &sound[..sound.len() / 2]).unwrap();
    std::fs::write(app.beside("empty.db"), "").unwrap();
    for wrong in ["none.db", "notes.txt", "damaged.db", "cut.db", "empty.db"] {
        let refused = restore(&app.beside(wrong), &database, "now")
            .await
            .unwrap_err();
        let fits = match wrong {
            "none.db" => matches!(refused, RestoreError::NoBackup { .. }),
            "empty.db" => matches!(refused, RestoreError::Foreign { .. }),
            _ => matches!(
                refused,
                RestoreError::Unreadable { .. } | RestoreError::NotSound { .. }
            ),
        };
        assert!(fits, "{wrong}: {refused:?}");
        assert_eq!(std::fs::read(&database).unwrap(), before, "{wrong}");
    }
    let refused = restore(&database, &database, "now").await.unwrap_err();
    assert!(matches!(refused, RestoreError::Itself { .. }), "{refused}");
    let names = names_in(&app.beside(""));
    assert!(
        !names
            .iter()
            .any(|name| name.contains("restor") || name.ends_with("-wal")),
        "{names:?}"
    );
}

#[tokio::test]
async fn going_back_to_a_backup_lets_nobody_in_again() {
    let (app, anna) = TestApp::with_owner().await;
    let email = "anna@example.com";
    let lost = app.sign_in(email, PASSWORD).await;
    let left = app.sign_in(email, PASSWORD).await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    let devices = anna.get("/api/v1/devices").await.json();
    let phone = devices[1]["id"].as_str().unwrap();
    let wipe = format!("/api/v1/devices/{phone}/wipe");
    let ordered = anna.post(&wipe, &json!({})).await;
    assert_eq!(ordered.status, StatusCode::NO_CONTENT, "{ordered:?}");
    let signed_out = left.delete("/api/v1/session").await;
    assert!(signed_out.status.is_success(), "{signed_out:?}");
    let body = json!({"old_password": PASSWORD, "new_password": "a quieter place for tea"});
    let changed = anna.put("/api/v1/password", &body).await;
    assert!(changed.status.is_success(), "{changed:?}");

    app.app.stop().await;
    let restored = restore(&copy, &database, "now").await.unwrap();
    assert!(
        matches!(restored.access, Access::Kept),
        "{:?}",
        restored.access
    );
    let app = app.restart(1_000).await.unwrap();
    let again = |cookie| {
        let mut person = app.stranger();
        person.cookie = cookie;
        person
    };
    for (who, cookie) in [("wiped", lost.cookie), ("signed out", left.cookie)] {
        let answer = again(cookie).get("/api/v1/devices").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{who}");
    }
    let stays = again(anna.cookie).get("/api/v1/devices").await;
    assert_eq!(stays.status, StatusCode::OK);
    app.sign_in(email, "a quieter place for tea").await;

    // One that cannot be read has nothing to say of it, and keeps nobody from going back.
    let database = app.database();
    app.app.stop().await;
    std::fs::write(&database, "no database at all").unwrap();
    let restored = restore(&copy, &database, "later").await.unwrap();
    assert!(
        matches!(restored.access, Access::Unknown(_)),
        "{:?}",
        restored.access
    );
}

#[tokio::test]
async fn a_log_left_by_the_database_that_was_there_is_not_played_into_the_restored_one() {
    let (app, _) = TestApp::with_owner().await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    let devices = |findings: &yardstick_server::store::backup::Findings| {
        findings
            .rows
            .iter()
            .find(|(table, _)| table == "device")
            .map(|&(_, count)| count)
    };
    for _ in 0..3 {
        app.sign_in("anna@example.com", PASSWORD).await;
    }
    // As after a crash: the file and its log, copied while the server held both open.
    let crashed = tempfile::tempdir().unwrap();
    let lost = crashed.path().join("yardstick.db");
    std::fs::copy(&database, &lost).unwrap();
    std::fs::copy(
        app.beside("yardstick.db-wal"),
        crashed.path().join("yardstick.db-wal"),
    )
    .unwrap();
    let restored = restore(&copy, &lost, "now").await.unwrap();
    assert_eq!(devices(&restored.findings), Some(1));
    assert_eq!(devices(&look_at(&lost).await.unwrap()), Some(1));
    let kept = look_at(&restored.kept.unwrap()).await.unwrap();
    assert_eq!(
        devices(&kept),
        Some(4),
        "what was there is kept, its log with it"
    );
}

#[tokio::test]
async fn a_log_that_has_outlived_its_database_is_not_played_into_the_restored_one() {
    let (app, _) = TestApp::with_owner().await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    app.sign_in("anna@example.com", PASSWORD).await;
    // The broken file was taken away by hand, its log was not.
    let left = tempfile::tempdir().unwrap();
    let lost = left.path().join("yardstick.db");
    std::fs::copy(
        app.beside("yardstick.db-wal"),
        left.path().join("yardstick.db-wal"),
    )
    .unwrap();
    let restored = restore(&copy, &lost, "now").await.unwrap();
    assert_eq!(restored.kept, None);
    assert_eq!(look_at(&lost).await.unwrap().rows, restored.findings.rows);
    assert!(names_in(left.path()).contains(&"yardstick.db.before-restore-now-wal".to_owned()));
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_schedule_keeps_the_newest_and_touches_nothing_else() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let (app, _) = TestApp::with_owner().await;
    let folder = app.beside("backups");
    let schedule = Schedule {
        folder: folder.clone(),
        every: Duration::from_secs(24 * 60 * 60),
        keep: NonZeroUsize::new(2).unwrap(),
    };
    schedule.prepare().unwrap();
    for other in [
        "yardstick-by-hand.db",
        "yardstick-2026-03-01T000000Z.db.partial",
    ] {
        std::fs::write(folder.join(other), "").unwrap();
    }
    let begun_ms = app.app.now_ms();
    assert!(schedule.is_due(begun_ms));
    for day in 0..4 {
        let now_ms = begun_ms + day * DAY_MS;
        assert!(schedule.is_due(now_ms), "day {day}");
        let made = schedule.make(&app.database(), now_ms).await.unwrap();
        assert!(look_at(&made).await.unwrap().damage.is_empty());
        assert!(!schedule.is_due(now_ms) && !schedule.is_due(now_ms + DAY_MS - 1_000));
    }
    assert_eq!(
        names_in(&folder),
        [
            "yardstick-2026-03-05T090000Z.db",
            "yardstick-2026-03-06T090000Z.db",
            "yardstick-by-hand.db",
        ]
    );
    // A clock that was ahead has left a name of the future: it does not hold up the next one.
    assert!(schedule.is_due(begun_ms));
    let failed = schedule.make(&app.beside("none.db"), begun_ms).await;
    assert!(failed.is_err());
    assert_eq!(names_in(&folder).len(), 3, "a failure removes none");
    let made = schedule.make(&app.database(), begun_ms).await.unwrap();
    assert!(made.exists(), "the newest of now is not the oldest of all");
    assert!(!schedule.is_due(begun_ms));
}
