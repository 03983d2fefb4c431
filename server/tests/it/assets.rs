//! The web app's files.

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use axum::http::{Method, StatusCode};
use base64::Engine;
use sha2::{Digest, Sha256};
use yardstick_server::assets::{Assets, AssetsError};

use crate::app::{Answer, Person, TestApp, settings};

const INDEX: &str = "<!doctype html><style>b{color:red}</style><script>watch()</script>\
    <script type=module src=/assets/app.1a2b.js></script>";
const RESCUE: &str = "<!doctype html><script>rescue()</script>";

async fn shop() -> (TestApp, Person) {
    let files = [
        ("index.html", INDEX.as_bytes()),
        ("rescue.html", RESCUE.as_bytes()),
        ("sw.js", b"self.x"),
        ("manifest.en.webmanifest", b"{}"),
        ("assets/app.1a2b.js", b"plain"),
        ("assets/app.1a2b.js.br", b"brotli"),
        ("assets/app.1a2b.js.gz", b"gzip"),
        ("assets/app_bg.3c4d.wasm", b"\0asm"),
    ];
    let files = files.map(|(path, bytes)| (path.to_owned(), Bytes::copy_from_slice(bytes)));
    let app = TestApp::with(settings(), Assets::from_files(files)).await;
    let visitor = app.stranger();
    (app, visitor)
}

async fn get_with(
    visitor: &Person,
    path: &str,
    name: axum::http::HeaderName,
    value: &str,
) -> Answer {
    visitor
        .send(
            visitor
                .request(Method::GET, path)
                .header(name, value)
                .body(Body::empty())
                .unwrap(),
        )
        .await
}

#[tokio::test]
async fn every_route_of_the_app_is_the_app() {
    let (_app, visitor) = shop().await;
    for path in [
        "/",
        "/clients",
        "/clients/0190b5a0-0000-7000-8000-000000000000?tab=meet",
        "/index.html",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.body, INDEX, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn a_missing_file_is_never_a_page() {
    let (_app, visitor) = shop().await;
    for path in [
        "/assets/app.ffff.js",
        "/assets/x",
        "/app_bg.wasm",
        "/favicon.ico",
        "/i18n/fr.json",
        "/../Cargo.toml",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.header("content-type").contains("html"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_sent_small() {
    let (_app, visitor) = shop().await;
    let path = "/assets/app.1a2b.js";
    for (offered, encoding, body) in [
        ("gzip, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("", "", "plain"),
        ("br;q=0", "", "plain"),
    ] {
        let answer = get_with(&visitor, path, ACCEPT_ENCODING, offered).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.body, body);
        assert_eq!(
            answer.header("content-type"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    let wasm = visitor.get("/assets/app_bg.3c4d.wasm").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        visitor
            .get("/manifest.en.webmanifest")
            .await
            .header("content-type"),
        "application/manifest+json"
    );
}

#[tokio::test]
async fn unchanged_files_are_not_sent_again() {
    let (_app, visitor) = shop().await;
    for path in ["/sw.js", "/", "/assets/app.1a2b.js"] {
        let etag = visitor.get(path).await.header("etag").to_owned();
        let again = get_with(&visitor, path, IF_NONE_MATCH, &etag).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert!(again.body.is_empty());
        let changed = get_with(&visitor, path, IF_NONE_MATCH, "\"other\"").await;
        assert_eq!(changed.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_page_may_run_its_own_blocks_and_nothing_else() {
    let (_app, visitor) = shop().await;
    let hash = |block: &str| {
        format!(
            "'sha256-{}'",
            base64::prelude::BASE64_STANDARD.encode(Sha256::digest(block))
        )
    };
    let index = visitor.get("/").await;
    let policy = index.header("content-security-policy");
    let directive = |name: &str| {
        policy
            .split("; ")
            .find(|it| it.starts_with(name))
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(directive("default-src"), "default-src 'none'");
    assert_eq!(
        directive("script-src"),
        format!("script-src 'self' 'wasm-unsafe-eval' {}", hash("watch()"))
    );
    assert_eq!(
        directive("style-src"),
        format!("style-src 'self' {}", hash("b{color:red}"))
    );
    for bare in [
        "connect-src 'self'",
        "img-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
    ] {
        assert_eq!(directive(bare.split(' ').next().unwrap()), bare);
    }
    for none in ["frame-ancestors", "base-uri", "form-action"] {
        assert_eq!(directive(none), format!("{none} 'none'"));
    }
    let rescue = visitor.get("/rescue.html").await;
    assert!(
        rescue
            .header("content-security-policy")
            .contains(&hash("rescue()"))
    );
    assert!(
        !rescue
            .header("content-security-policy")
            .contains(&hash("watch()"))
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let (_app, visitor) = shop().await;
    for path in [
        "/",
        "/sw.js",
        "/missing.js",
        "/api/v1/time",
        "/api/v1/session",
        "/openapi.json",
    ] {
        let answer = visitor.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(answer.header("x-request-id").len() == 36, "{path}");
    }
}

#[tokio::test]
async fn a_build_without_the_app_says_what_to_do() {
    let app = TestApp::empty().await;
    let answer = app.stranger().get("/").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(String::from_utf8_lossy(&answer.body).contains("make run"));
}

#[test]
fn a_folder_is_read_whole_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        Assets::in_folder(folder.path()),
        Err(AssetsError::NoIndex { .. })
    ));
    assert!(matches!(
        Assets::in_folder(&folder.path().join("none")),
        Err(AssetsError::Unreadable { .. })
    ));
    std::fs::write(folder.path().join("index.html"), INDEX).unwrap();
    assert!(Assets::in_folder(folder.path()).unwrap().has_app());
}
