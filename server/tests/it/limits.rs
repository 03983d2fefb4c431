//! Rate limits.

use serde_json::json;
use yardstick_server::Rates;
use yardstick_server::assets::Assets;

use crate::app::{TestApp, first_account, settings};

async fn limited() -> TestApp {
    let settings = yardstick_server::Settings {
        rates: Rates::default(),
        ..settings()
    };
    TestApp::with(settings, Assets::default()).await
}

#[tokio::test]
async fn passwords_cannot_be_guessed_from_one_address_or_from_many() {
    let app = limited().await;
    app.owner().await;
    let mut thief = app.stranger();
    thief.address = "198.51.100.1".to_owned();
    for _ in 0..10 {
        thief
            .sign_in("anna@example.com", "wrong horse")
            .await
            .refused(401, "wrong-credentials");
    }
    let refused = thief.sign_in("anna@example.com", "wrong horse").await;
    refused.refused(429, "too-many-requests");
    let wait_s: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=30).contains(&wait_s), "{wait_s}");
    thief.address = "203.0.113.9".to_owned();
    thief
        .sign_in("anna@example.com", "wrong horse")
        .await
        .refused(429, "too-many-requests");
    app.clock.advance_ms(31_000);
    thief
        .sign_in("anna@example.com", "wrong horse")
        .await
        .refused(401, "wrong-credentials");
}

#[tokio::test]
async fn the_first_code_cannot_be_guessed() {
    let app = limited().await;
    let thief = app.stranger();
    for _ in 0..10 {
        thief
            .post("/api/v1/first-run", &first_account("AAAA-AAAA-AAAA"))
            .await
            .refused(403, "wrong-code");
    }
    thief
        .post("/api/v1/first-run", &first_account("AAAA-AAAA-AAAA"))
        .await
        .refused(429, "too-many-requests");
}

#[tokio::test]
async fn a_busy_address_waits_and_others_do_not() {
    let app = limited().await;
    let busy = app.stranger();
    for _ in 0..600 {
        assert_eq!(busy.get("/api/v1/time").await.status.as_u16(), 200);
    }
    busy.get("/api/v1/time")
        .await
        .refused(429, "too-many-requests");
    let mut other = app.stranger();
    other.address = "198.51.100.1".to_owned();
    assert_eq!(
        other.get("/api/v1/time").await.json(),
        json!({ "time_ms": crate::app::BEGIN_MS })
    );
    app.clock.advance_ms(1_000);
    assert_eq!(busy.get("/api/v1/time").await.status.as_u16(), 200);
}
