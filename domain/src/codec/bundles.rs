//! Rows packed by client: a device stores what arrives as its bundles, without taking it apart.

use super::{DecodeError, Reader, Row, encode, put_varint};
use crate::id::RecordId;

/// The media type of an answer whose rows are packed by client: see [`bundles_envelope`].
pub const BUNDLES_MEDIA_TYPE: &str = "application/vnd.yardstick.bundles";

/// Rows of one client, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The client of all of them.
    pub client: RecordId,
    /// As [`encode`] makes them.
    pub rows: Vec<u8>,
}

/// Packs rows in the order of their clients.
#[must_use]
pub fn pack(rows: &[Row]) -> Vec<Packed> {
    rows.chunk_by(|one, next| one.key.client == next.key.client)
        .filter_map(|rows| {
            let client = rows.first()?.key.client;
            let rows = encode(rows);
            Some(Packed { client, rows })
        })
        .collect()
}

/// An answer whose rows are packed: the length of its JSON as a varint, the JSON without the rows, then for each client its id, a length
/// and that many bytes.
#[must_use]
pub fn bundles_envelope(json: &[u8], rows: &[Row]) -> Vec<u8> {
    let mut answer = Vec::with_capacity(json.len() + 8);
    put_varint(&mut answer, json.len() as u64);
    answer.extend_from_slice(json);
    for Packed { client, rows } in pack(rows) {
        answer.extend_from_slice(client.as_bytes());
        put_varint(&mut answer, rows.len() as u64);
        answer.extend_from_slice(&rows);
    }
    answer
}

/// The JSON and the bundles of a [`bundles_envelope`].
///
/// # Errors
/// Damaged bytes. What is inside a bundle is not looked at.
pub fn open_bundles_envelope(bytes: &[u8]) -> Result<(&[u8], Vec<Packed>), DecodeError> {
    let mut reader = Reader(bytes);
    let json = reader.column()?.0;
    let mut bundles = Vec::new();
    while !reader.0.is_empty() {
        let client = RecordId::from_bytes(reader.id()?);
        let rows = reader.column()?.0.to_vec();
        bundles.push(Packed { client, rows });
    }
    Ok((json, bundles))
}
