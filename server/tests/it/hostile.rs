//! Hostile requests: the documented answer, nothing changed, nothing leaked.

use std::io::Write;

use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ORIGIN};
use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::app::{ORIGIN_OURS, PASSWORD, Person, TestApp};

const PASSWORD_PATH: &str = "/api/v1/password";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn password_change() -> String {
    json!({ "old_password": PASSWORD, "new_password": "another horse" }).to_string()
}

/// Whether the password is still the first one, which all the requests here try to change.
async fn nothing_changed(app: &TestApp) {
    app.sign_in("anna@example.com", PASSWORD).await;
}

async fn put_gzip(person: &Person, body: Vec<u8>) -> crate::app::Answer {
    let request = person
        .json(Method::PUT, PASSWORD_PATH)
        .header(CONTENT_ENCODING, "gzip");
    person.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn no_cookie_or_a_made_up_one() {
    let (app, anna) = TestApp::with_owner().await;
    let mut stranger = app.stranger();
    for cookie in [
        None,
        Some("__Host-yardstick=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
        Some("__Host-yardstick=;;;=".to_owned()),
        Some(format!("other={}", anna.cookie.as_deref().unwrap())),
    ] {
        stranger.cookie = cookie;
        for path in ["/api/v1/session", "/api/v1/devices", "/api/v1/events"] {
            stranger.get(path).await.refused(401, "sign-in");
        }
        stranger
            .put(PASSWORD_PATH, &json!({}))
            .await
            .refused(401, "sign-in");
    }
    nothing_changed(&app).await;
}

#[tokio::test]
async fn a_foreign_page() {
    let (app, anna) = TestApp::with_owner().await;
    for origin in [
        None,
        Some("https://evil.example"),
        Some("null"),
        Some("https://yardstick.example:444"),
    ] {
        for (method, path) in [
            (Method::PUT, PASSWORD_PATH),
            (Method::POST, "/api/v1/session"),
            (Method::DELETE, "/api/v1/session"),
            (Method::POST, "/api/v1/first-run"),
        ] {
            let mut request = anna
                .request(method, path)
                .header(CONTENT_TYPE, "application/json");
            if let Some(origin) = origin {
                request = request.header(ORIGIN, origin);
            }
            anna.send(request.body(Body::from(password_change())).unwrap())
                .await
                .refused(403, "foreign-origin");
        }
    }
    assert_eq!(anna.get("/api/v1/session").await.status, StatusCode::OK);
    nothing_changed(&app).await;
}

#[tokio::test]
async fn what_a_form_can_send() {
    let (app, anna) = TestApp::with_owner().await;
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("application/jsonx"),
    ] {
        let mut request = anna
            .request(Method::PUT, PASSWORD_PATH)
            .header(ORIGIN, ORIGIN_OURS);
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        anna.send(request.body(Body::from(password_change())).unwrap())
            .await
            .refused(415, "not-json");
    }
    nothing_changed(&app).await;
}

#[tokio::test]
async fn too_large() {
    let (app, anna) = TestApp::with_owner().await;
    let huge = " ".repeat(1024 * 1024 + 1);
    let request = |body: Body| anna.json(Method::PUT, PASSWORD_PATH).body(body).unwrap();
    anna.send(request(Body::from(huge.clone())))
        .await
        .refused(413, "too-large");
    let parts = huge
        .into_bytes()
        .chunks(64 * 1024)
        .map(|part| Ok::<_, std::io::Error>(part.to_vec()))
        .collect::<Vec<_>>();
    anna.send(request(Body::from_stream(futures_util::stream::iter(
        parts,
    ))))
    .await
    .refused(413, "too-large");
    let announced = anna
        .json(Method::PUT, PASSWORD_PATH)
        .header(CONTENT_LENGTH, "99999999999");
    anna.send(announced.body(Body::empty()).unwrap())
        .await
        .refused(413, "too-large");
    let stranger = app.stranger();
    let sign_in = stranger.json(Method::POST, "/api/v1/session");
    stranger
        .send(sign_in.body(Body::from(" ".repeat(20_000))).unwrap())
        .await
        .refused(413, "too-large");
    nothing_changed(&app).await;
}

#[tokio::test]
async fn a_gzip_bomb() {
    let (app, anna) = TestApp::with_owner().await;
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let answer = put_gzip(&anna, bomb.clone()).await;
    answer.refused(413, "too-large");
    assert!(
        answer.json()["detail"]
            .as_str()
            .unwrap()
            .contains("8388608")
    );
    put_gzip(&app.stranger(), bomb.clone())
        .await
        .refused(401, "sign-in");
    let stranger = app.stranger();
    let sign_in = stranger
        .json(Method::POST, "/api/v1/session")
        .header(CONTENT_ENCODING, "gzip");
    stranger
        .send(sign_in.body(Body::from(bomb)).unwrap())
        .await
        .refused(415, "unknown-encoding");
    nothing_changed(&app).await;
}

#[tokio::test]
async fn whole_gzip_is_read_and_broken_gzip_is_told_from_what_cannot_be_read() {
    let (app, anna) = TestApp::with_owner().await;
    let whole = gzip(password_change().as_bytes());
    put_gzip(&anna, whole[..whole.len() - 9].to_vec())
        .await
        .refused(400, "damaged");
    put_gzip(&anna, password_change().into_bytes())
        .await
        .refused(400, "damaged");
    put_gzip(&anna, Vec::new()).await.refused(400, "damaged");
    put_gzip(&anna, gzip(b"{}"))
        .await
        .refused(400, "unreadable");
    // Somebody on the way has kept to himself that it is packed.
    let unnamed = anna.json(Method::PUT, PASSWORD_PATH);
    anna.send(unnamed.body(Body::from(whole.clone())).unwrap())
        .await
        .refused(400, "damaged");
    let brotli = anna
        .json(Method::PUT, PASSWORD_PATH)
        .header(CONTENT_ENCODING, "br");
    anna.send(brotli.body(Body::from(whole.clone())).unwrap())
        .await
        .refused(415, "unknown-encoding");
    nothing_changed(&app).await;
    assert_eq!(put_gzip(&anna, whole).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn malformed_or_cut_off() {
    let (app, anna) = TestApp::with_owner().await;
    let deep = "[".repeat(100_000);
    let shapeless = [
        "null",
        "[]",
        "{\"old_password\":1,\"new_password\":2}",
        "{}",
    ];
    let shapeless = shapeless.map(|body| (body, "unreadable"));
    let no_json = ["", "{", "\u{0}", &deep].map(|body| (body, "damaged"));
    for (body, code) in shapeless.into_iter().chain(no_json) {
        let request = anna
            .json(Method::PUT, PASSWORD_PATH)
            .body(Body::from(body.to_owned()))
            .unwrap();
        anna.send(request).await.refused(400, code);
    }
    let not_utf8 = anna
        .json(Method::PUT, PASSWORD_PATH)
        .body(Body::from(vec![b'"', 0xff, b'"']))
        .unwrap();
    anna.send(not_utf8).await.refused(400, "damaged");
    let whole = password_change();
    let cut = vec![
        Ok(whole.as_bytes()[..20].to_vec()),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ];
    let cut = Body::from_stream(futures_util::stream::iter(cut));
    anna.send(anna.json(Method::PUT, PASSWORD_PATH).body(cut).unwrap())
        .await
        .refused(400, "damaged");
    nothing_changed(&app).await;
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist() {
    let (_app, anna) = TestApp::with_owner().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/session",
        "/api/v1/session/",
        "/api/../x",
    ] {
        anna.get(path).await.refused(404, "unknown-route");
    }
    anna.delete("/api/v1/time")
        .await
        .refused(405, "method-not-allowed");
    anna.post("/", &json!({}))
        .await
        .refused(405, "method-not-allowed");
}

#[tokio::test]
async fn a_body_that_stalls_or_trickles() {
    let (app, _) = TestApp::with_owner().await;
    let stranger = app.stranger();
    tokio::time::pause();
    let stalled = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let trickling = futures_util::stream::unfold((), |()| async {
        tokio::time::sleep(std::time::Duration::from_secs(9)).await;
        Some((Ok::<_, std::io::Error>(vec![b' ']), ()))
    });
    for body in [Body::from_stream(stalled), Body::from_stream(trickling)] {
        let request = stranger.json(Method::POST, "/api/v1/session");
        stranger
            .send(request.body(body).unwrap())
            .await
            .refused(408, "timed-out");
    }
}
