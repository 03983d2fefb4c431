//! Signing in and out.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let (app, _) = TestApp::with_owner().await;
    let answer = app.stranger().sign_in("anna@example.com", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-yardstick="), "{cookie}");
    for attribute in [
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Strict",
        "Max-Age=34560000",
    ] {
        assert!(
            cookie.split("; ").any(|it| it == attribute),
            "{attribute} in {cookie}"
        );
    }
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn e_mail_addresses_have_no_case_and_wrong_ones_no_other_answer() {
    let (app, _) = TestApp::with_owner().await;
    app.sign_in(" ANNA@example.com", PASSWORD).await;
    let mut stranger = app.stranger();
    let wrong_password = stranger
        .sign_in("anna@example.com", "wrong horse battery")
        .await;
    let nobody = stranger.sign_in("nobody@example.com", PASSWORD).await;
    wrong_password.refused(401, "wrong-credentials");
    assert_eq!(wrong_password.body, nobody.body);
    assert!(stranger.cookie.is_none());
}

#[tokio::test]
async fn signing_out_ends_this_session_only() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let answer = phone.delete("/api/v1/session").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    phone.get("/api/v1/session").await.refused(401, "sign-in");
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_expires_when_unused_and_only_then() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    app.clock.advance_ms(60 * DAY_MS);
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
    // The use is noted behind the answer's back; a write that waits for the same queue comes after it.
    anna.put(
        "/api/v1/password",
        &json!({ "old_password": PASSWORD, "new_password": "another horse" }),
    )
    .await;
    app.clock.advance_ms(60 * DAY_MS);
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
    phone.get("/api/v1/session").await.refused(401, "sign-in");
}

#[tokio::test]
async fn signing_in_again_takes_up_the_same_device() {
    let (app, mut anna) = TestApp::with_owner().await;
    let device = anna.device().await;
    let again = |device: &str| json!({ "email": "anna@example.com", "password": PASSWORD, "device_label": "Desktop", "device": device });
    let answer = anna.post("/api/v1/session", &again(&device)).await;
    assert_eq!(answer.json()["device"]["id"], device.as_str());
    assert_eq!(answer.json()["devices"].as_array().unwrap().len(), 1);
    anna.keep_session(&answer);
    anna.delete(&format!("/api/v1/devices/{device}")).await;
    let after_revocation = app
        .stranger()
        .post("/api/v1/session", &again(&device))
        .await;
    assert_ne!(
        after_revocation.json()["device"]["id"],
        device.as_str(),
        "shut out for good"
    );
    app.member("ben@example.com").await;
    let mut as_ben = again(&device);
    as_ben["email"] = json!("ben@example.com");
    let ben = app.stranger().post("/api/v1/session", &as_ben).await;
    assert_ne!(
        ben.json()["device"]["id"],
        device.as_str(),
        "somebody else's"
    );
}

#[tokio::test]
async fn a_session_outlives_the_server() {
    let (app, anna) = TestApp::with_owner().await;
    let app = app.restart(1_000).await.unwrap();
    let mut again = app.stranger();
    again.cookie = anna.cookie;
    assert_eq!(again.get("/api/v1/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_hashes_of_tokens_and_passwords_are_stored() {
    let (app, anna) = TestApp::with_owner().await;
    app.app.stop().await;
    let bytes = std::fs::read(app.database()).unwrap();
    let token = anna.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let raw = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &token).unwrap();
    for secret in [
        token.as_bytes(),
        &raw,
        PASSWORD.as_bytes(),
        anna.wipe_token.unwrap().as_bytes(),
    ] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
    assert!(bytes.windows(9).any(|window| window == b"$argon2id"));
}
