//! What a person is told of their device's clock: nothing while it is right enough, else how far off it is, in the largest unit that fits.

/// An offset up to this long is nobody's concern.
const RIGHT_ENOUGH_MS: u64 = 2 * MINUTE_MS;
const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
const DAY_MS: u64 = 24 * HOUR_MS;

/// How far off, rounded to whole ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Less than an hour and a half.
    Minutes(u32),
    /// Less than a day and a half.
    Hours(u32),
    /// More.
    Days(u32),
}

/// A clock that is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockOff {
    /// Whether it is ahead of the server's; else it is behind.
    pub ahead: bool,
    /// By how much.
    pub by: Span,
}

/// Whether a device's clock is off, from the server's time less its own.
#[must_use]
pub fn clock_off(offset_ms: i64) -> Option<ClockOff> {
    let off_ms = offset_ms.unsigned_abs();
    if off_ms <= RIGHT_ENOUGH_MS {
        return None;
    }
    let whole = |unit_ms: u64| u32::try_from((off_ms + unit_ms / 2) / unit_ms).unwrap_or(u32::MAX);
    let by = if off_ms < HOUR_MS + HOUR_MS / 2 {
        Span::Minutes(whole(MINUTE_MS))
    } else if off_ms < DAY_MS + DAY_MS / 2 {
        Span::Hours(whole(HOUR_MS))
    } else {
        Span::Days(whole(DAY_MS))
    };
    Some(ClockOff {
        ahead: offset_ms < 0,
        by,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told_in_words() {
        let told = |offset_ms: i64| clock_off(offset_ms).map(|off| (off.ahead, off.by));
        let (minute, hour, day) = (60_000, 3_600_000, 86_400_000);
        assert_eq!(told(0), None);
        assert_eq!(told(2 * minute), None);
        assert_eq!(told(-2 * minute), None);
        assert_eq!(told(2 * minute + 1), Some((false, Span::Minutes(2))));
        assert_eq!(told(-5 * minute), Some((true, Span::Minutes(5))));
        assert_eq!(told(-89 * minute), Some((true, Span::Minutes(89))));
        assert_eq!(told(90 * minute), Some((false, Span::Hours(2))));
        assert_eq!(told(-35 * hour), Some((true, Span::Hours(35))));
        assert_eq!(told(-3 * day), Some((true, Span::Days(3))));
        assert_eq!(told(i64::MIN).map(|(ahead, _)| ahead), Some(true));
    }
}
