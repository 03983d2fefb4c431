//! The description of the interface.

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
