//! The demo book: every value is one the app could have written, both languages have the same records, and there is something to see at every stage.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value as Json, json};
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{self, FieldType, LineKind, Stage};
use yardstick_domain::values::Choice;

#[derive(Deserialize)]
struct Row {
    client: RecordId,
    record: RecordId,
    kind: String,
    fields: BTreeMap<String, Json>,
}

fn read(language: &str) -> Vec<Row> {
    let path = format!(
        "{}/../public/data/demo.{language}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn both() -> [(&'static str, Vec<Row>); 2] {
    ["zh-TW", "en"].map(|language| (language, read(language)))
}

/// The value as it would be on some day; what the app's loader makes of relative dates.
fn settled(value: &Json) -> Json {
    let Json::Object(object) = value else {
        return value.clone();
    };
    if let Some(day) = object.get("$day") {
        assert!(day.is_i64());
        return json!("2026-11-22");
    }
    if let Some(at) = object.get("$at") {
        let [day, hour, minute]: [i64; 3] = serde_json::from_value(at.clone()).unwrap();
        assert!((-120..=0).contains(&day) || day < 30, "{at}");
        assert!((0..24).contains(&hour) && (0..60).contains(&minute), "{at}");
        return json!(1_795_313_100_000_i64);
    }
    assert!(!object.keys().any(|name| name.starts_with('$')), "{value}");
    let settled = object
        .iter()
        .map(|(name, value)| (name.clone(), self::settled(value)));
    Json::Object(settled.collect())
}

#[test]
fn every_value_fits_its_field() {
    for (language, rows) in both() {
        for row in rows {
            let spec = records::kind(&row.kind).unwrap();
            for (name, value) in &row.fields {
                assert!(spec.field(name).is_some(), "{language} {}.{name}", row.kind);
                let value = settled(value).to_string();
                assert_eq!(
                    records::validate(&row.kind, name, value.as_bytes()),
                    Ok(()),
                    "{language} {}.{name} = {value}",
                    row.kind
                );
            }
        }
    }
}

#[test]
fn choices_are_ones_this_version_knows() {
    for (language, rows) in both() {
        for row in rows {
            let spec = records::kind(&row.kind).unwrap();
            for (name, value) in &row.fields {
                let known = match spec.field(name).unwrap().ty {
                    FieldType::Choice { names } => names.contains(&value.as_str().unwrap()),
                    FieldType::Outcome { states } => {
                        states.contains(&value["state"].as_str().unwrap())
                    }
                    _ => true,
                };
                assert!(known, "{language} {}.{name} = {value}", row.kind);
            }
        }
    }
}

#[test]
fn references_lead_to_records_of_the_same_client() {
    for (language, rows) in both() {
        let all: BTreeSet<_> = rows
            .iter()
            .map(|row| (row.client, row.record, row.kind.as_str()))
            .collect();
        assert_eq!(all.len(), rows.len(), "{language}: a record twice");
        for row in &rows {
            for (name, value) in &row.fields {
                let spec = records::kind(&row.kind).unwrap().field(name).unwrap();
                if let FieldType::Reference { kind } = spec.ty {
                    let target: RecordId = serde_json::from_value(value.clone()).unwrap();
                    assert!(
                        all.contains(&(row.client, target, kind)),
                        "{language} {}.{name} = {value}",
                        row.kind
                    );
                }
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_records() {
    let shape = |row: &Row| {
        let fields: Vec<(&str, String)> = row
            .fields
            .iter()
            .map(|(name, value)| {
                let base = name.split_once('/').map_or(name.as_str(), |(base, _)| base);
                let same = if value.is_string() && !is_fixed(&row.kind, base) {
                    "text".to_owned()
                } else {
                    value.to_string()
                };
                (base, same)
            })
            .collect();
        (
            row.client,
            row.record,
            row.kind.clone(),
            format!("{fields:?}"),
        )
    };
    let [(_, chinese), (_, english)] = both();
    let shapes = |rows: &[Row]| rows.iter().map(shape).collect::<Vec<_>>();
    assert_eq!(shapes(&chinese), shapes(&english));
}

/// Whether a field's text is the same in every language.
fn is_fixed(kind: &str, field: &str) -> bool {
    let spec = records::kind(kind).unwrap().field(field).unwrap();
    !matches!(
        spec.ty,
        FieldType::Text { .. } | FieldType::Name { .. } | FieldType::Multiline { .. }
    )
}

#[test]
fn there_is_something_to_see_at_every_stage() {
    for (language, rows) in both() {
        let values = |kind: &str, field: &str| -> BTreeSet<String> {
            let of_kind = rows.iter().filter(|row| row.kind == kind);
            let values = of_kind.filter_map(|row| row.fields.get(field)?.as_str());
            values.map(str::to_owned).collect()
        };
        assert_eq!(rows.iter().filter(|row| row.kind == "client").count(), 12);
        for (kind, field, names) in [
            ("client", "stage", Stage::NAMES),
            ("client", "kind", records::ClientKind::NAMES),
            ("note_line", "line_kind", LineKind::NAMES),
            ("task", "side", records::Side::NAMES),
            ("time_entry", "work_kind", records::WorkKind::NAMES),
            ("meeting", "form", records::MeetingForm::NAMES),
        ] {
            let names: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(values(kind, field), names, "{language} {kind}.{field}");
        }
    }
}

#[test]
fn chinese_is_chinese_and_english_is_english() {
    let has_han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for row in read("en") {
        let text = serde_json::to_string(&row.fields).unwrap();
        assert!(!has_han(&text), "{text}");
    }
    for row in read("zh-TW") {
        for name in ["name", "title", "text"] {
            if let Some(text) = row.fields.get(name).and_then(Json::as_str) {
                assert!(has_han(text), "{text}");
            }
        }
    }
}
