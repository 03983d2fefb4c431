//! A day of the calendar, without a time zone: what is due on the 22nd is due on the 22nd wherever the phone is.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::InputError;
use super::input::clean;
use super::instant::parse_minute_of_day;

/// Years between the calendar of the Republic of China and the common one: 民國115年 is 2026.
const ROC_OFFSET: i16 = 1911;

/// The years that are kept.
const KEPT_YEARS: std::ops::Range<i16> = 1900..2200;

/// Days of the week in Chinese, Sunday first, as they stand after a date: 11/22 (日).
pub const WEEKDAYS_ZH: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

/// A civil date of the years 1900 to 2199. JSON: `"2026-11-22"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day; `None` if the calendar has none such, or the year is out of range.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if !KEPT_YEARS.contains(&year) {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Year of the common calendar.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Day of the week, 0 for Sunday to 6 for Saturday: the index into [`WEEKDAYS_ZH`].
    #[must_use]
    pub fn weekday(self) -> usize {
        usize::try_from(self.0.weekday().to_sunday_zero_offset()).unwrap_or(0)
    }

    /// The day `days` later (earlier if negative); `None` outside the years kept.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let moved = self
            .0
            .checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24))
            .ok()?;
        Self::new(moved.year(), moved.month(), moved.day())
    }

    /// Days from here to `other`; negative if `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i32 {
        i32::try_from(other.0.duration_since(self.0).as_hours() / 24).unwrap_or(0)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn unix_days(self) -> i32 {
        i32::try_from(
            self.0
                .duration_since(jiff::civil::date(1970, 1, 1))
                .as_hours()
                / 24,
        )
        .unwrap_or(0)
    }

    /// The day that many days after 1970-01-01.
    #[must_use]
    pub fn from_unix_days(days: i32) -> Option<Self> {
        Self(jiff::civil::date(1970, 1, 1)).plus_days(days)
    }

    /// Reads what a person types: `2026-11-22`, `2026/11/22`, `2026年11月22日`, `20261122`, `民國115年11月22日`, `115/11/22`, `11/22` (the nearest one), 今天, 明天, 後天.
    /// A day of the week or a time of day after it (`11/22 (日)`, `2026/11/22 12:00`) is passed over.
    ///
    /// A year of two digits is refused: 26/11/22 may be 2026 or 民國26年.
    ///
    /// # Errors
    /// [`InputError::NotADate`], [`InputError::NoSuchDay`].
    pub fn parse(typed: &str, today: Self) -> Result<Self, InputError> {
        match Said::read(typed, today)? {
            Said::Day(day) => Ok(day),
            Said::OfAnyYear(month, day) => {
                Self::nearest(month, day, today).ok_or(InputError::NoSuchDay)
            }
            Said::OfAnyMonth(_) => Err(InputError::NotADate),
        }
    }

    /// `2026-11-22`: the stored form, and what a date input takes.
    #[must_use]
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        let _ = write!(
            out,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        );
        out
    }

    /// `民國115年11月22日`; for years before 1912 the common calendar.
    #[must_use]
    pub fn roc(self) -> String {
        let mut out = String::new();
        let (era, year) = if self.year() > ROC_OFFSET {
            ("民國", self.year() - ROC_OFFSET)
        } else {
            ("", self.year())
        };
        let _ = write!(out, "{era}{year}年{}月{}日", self.month(), self.day());
        out
    }

    /// `11/22 (日)`, with the year in front where it is not this year's: `2027/1/5 (二)`.
    #[must_use]
    pub fn short_zh(self, today: Self) -> String {
        let mut out = String::new();
        if self.year() != today.year() {
            let _ = write!(out, "{}/", self.year());
        }
        let _ = write!(
            out,
            "{}/{} ({})",
            self.month(),
            self.day(),
            WEEKDAYS_ZH[self.weekday()]
        );
        out
    }

    /// The day of that month that is nearest to today: 1/5 typed in November is next January, 11/20 typed on 11/22 was two days ago.
    pub(super) fn nearest(month: i8, day: i8, today: Self) -> Option<Self> {
        // Four years each way, because 2/29 may be that far.
        (-4..=4)
            .filter_map(|years| Self::new(today.year() + years, month, day))
            .min_by_key(|date| today.days_until(*date).abs())
    }

    fn from_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let plain = bytes.iter().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                *b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
        if bytes.len() != 10 || !plain {
            return None;
        }
        Self::new(
            text[..4].parse().ok()?,
            text[5..7].parse().ok()?,
            text[8..].parse().ok()?,
        )
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_iso(&text).ok_or_else(|| D::Error::custom("date"))
    }
}

