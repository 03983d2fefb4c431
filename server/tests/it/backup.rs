//! Backup, check, and putting a backup in the database's place.

use axum::http::StatusCode;
use yardstick_server::store::backup::{BackupError, backup, look_at};

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
    std::fs::copy(&target, &database).unwrap();
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
