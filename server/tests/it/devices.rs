//! Shutting devices out.

use axum::http::StatusCode;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn everybody_sees_the_devices_of_the_workspace() {
    let (app, anna) = TestApp::with_owner().await;
    let ben = app.member("ben@example.com").await;
    let devices = ben.get("/api/v1/devices").await.json();
    let names: Vec<_> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| &device["user_name"])
        .collect();
    assert_eq!(names, ["Anna", "Ben"]);
    assert_eq!(devices[1]["this_device"], true);
    assert_eq!(devices[0]["signed_in"], true);
    anna.delete("/api/v1/session").await;
    assert_eq!(
        ben.get("/api/v1/devices").await.json()[0]["signed_in"],
        false
    );
}

#[tokio::test]
async fn a_device_that_was_shut_out_is_asked_to_sign_in() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let path = format!("/api/v1/devices/{}", phone.device().await);
    assert_eq!(anna.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        anna.delete(&path).await.status,
        StatusCode::NO_CONTENT,
        "repeating changes nothing"
    );
    phone.get("/api/v1/session").await.refused(401, "sign-in");
    assert_eq!(
        anna.get("/api/v1/devices").await.json()[1]["revoked_ms"],
        crate::app::BEGIN_MS + 1
    );
}

#[tokio::test]
async fn a_device_is_told_to_wipe_with_its_own_token_until_it_has() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let path = format!("/api/v1/devices/{}/wipe", phone.device().await);
    assert_eq!(
        anna.post(&path, &json!({})).await.status,
        StatusCode::NO_CONTENT
    );
    for _ in 0..2 {
        let answer = phone.get("/api/v1/devices").await;
        answer.refused(401, "wipe");
        assert_eq!(
            answer.json()["wipe_token"].as_str(),
            phone.wipe_token.as_deref()
        );
    }
    assert_ne!(phone.wipe_token, anna.wipe_token);
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wipe_reaches_a_device_that_was_shut_out_or_signed_over_before() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in("anna@example.com", PASSWORD).await;
    let path = format!("/api/v1/devices/{}", phone.device().await);
    anna.delete(&path).await;
    anna.post(&format!("{path}/wipe"), &json!({})).await;
    let body =
        json!({ "email": "anna@example.com", "password": PASSWORD, "device_label": "Phone" });
    assert_eq!(
        phone.post("/api/v1/session", &body).await.status,
        StatusCode::OK
    );
    phone.get("/api/v1/session").await.refused(401, "wipe");
}

#[tokio::test]
async fn a_member_manages_the_own_devices_and_the_owner_all() {
    let (app, anna) = TestApp::with_owner().await;
    let ben = app.member("ben@example.com").await;
    let (annas, bens) = (anna.device().await, ben.device().await);
    ben.delete(&format!("/api/v1/devices/{annas}"))
        .await
        .refused(403, "not-allowed");
    ben.post(&format!("/api/v1/devices/{annas}/wipe"), &json!({}))
        .await
        .refused(403, "not-allowed");
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
    assert_eq!(
        anna.delete(&format!("/api/v1/devices/{bens}")).await.status,
        StatusCode::NO_CONTENT
    );
    ben.get("/api/v1/session").await.refused(401, "sign-in");
}

#[tokio::test]
async fn a_device_of_another_workspace_does_not_exist() {
    let (app, anna) = TestApp::with_owner().await;
    let ben = app.member("ben@example.com").await;
    let bens = ben.device().await;
    let mut sql = app.sql().await;
    let other = uuid::Uuid::from_u128(99);
    sqlx::query("insert into workspace (id, name, created_ms) values (?, 'Other', 0)")
        .bind(other)
        .execute(&mut sql)
        .await
        .unwrap();
    sqlx::query("update device set workspace = ? where id = ?")
        .bind(other)
        .bind(bens.parse::<uuid::Uuid>().unwrap())
        .execute(&mut sql)
        .await
        .unwrap();
    for device in [
        bens.as_str(),
        "0190b5a0-0000-7000-8000-000000000000",
        "not-an-id",
    ] {
        anna.delete(&format!("/api/v1/devices/{device}"))
            .await
            .refused(404, "not-found");
        anna.post(&format!("/api/v1/devices/{device}/wipe"), &json!({}))
            .await
            .refused(404, "not-found");
    }
    assert_eq!(
        anna.get("/api/v1/devices")
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    ben.get("/api/v1/session").await.refused(401, "sign-in");
}
