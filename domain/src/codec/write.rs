//! The writing half: rows into columns.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Row, VERSION, put_varint};
use crate::id::RecordId;

const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// Numbers told apart by their difference from the one before.
#[derive(Default)]
struct Deltas {
    last: i64,
    bytes: Vec<u8>,
}

impl Deltas {
    fn put(&mut self, number: i64) {
        put_varint(&mut self.bytes, zigzag(number.wrapping_sub(self.last)));
        self.last = number;
    }
}

struct Dictionary<T> {
    index: HashMap<T, u64>,
    entries: Vec<T>,
}

impl<T: Hash + Eq + Clone> Dictionary<T> {
    fn new() -> Self {
        Self {
            index: HashMap::new(),
            entries: Vec::new(),
        }
    }

    fn index_of(&mut self, entry: &T) -> u64 {
        if let Some(&index) = self.index.get(entry) {
            return index;
        }
        let index = self.entries.len() as u64;
        self.index.insert(entry.clone(), index);
        self.entries.push(entry.clone());
        index
    }
}

/// Encodes rows; the order is kept. Rows of one record should stand together, records of one client too.
#[must_use]
pub fn encode(rows: &[Row]) -> Vec<u8> {
    let mut kinds = Dictionary::new();
    let mut fields = Dictionary::new();
    let mut writers = Dictionary::new();
    let mut devices = Dictionary::new();
    // One column each. A record: whether its client is the one before, itself or new; kind; id; how many registers follow.
    let (mut clients, mut record_heads, mut record_ids) = (Vec::new(), Vec::new(), Vec::new());
    let mut record_times = Deltas::default();
    let (mut register_fields, mut seqs) = (Vec::new(), Deltas::default());
    let (mut head_writers, mut counters, mut times) =
        (Vec::new(), Deltas::default(), Deltas::default());
    let (mut head_devices, mut lengths, mut values) = (Vec::new(), Vec::new(), Vec::new());

    let mut records = 0u64;
    let mut last_client = RecordId::NIL;
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let same = |row: &Row| {
            row.key.record == first.key.record
                && row.key.client == first.key.client
                && row.key.kind == first.key.kind
        };
        let count = rest.iter().take_while(|row| same(row)).count();
        let (record, others) = rest.split_at(count);
        rest = others;
        records += 1;
        let client = first.key.client;
        if client == last_client {
            clients.push(0);
        } else if client == first.key.record {
            clients.push(1);
        } else {
            clients.push(2);
            clients.extend_from_slice(client.as_bytes());
        }
        last_client = client;
        put_varint(&mut record_heads, kinds.index_of(&first.key.kind));
        put_varint(&mut record_heads, count as u64);
        let (time, random) = first.key.record.as_bytes().split_at(6);
        record_times.put(
            time.iter()
                .fold(0, |sum, &byte| (sum << 8) | i64::from(byte)),
        );
        record_ids.extend_from_slice(random);
        for row in record {
            let heads = row.register.heads();
            put_varint(&mut register_fields, fields.index_of(&row.key.field));
            // Nearly always one head: said by the number left out.
            put_varint(&mut register_fields, heads.len() as u64);
            seqs.put(row.seq.cast_signed());
            for head in heads {
                put_varint(&mut head_writers, writers.index_of(&head.id.writer));
                counters.put(i64::from(head.id.counter));
                times.put(head.time);
                put_varint(
                    &mut head_devices,
                    devices.index_of(&head.device) << 1 | u64::from(head.said),
                );
                put_varint(&mut lengths, head.value.as_bytes().len() as u64);
                values.extend_from_slice(head.value.as_bytes());
            }
        }
    }

    let mut out = vec![VERSION];
    for names in [&kinds.entries, &fields.entries] {
        put_varint(&mut out, names.len() as u64);
        for name in names {
            put_varint(&mut out, name.as_str().len() as u64);
            out.extend_from_slice(name.as_str().as_bytes());
        }
    }
    put_varint(&mut out, writers.entries.len() as u64);
    for writer in &writers.entries {
        out.extend_from_slice(&writer.0.to_le_bytes());
    }
    put_varint(&mut out, devices.entries.len() as u64);
    for device in &devices.entries {
        out.extend_from_slice(device.as_bytes());
    }
    put_varint(&mut out, records);
    let columns = [
        clients,
        record_heads,
        record_times.bytes,
        record_ids,
        register_fields,
        seqs.bytes,
        head_writers,
        counters.bytes,
        times.bytes,
        head_devices,
        lengths,
        values,
    ];
    for column in columns {
        put_varint(&mut out, column.len() as u64);
        out.extend_from_slice(&column);
    }
    out
}