/// A day as it was said, which may leave the rest to what it is said beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A day.
    Day(Date),
    /// A day and its month, of a year that was not said.
    OfAnyYear(i8, i8),
    /// Only the number of the day.
    OfAnyMonth(i8),
}

impl Said {
    /// Reads one day; what was not said stays open.
    pub(super) fn read(typed: &str, today: Date) -> Result<Self, InputError> {
        let text = clean(typed).to_lowercase();
        let text = without_weekday(without_time(&text));
        match word(text) {
            Some(offset) => today
                .plus_days(offset)
                .map(Self::Day)
                .ok_or(InputError::NotADate),
            None => numbers(text),
        }
    }
}

fn word(text: &str) -> Option<i32> {
    match text {
        "昨天" | "yesterday" => Some(-1),
        "今天" | "今日" | "today" => Some(0),
        "明天" | "明日" | "tomorrow" => Some(1),
        "後天" => Some(2),
        "大後天" => Some(3),
        _ => None,
    }
}

/// The text up to a time of day at its end: `2026/11/22 12:00`, `2026-11-22t12:00`, `11/22 下午2:30`.
fn without_time(text: &str) -> &str {
    let at = |(at, mark): (usize, &str)| {
        parse_minute_of_day(&text[at + mark.len()..]).map(|_| text[..at].trim_end())
    };
    text.match_indices([' ', 't']).find_map(at).unwrap_or(text)
}

/// The text up to a day of the week at its end, as calendars write it: `11/22 (日)`, `11/22 週日`. It is not checked: the date is what counts.
fn without_weekday(text: &str) -> &str {
    let is_weekday = |day: &str| WEEKDAYS_ZH.contains(&day) || day == "天";
    let marked = |day: &str| {
        let day = ["星期", "禮拜", "週", "周"]
            .iter()
            .find_map(|mark| day.strip_prefix(mark));
        day.is_some_and(is_weekday)
    };
    if let Some((before, inside)) = text
        .strip_suffix(')')
        .and_then(|inside| inside.rsplit_once('('))
        && (is_weekday(inside.trim()) || marked(inside.trim()))
    {
        return before.trim_end();
    }
    ["星期", "禮拜", "週", "周"]
        .iter()
        .filter_map(|mark| text.rfind(mark))
        .find(|at| marked(&text[*at..]))
        .map_or(text, |at| text[..at].trim_end())
}

fn numbers(text: &str) -> Result<Said, InputError> {
    let (roc, text) = match text.strip_prefix("民國") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let text = text.strip_suffix(['日', '號']).unwrap_or(text);
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(InputError::NotADate);
    }
    match parts.as_slice() {
        [year, month, day] => of_year(read_year(year, roc), month, day),
        [month, day] if !roc => {
            let (month, day) = (small(month)?, small(day)?);
            // A year that has every day there is.
            let exists = Date::new(2000, month, day).is_some();
            exists
                .then_some(Said::OfAnyYear(month, day))
                .ok_or(InputError::NoSuchDay)
        }
        [packed] if packed.len() == 8 || packed.len() == 7 => {
            let (year, rest) = packed.split_at(packed.len() - 4);
            of_year(read_year(year, roc), &rest[..2], &rest[2..])
        }
        [day] if !roc => match small(day)? {
            day @ 1..=31 => Ok(Said::OfAnyMonth(day)),
            _ => Err(InputError::NotADate),
        },
        _ => Err(InputError::NotADate),
    }
}

/// A month or a day: one or two digits.
fn small(digits: &str) -> Result<i8, InputError> {
    let number = (digits.len() <= 2).then(|| digits.parse().ok()).flatten();
    number.ok_or(InputError::NotADate)
}

fn of_year(year: Option<i16>, month: &str, day: &str) -> Result<Said, InputError> {
    let year = year
        .filter(|year| KEPT_YEARS.contains(year))
        .ok_or(InputError::NotADate)?;
    Date::new(year, small(month)?, small(day)?)
        .map(Said::Day)
        .ok_or(InputError::NoSuchDay)
}

