//! Numbers that look thrown and come again with their seed (SplitMix64).

use crate::id::RecordId;

/// A seeded sequence of numbers.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `end` − 1.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// One of several; there must be one.
    pub(super) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        let at = self.below(among.len() as u64);
        &among[usize::try_from(at).unwrap_or(0)]
    }

    /// So many decimal digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }

    /// An id as a device would have drawn it at that moment, unix ms (UUIDv7).
    pub(super) fn record_id(&mut self, at_ms: i64) -> RecordId {
        let mut bytes = [0_u8; 16];
        bytes[..8].copy_from_slice(&(at_ms.cast_unsigned() << 16).to_be_bytes());
        let tail = (u128::from(self.next()) << 64 | u128::from(self.next())).to_be_bytes();
        bytes[6..].copy_from_slice(&tail[..10]);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        RecordId::from_bytes(bytes)
    }
}
