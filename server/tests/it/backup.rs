//! Backup, check, restore, and backups by schedule.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use sqlx::Connection;
use yardstick_server::backups::Schedule;
use yardstick_server::store::OpenError;
use yardstick_server::store::backup::{BackupError, backup, look_at};
use yardstick_server::store::restore::{Access, RestoreError, restore};

use crate::app::{PASSWORD, Person, TestApp};

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
    order_wipe(&anna, &lost.device().await).await;
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
    is_told_to_wipe(&app, &lost).await;
    let answer = again(&app, &left).get("/api/v1/devices").await;
    answer.refused(401, "sign-in");
    let stays = again(&app, &anna).get("/api/v1/devices").await;
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

/// The same person with the same browser, before a server that has been started again.
fn again(app: &TestApp, person: &Person) -> Person {
    let mut again = app.stranger();
    again.cookie.clone_from(&person.cookie);
    again
}

async fn order_wipe(owner: &Person, device: &str) {
    let path = format!("/api/v1/devices/{device}/wipe");
    let ordered = owner.post(&path, &json!({})).await;
    assert_eq!(ordered.status, StatusCode::NO_CONTENT, "{ordered:?}");
}

/// Anna signs in on a device that was hers before.
async fn sign_in_on(app: &TestApp, device: &str, password: &str) -> Person {
    let mut person = app.stranger();
    let body = json!({
        "email": "anna@example.com", "password": password, "device_label": "Tablet", "device": device,
    });
    let answer = person.post("/api/v1/session", &body).await;
    person.keep_session(&answer);
    assert_eq!(person.device().await, device);
    person
}

async fn is_told_to_wipe(app: &TestApp, person: &Person) {
    let answer = again(app, person).get("/api/v1/devices").await;
    answer.refused(401, "wipe");
    assert_eq!(
        answer.json()["wipe_token"].as_str(),
        person.wipe_token.as_deref(),
        "with no other token does it wipe itself"
    );
}

