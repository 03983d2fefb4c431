//! The digest: for each of 256 buckets (last byte of the record id) the wrapping sum of a hash over every confirmed head. It
//! detects accidents, not attackers.

use xxhash_rust::xxh3::Xxh3;

use crate::change::RegisterKey;
use crate::register::{Head, Register};

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

fn head_hash(key: &RegisterKey, head: &Head) -> u64 {
    let mut hash = Xxh3::new();
    for text in [key.kind.as_str(), key.field.as_str()] {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(key.client.as_bytes());
    hash.update(key.record.as_bytes());
    hash.update(&head.id.writer.0.to_le_bytes());
    hash.update(&head.id.counter.to_le_bytes());
    hash.update(&head.time.to_le_bytes());
    hash.update(head.value.as_bytes());
    hash.digest()
}

/// What one register adds to its bucket.
#[must_use]
pub fn contribution(key: &RegisterKey, register: &Register) -> u64 {
    register
        .heads()
        .iter()
        .fold(0, |sum, head| sum.wrapping_add(head_hash(key, head)))
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
