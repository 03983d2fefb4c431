//! Erasing a client over HTTP: who may, what stays, and that nothing else stays, not even in the free places of the file.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Answer, BEGIN_MS, PASSWORD, Person, TestApp};

const CLIENT: &str = "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e03";
const OTHER: &str = "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e04";
/// In every value that is to be gone.
const SECRET: &str = "山嵐-secret";

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

    async fn erase(&self, client: &str) -> Answer {
        let path = format!("/api/v1/clients/{client}/erase");
        self.person.post(&path, &self.session).await
    }

    async fn push(&self, changes: &[Value]) -> Value {
        let mut request = self.session.clone();
        request["protocol"] = json!(1);
        request["changes"] = json!(changes);
        let answer = self.person.post("/api/v1/sync", &request).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()
    }

    async fn rows(&self) -> Vec<Value> {
        let page = self.person.get("/api/v1/snapshot").await.json();
        page["rows"].as_array().unwrap().clone()
    }
}

fn change(counter: u32, client: &str, field: &str, value: &Value, replaces: &[u32]) -> Value {
    let id = |counter| format!("00000000000000ab-{counter}");
    let replaces: Vec<String> = replaces.iter().copied().map(id).collect();
    json!({
        "id": id(counter), "client": client, "record": client, "kind": "client", "field": field, "value": value,
        "replaces": replaces, "time": BEGIN_MS,
    })
}

async fn owner() -> (TestApp, Device) {
    let (app, anna) = TestApp::with_owner().await;
    (app, Device::of(anna).await)
}

#[tokio::test]
async fn only_the_tombstone_stays_and_says_who_and_when() {
    let (app, desktop) = owner().await;
    let phone = Device::of(app.sign_in("anna@example.com", PASSWORD).await).await;
    desktop
        .push(&[
            change(1, CLIENT, "name", &json!(SECRET), &[]),
            change(2, OTHER, "name", &json!("Tea house"), &[]),
        ])
        .await;
    let mut stream = phone.person.open("/api/v1/events").await;
    let answer = desktop.erase(CLIENT).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.json()["at"]["seq"], 3);
    let hint = {
        use http_body_util::BodyExt;
        stream.frame().await.unwrap().unwrap().into_data().unwrap()
    };
    assert_eq!(hint, "event: advanced\ndata: {\"seq\":3}\n\n");

    let rows = phone.rows().await;
    let of_client: Vec<&Value> = rows.iter().filter(|row| row["client"] == CLIENT).collect();
    assert_eq!(of_client.len(), 1, "{rows:?}");
    assert_eq!(of_client[0]["field"], "!erased");
    let head = &of_client[0]["heads"][0];
    assert_eq!(head["device"], desktop.person.device().await);
    assert!(head["time"].as_i64().unwrap() >= BEGIN_MS);
    let history = format!("/api/v1/history?client={CLIENT}&record={CLIENT}&kind=client");
    assert_eq!(
        phone.person.get(&history).await.json()["lines"],
        json!([]),
        "nothing of it is history"
    );
    let log = phone.person.get("/api/v1/history?after=0").await;
    assert!(!String::from_utf8_lossy(&log.body).contains(SECRET));

    let late = change(9, CLIENT, "address", &json!(SECRET), &[1]);
    let said = phone.push(&[late]).await;
    assert_eq!(said["verdicts"][0]["verdict"], "erased");
    assert_eq!(
        phone.erase(CLIENT).await.json()["at"]["seq"],
        3,
        "once more"
    );

    let app = app.restart(0).await.unwrap();
    let phone = Device::of(app.sign_in("anna@example.com", PASSWORD).await).await;
    assert_eq!(phone.rows().await, rows, "and so after a restart");
}

#[tokio::test]
async fn who_may_not_changes_nothing() {
    let (app, anna) = owner().await;
    anna.push(&[change(1, CLIENT, "name", &json!("Tea house"), &[])])
        .await;
    let ben = Device::of(app.member("ben@example.com").await).await;
    ben.erase(CLIENT).await.refused(403, "not-allowed");
    let path = format!("/api/v1/clients/{CLIENT}/erase");
    app.stranger()
        .post(&path, &anna.session)
        .await
        .refused(401, "sign-in");
    anna.person
        .post(&path, &ben.session)
        .await
        .refused(409, "other-session");
    anna.person
        .post(&path, &json!({}))
        .await
        .refused(400, "unreadable");
    for nobody in ["not-an-id", &Uuid::nil().to_string()] {
        anna.erase(nobody).await.refused(404, "not-found");
    }
    assert_eq!(anna.rows().await[0]["heads"][0]["value"], "Tea house");
}

#[tokio::test]
async fn nothing_of_it_stays_in_the_files() {
    let (app, desktop) = owner().await;
    // Values that fill pages of their own, exchanged and in conflict, and a person's word in a field's name.
    let long = format!("{SECRET} ").repeat(900);
    let mut counter = 0;
    for round in 0..12 {
        let mut changes = Vec::new();
        for field in ["name", "note", "address", "story"] {
            counter += 1;
            changes.push(change(
                counter,
                CLIENT,
                field,
                &json!(format!("{round} {long}")),
                &[],
            ));
        }
        desktop.push(&changes).await;
    }
    let tag = format!("tags/{SECRET}");
    let shared = "tags/shared";
    desktop
        .push(&[
            change(1_000, CLIENT, &tag, &json!(true), &[]),
            change(1_001, CLIENT, shared, &json!(true), &[]),
            change(1_002, OTHER, shared, &json!(true), &[]),
        ])
        .await;
    assert_ne!(found(&app), Vec::<String>::new());
    assert_eq!(desktop.erase(CLIENT).await.status, StatusCode::OK);
    for _ in 0..100 {
        if found(&app).is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(found(&app), Vec::<String>::new());
    let shared_row = desktop.rows().await;
    let shared_row = shared_row.iter().find(|row| row["client"] == OTHER);
    assert_eq!(shared_row.unwrap()["field"], shared);
}

/// The files beside the database in which the secret is to be found.
fn found(app: &TestApp) -> Vec<String> {
    let folder = app.beside("");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        if bytes
            .windows(SECRET.len())
            .any(|window| window == SECRET.as_bytes())
        {
            found.push(path.display().to_string());
        }
    }
    found
}
