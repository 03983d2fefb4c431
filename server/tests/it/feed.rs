//! A person's calendar at a secret address: who may, what is served, and that the secret is nowhere but in the address; that it is in no
//! log: `process.rs`.

use std::path::Path;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, IF_NONE_MATCH, ORIGIN};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use yardstick_server::Rates;
use yardstick_server::assets::Assets;
use yardstick_server::store::backup::backup;
use yardstick_server::store::restore::{Access, restore};

use crate::app::{Answer, BEGIN_MS, ORIGIN_OURS, PASSWORD, Person, TestApp, settings};

const FEED: &str = "/api/v1/feed";
const DETAIL: &str = "/api/v1/feed/detail";
/// In every calendar here.
const NAME: &str = "山嵐製茶";

fn calendar(summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//Test//ZH\r\nBEGIN:VEVENT\r\nUID:1@yardstick\r\n\
         DTSTAMP:20260303T090000Z\r\nDTSTART;VALUE=DATE:20260310\r\nSUMMARY:{NAME} {summary}\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n"
    )
}

/// Somebody's device and what every request of theirs must name.
struct Device {
    person: Person,
    session: Value,
}

impl Device {
    async fn of(person: Person) -> Self {
        let session = person.get("/api/v1/session").await.json();
        Self {
            session: json!({ "workspace": session["workspace"]["id"], "user": session["user"]["id"] }),
            person,
        }
    }

    fn body(&self, more: &Value) -> Value {
        let mut body = self.session.clone();
        for (field, value) in more.as_object().unwrap() {
            body[field] = value.clone();
        }
        body
    }

