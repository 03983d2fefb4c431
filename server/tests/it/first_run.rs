//! The first account.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{PASSWORD, TestApp, first_account};

#[tokio::test]
async fn the_first_account_owns_a_new_workspace_and_is_signed_in() {
    let app = TestApp::empty().await;
    assert_eq!(
        app.stranger().get("/api/v1/first-run").await.json(),
        json!({ "open": true })
    );
    let anna = app.owner().await;
    let session = anna.get("/api/v1/session").await.json();
    assert_eq!(session["user"]["email"], "anna@example.com");
    assert_eq!(session["user"]["name"], "Anna");
    assert_eq!(session["workspace"]["name"], "Studio");
    assert_eq!(session["role"], "owner");
    assert_eq!(session["devices"][0]["label"], "Desktop");
    assert_eq!(session["devices"][0]["this_device"], true);
    assert!(session.get("wipe_token").is_none(), "told at sign-in only");
    assert!(anna.wipe_token.is_some());
}

#[tokio::test]
async fn the_code_is_accepted_once() {
    let app = TestApp::empty().await;
    let code = app.app.first_run_code().unwrap().to_owned();
    app.owner().await;
    let late = app.stranger();
    assert_eq!(
        late.get("/api/v1/first-run").await.json(),
        json!({ "open": false })
    );
    late.post("/api/v1/first-run", &first_account(&code))
        .await
        .refused(409, "first-run-closed");
}

#[tokio::test]
async fn of_two_with_the_right_code_one_gets_in() {
    let app = TestApp::empty().await;
    let code = app.app.first_run_code().unwrap().to_owned();
    let (one, other) = (app.stranger(), app.stranger());
    let (annas, mut bens) = (first_account(&code), first_account(&code));
    bens["email"] = json!("ben@example.com");
    let (a, b) = tokio::join!(
        one.post("/api/v1/first-run", &annas),
        other.post("/api/v1/first-run", &bens)
    );
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn a_wrong_code_or_field_changes_nothing() {
    let app = TestApp::empty().await;
    let code = app.app.first_run_code().unwrap().to_owned();
    let stranger = app.stranger();
    stranger
        .post("/api/v1/first-run", &first_account("AAAA-AAAA-AAAA"))
        .await
        .refused(403, "wrong-code");
    for (field, wrong) in [
        ("email", "anna"),
        ("password", "short"),
        ("name", " "),
        ("workspace_name", "a\nb"),
    ] {
        let mut body = first_account(&code);
        body[field] = json!(wrong);
        let answer = stranger.post("/api/v1/first-run", &body).await;
        answer.refused(400, "invalid-field");
        assert_eq!(answer.json()["field"], field);
    }
    assert_eq!(
        stranger.get("/api/v1/first-run").await.json(),
        json!({ "open": true })
    );
    let late = stranger
        .post("/api/v1/first-run", &first_account(&code.to_lowercase()))
        .await;
    assert_eq!(late.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restart_draws_another_code_only_while_there_is_no_account() {
    let app = TestApp::empty().await;
    let first = app.app.first_run_code().unwrap().to_owned();
    let app = app.restart(0).await.unwrap();
    assert_ne!(app.app.first_run_code().unwrap(), first);
    app.owner().await;
    let app = app.restart(0).await.unwrap();
    assert_eq!(app.app.first_run_code(), None);
    app.sign_in("anna@example.com", PASSWORD).await;
}
