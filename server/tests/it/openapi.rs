//! The description of the interface.

use axum::body::Body;
use serde_json::Value;

use crate::app::TestApp;

#[tokio::test]
async fn it_names_every_endpoint_and_every_reference_leads_somewhere() {
    let app = TestApp::empty().await;
    let document = app.stranger().get("/openapi.json").await.json();
    let paths: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    for path in [
        "/api/v1/first-run",
        "/api/v1/session",
        "/api/v1/devices/{id}/wipe",
        "/api/v1/clients/{id}/erase",
        "/api/v1/events",
        "/api/v1/feed",
        "/feeds/{address}",
    ] {
        assert!(paths.iter().any(|it| it == path), "{path} in {paths:?}");
    }
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn a_method_that_is_not_described_is_not_taken() {
    let (app, anna) = TestApp::with_owner().await;
    let document = app.stranger().get("/openapi.json").await.json();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{id}", "01935a3c-7a10-7c3e-8d11-0c5a2f1b9e01")
            .replace("{address}", "secret.ics");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if item[method.to_lowercase()].is_null() {
                let request = anna.json(method.parse().unwrap(), &path);
                let answer = anna.send(request.body(Body::empty()).unwrap()).await;
                answer.refused(405, "method-not-allowed");
                assert!(!answer.header("allow").is_empty(), "{method} {path}");
            }
        }
    }
}

/// The described bodies and the types that are read, held together by the examples.
#[tokio::test]
async fn the_example_of_each_described_body_names_fields_that_are_described() {
    let app = TestApp::empty().await;
    let document = app.stranger().get("/openapi.json").await.json();
    let mut seen = 0;
    for item in document["paths"].as_object().unwrap().values() {
        let body = &item["post"]["requestBody"]["content"]["application/json"];
        let (Some(example), Some(schema)) =
            (body["example"].as_object(), body["schema"]["$ref"].as_str())
        else {
            continue;
        };
        seen += 1;
        let refused = &item["post"]["responses"]["400"]["description"];
        assert!(refused.as_str().unwrap().contains("`damaged`"), "{refused}");
        let properties = &document.pointer(schema.trim_start_matches('#')).unwrap()["properties"];
        for field in example.keys() {
            assert!(!properties[field].is_null(), "{field} of {schema}");
        }
    }
    assert_eq!(seen, 3, "sync, offer, erase");
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            references.extend(
                fields
                    .get("$ref")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            fields.values().for_each(|field| collect(field, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
