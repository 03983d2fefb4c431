//! The digest: for each of 256 buckets (last byte of the record id) the wrapping sum of a hash over every confirmed head. It
//! detects accidents, not attackers.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::change::RegisterKey;
use crate::codec::RowRef;
use crate::id::{ChangeId, RecordId};
use crate::register::Register;

/// How many buckets.
pub const BUCKETS: usize = 256;

/// The sums of all buckets.
#[derive(Clone, PartialEq, Eq)]
pub struct Digest(pub Box<[u64; BUCKETS]>);

impl Default for Digest {
    fn default() -> Self {
        Self(Box::new([0; BUCKETS]))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({:016x})", self.total())
    }
}

/// Hashes heads: their bytes side by side, then at once; a streaming hash costs more to set up than such a head to hash.
#[derive(Default)]
pub(crate) struct HeadHash {
    bytes: Vec<u8>,
}

impl HeadHash {
    /// Begins with a register. Answers how many bytes stand in front of its heads.
    fn begin(&mut self, kind: &str, field: &str, client: RecordId, record: RecordId) -> usize {
        self.bytes.clear();
        for text in [kind, field] {
            self.bytes.extend((text.len() as u64).to_le_bytes());
            self.bytes.extend(text.as_bytes());
        }
        self.bytes.extend(client.as_bytes());
        self.bytes.extend(record.as_bytes());
        self.bytes.len()
    }

    /// One of its heads.
    fn head(&mut self, front: usize, id: ChangeId, time: i64, value: &[u8]) -> u64 {
        self.bytes.truncate(front);
        self.bytes.extend(id.writer.0.to_le_bytes());
        self.bytes.extend(id.counter.to_le_bytes());
        self.bytes.extend(time.to_le_bytes());
        self.bytes.extend(value);
        xxh3_64(&self.bytes)
    }

    /// What a register adds to its bucket, read where it stands in its columns.
    pub(crate) fn row(&mut self, row: &RowRef<'_, '_>) -> u64 {
        let (kind, field) = (row.kind.as_str(), row.field.as_str());
        let front = self.begin(kind, field, row.client, row.record);
        row.heads.iter().fold(0, |sum, head| {
            sum.wrapping_add(self.head(front, head.id, head.time, head.value.as_bytes()))
        })
    }
}

/// What one register adds to its bucket.
#[must_use]
pub fn contribution(key: &RegisterKey, register: &Register) -> u64 {
    let (kind, field) = (key.kind.as_str(), key.field.as_str());
    let mut hash = HeadHash::default();
    let front = hash.begin(kind, field, key.client, key.record);
    register.heads().iter().fold(0, |sum, head| {
        sum.wrapping_add(hash.head(front, head.id, head.time, head.value.as_bytes()))
    })
}

impl Digest {
    /// Takes out what the register was and puts in what it is.
    pub fn replace(&mut self, key: &RegisterKey, old: Option<&Register>, new: &Register) {
        let old = old.map_or(0, |register| contribution(key, register));
        let delta = contribution(key, new).wrapping_sub(old);
        self.add(key.record.bucket(), delta);
    }

    /// Adds to a bucket, wrapping.
    pub fn add(&mut self, bucket: u8, delta: u64) {
        let sum = &mut self.0[usize::from(bucket)];
        *sum = sum.wrapping_add(delta);
    }

    /// One number for all buckets: what is compared after every round.
    #[must_use]
    pub fn total(&self) -> u64 {
        let mut hash = Xxh3::new();
        for sum in self.0.iter() {
            hash.update(&sum.to_le_bytes());
        }
        hash.digest()
    }

    /// As stored: 256 little-endian numbers.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|sum| sum.to_le_bytes()).collect()
    }

    /// From what was stored; anything else is an empty digest, which the next comparison heals.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut digest = Self::default();
        for (sum, chunk) in digest.0.iter_mut().zip(bytes.chunks_exact(8)) {
            *sum = u64::from_le_bytes([
                chunk[0], chunk[1], chunk[2], chunk[3], chunk[4], chunk[5], chunk[6], chunk[7],
            ]);
        }
        digest
    }

    /// The buckets in which two digests differ.
    #[must_use]
    pub fn differing(&self, sums: &[u64]) -> Vec<u8> {
        (0..=u8::MAX)
            .filter(|&bucket| sums.get(usize::from(bucket)) != self.0.get(usize::from(bucket)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_that_differ_are_named_and_no_others() {
        let mut mine = Digest::default();
        assert_eq!(mine.differing(mine.0.as_slice()), Vec::<u8>::new());
        let theirs = *mine.0;
        mine.0[0] = 7;
        mine.0[255] = 1;
        assert_eq!(mine.differing(&theirs), [0, 255]);
        // Sums that are not there are no sums that are the same.
        assert_eq!(mine.differing(&theirs[..254]), [0, 254, 255]);
        assert_eq!(
            format!("{mine:?}"),
            format!("Digest({:016x})", mine.total())
        );
    }
}
