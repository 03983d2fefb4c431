//! When to try next: soon after an edit, patiently after a failure.

use std::time::Duration;

/// After an edit, so that an action's fields and a word's letters travel together.
pub(super) const SETTLE: Duration = Duration::from_millis(700);
/// While nothing happens and the event stream is open.
const QUIET_MS: u64 = 240_000;
/// While nothing happens and there is no event stream.
const POLL_MS: u64 = 30_000;
/// After the first failure; doubled with each one more.
const FIRST_MS: u64 = 2_000;
/// The longest wait after failures.
const LONGEST_MS: u64 = 60_000;

/// How long to wait after so many failures on end, spread by `dice` so that devices cut off together do not come back together.
pub(super) fn after_failures(failures: u32, dice: u64) -> Duration {
    let full = FIRST_MS
        .saturating_mul(1 << failures.saturating_sub(1).min(10))
        .min(LONGEST_MS);
    Duration::from_millis(full / 2 + dice % (full / 2 + 1))
}

/// How long to wait when all is well.
pub(super) fn when_level(stream_open: bool, dice: u64) -> Duration {
    let full = if stream_open { QUIET_MS } else { POLL_MS };
    Duration::from_millis(full * 3 / 4 + dice % (full / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_bounded() {
        for dice in [0, 7, u64::MAX] {
            let mut longest = Duration::ZERO;
            for failures in 1..40 {
                let wait = after_failures(failures, dice);
                assert!(wait >= Duration::from_millis(FIRST_MS / 2));
                assert!(wait <= Duration::from_millis(LONGEST_MS));
                longest = longest.max(wait);
            }
            assert!(longest >= Duration::from_millis(LONGEST_MS / 2));
        }
    }
}