fn read_year(digits: &str, roc: bool) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 if !roc => Some(year),
        1..=3 if roc => Some(year + ROC_OFFSET),
        3 => Some(year + ROC_OFFSET),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(iso: &str) -> Date {
        Date::from_iso(iso).unwrap()
    }

    #[test]
    fn reads_what_people_type() {
        let today = date("2026-11-22");
        let check = |typed: &str, iso: &str| {
            assert_eq!(Date::parse(typed, today), Ok(date(iso)), "{typed}");
        };
        check("2026-11-22", "2026-11-22");
        check("2026/11/22", "2026-11-22");
        check("2026.1.5", "2026-01-05");
        check("２０２６／１１／２２", "2026-11-22");
        check("2026年11月22日", "2026-11-22");
        check("2026 年 11 月 22 日", "2026-11-22");
        check("20261122", "2026-11-22");
        check("民國115年11月22日", "2026-11-22");
        check("民國 115/11/22", "2026-11-22");
        check("115/11/22", "2026-11-22");
        check("1151122", "2026-11-22");
        check("民國99年1月1日", "2010-01-01");
        check("11/22", "2026-11-22");
        check("11/20", "2026-11-20");
        check("11月20日", "2026-11-20");
        check("1/5", "2027-01-05");
        check("2/29", "2028-02-29");
        check("今天", "2026-11-22");
        check("明天", "2026-11-23");
        check("後天", "2026-11-24");
        check("Tomorrow", "2026-11-23");
        check("115.1.5", "2026-01-05");
        check("民國115.1.5", "2026-01-05");
        check("2026/11/22 12:00", "2026-11-22");
        check("2023-02-09 23:59:00", "2023-02-09");
        check("2026-11-22T12:00", "2026-11-22");
        check("11/20 下午2:30", "2026-11-20");
        check("11/22 (日)", "2026-11-22");
        check("2027/1/5（星期二）", "2027-01-05");
        check("11月20日 週五", "2026-11-20");
    }

    #[test]
    fn refuses_what_is_no_day() {
        for typed in [
            "",
            "11",
            "26/11/22",
            "22",
            "2026/011/22",
            "週五",
            "12:00",
            "2026-11-22-1",
            "1899/1/1",
            "民國11/22",
            "11//22",
            "改天",
            "99999999",
            "+1/2",
            "二月三日",
        ] {
            assert_eq!(
                Date::parse(typed, date("2026-11-22")),
                Err(InputError::NotADate),
                "{typed}"
            );
        }
    }

    #[test]
    fn says_when_the_calendar_has_no_such_day() {
        for typed in [
            "13/1",
            "2/30",
            "2026/2/29",
            "民國115年2月29日",
            "115/2/30",
            "20260231",
            "4月31日",
            "0/5",
        ] {
            assert_eq!(
                Date::parse(typed, date("2026-11-22")),
                Err(InputError::NoSuchDay),
                "{typed}"
            );
        }
    }

    #[test]
    fn is_shown_in_three_ways() {
        let today = date("2026-11-22");
        assert_eq!(today.short_zh(today), "11/22 (日)");
        assert_eq!(date("2027-01-05").short_zh(today), "2027/1/5 (二)");
        assert_eq!(today.roc(), "民國115年11月22日");
        assert_eq!(today.iso(), "2026-11-22");
    }

    #[test]
    fn counts_days() {
        assert_eq!(date("2026-11-22").days_until(date("2027-01-05")), 44);
        assert_eq!(date("2027-01-05").days_until(date("2026-11-22")), -44);
        assert_eq!(date("2026-02-28").plus_days(1), Some(date("2026-03-01")));
        assert_eq!(date("2199-12-31").plus_days(1), None);
        assert_eq!(date("1970-01-02").unix_days(), 1);
    }

    proptest::proptest! {
        #[test]
        fn every_day_round_trips(days in -25_567_i32..84_000) {
            let day = Date::from_unix_days(days).unwrap();
            proptest::prop_assert_eq!(day.unix_days(), days);
            proptest::prop_assert_eq!(serde_json::from_slice::<Date>(&serde_json::to_vec(&day).unwrap()).unwrap(), day);
            proptest::prop_assert_eq!(Date::parse(&day.iso(), day), Ok(day));
        }

        #[test]
        fn typing_never_panics(text in "[0-9/年月日民國. -]{0,20}|.{0,20}") {
            let _ = Date::parse(&text, date("2026-11-22"));
        }

        #[test]
        fn reading_never_panics(bytes: Vec<u8>, text in ".{0,12}") {
            let _ = serde_json::from_slice::<Date>(&bytes);
            let _ = Date::from_iso(&text);
        }
    }
}
