//! The columnar encoding of registers: bulk pages on the wire and bundles on the device are the same bytes. A version byte, then
//! dictionaries (kinds, fields, writers, devices), then one column after another, so that a general compressor sees like beside like.
//!
//! Decoding never panics and never allocates more than the input could fill.

use std::collections::HashMap;
use std::hash::Hash;

use crate::change::{Name, RegisterKey, Value};
use crate::id::{ChangeId, DeviceId, RecordId, Writer};
use crate::register::{Head, Register};

/// The version byte of this encoding.
pub const VERSION: u8 = 1;

/// The media type of an answer whose rows travel in this encoding: see [`envelope`].
pub const MEDIA_TYPE: &str = "application/vnd.yardstick.columns";

/// A confirmed register and the sequence number of its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which register.
    pub key: RegisterKey,
    /// The place of its last change in the server's history.
    pub seq: u64,
    /// Its heads.
    pub register: Register,
}

/// Bytes that are not an encoding this version reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Another version byte.
    #[error("encoding version {0} is not known here")]
    Version(u8),
    /// Ends early, or a number or index makes no sense.
    #[error("the encoding is damaged")]
    Damaged,
}

/// Appends a number, seven bits a byte.
pub fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// An answer whose rows are columns: the length of its JSON as a varint, the JSON without the rows, the rows.
#[must_use]
pub fn envelope(json: &[u8], rows: &[Row]) -> Vec<u8> {
    let mut answer = Vec::with_capacity(json.len() + 8);
    put_varint(&mut answer, json.len() as u64);
    answer.extend_from_slice(json);
    answer.extend_from_slice(&encode(rows));
    answer
}

/// The JSON and the rows of an [`envelope`].
///
/// # Errors
/// Rows of another version, or damaged bytes.
pub fn open_envelope(bytes: &[u8]) -> Result<(&[u8], Vec<Row>), DecodeError> {
    let mut reader = Reader(bytes);
    let json = reader.column()?.0;
    Ok((json, decode(reader.0)?))
}

const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

const fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
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

/// Reads from the front of a slice.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: u64) -> Result<&'a [u8], DecodeError> {
        let count = usize::try_from(count).map_err(|_| DecodeError::Damaged)?;
        let (front, rest) = self.0.split_at_checked(count).ok_or(DecodeError::Damaged)?;
        self.0 = rest;
        Ok(front)
    }

    fn byte(&mut self) -> Result<u8, DecodeError> {
        Ok(self.take(1)?[0])
    }

    fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(DecodeError::Damaged)
    }

    fn id(&mut self) -> Result<[u8; 16], DecodeError> {
        self.take(16)?.try_into().map_err(|_| DecodeError::Damaged)
    }

    fn column(&mut self) -> Result<Reader<'a>, DecodeError> {
        let length = self.varint()?;
        Ok(Reader(self.take(length)?))
    }

    fn dictionary<T>(
        &mut self,
        mut entry: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let count = self.varint()?;
        // Grown as entries are read: a count alone allocates nothing.
        let mut entries = Vec::new();
        for _ in 0..count {
            entries.push(entry(self)?);
        }
        Ok(entries)
    }

    fn name(&mut self) -> Result<Name, DecodeError> {
        let length = self.varint()?;
        let text = std::str::from_utf8(self.take(length)?).map_err(|_| DecodeError::Damaged)?;
        Ok(Name::new(text))
    }
}

/// The reading half of [`Deltas`].
struct DeltaReader<'a> {
    last: i64,
    bytes: Reader<'a>,
}

impl DeltaReader<'_> {
    fn next(&mut self) -> Result<i64, DecodeError> {
        self.last = self.last.wrapping_add(unzigzag(self.bytes.varint()?));
        Ok(self.last)
    }
}

fn entry<T: Clone>(entries: &[T], index: u64) -> Result<T, DecodeError> {
    usize::try_from(index)
        .ok()
        .and_then(|index| entries.get(index))
        .cloned()
        .ok_or(DecodeError::Damaged)
}

/// Decodes what [`encode`] made.
///
/// # Errors
/// Another version's bytes, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<Vec<Row>, DecodeError> {
    let mut reader = Reader(bytes);
    let version = reader.byte()?;
    if version != VERSION {
        return Err(DecodeError::Version(version));
    }
    let kinds = reader.dictionary(Reader::name)?;
    let fields = reader.dictionary(Reader::name)?;
    let writers = reader.dictionary(|reader| {
        let bytes = reader
            .take(8)?
            .try_into()
            .map_err(|_| DecodeError::Damaged)?;
        Ok(Writer(u64::from_le_bytes(bytes)))
    })?;
    let devices = reader.dictionary(|reader| reader.id().map(DeviceId::from_bytes))?;
    let records = reader.varint()?;
    let mut clients = reader.column()?;
    let mut record_heads = reader.column()?;
    let mut record_times = DeltaReader {
        last: 0,
        bytes: reader.column()?,
    };
    let mut record_ids = reader.column()?;
    let mut register_fields = reader.column()?;
    let mut seqs = DeltaReader {
        last: 0,
        bytes: reader.column()?,
    };
    let mut head_writers = reader.column()?;
    let mut counters = DeltaReader {
        last: 0,
        bytes: reader.column()?,
    };
    let mut times = DeltaReader {
        last: 0,
        bytes: reader.column()?,
    };
    let mut head_devices = reader.column()?;
    let mut lengths = reader.column()?;
    let mut values = reader.column()?;

    let mut rows = Vec::new();
    let mut last_client = RecordId::NIL;
    for _ in 0..records {
        let client = clients.byte()?;
        let new_client = if client == 2 {
            Some(RecordId::from_bytes(clients.id()?))
        } else {
            None
        };
        let kind = entry(&kinds, record_heads.varint()?)?;
        let count = record_heads.varint()?;
        let mut id = [0; 16];
        id[..6].copy_from_slice(&record_times.next()?.to_be_bytes()[2..]);
        id[6..].copy_from_slice(record_ids.take(10)?);
        let record = RecordId::from_bytes(id);
        let client = match (client, new_client) {
            (0, _) => last_client,
            (1, _) => record,
            (_, Some(client)) => client,
            _ => return Err(DecodeError::Damaged),
        };
        last_client = client;
        for _ in 0..count {
            let field = entry(&fields, register_fields.varint()?)?;
            let head_count = register_fields.varint()?;
            let seq = seqs.next()?.cast_unsigned();
            let mut heads = Vec::new();
            for _ in 0..head_count {
                let writer = entry(&writers, head_writers.varint()?)?;
                let counter = u32::try_from(counters.next()?).map_err(|_| DecodeError::Damaged)?;
                let time = times.next()?;
                let device = head_devices.varint()?;
                let length = lengths.varint()?;
                let value =
                    Value::from_stored(values.take(length)?).map_err(|_| DecodeError::Damaged)?;
                heads.push(Head {
                    id: ChangeId { writer, counter },
                    time,
                    device: entry(&devices, device >> 1)?,
                    said: device & 1 == 1,
                    value,
                });
            }
            let key = RegisterKey {
                client,
                record,
                kind: kind.clone(),
                field,
            };
            rows.push(Row {
                key,
                seq,
                register: Register::from_heads(heads),
            });
        }
    }
    Ok(rows)
}
