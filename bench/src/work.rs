//! The work every figure is taken with: edits of fields spread over records, from seeded numbers.

use serde_json::{Value, json};
use uuid::Uuid;

/// The first edit's time, unix ms: 2026-03-03T09:00:00Z. Edits are five seconds apart.
pub(crate) const BEGIN_MS: i64 = 1_772_528_400_000;
const APART_MS: i64 = 5_000;
/// Fields of a record.
const FIELDS: u64 = 20;

/// Numbers that look random and come again with their seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// One edit.
pub(crate) struct Edit {
    pub(crate) counter: u32,
    pub(crate) record: Uuid,
    pub(crate) field: String,
    pub(crate) value: String,
    pub(crate) time_ms: i64,
    /// The counter of the edit before of the same field.
    pub(crate) before: Option<u32>,
}

/// `count` edits over `records` records, all of one writer.
pub(crate) fn edits(count: u32, records: u64) -> Vec<Edit> {
    let mut dice = Dice(7);
    let ids: Vec<Uuid> = (0..records)
        .map(|n| {
            let random = u128::from(dice.below(u64::MAX)) << 64 | u128::from(dice.below(u64::MAX));
            let millis = u64::try_from(BEGIN_MS).unwrap_or(0) - n * 60_000;
            let bytes: [u8; 16] = random.to_le_bytes();
            let mut tail = [0; 10];
            tail.copy_from_slice(&bytes[..10]);
            uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
        })
        .collect();
    let mut last = std::collections::HashMap::new();
    (0..count)
        .map(|counter| {
            let record = ids[usize::try_from(dice.below(records)).unwrap_or(0)];
            let field = dice.below(FIELDS);
            Edit {
                counter,
                record,
                field: format!("field_{field}"),
                value: format!(
                    "\"{} {}\"",
                    WORDS[usize::try_from(dice.below(8)).unwrap_or(0)],
                    dice.below(100_000)
                ),
                time_ms: BEGIN_MS + i64::from(counter) * APART_MS,
                before: last.insert((record, field), counter),
            }
        })
        .collect()
}

const WORDS: [&str; 8] = [
    "follow up by",
    "budget agreed",
    "call again",
    "open question",
    "sent the offer",
    "met on site",
    "waiting for",
    "decided on",
];

/// The edits as changes on the wire, all of this writer.
pub(crate) fn changes(edits: &[Edit], writer: u64) -> Vec<Value> {
    edits
        .iter()
        .map(|edit| {
            let value: Value = serde_json::from_str(&edit.value).unwrap_or_default();
            let replaces: Vec<String> = edit.before.iter().map(|before| format!("{writer:016x}-{before}")).collect();
            json!({
                "id": format!("{writer:016x}-{}", edit.counter), "client": Uuid::nil(), "record": edit.record,
                "kind": "bench", "field": edit.field, "value": value, "replaces": replaces, "time": edit.time_ms,
            })
        })
        .collect()
}
