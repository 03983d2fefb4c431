//! What a declaration says to others: a sample of every field for fixtures, a schema for the OpenAPI document.

use serde_json::{Value as Json, json};

use super::field_type::{MAX_EMAIL, MAX_NAME, MAX_PHONE, MAX_TAX_ID};
use super::{FieldSpec, FieldType, KindSpec};
use crate::change::{Name, Value};
use crate::values::Rate;

/// 2026-11-22 10:05 in Taipei.
const SAMPLE_MS: i64 = 1_795_313_100_000;

/// A value of every field of a kind, by the field's name as stored. The same each time: fixtures of the wire and of stored forms are made of them.
pub fn samples(kind: &'static KindSpec) -> impl Iterator<Item = (Name, Value)> {
    kind.fields.iter().map(|field| {
        let value = Value::from_json(sample(field.ty).as_bytes());
        (sample_name(field), value.unwrap_or_else(|_| Value::null()))
    })
}

fn sample_name(field: &FieldSpec) -> Name {
    if field.is_set() {
        Name::new(&[field.name, "/老客戶"].concat())
    } else {
        field.name.into()
    }
}

/// The JSON of a value, as this version writes it.
fn sample(ty: FieldType) -> String {
    let first = |names: &[&str]| names.first().copied().unwrap_or_default().to_owned();
    let written = |json: Json| json.to_string();
    match ty {
        FieldType::Text { max_chars } | FieldType::Name { max_chars } => {
            written(json!(cut("山嵐製茶「冷泡」第 2 季", max_chars)))
        }
        FieldType::Multiline { max_chars } => {
            written(json!(cut("喜歡看樣品。\n不看長訊息。", max_chars)))
        }
        FieldType::Choice { names } => written(json!(first(names))),
        FieldType::Money => r#"{"amount":"1200000","currency":"TWD"}"#.to_owned(),
        FieldType::Date => written(json!("2026-11-22")),
        FieldType::Period => r#"{"start":"2026-11-01","end":"2026-12-15"}"#.to_owned(),
        FieldType::Instant => SAMPLE_MS.to_string(),
        FieldType::Minutes { max } => max.min(45).to_string(),
        FieldType::Rate => "850".to_owned(),
        FieldType::Integer { max, .. } => max.min(3).to_string(),
        FieldType::Email => written(json!("tea@example.com")),
        FieldType::Phone => written(json!("0912-345-678")),
        FieldType::TaxId => written(json!("04595257")),
        FieldType::Bool | FieldType::Set { .. } => "true".to_owned(),
        FieldType::Outcome { states } => [
            r#"{"state":""#,
            &first(states),
            r#"","at":"#,
            &SAMPLE_MS.to_string(),
            "}",
        ]
        .concat(),
        FieldType::Reference { .. } => written(json!("0198c0de-0000-7000-8000-000000000001")),
    }
}

fn cut(text: &str, max_chars: u32) -> String {
    text.chars().take(max_chars as usize).collect()
}

/// The kind's fields as a JSON schema. Unknown fields and unknown names of choices are allowed: they are kept.
#[must_use]
pub fn schema(kind: &KindSpec) -> Json {
    let (sets, plain): (Vec<&FieldSpec>, Vec<&FieldSpec>) =
        kind.fields.iter().partition(|field| field.is_set());
    let properties: serde_json::Map<_, _> = plain
        .into_iter()
        .map(|field| (field.name.to_owned(), field_schema(field.ty)))
        .collect();
    let patterns: serde_json::Map<_, _> = sets
        .into_iter()
        .map(|field| (["^", field.name, "/.+$"].concat(), field_schema(field.ty)))
        .collect();
    json!({
        "title": kind.name,
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": true,
    })
}

fn field_schema(ty: FieldType) -> Json {
    let string = |max: u32| json!({"type": ["string", "null"], "maxLength": max});
    let integer = |min: i64, max: i64, what: &str| json!({"type": ["integer", "null"], "minimum": min, "maximum": max, "description": what});
    match ty {
        FieldType::Text { max_chars }
        | FieldType::Name { max_chars }
        | FieldType::Multiline { max_chars } => string(max_chars),
        FieldType::Choice { names } => {
            json!({"type": ["string", "null"], "maxLength": MAX_NAME, "examples": names})
        }
        FieldType::Money => json!({
            "type": ["object", "null"],
            "required": ["amount", "currency"],
            "properties": {
                "amount": {"type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,4})?$", "description": "exact decimal"},
                "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217"},
            },
        }),
        FieldType::Date => json!({"type": ["string", "null"], "format": "date"}),
        FieldType::Period => json!({
            "type": ["object", "null"],
            "properties": {"start": {"type": ["string", "null"], "format": "date"}, "end": {"type": ["string", "null"], "format": "date"}},
            "description": "whole days, both included, the end not before the start",
        }),
        FieldType::Instant => integer(
            0,
            crate::values::Instant::MAX_MS,
            "milliseconds since 1970-01-01 UTC",
        ),
        FieldType::Minutes { max } => integer(0, i64::from(max), "minutes"),
        FieldType::Rate => integer(0, i64::from(Rate::WHOLE), "basis points: 850 is 8.5 %"),
        FieldType::Integer { min, max } => integer(min, max, "whole number"),
        FieldType::Email => string(MAX_EMAIL),
        FieldType::Phone => string(MAX_PHONE),
        FieldType::TaxId => string(MAX_TAX_ID),
        FieldType::Bool => json!({"type": ["boolean", "null"]}),
        FieldType::Set { .. } => {
            json!({"type": ["boolean", "null"], "description": "whether the member named behind the slash is in the set"})
        }
        FieldType::Outcome { states } => json!({
            "type": ["object", "null"],
            "required": ["state", "at"],
            "properties": {"state": {"type": "string", "maxLength": MAX_NAME, "examples": states}, "at": {"type": "integer"}},
        }),
        FieldType::Reference { kind } => {
            let what = ["id of a ", kind].concat();
            json!({"type": ["string", "null"], "format": "uuid", "description": what})
        }
    }
}

/// The context samples are typed in.
#[cfg(test)]
pub(super) fn sample_context() -> crate::values::InputContext {
    crate::values::InputContext {
        today: crate::values::Date::new(2026, 11, 22).unwrap(),
        currency: crate::values::Currency::TWD,
        utc_offset_minutes: 480,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::KINDS;

    #[test]
    fn every_field_is_described() {
        for kind in KINDS {
            let schema = schema(kind);
            for field in kind.fields {
                let described = if field.is_set() {
                    &schema["patternProperties"][["^", field.name, "/.+$"].concat()]
                } else {
                    &schema["properties"][field.name]
                };
                assert!(described["type"].is_array(), "{}.{}", kind.name, field.name);
            }
        }
    }
}
