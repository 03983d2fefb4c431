//! What time it is here. The one place of the app that reads a clock.

use std::cell::Cell;

use js_sys::Date;
use leptos::prelude::window;

thread_local! {
    static OFFSET_MS: Cell<i64> = const { Cell::new(0) };
}

/// The device's wall clock: milliseconds since 1970 UTC. It may be wrong and may jump. For those who correct it themselves: whoever writes
/// changes and measures the offset to the server.
pub fn wall_ms() -> i64 {
    whole(Date::now())
}

/// What time it is, milliseconds since 1970 UTC: the wall clock put right by what was measured against the server last, so that a meeting
/// begun on a phone whose clock is days off began when it did, on every device.
pub fn now_ms() -> i64 {
    wall_ms().saturating_add(OFFSET_MS.get())
}

/// The server's time less the wall clock, as measured last.
pub fn set_offset_ms(offset_ms: i64) {
    OFFSET_MS.set(offset_ms);
}

/// Milliseconds that only ever grow, for measuring how long something takes; their zero means nothing.
pub fn monotonic_ms() -> f64 {
    window()
        .performance()
        .map_or_else(Date::now, |performance| performance.now())
}

/// A moment as the person's calendar and watch show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// Year of the common era.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month, 1 to 31.
    pub day: i8,
    /// Hour, 0 to 23.
    pub hour: i8,
    /// Minute, 0 to 59.
    pub minute: i8,
    /// Minutes to add to UTC to get local time: 480 in Taipei.
    pub utc_offset_minutes: i16,
}

/// A moment, given in milliseconds since 1970 UTC, in the device's time zone.
pub fn local(at_ms: i64) -> LocalTime {
    let date = Date::new(&(as_number(at_ms)).into());
    LocalTime {
        year: small(f64::from(date.get_full_year())),
        month: tiny(date.get_month() + 1),
        day: tiny(date.get_date()),
        hour: tiny(date.get_hours()),
        minute: tiny(date.get_minutes()),
        // JavaScript counts the other way round: minutes to add to local time to get UTC.
        utc_offset_minutes: -small(date.get_timezone_offset()),
    }
}

/// Now, as the person's calendar and watch show it.
pub fn local_now() -> LocalTime {
    local(now_ms())
}

/// The moment at which the device's calendar and watch show this, in milliseconds since 1970 UTC.
pub fn from_local(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> i64 {
    let month_from_zero = i32::from(month) - 1;
    let date = Date::new_with_year_month_day_hr_min(
        u32::try_from(year).unwrap_or_default(),
        month_from_zero,
        i32::from(day),
        i32::from(hour),
        i32::from(minute),
    );
    whole(date.get_time())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript's dates are whole milliseconds within ±8.64e15"
)]
pub(super) fn whole(number: f64) -> i64 {
    number as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a date stay far below 2^53"
)]
pub(super) fn as_number(milliseconds: i64) -> f64 {
    milliseconds as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "years and offsets of a calendar fit; a float saturates"
)]
fn small(number: f64) -> i16 {
    number as i16
}

fn tiny(number: u32) -> i8 {
    i8::try_from(number).unwrap_or_default()
}
