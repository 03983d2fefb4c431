//! Arbitrary ids, changes and registers.

use proptest::collection::vec;
use proptest::prelude::*;
use yardstick_domain::change::{Change, Name, RegisterKey, Value};
use yardstick_domain::codec::Row;
use yardstick_domain::id::{ChangeId, DeviceId, RecordId, Writer};
use yardstick_domain::order;
use yardstick_domain::register::{Head, Register};

pub(crate) fn change_id() -> impl Strategy<Value = ChangeId> {
    (0u64..4, 1u32..12).prop_map(|(writer, counter)| ChangeId {
        writer: Writer(writer),
        counter,
    })
}

pub(crate) fn key() -> impl Strategy<Value = RegisterKey> {
    (0u8..3, 0u8..3, 0usize..2).prop_map(|(client, record, field)| RegisterKey {
        client: RecordId::from_bytes([client; 16]),
        record: RecordId::from_bytes([record; 16]),
        kind: Name::new("thing"),
        field: Name::new(["name", "tags/老客戶"][field]),
    })
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just("null".to_owned()),
        "[a-z一-龥]{0,12}".prop_map(|text| format!("\"{text}\"")),
        any::<i32>().prop_map(|number| number.to_string()),
        Just("{ \"kept\" : [1,  2] }".to_owned()),
    ]
    .prop_map(|json| Value::from_json(json.as_bytes()).expect("JSON"))
}

/// Changes of one register with distinct ids, each replacing some others: any history there could be, and some there could not.
pub(crate) fn history() -> impl Strategy<Value = Vec<Change>> {
    (
        key(),
        vec((value(), vec(0usize..24, 0..4), 0i64..5_000), 1..24),
    )
        .prop_map(|(key, parts)| {
            let id = |index: usize| ChangeId {
                writer: Writer(index as u64 % 3),
                counter: u32::try_from(index).expect("few") + 1,
            };
            parts
                .into_iter()
                .enumerate()
                .map(|(index, (value, replaces, time))| Change {
                    id: id(index),
                    key: key.clone(),
                    value,
                    // Nobody has seen what comes after: cause has a direction.
                    replaces: replaces
                        .into_iter()
                        .filter(|&seen| seen < index)
                        .map(id)
                        .collect(),
                    time,
                    action: None,
                    batch: None,
                })
                .collect()
        })
}

pub(crate) fn head() -> impl Strategy<Value = Head> {
    (
        change_id(),
        any::<i64>(),
        any::<u8>(),
        any::<bool>(),
        value(),
    )
        .prop_map(|(id, time, device, said, value)| Head {
            id,
            time,
            device: DeviceId::from_bytes([device; 16]),
            said,
            value,
        })
}

pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
    vec(
        (
            any::<[u8; 16]>(),
            any::<[u8; 16]>(),
            0usize..3,
            any::<u64>(),
            vec(head(), 0..4),
        ),
        0..40,
    )
    .prop_map(|parts| {
        let mut rows: Vec<Row> = parts
            .into_iter()
            .map(|(client, record, field, seq, heads)| Row {
                key: RegisterKey {
                    client: RecordId::from_bytes(client),
                    record: RecordId::from_bytes(record),
                    kind: Name::new("client"),
                    field: Name::new(["name", "stage", "address"][field]),
                },
                seq,
                register: heads
                    .into_iter()
                    .fold(Register::default(), |mut register, head| {
                        register.add(head);
                        register
                    }),
            })
            .collect();
        order::by(&mut rows, |a, b| a.key.cmp(&b.key));
        rows
    })
}
