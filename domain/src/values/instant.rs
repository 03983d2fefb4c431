//! A moment: milliseconds since 1970-01-01 UTC. Which day that is depends on where the person stands, so the offset is always an argument.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::input::clean;
use super::{Date, InputError};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Milliseconds since the Unix epoch, of the years 1970 to 9999. JSON: a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The last millisecond of the year 9999.
    pub const MAX_MS: i64 = 253_402_300_799_999;

    /// The moment; `None` before 1970 or after 9999.
    #[must_use]
    pub fn from_ms(unix_ms: i64) -> Option<Self> {
        (0..=Self::MAX_MS)
            .contains(&unix_ms)
            .then_some(Self(unix_ms))
    }

    /// The moment a clock on the wall shows `minute_of_day` (0 to 1439) on that day.
    #[must_use]
    pub fn from_local(date: Date, minute_of_day: u16, utc_offset_minutes: i32) -> Option<Self> {
        let minutes = i64::from(minute_of_day) - i64::from(utc_offset_minutes);
        Self::from_ms(i64::from(date.unix_days()) * DAY_MS + minutes * MINUTE_MS)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }

    /// The day on the wall calendar; `None` after 2199.
    #[must_use]
    pub fn local_date(self, utc_offset_minutes: i32) -> Option<Date> {
        let days = (self.0 + i64::from(utc_offset_minutes) * MINUTE_MS).div_euclid(DAY_MS);
        Date::from_unix_days(i32::try_from(days).ok()?)
    }

    /// Minutes since midnight on the wall clock, 0 to 1439.
    #[must_use]
    pub fn minute_of_day(self, utc_offset_minutes: i32) -> u16 {
        let minute =
            (self.0 + i64::from(utc_offset_minutes) * MINUTE_MS).rem_euclid(DAY_MS) / MINUTE_MS;
        u16::try_from(minute).unwrap_or(0)
    }

    /// `14:05` on the wall clock.
    #[must_use]
    pub fn clock(self, utc_offset_minutes: i32) -> String {
        format_minute_of_day(self.minute_of_day(utc_offset_minutes))
    }

    /// `2026-11-22T14:05`: what a browser's date and time input takes; `None` after 2199.
    #[must_use]
    pub fn local_iso(self, utc_offset_minutes: i32) -> Option<String> {
        let date = self.local_date(utc_offset_minutes)?;
        Some([&date.iso(), "T", &self.clock(utc_offset_minutes)].concat())
    }

    /// Reads a day and a time of day: `2026-11-22T14:00` (what a browser's input gives), `11/22 14:00`, `明天 下午2:30`; a time alone is today's.
    ///
    /// # Errors
    /// [`InputError::NotATime`].
    pub fn parse(typed: &str, today: Date, utc_offset_minutes: i32) -> Result<Self, InputError> {
        let text = clean(typed).replace('T', " ");
        let (day, time) = match text
            .split_once(' ')
            .filter(|(day, _)| Date::parse(day, today).is_ok())
        {
            Some((day, time)) => (Date::parse(day, today).unwrap_or(today), time),
            None => (today, text.as_str()),
        };
        parse_minute_of_day(time)
            .and_then(|minute| Self::from_local(day, minute, utc_offset_minutes))
            .ok_or(InputError::NotATime)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_ms(i64::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("time out of range"))
    }
}

/// `14:05`.
pub(crate) fn format_minute_of_day(minute: u16) -> String {
    let mut out = String::with_capacity(5);
    for (i, part) in [minute / 60, minute % 60].into_iter().enumerate() {
        if i > 0 {
            out.push(':');
        }
        if part < 10 {
            out.push('0');
        }
        out.push_str(&part.to_string());
    }
    out
}

/// `14:05`, `下午2:05`, `2:05 PM`, `上午 10:15`, with or without seconds, as minutes since midnight.
pub(crate) fn parse_minute_of_day(text: &str) -> Option<u16> {
    let text = text.trim().to_lowercase();
    let halves: [(&str, Option<bool>); 7] = [
        ("上午", Some(false)),
        ("早上", Some(false)),
        ("下午", Some(true)),
        ("晚上", Some(true)),
        ("am", Some(false)),
        ("pm", Some(true)),
        ("", None),
    ];
    let (clock, afternoon) = halves.iter().find_map(|(mark, half)| {
        let clock = text
            .strip_prefix(mark)
            .or_else(|| text.strip_suffix(mark))?;
        Some((clock.trim(), *half))
    })?;
    let mut parts = clock.split(':').map(|part| {
        (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())?
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    if parts
        .next()
        .is_some_and(|seconds| seconds.is_none_or(|s| s > 59))
        || parts.next().is_some()
    {
        return None;
    }
    let hour = match afternoon {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIPEI: i32 = 480;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn wall_clock_and_moment_agree() {
        let moment = Instant::from_local(day(2026, 11, 22), 10 * 60 + 5, TAIPEI).unwrap();
        assert_eq!(moment.ms(), 1_795_313_100_000);
        assert_eq!(moment.local_date(TAIPEI), Some(day(2026, 11, 22)));
        assert_eq!(moment.clock(TAIPEI), "10:05");
        assert_eq!(moment.clock(0), "02:05");
        let early = Instant::from_local(day(2026, 11, 22), 60, TAIPEI).unwrap();
        assert_eq!(early.local_date(0), Some(day(2026, 11, 21)));
    }

    #[test]
    fn reads_what_people_type() {
        let today = day(2026, 11, 22);
        let check = |typed: &str, date: Date, minute: u16| {
            assert_eq!(
                Instant::parse(typed, today, TAIPEI).ok(),
                Instant::from_local(date, minute, TAIPEI),
                "{typed}"
            );
        };
        check("2026-11-24T14:00", day(2026, 11, 24), 840);
        check("11/24 14:00", day(2026, 11, 24), 840);
        check("明天 下午2:30", day(2026, 11, 23), 870);
        check("０９：４０", today, 580);
        check("下午 2:30", today, 870);
        check("12:05 AM", today, 5);
        check("12:05 pm", today, 725);
        for bad in [
            "",
            "25:00",
            "12:60",
            "下午13:00",
            "明天",
            "1400",
            "1:2:3:4",
            "14:00:99",
            "13/40 14:00",
        ] {
            assert_eq!(
                Instant::parse(bad, today, TAIPEI),
                Err(InputError::NotATime),
                "{bad}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,30}", ms: i64, offset in -1_000_i32..1_000) {
            let _ = Instant::parse(&text, day(2026, 11, 22), offset);
            if let Some(moment) = Instant::from_ms(ms) {
                let _ = (moment.local_date(offset), moment.clock(offset));
            }
        }

        #[test]
        fn json_round_trips(ms in 0..=Instant::MAX_MS) {
            let moment = Instant::from_ms(ms).unwrap();
            proptest::prop_assert_eq!(serde_json::from_slice::<Instant>(&serde_json::to_vec(&moment).unwrap()).unwrap(), moment);
        }
    }
}