    /// Makes the feed and answers the path of its address.
    async fn make(&self, detail: &str) -> String {
        let body = self.body(&json!({ "detail": detail }));
        let answer = self.person.post(FEED, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let url = answer.json()["url"].as_str().unwrap().to_owned();
        let path = url.strip_prefix(ORIGIN_OURS).unwrap().to_owned();
        assert!(
            path.starts_with("/feeds/") && path.ends_with(".ics"),
            "{path}"
        );
        path
    }

    async fn upload(&self, detail: &str, calendar: &str) -> Answer {
        let body = self.body(&json!({ "detail": detail, "tag": "a-1", "calendar": calendar }));
        self.person.put(FEED, &body).await
    }

    async fn tell(&self, detail: &str) -> Answer {
        let body = self.body(&json!({ "detail": detail }));
        self.person.put(DETAIL, &body).await
    }

    async fn state(&self) -> Value {
        self.person.get(FEED).await.json()["feed"].clone()
    }
}

/// Their browser, before the server that runs now.
fn again(app: &TestApp, person: &Person) -> Person {
    let mut again = app.stranger();
    again.cookie.clone_from(&person.cookie);
    again
}

async fn assert_names_nobody(app: &TestApp, path: &str) {
    let served = app.stranger().get(path).await;
    assert_eq!(served.status, StatusCode::OK, "the address stays");
    assert!(!String::from_utf8_lossy(&served.body).contains(NAME));
}

fn holds(file: &Path, text: &str) -> bool {
    let bytes = std::fs::read(file).unwrap();
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The secret in the path of an address.
fn secret(path: &str) -> &str {
    path.trim_start_matches("/feeds/").trim_end_matches(".ics")
}

async fn owner() -> (TestApp, Device) {
    let (app, anna) = TestApp::with_owner().await;
    (app, Device::of(anna).await)
}

#[tokio::test]
async fn what_a_device_uploads_is_at_the_address_until_it_is_revoked() {
    let (app, anna) = owner().await;
    let phone = app.stranger();
    assert_eq!(anna.state().await, Value::Null);
    let session = anna.person.get("/api/v1/session").await.json();
    assert_eq!(session["feed"], false);

    let path = anna.make("names").await;
    let session = anna.person.get("/api/v1/session").await.json();
    assert_eq!(session["feed"], true, "other devices learn of it");
    assert_eq!(
        anna.state().await,
        json!({ "detail": "names", "made_ms": BEGIN_MS })
    );
    let empty = phone.get(&path).await;
    assert_eq!(empty.status, StatusCode::OK, "{empty:?}");
    assert!(!String::from_utf8_lossy(&empty.body).contains("VEVENT"));

    app.clock.advance_ms(5);
    let uploaded = anna.upload("names", &calendar("報價單")).await;
    assert_eq!(uploaded.status, StatusCode::NO_CONTENT, "{uploaded:?}");
    assert_eq!(
        anna.state().await,
        json!({ "detail": "names", "made_ms": BEGIN_MS, "uploaded_ms": BEGIN_MS + 5, "tag": "a-1" })
    );
    let answer = phone.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(answer.body, calendar("報價單"));

    // Another device of hers, later: the newest upload is the calendar.
    let tablet = Device::of(app.sign_in("anna@example.com", PASSWORD).await).await;
    let uploaded = tablet.upload("names", &calendar("合約")).await;
    assert_eq!(uploaded.status, StatusCode::NO_CONTENT, "{uploaded:?}");
    assert_eq!(phone.get(&path).await.body, calendar("合約"));

    let revoked = tablet.person.delete(FEED).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT, "{revoked:?}");
    phone.get(&path).await.refused(404, "not-found");
    assert_eq!(anna.state().await, Value::Null);
    let late = anna.upload("names", &calendar("報價單")).await;
    late.refused(404, "not-found");
    let again = anna.person.delete(FEED).await;
    assert_eq!(
        again.status,
        StatusCode::NO_CONTENT,
        "repeating changes nothing"
    );
}

#[tokio::test]
async fn a_calendar_that_is_known_is_not_sent_again() {
    let (app, anna) = owner().await;
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let phone = app.stranger();
    let etag = phone.get(&path).await.header("etag").to_owned();
    assert!(etag.starts_with('"'), "{etag}");
    let ask = async |known: &str| {
        let request = phone
            .request(Method::GET, &path)
            .header(IF_NONE_MATCH, known);
        phone.send(request.body(Body::empty()).unwrap()).await
    };
    let known = ask(&format!("W/{etag}, \"other\"")).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED, "{known:?}");
    assert!(known.body.is_empty());
    assert_eq!(known.header("etag"), etag);
    assert_eq!(known.header("cache-control"), "private, no-cache");
    anna.upload("names", &calendar("合約")).await;
    let changed = ask(&etag).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), etag);
    let head = phone
        .request(Method::HEAD, &path)
        .body(Body::empty())
        .unwrap();
    assert_eq!(phone.send(head).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_address_ends_the_old_one_and_serves_the_same() {
    let (app, anna) = owner().await;
    let old = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let new = anna.make("names").await;
    assert_ne!(old, new);
    let phone = app.stranger();
    phone.get(&old).await.refused(404, "not-found");
    assert_eq!(phone.get(&new).await.body, calendar("報價單"));
    // Made anew to tell less, it never serves what told more.
    let bare = anna.make("bare").await;
    assert!(!String::from_utf8_lossy(&phone.get(&bare).await.body).contains(NAME));
}

#[tokio::test]
async fn who_chooses_that_less_is_told_is_obeyed_at_once() {
    let (app, anna) = owner().await;
    anna.tell("bare").await.refused(404, "not-found");
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let same = anna.tell("names").await;
    assert_eq!(same.status, StatusCode::NO_CONTENT, "{same:?}");
    let phone = app.stranger();
    assert_eq!(phone.get(&path).await.body, calendar("報價單"));
    let less = anna.tell("bare").await;
    assert_eq!(less.status, StatusCode::NO_CONTENT, "{less:?}");
    let served = phone.get(&path).await;
    assert_eq!(served.status, StatusCode::OK);
    assert!(!String::from_utf8_lossy(&served.body).contains(NAME));
    // A device that has not heard of the choice.
    let late = anna.upload("names", &calendar("報價單")).await;
    late.refused(409, "other-detail");
    let told = anna.upload("bare", &calendar("")).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{told:?}");
}

#[tokio::test]
async fn only_the_hash_of_the_secret_is_kept() {
    let (app, anna) = owner().await;
    let path = anna.make("names").await;
    for entry in std::fs::read_dir(app.beside("")).unwrap() {
        let entry = entry.unwrap().path();
        assert!(!holds(&entry, secret(&path)), "{}", entry.display());
    }
    let mut sql = app.sql().await;
    let length: i64 = sqlx::query_scalar("select length(token_hash) from feed")
        .fetch_one(&mut sql)
        .await
        .unwrap();
    assert_eq!(length, 32);
}

#[tokio::test]
async fn an_address_of_nothing_is_not_found_and_guesses_are_counted() {
    let app = TestApp::with(
        yardstick_server::Settings {
            rates: Rates::default(),
            ..settings()
        },
        Assets::default(),
    )
    .await;
    let thief = app.stranger();
    let made_up = format!("/feeds/{}.ics", "A".repeat(43));
    for path in [
        made_up.as_str(),
        "/feeds/short.ics",
        "/feeds/%ff.ics",
        &format!("/feeds/{}", "A".repeat(43)),
    ] {
        thief.get(path).await.refused(404, "not-found");
    }
    for path in ["/feeds/", "/feeds/a/b.ics"] {
        thief.get(path).await.refused(404, "unknown-route");
    }
    for _ in 0..600 {
        thief.get(&made_up).await;
    }
    thief.get(&made_up).await.refused(429, "too-many-requests");
}

#[tokio::test]
async fn what_is_no_calendar_is_refused_and_changes_nothing() {
    let (app, anna) = owner().await;
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    for other in [
        "",
        "<html></html>",
        &calendar("報價單").replace("\r\n", "\n"),
    ] {
        let refused = anna.upload("names", other).await;
        refused.refused(400, "invalid-field");
        assert_eq!(refused.json()["field"], "calendar");
    }
    let large = calendar(&"x".repeat(1_100_000));
    anna.upload("names", &large).await.refused(413, "too-large");
    for (field, wrong) in [
        ("detail", "Names"),
        ("detail", ""),
        ("tag", "a b"),
        ("tag", ""),
    ] {
        let mut body =
            anna.body(&json!({ "detail": "names", "tag": "a", "calendar": calendar("") }));
        body[field] = json!(wrong);
        let refused = anna.person.put(FEED, &body).await;
        refused.refused(400, "invalid-field");
        assert_eq!(refused.json()["field"], field);
    }
    // The one guard of all that changes something: JSON, from our page.
    let request = anna
        .person
        .request(Method::PUT, FEED)
        .header(ORIGIN, ORIGIN_OURS)
        .header(CONTENT_TYPE, "text/calendar");
    let refused = anna
        .person
        .send(request.body(Body::from(calendar(""))).unwrap());
    refused.await.refused(415, "not-json");
    assert_eq!(app.stranger().get(&path).await.body, calendar("報價單"));
}

#[tokio::test]
async fn a_feed_is_its_persons_alone() {
    let (app, anna) = owner().await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    assert_eq!(ben.state().await, Value::Null);
    let body = anna.body(&json!({ "detail": "names", "tag": "a", "calendar": calendar("") }));
    ben.person
        .put(FEED, &body)
        .await
        .refused(409, "other-session");
    ben.person
        .put(DETAIL, &body)
        .await
        .refused(409, "other-session");
    ben.person
        .post(FEED, &body)
        .await
        .refused(409, "other-session");
    ben.person.delete(FEED).await;
    let stranger = app.stranger();
    stranger.get(FEED).await.refused(401, "sign-in");
    stranger.put(FEED, &body).await.refused(401, "sign-in");
    stranger.post(FEED, &body).await.refused(401, "sign-in");
    stranger.delete(FEED).await.refused(401, "sign-in");
    assert_eq!(stranger.get(&path).await.body, calendar("報價單"));
}

/// What was uploaded may name the client, and the server cannot tell.
#[tokio::test]
async fn an_erased_client_is_in_no_calendar_any_more() {
    let (app, anna) = owner().await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    let (annas, bens) = (anna.make("names").await, ben.make("names").await);
    anna.upload("names", &calendar("報價單")).await;
    ben.upload("names", &calendar("合約")).await;
    let erase = "/api/v1/clients/01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03/erase";
    let erased = anna.person.post(erase, &anna.session).await;
    assert_eq!(erased.status, StatusCode::OK, "{erased:?}");
    for path in [&annas, &bens] {
        assert_names_nobody(&app, path).await;
    }
    let state = ben.state().await;
    assert_eq!(
        state["tag"],
        Value::Null,
        "so that a device uploads it anew: {state}"
    );
}

#[tokio::test]
async fn with_the_member_goes_the_feed() {
    let (app, _) = owner().await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    let path = ben.make("names").await;
    let mut sql = app.sql().await;
    sqlx::query("delete from member where role = 'member'")
        .execute(&mut sql)
        .await
        .unwrap();
    app.stranger().get(&path).await.refused(404, "not-found");
}

#[tokio::test]
async fn a_restored_backup_brings_back_no_calendar_and_no_address_that_was_given_up() {
    let (app, anna) = owner().await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    let kept = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let given_up = ben.make("names").await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    ben.person.delete(FEED).await;
    anna.upload("names", &calendar("合約")).await;
    app.app.stop().await;
    restore(&copy, &database, "now").await.unwrap();
    assert!(holds(&copy, NAME) && !holds(&database, NAME));
    let app = app.restart(1_000).await.unwrap();
    assert_names_nobody(&app, &kept).await;
    app.stranger()
        .get(&given_up)
        .await
        .refused(404, "not-found");
    // A device sees that nothing is there, and uploads it.
    let anna = Device::of(again(&app, &anna.person)).await;
    assert_eq!(anna.state().await["tag"], Value::Null);
    anna.upload("names", &calendar("合約")).await;
    assert_eq!(app.stranger().get(&kept).await.body, calendar("合約"));
}

/// With no database to ask there is nobody to say who was erased since.
#[tokio::test]
async fn a_backup_put_where_nothing_was_brings_back_no_calendar_either() {
    let (app, anna) = owner().await;
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let (copy, new) = (app.beside("copy.db"), TestApp::empty().await);
    backup(&app.database(), &copy).await.unwrap();
    new.app.stop().await;
    let database = new.database();
    std::fs::remove_file(&database).unwrap();
    restore(&copy, &database, "now").await.unwrap();
    let new = new.restart(1_000).await.unwrap();
    assert_names_nobody(&new, &path).await;
}

#[tokio::test]
async fn who_chose_that_less_is_told_is_obeyed_after_a_restore() {
    let (app, anna) = owner().await;
    let path = anna.make("names").await;
    anna.upload("names", &calendar("報價單")).await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    anna.tell("bare").await;
    anna.upload("bare", &calendar("")).await;
    app.app.stop().await;
    let restored = restore(&copy, &database, "now").await.unwrap();
    assert!(matches!(restored.access, Access::Kept), "{restored:?}");
    let app = app.restart(1_000).await.unwrap();
    assert_names_nobody(&app, &path).await;
    let anna = Device::of(again(&app, &anna.person)).await;
    assert_eq!(anna.state().await["detail"], "bare");
    // A device that was off since before the choice.
    let late = anna.upload("names", &calendar("報價單")).await;
    late.refused(409, "other-detail");
}

#[tokio::test]
async fn where_nobody_knows_the_last_choice_the_address_is_given_up() {
    let (app, anna) = owner().await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    let (annas, bens) = (anna.make("names").await, ben.make("names").await);
    let early = app.beside("early.db");
    backup(&app.database(), &early).await.unwrap();
    anna.tell("bare").await;
    let erase = "/api/v1/clients/01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03/erase";
    anna.person.post(erase, &anna.session).await;
    let late = app.beside("late.db");
    backup(&app.database(), &late).await.unwrap();
    let new = TestApp::empty().await;
    new.app.stop().await;
    restore(&early, &new.database(), "before").await.unwrap();
    let restored = restore(&late, &new.database(), "now").await.unwrap();
    assert!(matches!(restored.access, Access::Parted), "{restored:?}");
    let new = new.restart(1_000).await.unwrap();
    new.stranger().get(&annas).await.refused(404, "not-found");
    assert_names_nobody(&new, &bens).await;
}

#[tokio::test]
async fn a_backup_from_before_there_were_feeds_can_be_put_in_place() {
    let (app, anna) = owner().await;
    anna.make("names").await;
    let (database, copy) = (app.database(), app.beside("copy.db"));
    backup(&database, &copy).await.unwrap();
    {
        use sqlx::Connection;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&copy);
        let mut sql = sqlx::SqliteConnection::connect_with(&options)
            .await
            .unwrap();
        for statement in [
            "drop table feed",
            "delete from _sqlx_migrations where version = 5",
        ] {
            sqlx::query(statement).execute(&mut sql).await.unwrap();
        }
        sql.close().await.unwrap();
    }
    app.app.stop().await;
    restore(&copy, &database, "now").await.unwrap();
    let app = app.restart(1_000).await.unwrap();
    let anna = Device::of(again(&app, &anna.person)).await;
    assert_eq!(anna.state().await, Value::Null);
}
