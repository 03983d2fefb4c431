//! Sync over HTTP: rounds between devices, every refusal, and the border between workspaces.

use std::io::{Read, Write};

use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING};
use axum::http::{Method, StatusCode};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use uuid::Uuid;
use yardstick_domain::accept::{Reason, Verdict};
use yardstick_domain::codec;
use yardstick_domain::wire::{SyncAnswer, SyncRequest};
use yardstick_server::store::backup::backup;

use crate::app::{Answer, BEGIN_MS, PASSWORD, Person, TestApp};

const CLIENT: &str = "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03";
const ANNA: &str = "anna@example.com";

/// Somebody signed in, with what every request of theirs must name.
struct Device {
    person: Person,
    workspace: String,
    user: String,
}

impl Device {
    async fn of(person: Person) -> Self {
        let session = person.get("/api/v1/session").await.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            workspace: text(&session["workspace"]["id"]),
            user: text(&session["user"]["id"]),
            person,
        }
    }

    fn request(&self, cursor: Option<&Value>, changes: &[Value]) -> Value {
        let mut request = json!({
            "protocol": 1, "workspace": self.workspace, "user": self.user, "changes": changes,
        });
        if let Some(cursor) = cursor {
            request["cursor"] = cursor.clone();
        }
        request
    }

    async fn sync(&self, cursor: Option<&Value>, changes: &[Value]) -> Answer {
        self.person
            .post("/api/v1/sync", &self.request(cursor, changes))
            .await
    }

    /// Where the server is, as a first page of a snapshot says.
    async fn at(&self) -> Value {
        self.snapshot().await["at"].clone()
    }

    async fn snapshot(&self) -> Value {
        let answer = self.person.get("/api/v1/snapshot").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()
    }

    async fn push(&self, changes: &[Value]) -> Value {
        let answer = self.sync(None, changes).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()
    }
}

/// What the list of devices says of one; a list without it, or no list at all, says nothing.
#[track_caller]
fn listed(devices: &Value, device: &str) -> Value {
    devices
        .as_array()
        .and_then(|all| all.iter().find(|it| it["id"] == device))
        .unwrap_or_else(|| panic!("{device} is not listed in {devices}"))
        .clone()
}

