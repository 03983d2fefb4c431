//! Today and now as the person's calendar and watch have them, for rules that take them as arguments.

use yardstick_domain::values::{Currency, Date, InputContext, Instant};

use crate::browser::clock;

/// Minutes the person's clock is ahead of UTC now.
pub fn utc_offset_minutes() -> i32 {
    i32::from(clock::local_now().utc_offset_minutes)
}

/// Today where the person is.
#[expect(
    clippy::expect_used,
    reason = "the first day of 1970 is a day of the calendar"
)]
pub fn today() -> Date {
    let now = clock::local_now();
    // A clock outside 1900 to 2199 is broken; its day means nothing.
    Date::new(now.year, now.month, now.day)
        .unwrap_or_else(|| Date::new(1970, 1, 1).expect("the first day of 1970"))
}

/// The day of a moment by the person's calendar, and minutes since its midnight.
pub fn local_day(at: Instant) -> Option<Date> {
    at.local_date(i32::from(clock::local(at.ms()).utc_offset_minutes))
}

/// A moment on the person's watch, `14:02`.
pub fn local_clock(at: Instant) -> String {
    at.clock(i32::from(clock::local(at.ms()).utc_offset_minutes))
}

/// What typed text means here and today.
pub fn input_context() -> InputContext {
    InputContext {
        today: today(),
        currency: Currency::TWD,
        utc_offset_minutes: utc_offset_minutes(),
    }
}
