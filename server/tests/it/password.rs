//! Changing a password.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let change = json!({ "old_password": PASSWORD, "new_password": "another horse" });
    assert_eq!(
        anna.put("/api/v1/password", &change).await.status,
        StatusCode::NO_CONTENT
    );
    phone.get("/api/v1/session").await.refused(401, "sign-in");
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
    app.stranger()
        .sign_in("anna@example.com", PASSWORD)
        .await
        .refused(401, "wrong-credentials");
    app.sign_in("anna@example.com", "another horse").await;
}

#[tokio::test]
async fn it_takes_the_old_password_and_a_good_new_one() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let change = |old: &str, new: &str| json!({ "old_password": old, "new_password": new });
    anna.put("/api/v1/password", &change("wrong", "another horse"))
        .await
        .refused(401, "wrong-credentials");
    anna.put("/api/v1/password", &change(PASSWORD, "short"))
        .await
        .refused(400, "invalid-field");
    app.stranger()
        .put("/api/v1/password", &change(PASSWORD, "another horse"))
        .await
        .refused(401, "sign-in");
    assert_eq!(phone.get("/api/v1/session").await.status, StatusCode::OK);
    app.sign_in("anna@example.com", PASSWORD).await;
}