#[tokio::test]
async fn what_still_waits_on_a_device_is_known_should_it_never_come_back() {
    let (app, anna) = TestApp::with_owner().await;
    let phone = Device::of(app.sign_in(ANNA, PASSWORD).await).await;
    let phones = phone.person.device().await;
    let devices = anna.get("/api/v1/devices").await.json();
    assert_eq!(
        listed(&devices, &phones).get("waiting"),
        None,
        "it has told nothing yet"
    );
    for waiting in [7, 0] {
        let mut request = phone.request(None, &[]);
        request["waiting"] = json!(waiting);
        phone.person.post("/api/v1/sync", &request).await;
        // The answer does not wait for the note.
        let told = async {
            loop {
                let devices = anna.get("/api/v1/devices").await.json();
                if listed(&devices, &phones)["waiting"] == waiting {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), told)
            .await
            .expect("the note is made");
    }
    let ben = app.member("ben@example.com").await;
    let devices = ben.get("/api/v1/devices").await.json();
    assert_eq!(
        listed(&devices, &phones).get("waiting"),
        None,
        "what waits is its person's business, and the owner's"
    );
}

fn change(id: &str, field: &str, value: &Value, replaces: &[&str]) -> Value {
    json!({
        "id": id, "client": CLIENT, "record": CLIENT, "kind": "client", "field": field, "value": value,
        "replaces": replaces, "time": BEGIN_MS,
    })
}

fn id(writer: u64, counter: u32) -> String {
    format!("{writer:016x}-{counter}")
}

async fn two_devices() -> (TestApp, Device, Device) {
    let (app, anna) = TestApp::with_owner().await;
    let phone = app.sign_in(ANNA, PASSWORD).await;
    (app, Device::of(anna).await, Device::of(phone).await)
}

/// Somebody in a workspace of their own on the same server; there is no endpoint to make a second one yet.
async fn stranger(app: &TestApp) -> Device {
    let mut sql = app.sql().await;
    let (user, workspace) = (Uuid::from_u128(0xb0b), Uuid::from_u128(0xb0b0));
    sqlx::query(
        "insert into user (id, email, name, password_hash, created_ms)
         select ?, 'bob@example.com', 'Bob', password_hash, 0 from user limit 1",
    )
    .bind(user)
    .execute(&mut sql)
    .await
    .unwrap();
    sqlx::query("insert into workspace (id, name, created_ms) values (?, 'Elsewhere', 0)")
        .bind(workspace)
        .execute(&mut sql)
        .await
        .unwrap();
    sqlx::query("insert into member (workspace, user, role) values (?, ?, 'owner')")
        .bind(workspace)
        .bind(user)
        .execute(&mut sql)
        .await
        .unwrap();
    Device::of(app.sign_in("bob@example.com", PASSWORD).await).await
}

#[tokio::test]
async fn what_one_device_writes_the_other_reads() {
    let (_app, desktop, phone) = two_devices().await;
    let begin = phone.at().await;
    let mut stream = phone.person.open("/api/v1/events").await;
    let said = desktop
        .push(&[change(&id(1, 1), "name", &json!("Tea house"), &[])])
        .await;
    assert_eq!(said["verdicts"][0]["verdict"], "accepted");
    assert_eq!(said["verdicts"][0]["place"]["seq"], 1);
    let hint = stream.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(hint, "event: advanced\ndata: {\"seq\":1}\n\n");

    let answer = phone.sync(Some(&begin), &[]).await.json();
    let row = &answer["news"][0];
    assert_eq!(row["record"], CLIENT);
    assert_eq!(row["heads"][0]["value"], "Tea house");
    assert_eq!(row["heads"][0]["device"], desktop.person.device().await);
    assert_eq!(answer["cursor"]["seq"], 1);
    assert_eq!(answer["more"], false);
    assert!(answer["digest"]["total"].is_string() && answer["line"].is_null());
    let again = phone.sync(Some(&answer["cursor"]), &[]).await.json();
    assert_eq!(
        (&again["news"], &again["digest"]),
        (&json!([]), &answer["digest"])
    );
}

#[tokio::test]
async fn a_push_and_a_pull_in_one_round_and_again() {
    let (_app, desktop, phone) = two_devices().await;
    let begin = phone.at().await;
    desktop
        .push(&[change(&id(1, 1), "name", &json!("Tea"), &[])])
        .await;
    let mine = [change(&id(2, 1), "phone", &json!("1"), &[])];
    let first = phone.sync(Some(&begin), &mine).await.json();
    assert_eq!(first["news"].as_array().unwrap().len(), 2);
    let second = phone.sync(Some(&begin), &mine).await.json();
    assert_eq!(first, second, "a repeat changes nothing");
}

#[tokio::test]
async fn columns_say_what_json_says() {
    let (_app, desktop, phone) = two_devices().await;
    let begin = phone.at().await;
    let changes: Vec<_> = (0..300)
        .map(|n| {
            let mut change = change(
                &id(1, n),
                &format!("tags/{n}"),
                &json!(format!("值 {n}")),
                &[],
            );
            change["kind"] = json!("page");
            change
        })
        .collect();
    desktop.push(&changes).await;
    let body = phone.request(Some(&begin), &[]).to_string();
    let in_json = phone.sync(Some(&begin), &[]).await;
    let rows: SyncAnswer = serde_json::from_slice(&in_json.body).unwrap();
    assert_eq!(rows.news.len(), 300);
    for encoding in ["identity", "gzip", "br"] {
        let request = phone
            .person
            .json(Method::POST, "/api/v1/sync")
            .header(
                ACCEPT,
                "application/vnd.yardstick.columns, application/json;q=0.5",
            )
            .header(ACCEPT_ENCODING, encoding)
            .body(Body::from(body.clone()))
            .unwrap();
        let answer = phone.person.send(request).await;
        assert_eq!(
            answer.header("content-type"),
            "application/vnd.yardstick.columns"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = match encoding {
            "identity" => answer.body.to_vec(),
            "gzip" => {
                assert_eq!(answer.header("content-encoding"), "gzip");
                let mut bytes = Vec::new();
                GzDecoder::new(answer.body.as_ref())
                    .read_to_end(&mut bytes)
                    .unwrap();
                bytes
            }
            _ => {
                assert_eq!(answer.header("content-encoding"), "br");
                let mut bytes = Vec::new();
                brotli::Decompressor::new(answer.body.as_ref(), 4096)
                    .read_to_end(&mut bytes)
                    .unwrap();
                bytes
            }
        };
        // Under 128 bytes a varint is one byte, under 16,384 it is two.
        let length = usize::from(body[0] & 0x7f) | usize::from(body[1]) << 7;
        let rest: SyncAnswer = serde_json::from_slice(&body[2..2 + length]).unwrap();
        assert_eq!(codec::decode(&body[2 + length..]).unwrap(), rows.news);
        assert_eq!(
            (rest.news.len(), rest.cursor, rest.digest),
            (0, rows.cursor, rows.digest.clone())
        );
    }
}

#[tokio::test]
async fn what_this_version_does_not_know_comes_back_to_the_byte() {
    let (_app, desktop, phone) = two_devices().await;
    let begin = phone.at().await;
    let value = "{\"z\":1.0,  \"a\":[1e3,\"\\u00e9\"]}";
    let mut request = desktop.request(None, &[change(&id(1, 1), "whatever", &json!("HERE"), &[])]);
    request["changes"][0]["kind"] = json!("from_next_year");
    request["from_next_year"] = json!({ "x": 1 });
    request["changes"][0]["from_next_year"] = json!(true);
    let body = request.to_string().replace("\"HERE\"", value);
    let request = desktop
        .person
        .json(Method::POST, "/api/v1/sync")
        .body(Body::from(body))
        .unwrap();
    let answer = desktop.person.send(request).await;
    assert_eq!(
        answer.json()["verdicts"][0]["verdict"],
        "accepted",
        "{answer:?}"
    );
    let news = phone.sync(Some(&begin), &[]).await;
    let text = std::str::from_utf8(&news.body).unwrap();
    assert!(text.contains(&format!("\"value\":{value}")), "{text}");
}

#[tokio::test]
async fn a_request_of_another_session_changes_nothing() {
    let (app, desktop, _) = two_devices().await;
    let bob = stranger(&app).await;
    let changes = [change(&id(1, 1), "name", &json!("x"), &[])];
    for (workspace, user) in [
        (&bob.workspace, &desktop.user),
        (&desktop.workspace, &bob.user),
        (&bob.workspace, &bob.user),
    ] {
        let mut request = desktop.request(None, &changes);
        request["workspace"] = json!(workspace);
        request["user"] = json!(user);
        desktop
            .person
            .post("/api/v1/sync", &request)
            .await
            .refused(409, "other-session");
        request["epoch"] = json!("0");
        request["line"] = json!([]);
        request["rows"] = json!([]);
        desktop
            .person
            .post("/api/v1/offer", &request)
            .await
            .refused(409, "other-session");
    }
    assert_eq!(desktop.snapshot().await["rows"], json!([]));
    assert_eq!(bob.snapshot().await["rows"], json!([]));
}

#[tokio::test]
async fn a_workspace_is_not_seen_or_touched_from_another_with_its_ids_known() {
    let (app, desktop, _) = two_devices().await;
    let bob = stranger(&app).await;
    let bobs_begin = bob.at().await;
    let ours = [
        change(&id(1, 1), "name", &json!("secret"), &[]),
        change(&id(1, 2), "phone", &json!("110"), &[]),
    ];
    desktop.push(&ours).await;
    let before = desktop.snapshot().await;

    // The same record, the same change ids, naming our heads; and a made-up one that replaces them.
    let said = bob
        .push(&[
            change(&id(1, 1), "name", &json!("mine"), &[]),
            change(&id(9, 1), "phone", &json!("112"), &[&id(1, 2)]),
        ])
        .await;
    assert!(
        said["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["verdict"] == "accepted"),
        "{said}"
    );
    let offer = json!({
        "protocol": 1, "workspace": bob.workspace, "user": bob.user, "epoch": before["at"]["epoch"],
        "line": before["line"], "rows": before["rows"],
    });
    bob.person.post("/api/v1/offer", &offer).await;

    assert_eq!(desktop.snapshot().await["rows"], before["rows"]);
    let last: u8 = u8::from_str_radix(&CLIENT[34..], 16).unwrap();
    let history = format!("/api/v1/history?client={CLIENT}&record={CLIENT}&kind=client");
    for answer in [
        bob.person.get("/api/v1/snapshot").await,
        bob.person.get(&format!("/api/v1/bucket?n={last}")).await,
        bob.person.get(&history).await,
        bob.sync(Some(&bobs_begin), &[]).await,
    ] {
        assert_eq!(answer.status, StatusCode::OK);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(
            text.contains("mine") && !text.contains("secret") && !text.contains("\"110\""),
            "{text}"
        );
    }
    let ours = desktop.person.get(&history).await;
    assert!(
        !String::from_utf8_lossy(&ours.body).contains("mine"),
        "{ours:?}"
    );
}

#[tokio::test]
async fn refusals() {
    let (app, desktop, phone) = two_devices().await;
    let begin = desktop.at().await;
    for protocol in [0u32, 99] {
        // Of a protocol not spoken here nothing else is read.
        let request = json!({ "protocol": protocol, "everything": "else is different" });
        let expected = if yardstick_server::sync::PROTOCOLS.contains(&protocol) {
            (400, "unreadable")
        } else {
            (426, "update-required")
        };
        desktop
            .person
            .post("/api/v1/sync", &request)
            .await
            .refused(expected.0, expected.1);
        desktop
            .person
            .post("/api/v1/offer", &request)
            .await
            .refused(expected.0, expected.1);
    }
    let many: Vec<_> = (0..1_001)
        .map(|n| change(&id(1, n), "name", &json!(1), &[]))
        .collect();
    desktop
        .sync(Some(&begin), &many)
        .await
        .refused(413, "too-many");
    for cursor in [
        json!({"epoch": "00000000000000aa", "seq": 0}),
        json!({"epoch": begin["epoch"], "seq": u64::MAX}),
    ] {
        let answer = desktop
            .sync(Some(&cursor), &[change(&id(1, 1), "name", &json!(1), &[])])
            .await;
        if cursor["seq"] == json!(0) {
            answer.refused(409, "other-history");
            assert_eq!(answer.json()["line"][0]["epoch"], begin["epoch"]);
        }
    }
    for (body, code) in [
        ("", "damaged"),
        ("{", "damaged"),
        ("[]", "unreadable"),
        ("{\"protocol\":1}", "unreadable"),
        ("{\"protocol\":\"1\"}", "unreadable"),
        ("{\"protocol\":1,\"workspace\":1,\"user\":2}", "unreadable"),
    ] {
        let request = desktop
            .person
            .json(Method::POST, "/api/v1/sync")
            .body(Body::from(body))
            .unwrap();
        desktop.person.send(request).await.refused(400, code);
    }
    // Of a change that has no name nothing can be said.
    for broken in [json!({"id": "x"}), json!({"action": "all of it"})] {
        let mut request = desktop.request(None, &[change(&id(1, 1), "name", &json!(1), &[])]);
        for (field, value) in broken.as_object().unwrap() {
            request["changes"][0][field] = value.clone();
        }
        desktop
            .person
            .post("/api/v1/sync", &request)
            .await
            .refused(400, "unreadable");
    }
    for path in [
        "/api/v1/bucket",
        "/api/v1/bucket?n=256",
        "/api/v1/snapshot?seq=x",
        "/api/v1/history?client=1",
        "/api/v1/snapshot?epoch=zz&seq=1",
    ] {
        desktop.person.get(path).await.refused(400, "unreadable");
    }
    desktop
        .person
        .get("/api/v1/snapshot?seq=1")
        .await
        .refused(400, "invalid-field");
    desktop
        .person
        .get(&format!("/api/v1/snapshot?after_client={CLIENT}"))
        .await
        .refused(400, "invalid-field");
    desktop
        .person
        .get("/api/v1/snapshot?epoch=00000000000000aa&seq=1")
        .await
        .refused(409, "other-history");
    for path in [
        "/api/v1/snapshot",
        "/api/v1/bucket?n=1",
        "/api/v1/history?client=1",
    ] {
        app.stranger().get(path).await.refused(401, "sign-in");
    }
    app.stranger()
        .post("/api/v1/sync", &json!({}))
        .await
        .refused(401, "sign-in");
    phone
        .person
        .delete(&format!(
            "/api/v1/devices/{}",
            desktop.person.device().await
        ))
        .await;
    desktop
        .sync(None, &[change(&id(1, 1), "name", &json!(1), &[])])
        .await
        .refused(401, "sign-in");
    let rows = phone.snapshot().await["rows"].clone();
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["field"] == "name" && row["seq"] == 1),
        "{rows}"
    );
}

#[tokio::test]
async fn a_change_that_cannot_be_read_is_refused_with_its_action_and_the_others_are_taken() {
    let (_app, desktop, _) = two_devices().await;
    let begin = desktop.at().await;
    for (writer, broken) in (1..).zip([
        json!({"time": "now"}),
        json!({"record": "nobody"}),
        json!({"replaces": [1]}),
        json!({"batch": 7}),
    ]) {
        let mut changes: Vec<Value> = (0..5)
            .map(|n| change(&id(writer, n), &format!("tags/{n}"), &json!(true), &[]))
            .collect();
        for of_action in [1, 3] {
            changes[of_action]["action"] = json!(4);
        }
        for (field, value) in broken.as_object().unwrap() {
            changes[3][field] = value.clone();
        }
        let answer = desktop.sync(Some(&begin), &changes).await;
        let said: SyncAnswer = serde_json::from_slice(&answer.body).unwrap();
        let ids: Vec<String> = said
            .verdicts
            .iter()
            .map(|judged| judged.id.to_string())
            .collect();
        assert_eq!(ids, [0, 1, 2, 3, 4].map(|n| id(writer, n)), "{broken}");
        let unreadable = Reason::NotTaken {
            problem: "unreadable".to_owned(),
        };
        for (place, judged) in said.verdicts.into_iter().enumerate() {
            let expected = match place {
                1 => Verdict::Refused {
                    reason: Reason::Action,
                },
                3 => Verdict::Refused {
                    reason: unreadable.clone(),
                },
                _ => Verdict::Accepted,
            };
            assert_eq!(judged.verdict, expected, "{broken}");
        }
    }
    let rows = desktop.snapshot().await["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 3, "{rows}");

    let broken = |n| {
        let mut change = change(&id(9, n), "name", &json!(1), &[]);
        change["time"] = json!("now");
        change
    };
    let many: Vec<Value> = (0..1_001).map(broken).collect();
    desktop
        .sync(Some(&begin), &many)
        .await
        .refused(413, "too-many");
    // What the whole request says of itself is no matter of one change.
    let mut request = desktop.request(None, &[broken(1)]);
    request["waiting"] = json!("some");
    let answer = desktop.person.post("/api/v1/sync", &request).await;
    answer.refused(400, "unreadable");
}

#[tokio::test]
async fn too_large_and_bombs() {
    let (_app, desktop, _) = two_devices().await;
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let post = |body: Vec<u8>, encoding: Option<&str>| {
        let mut request = desktop.person.json(Method::POST, "/api/v1/sync");
        if let Some(encoding) = encoding {
            request = request.header(CONTENT_ENCODING, encoding);
        }
        desktop.person.send(request.body(Body::from(body)).unwrap())
    };
    let long = "x".repeat(64 * 1024 - 2);
    let fits = desktop
        .request(None, &[change(&id(1, 1), "name", &json!(long), &[])])
        .to_string();
    post(vec![b' '; 1024 * 1024 + 1], None)
        .await
        .refused(413, "too-large");
    post(gzip(&vec![b' '; 64 * 1024 * 1024]), Some("gzip"))
        .await
        .refused(413, "too-large");
    let fitting = post(gzip(fits.as_bytes()), Some("gzip")).await.json();
    assert_eq!(
        fitting["verdicts"][0]["verdict"], "refused",
        "a client's name is not that long"
    );
    let unknown = fits.replace("\"kind\":\"client\"", "\"kind\":\"other\"");
    assert_eq!(
        post(gzip(unknown.as_bytes()), Some("gzip")).await.json()["verdicts"][0]["verdict"],
        "accepted"
    );
    let over = desktop
        .request(
            None,
            &[change(&id(1, 2), "name", &json!(format!("{long}xx")), &[])],
        )
        .to_string();
    let said = post(gzip(over.as_bytes()), Some("gzip")).await.json();
    assert_eq!(
        said["verdicts"][0]["reason"]["what"], "value-too-long",
        "{said}"
    );
}

#[tokio::test]
async fn clients_of_another_bundle() {
    let (_app, desktop, _) = two_devices().await;
    let mut of_another = change(&id(1, 1), "name", &json!("x"), &[]);
    of_another["client"] = json!(Uuid::from_u128(5));
    let said = desktop
        .push(&[of_another, change(&id(1, 2), "name", &json!("y"), &[])])
        .await;
    assert_eq!(
        said["verdicts"][0]["reason"]["what"], "client-of-another",
        "{said}"
    );
    assert_eq!(said["verdicts"][1]["verdict"], "accepted");
}

#[tokio::test]
async fn history_tells_what_a_record_was() {
    let (app, desktop, phone) = two_devices().await;
    for n in 0..5u32 {
        let mut round = Vec::new();
        for counter in n * 90..(n + 1) * 90 {
            let before = counter.checked_sub(2).map(|before| id(1, before));
            let replaces: Vec<&str> = before.as_deref().into_iter().collect();
            round.push(change(
                &id(1, counter),
                ["name", "phone"][counter as usize % 2],
                &json!(format!("{counter}")),
                &replaces,
            ));
        }
        desktop.push(&round).await;
    }
    // Concurrent with the last, from a phone with a clock far ahead; and one that comes when it was already replaced.
    let mut late = change(&id(2, 2), "name", &json!("late"), &[&id(1, 446), &id(2, 1)]);
    late["time"] = json!(BEGIN_MS + 1_000_000);
    phone
        .push(&[late, change(&id(2, 1), "name", &json!("never shown"), &[])])
        .await;

    let path = format!("/api/v1/history?client={CLIENT}&record={CLIENT}&kind=client");
    let first = desktop.person.get(&path).await.json();
    let lines = first["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &first["more"]), (200, &json!(true)));
    assert_eq!(lines[0]["value"], "never shown");
    assert_eq!(lines[0]["replaced"], true);
    assert_eq!(lines[1]["value"], "late");
    assert_eq!(lines[1]["claimed_time"], BEGIN_MS + 1_000_000);
    assert_eq!(lines[1]["time"], app.app.now_ms() + 10_000);
    assert_eq!(lines[1]["device"], phone.person.device().await);
    assert_eq!(lines[1]["replaces"], json!([id(1, 446), id(2, 1)]));
    let mut all = lines.clone();
    let mut more = true;
    while more {
        let page = desktop
            .person
            .get(&format!("{path}&before={}", all.last().unwrap()["seq"]))
            .await
            .json();
        all.extend(page["lines"].as_array().unwrap().iter().cloned());
        more = page["more"].as_bool().unwrap();
    }
    let seqs: Vec<_> = all
        .iter()
        .map(|line| line["seq"].as_u64().unwrap())
        .collect();
    assert_eq!(seqs, (1..=452).rev().collect::<Vec<_>>());
    let of_field = desktop
        .person
        .get(&format!("{path}&field=phone&before=10"))
        .await
        .json();
    let values: Vec<_> = of_field["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["value"].clone())
        .collect();
    assert_eq!(values, [json!("7"), json!("5"), json!("3"), json!("1")]);
    let nothing = desktop
        .person
        .get(&format!("{path}&field=unheard_of"))
        .await
        .json();
    assert_eq!(nothing, json!({ "lines": [], "more": false }));

    let log = phone.person.get("/api/v1/history?after=440").await.json();
    assert_eq!((&log["next"], &log["more"]), (&json!(452), &json!(false)));
    let mut rows = log["rows"].as_array().unwrap().clone();
    rows.sort_by_key(|row| row["seq"].as_u64());
    for (row, line) in rows.iter().rev().zip(&all) {
        assert_eq!((&row["seq"], &row["field"]), (&line["seq"], &line["field"]));
        assert_eq!(
            (&row["heads"][0]["id"], &row["heads"][0]["value"]),
            (&line["id"], &line["value"])
        );
    }
    assert_eq!(rows.len(), 12);
}

#[tokio::test]
async fn what_was_done_at_once_is_told_together_with_what_was_before() {
    let (app, desktop, phone) = two_devices().await;
    let of = |mut change: Value, record: &str, action: Option<u32>, batch: Option<&str>| {
        change["record"] = json!(record);
        change["kind"] = json!("task");
        if let Some(action) = action {
            change["action"] = json!(action);
        }
        if let Some(batch) = batch {
            change["batch"] = json!(batch);
        }
        change
    };
    let (one, other) = (
        "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e05",
        "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e06",
    );
    let batch = "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e07";
    let title = |counter: u32, value: &str, replaces: &[&str]| {
        change(&id(1, counter), "title", &json!(value), replaces)
    };
    desktop
        .push(&[
            of(title(1, "old", &[]), one, None, None),
            of(title(2, "new", &[&id(1, 1)]), one, Some(7), None),
            of(title(3, "other", &[]), other, Some(7), None),
            of(title(4, "batch", &[&id(1, 2)]), one, Some(8), Some(batch)),
            of(title(5, "batch", &[&id(1, 3)]), other, Some(9), Some(batch)),
        ])
        .await;
    // The same number of another writer is another action.
    let theirs = change(&id(2, 1), "title", &json!("theirs"), &[&id(1, 4)]);
    phone.push(&[of(theirs, one, Some(7), None)]).await;
    let told = async |with: String, more: &str| {
        let path = format!("/api/v1/history?with={with}{more}");
        let answer = phone.person.get(&path).await.json();
        let lines = answer["lines"].as_array().unwrap().clone();
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                let of = line["of"]["record"].as_str().unwrap().to_owned();
                (line["id"].clone(), of, line["before"].clone())
            })
            .collect();
        told
    };
    let line =
        |counter: u32, of: &str, before: Value| (json!(id(1, counter)), of.to_owned(), before);
    let action = [line(3, other, Value::Null), line(2, one, json!("old"))];
    assert_eq!(told(id(1, 2), "").await, action);
    assert_eq!(told(id(1, 3), "").await, action);
    assert_eq!(told(id(1, 3), "&before=3").await, action[1..]);
    let whole = [line(5, other, json!("other")), line(4, one, json!("new"))];
    assert_eq!(told(id(1, 4), "").await, whole);
    assert_eq!(told(id(1, 1), "").await, [line(1, one, Value::Null)]);
    assert_eq!(told(id(9, 9), "").await, []);
    let stranger = stranger(&app).await;
    let path = format!("/api/v1/history?with={}", id(1, 2));
    assert_eq!(
        stranger.person.get(&path).await.json(),
        json!({ "lines": [], "more": false }),
        "of another workspace nothing is told"
    );
}

#[tokio::test]
async fn a_restart_is_told_and_a_restored_backup_is_healed_by_who_held_more() {
    let (app, desktop, phone) = two_devices().await;
    let begin = phone.at().await;
    desktop
        .push(&[change(&id(1, 1), "name", &json!("old"), &[])])
        .await;
    let copy = app.beside("copy.db");
    backup(&app.database(), &copy).await.unwrap();
    desktop
        .push(&[
            change(&id(1, 2), "name", &json!("new"), &[&id(1, 1)]),
            change(&id(1, 3), "phone", &json!("1"), &[]),
        ])
        .await;
    let held = phone.sync(Some(&begin), &[]).await.json();

    // A restart alone: the cursor still counts, and the answer brings the new line.
    let cookies = (desktop.person.cookie.clone(), phone.person.cookie.clone());
    let app = app.restart(1_000).await.unwrap();
    let again = |cookie| {
        let mut person = app.stranger();
        person.cookie = cookie;
        person
    };
    let phone = Device::of(again(cookies.1.clone())).await;
    let after = phone.sync(Some(&held["cursor"]), &[]).await.json();
    assert_eq!(
        (&after["news"], &after["digest"]),
        (&json!([]), &held["digest"])
    );
    assert_ne!(after["cursor"]["epoch"], held["cursor"]["epoch"]);
    assert_eq!(after["line"].as_array().unwrap().len(), 2);

    // The backup takes the database's place.
    let (database, beside) = (app.database(), app.beside("yardstick.db-wal"));
    app.app.stop().await;
    std::fs::copy(&copy, &database).unwrap();
    let _ = std::fs::remove_file(beside);
    let app = app.restart(1_000).await.unwrap();
    let mut person = app.stranger();
    person.cookie = cookies.1;
    let phone = Device::of(person).await;
    let answer = phone
        .sync(
            Some(&after["cursor"]),
            &[change(&id(5, 1), "name", &json!("not kept"), &[])],
        )
        .await;
    answer.refused(409, "other-history");
    let line = answer.json()["line"].clone();
    let (rows, epoch) = (
        held["news"].clone(),
        line.as_array().unwrap().last().unwrap()["epoch"].clone(),
    );
    let mut theirs = after["line"].clone();
    theirs.as_array_mut().unwrap().last_mut().unwrap()["last"] = after["cursor"]["seq"].clone();
    let offer = json!({
        "protocol": 1, "workspace": phone.workspace, "user": phone.user, "epoch": &epoch, "line": theirs, "rows": rows,
    });
    let offered = phone.person.post("/api/v1/offer", &offer).await;
    assert_eq!(offered.status, StatusCode::OK, "{offered:?}");
    assert_eq!(offered.json()["at"]["epoch"], epoch);
    let rows = phone.snapshot().await["rows"].clone();
    let values: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                &row["field"],
                &row["heads"][0]["value"],
                &row["heads"][0]["said"],
            )
        })
        .collect();
    let said = json!(true);
    assert_eq!(
        values,
        [
            (&json!("name"), &json!("new"), &said),
            (&json!("phone"), &json!("1"), &said)
        ]
    );
}

#[tokio::test]
async fn the_examples_in_the_description_are_read_as_requests() {
    let (app, _, _) = two_devices().await;
    let document = app.stranger().get("/openapi.json").await.json();
    let example = |path: &str| {
        document
            .pointer(&format!(
                "/paths/~1api~1v1~1{path}/post/requestBody/content/application~1json/example"
            ))
            .unwrap()
            .clone()
    };
    serde_json::from_str::<SyncRequest>(&example("sync").to_string()).unwrap();
    serde_json::from_str::<yardstick_domain::wire::OfferRequest>(&example("offer").to_string())
        .unwrap();
}
