//! The columnar encoding of registers: bulk pages on the wire and bundles on the device are the same bytes. A version byte, then
//! dictionaries (kinds, fields, writers, devices), then one column after another, so that a general compressor sees like beside like.
//!
//! Decoding never panics and never allocates more than the input could fill.

mod bundles;
mod read;
mod write;

use crate::change::RegisterKey;
use crate::register::Register;

pub use bundles::{BUNDLES_MEDIA_TYPE, Packed, bundles_envelope, open_bundles_envelope, pack};
use read::Reader;
pub use read::{HeadRef, RecordRef, RowRef, decode, visit, visit_records};
pub use write::encode;

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
