//! The reading half: registers where they stand in the columns.

use super::{DecodeError, Row, VERSION};
use crate::DELETED_FIELD;
use crate::change::{Name, RegisterKey, Value};
use crate::id::{ChangeId, DeviceId, RecordId, Writer};
use crate::register::{Head, Register};

/// A register in its columns.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'r, 'b> {
    /// Its client.
    pub client: RecordId,
    /// Its record.
    pub record: RecordId,
    /// The record's kind.
    pub kind: &'r Name,
    /// Its field.
    pub field: &'r Name,
    /// The place of its last change in the server's history.
    pub seq: u64,
    /// Its heads as they were written: in the order of a register's.
    pub heads: &'r [HeadRef<'b>],
}

/// A head in its columns.
#[derive(Debug, Clone, Copy)]
pub struct HeadRef<'b> {
    /// The change.
    pub id: ChangeId,
    /// When it was made, unix ms.
    pub time: i64,
    /// The device it was made on.
    pub device: DeviceId,
    /// The device is a claim.
    pub said: bool,
    /// What it set the field to.
    pub value: &'b str,
}

impl RowRef<'_, '_> {
    /// The register by itself.
    #[must_use]
    pub fn to_row(&self) -> Row {
        let heads = self.heads.iter().map(|head| Head {
            id: head.id,
            time: head.time,
            device: head.device,
            said: head.said,
            value: Value::from_text(head.value),
        });
        Row {
            key: RegisterKey {
                client: self.client,
                record: self.record,
                kind: self.kind.clone(),
                field: self.field.clone(),
            },
            seq: self.seq,
            register: Register::from_heads(heads),
        }
    }
}

const fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// Reads from the front of a slice.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

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
        // Nearly all of them are one byte long.
        if let Some((&byte @ ..0x80, rest)) = self.0.split_first() {
            self.0 = rest;
            return Ok(u64::from(byte));
        }
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

    pub(super) fn id(&mut self) -> Result<[u8; 16], DecodeError> {
        self.take(16)?.try_into().map_err(|_| DecodeError::Damaged)
    }

    pub(super) fn column(&mut self) -> Result<Reader<'a>, DecodeError> {
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

fn entry<T>(entries: &[T], index: u64) -> Result<&T, DecodeError> {
    usize::try_from(index)
        .ok()
        .and_then(|index| entries.get(index))
        .ok_or(DecodeError::Damaged)
}

/// A record in its columns.
#[derive(Debug, Clone, Copy)]
pub struct RecordRef<'r, 'b> {
    /// Its kind.
    pub kind: &'r Name,
    /// Its id.
    pub record: RecordId,
    /// Field names and the bytes of their values, nulls left out.
    pub fields: &'r [(Name, &'b [u8])],
    /// Nothing of it was deleted or edited twice: what stands here is what is shown.
    pub is_plain: bool,
}

/// Shows every record where it stands, in order, and each of its registers before it.
///
/// # Errors
/// As [`visit`].
pub fn visit_records<'b>(
    bytes: &'b [u8],
    each_row: &mut dyn FnMut(RowRef<'_, 'b>),
    each: &mut dyn FnMut(RecordRef<'_, 'b>),
) -> Result<(), DecodeError> {
    let mut current: Option<(Name, RecordId)> = None;
    let mut fields = Vec::new();
    let mut is_plain = true;
    let mut show = |current: &Option<(Name, RecordId)>, fields: &[_], is_plain| {
        if let Some((kind, record)) = current {
            each(RecordRef {
                kind,
                record: *record,
                fields,
                is_plain,
            });
        }
    };
    visit(bytes, &mut |row| {
        each_row(row);
        let is_next = current
            .as_ref()
            .is_none_or(|(kind, record)| (kind, *record) != (row.kind, row.record));
        if is_next {
            show(&current, &fields, is_plain);
            current = Some((row.kind.clone(), row.record));
            fields.clear();
            is_plain = true;
        }
        let [head] = row.heads else {
            is_plain = false;
            return;
        };
        is_plain &= row.field.as_str() != DELETED_FIELD;
        if head.value != "null" {
            fields.push((row.field.clone(), head.value.as_bytes()));
        }
    })?;
    show(&current, &fields, is_plain);
    Ok(())
}

/// Decodes what [`encode`](super::encode) made.
///
/// # Errors
/// Another version's bytes, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<Vec<Row>, DecodeError> {
    let mut rows = Vec::new();
    visit(bytes, &mut |row| rows.push(row.to_row()))?;
    Ok(rows)
}

/// Shows every register where it stands, in order, without making anything of it.
///
/// # Errors
/// Another version's bytes, or damaged ones; what was shown until then is not to be used.
pub fn visit<'b>(bytes: &'b [u8], each: &mut dyn FnMut(RowRef<'_, 'b>)) -> Result<(), DecodeError> {
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

    let mut heads = Vec::new();
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
            heads.clear();
            for _ in 0..head_count {
                let writer = *entry(&writers, head_writers.varint()?)?;
                let counter = u32::try_from(counters.next()?).map_err(|_| DecodeError::Damaged)?;
                let time = times.next()?;
                let device = head_devices.varint()?;
                let length = lengths.varint()?;
                let value =
                    std::str::from_utf8(values.take(length)?).map_err(|_| DecodeError::Damaged)?;
                heads.push(HeadRef {
                    id: ChangeId { writer, counter },
                    time,
                    device: *entry(&devices, device >> 1)?,
                    said: device & 1 == 1,
                    value,
                });
            }
            each(RowRef {
                client,
                record,
                kind,
                field,
                seq,
                heads: &heads,
            });
        }
    }
    Ok(())
}
