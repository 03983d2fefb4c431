//! The demo book's file: records whose dates are relative to the day it is opened on.
//!
//! `public/data/demo.<language>.json` is a list of records:
//! ```json
//! [{"client": "0198…", "record": "0198…", "kind": "meeting",
//!   "fields": {"title": "春季檔", "planned_at": {"$minutes": 90}, "tags/老客戶": true}}]
//! ```
//! `client` and `record` are UUIDs (for a client's own record the same one twice). A field's value is the JSON stored, except that a date relative to today is
//! `{"$day": -3}` (a string `2026-11-19`), and a moment relative to now is `{"$minutes": -90}` (unix ms, whole minutes); `{"$at": [-3, 14, 30]}` is 14:30 on the
//! day three days ago. They may stand anywhere inside a value.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::change::{RecordKey, RegisterKey, Value};
use crate::id::RecordId;
use crate::values::{Date, Instant};

const MINUTE_MS: i64 = 60_000;

/// A record of the file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DemoRecord {
    /// Whose.
    pub client: RecordId,
    /// Which.
    pub record: RecordId,
    /// Its kind.
    pub kind: String,
    /// Its fields as stored, but for relative dates.
    pub fields: BTreeMap<String, Json>,
}

/// The moment a demo book is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedAt {
    /// Now.
    pub now: Instant,
    /// Today where the person is.
    pub today: Date,
    /// Minutes the person's clock is ahead of UTC.
    pub utc_offset_minutes: i32,
}

/// The registers of the file, as of the moment it is opened.
///
/// # Errors
/// The file is no list of records.
pub fn registers(
    file: &[u8],
    at: OpenedAt,
) -> Result<Vec<(RegisterKey, Value)>, serde_json::Error> {
    let records: Vec<DemoRecord> = serde_json::from_slice(file)?;
    let mut registers = Vec::new();
    for demo in records {
        let key = RecordKey {
            client: demo.client,
            record: demo.record,
            kind: demo.kind.as_str().into(),
        };
        for (field, value) in demo.fields {
            let json = settled(value, at).to_string();
            let value = Value::from_json(json.as_bytes()).unwrap_or_else(|_| Value::null());
            registers.push((key.field(field.as_str()), value));
        }
    }
    Ok(registers)
}

fn settled(value: Json, at: OpenedAt) -> Json {
    match value {
        Json::Object(object) => match relative(&object, at) {
            Some(settled) => settled,
            None => object
                .into_iter()
                .map(|(name, value)| (name, settled(value, at)))
                .collect(),
        },
        Json::Array(items) => items.into_iter().map(|item| settled(item, at)).collect(),
        other => other,
    }
}

/// What a relative date is on that day; `None` for any other object.
fn relative(object: &serde_json::Map<String, Json>, at: OpenedAt) -> Option<Json> {
    if object.len() != 1 {
        return None;
    }
    let day_from_today = |days: i32| at.today.plus_days(days);
    if let Some(day) = object.get("$day") {
        let day = day_from_today(i32::try_from(day.as_i64()?).ok()?)?;
        return Some(Json::from(day.iso()));
    }
    if let Some(minutes) = object.get("$minutes") {
        let whole = at.now.ms() - at.now.ms().rem_euclid(MINUTE_MS);
        return Some(Json::from(whole + minutes.as_i64()? * MINUTE_MS));
    }
    let (days, hour, minute): (i32, u16, u16) =
        serde_json::from_value(object.get("$at")?.clone()).ok()?;
    let moment = Instant::from_local(
        day_from_today(days)?,
        hour * 60 + minute,
        at.utc_offset_minutes,
    )?;
    Some(Json::from(moment.ms()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> OpenedAt {
        let today = Date::new(2026, 11, 22).unwrap();
        OpenedAt {
            now: Instant::from_local(today, 14 * 60 + 5, 480).unwrap(),
            today,
            utc_offset_minutes: 480,
        }
    }

    #[test]
    fn relative_dates_stand_anywhere_in_a_value() {
        let half_past = Instant::from_local(Date::new(2026, 11, 21).unwrap(), 870, 480).unwrap();
        let value = serde_json::json!({
            "state": "done", "at": {"$minutes": -5},
            "list": [{"$day": 3}, {"$at": [-1, 14, 30]}, {"$other": 1}],
        });
        assert_eq!(
            settled(value, opened()),
            serde_json::json!({
                "state": "done", "at": opened().now.ms() - 300_000,
                "list": ["2026-11-25", half_past.ms(), {"$other": 1}],
            })
        );
    }

    #[test]
    fn every_field_is_a_register() {
        let file = r#"[{"client":"0198c0de-0000-7000-8000-000000000001","record":"0198c0de-0000-7000-8000-000000000001",
            "kind":"client","fields":{"name":"山嵐製茶","tags/老客戶":true}}]"#;
        let registers = registers(file.as_bytes(), opened()).unwrap();
        let fields: Vec<(&str, &str)> = registers
            .iter()
            .map(|(key, value)| (key.field.as_str(), value.as_str()))
            .collect();
        assert_eq!(fields, [("name", "\"山嵐製茶\""), ("tags/老客戶", "true")]);
        assert!(super::registers(b"{}", opened()).is_err());
    }
}
