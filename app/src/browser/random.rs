//! Randomness from the browser's generator, and the ids made of it.

use leptos::prelude::window;
use uuid::Builder;
use yardstick_domain::id::RecordId;

/// 16 random bytes.
pub fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    bytes
}

/// A random 64-bit number.
pub fn number() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// A new record id (UUIDv7) of this moment, in milliseconds since 1970 UTC.
pub fn record_id(now_ms: i64) -> RecordId {
    let mut bytes = [0; 10];
    fill(&mut bytes);
    let milliseconds = u64::try_from(now_ms).unwrap_or_default();
    RecordId(Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid())
}

fn fill(bytes: &mut [u8]) {
    // Every browser that runs WebAssembly has `crypto`; it throws only beyond 65,536 bytes.
    let filled = window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(bytes));
    debug_assert!(filled.is_ok(), "no randomness");
}