#[tokio::test]
async fn a_wipe_reaches_devices_and_sessions_that_are_younger_than_the_backup() {
    let (app, anna) = TestApp::with_owner().await;
    let email = "anna@example.com";
    let tablet = app.sign_in(email, PASSWORD).await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    let [phone, revoked, younger] = [
        app.sign_in(email, PASSWORD).await,
        app.sign_in(email, PASSWORD).await,
        app.sign_in(email, PASSWORD).await,
    ];
    // The tablet's person signed in on it once more: one device, two sessions, one of them in the backup.
    let tablet_anew = sign_in_on(&app, &tablet.device().await, PASSWORD).await;
    let [annas, tablets, phones] = [
        anna.device().await,
        tablet.device().await,
        phone.device().await,
    ];
    order_wipe(&anna, &phones).await;
    order_wipe(&anna, &tablets).await;
    let path = format!("/api/v1/devices/{}", revoked.device().await);
    assert_eq!(anna.delete(&path).await.status, StatusCode::NO_CONTENT);

    app.app.stop().await;
    let restored = restore(&copy, &database, "now").await.unwrap();
    assert!(
        matches!(restored.access, Access::Kept),
        "{:?}",
        restored.access
    );
    let app = app.restart(1_000).await.unwrap();
    for wiped in [&phone, &tablet, &tablet_anew] {
        is_told_to_wipe(&app, wiped).await;
    }
    for unknown in [&revoked, &younger] {
        let answer = again(&app, unknown).get("/api/v1/devices").await;
        answer.refused(401, "sign-in");
    }
    let devices = again(&app, &anna).get("/api/v1/devices").await.json();
    let listed: Vec<_> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| {
            (
                device["id"].as_str().unwrap(),
                device["wipe_ordered_ms"].is_i64(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (annas.as_str(), false),
            (tablets.as_str(), true),
            (phones.as_str(), true)
        ]
    );
}

#[tokio::test]
async fn a_database_begun_anew_has_nothing_to_say_of_who_was_shut_out() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let new = TestApp::empty().await;
    let copy = new.beside("copy.db");
    backup(&app.database(), &copy).await.unwrap();
    // The disk died with this order on it, and the service was started once on the new one.
    order_wipe(&anna, &phone.device().await).await;
    new.app.stop().await;
    let restored = restore(&copy, &new.database(), "now").await.unwrap();
    assert!(
        matches!(restored.access, Access::Parted),
        "{:?}",
        restored.access
    );
    let new = new.restart(1_000).await.unwrap();
    for person in [&anna, &phone] {
        let answer = again(&new, person).get("/api/v1/devices").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
}

#[tokio::test]
async fn a_database_put_back_too_far_shuts_out_but_does_not_vouch() {
    let email = "anna@example.com";
    let (app, anna) = TestApp::with_owner().await;
    let path = format!("/api/v1/devices/{}", anna.device().await);
    let tablets = app.sign_in(email, PASSWORD).await.device().await;
    let new = TestApp::empty().await;
    let [early, late] = [new.beside("early.db"), new.beside("late.db")];
    backup(&app.database(), &early).await.unwrap();
    let app = app.restart(1_000).await.unwrap();
    let body = json!({"old_password": PASSWORD, "new_password": "a quieter place for tea"});
    let changed = again(&app, &anna).put("/api/v1/password", &body).await;
    assert!(changed.status.is_success(), "{changed:?}");
    // The database that was put back has never heard of this session, nor of the order.
    let tablet = sign_in_on(&app, &tablets, "a quieter place for tea").await;
    order_wipe(&again(&app, &anna), &tablets).await;
    backup(&app.database(), &late).await.unwrap();

    new.app.stop().await;
    restore(&early, &new.database(), "now").await.unwrap();
    let new = new.restart(2_000).await.unwrap();
    let desktop = new.sign_in(email, PASSWORD).await;
    let shut_out = desktop.delete(&path).await;
    assert_eq!(shut_out.status, StatusCode::NO_CONTENT, "{shut_out:?}");
    let database = new.database();
    new.app.stop().await;
    let restored = restore(&late, &database, "later").await.unwrap();
    assert!(
        matches!(restored.access, Access::Parted),
        "{:?}",
        restored.access
    );
    let new = new.restart(1_000).await.unwrap();
    let answer = again(&new, &anna).get("/api/v1/devices").await;
    answer.refused(401, "sign-in");
    is_told_to_wipe(&new, &tablet).await;
    new.sign_in(email, "a quieter place for tea").await;
    let mut stale = new.stranger();
    let answer = stale.sign_in(email, PASSWORD).await;
    answer.refused(401, "wrong-credentials");
}

#[tokio::test]
async fn a_database_that_is_earlier_in_the_same_epoch_does_not_vouch() {
    let (app, _) = TestApp::with_owner().await;
    let new = TestApp::empty().await;
    let [early, reached, known] = ["early.db", "reached.db", "known.db"].map(|it| new.beside(it));
    backup(&app.database(), &early).await.unwrap();
    let mut sql = app.sql().await;
    sqlx::query("update workspace set head_seq = 41")
        .execute(&mut sql)
        .await
        .unwrap();
    backup(&app.database(), &reached).await.unwrap();
    app.sign_in("anna@example.com", PASSWORD).await;
    sqlx::query("update workspace set head_seq = 0")
        .execute(&mut sql)
        .await
        .unwrap();
    backup(&app.database(), &known).await.unwrap();

    new.app.stop().await;
    let database = new.database();
    for later in [&reached, &known] {
        restore(&early, &database, "before").await.unwrap();
        let restored = restore(later, &database, "now").await.unwrap();
        assert!(
            matches!(restored.access, Access::Parted),
            "{later:?}: {:?}",
            restored.access
        );
        for name in ["before", "now"] {
            let kept = new.beside(&format!("yardstick.db.before-restore-{name}"));
            std::fs::remove_file(kept).unwrap();
        }
        let restored = restore(later, &database, "again").await.unwrap();
        assert!(
            matches!(restored.access, Access::Kept),
            "{later:?} knows itself"
        );
        std::fs::remove_file(new.beside("yardstick.db.before-restore-again")).unwrap();
    }

    // It went on in an epoch of its own, further than the backup, but from a place before it.
    restore(&early, &database, "before").await.unwrap();
    let new = new.restart(1_000).await.unwrap();
    let mut sql = new.sql().await;
    sqlx::query("update workspace set head_seq = 60")
        .execute(&mut sql)
        .await
        .unwrap();
    sql.close().await.unwrap();
    new.app.stop().await;
    let restored = restore(&reached, &database, "now").await.unwrap();
    assert!(
        matches!(restored.access, Access::Parted),
        "{:?}",
        restored.access
    );
}

/// Whoever restores may be root, and the folder is the server's.
#[cfg(unix)]
#[tokio::test]
async fn a_lock_that_leads_elsewhere_is_refused_and_nothing_is_given_away() {
    use std::os::unix::fs::{MetadataExt, chown, symlink};

    const NOBODY: u32 = 65_534;
    let (app, _) = TestApp::with_owner().await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    app.app.stop().await;
    let before = std::fs::read(&database).unwrap();
    let lock = app.beside("yardstick.db.lock");
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("shadow");
    std::fs::write(&secret, "precious").unwrap();
    // Only root can; as anybody else there is nobody to give it to.
    let _ = chown(app.beside(""), Some(NOBODY), Some(NOBODY));
    let untouched = |path: &Path| {
        let found = std::fs::metadata(path).unwrap();
        (found.uid(), found.gid(), std::fs::read(path).unwrap())
    };
    let secret_was = untouched(&secret);

    for (leads_to, exists) in [(&secret, true), (&elsewhere.path().join("none"), false)] {
        std::fs::remove_file(&lock).unwrap();
        symlink(leads_to, &lock).unwrap();
        let refused = restore(&copy, &database, "now").await.unwrap_err();
        assert!(
            matches!(&refused, RestoreError::Open(OpenError::Link { path }) if *path == lock),
            "{refused:?}"
        );
        let said = refused.to_string();
        assert!(
            said.contains("yardstick.db.lock is a symbolic link") && said.contains("Remove"),
            "{said}"
        );
        assert_eq!(leads_to.exists(), exists, "nothing is made there");
    }
    std::fs::remove_file(&lock).unwrap();
    std::fs::hard_link(&secret, &lock).unwrap();
    let refused = restore(&copy, &database, "now").await.unwrap_err();
    assert!(
        matches!(&refused, RestoreError::NotPlain { path } if *path == lock),
        "{refused:?}"
    );
    assert_eq!(untouched(&secret), secret_was);
    assert_eq!(std::fs::read(&database).unwrap(), before);

    // Without it, what is put in place is the folder's owner's, and so is the lock.
    std::fs::remove_file(&lock).unwrap();
    restore(&copy, &database, "now").await.unwrap();
    let folder = std::fs::metadata(app.beside("")).unwrap();
    for file in [&database, &lock] {
        let (uid, gid, _) = untouched(file);
        assert_eq!((uid, gid), (folder.uid(), folder.gid()), "{file:?}");
    }
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
