//! From a day to a day: one value, because a start moved past its end makes no sense.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::date::Said;
use super::{Date, InputError};

/// An end that was typed without a year is this many days after the start at most; what would be further is more likely a slip.
const LONGEST_INTO_NEXT_YEAR: i32 = 183;

/// A period of whole days, both ends included; an end not yet known is absent. JSON: `{"start":"2026-11-01","end":null}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    start: Option<Date>,
    end: Option<Date>,
}

impl Period {
    /// The period.
    ///
    /// # Errors
    /// [`InputError::EndBeforeStart`].
    pub fn new(start: Option<Date>, end: Option<Date>) -> Result<Self, InputError> {
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            return Err(InputError::EndBeforeStart);
        }
        Ok(Self { start, end })
    }

    /// First day, if known.
    #[must_use]
    pub fn start(self) -> Option<Date> {
        self.start
    }

    /// Last day, if known.
    #[must_use]
    pub fn end(self) -> Option<Date> {
        self.end
    }

    /// Reads both days as typed into one box: `11/1~12/15`, `11/1-12/15`, `2026-11-01 至 2026-12-15`, `民國115/11/1-12/15`, `12/1-31`, and with an open end
    /// `11/1~`, `11/1起`, `12/15止`. Times of day (`2022/10/24 12:00 – 2023/02/09 23:59`) are passed over. A year said once counts for both days, and
    /// an end without a year is the next such day: `12/1-1/15`. Forms with two boxes use [`Period::new`].
    ///
    /// # Errors
    /// [`InputError::NotAPeriod`], [`InputError::NoSuchDay`], [`InputError::EndBeforeStart`].
    pub fn parse(typed: &str, today: Date) -> Result<Self, InputError> {
        let text = super::input::clean(typed).to_lowercase();
        let text = text.strip_prefix(['從', '自']).unwrap_or(&text);
        let (text, open) = open_end(text);
        if let Some((start, end)) = split_by_mark(text) {
            return between(start, end, today);
        }
        let alone = match (Said::read(text, today), open) {
            (Ok(Said::OfAnyMonth(_)), _) => Err(InputError::NotAPeriod),
            (Err(InputError::NotADate), _) => Err(InputError::NotAPeriod),
            (Err(error), _) => Err(error),
            (Ok(_), Some(Open::Start)) => between("", text, today),
            (Ok(_), _) => between(text, "", today),
        };
        // A hyphen stands within days as well as between them: the one that leaves a day on each side is meant.
        let mut between_hyphens = text
            .match_indices('-')
            .map(|(at, hyphen)| between(&text[..at], &text[at + hyphen.len()..], today));
        match alone {
            Ok(period) => Ok(period),
            Err(error) => between_hyphens
                .clone()
                .find(Result::is_ok)
                .or_else(|| between_hyphens.find(|other| *other != Err(InputError::NotAPeriod)))
                .unwrap_or(Err(error)),
        }
    }

    /// `2026-11-01~2026-12-15`: what [`Period::parse`] reads.
    #[must_use]
    pub fn format(self) -> String {
        let side = |day: Option<Date>| day.map(Date::iso).unwrap_or_default();
        [&side(self.start), "~", &side(self.end)].concat()
    }
}

/// Which of the two days is left open.
enum Open {
    Start,
    End,
}

/// Takes off what says that there is no other day: 11/1起, 12/15止.
fn open_end(text: &str) -> (&str, Option<Open>) {
    for (mark, open) in [
        ("起", Open::End),
        ("截止", Open::Start),
        ("為止", Open::Start),
        ("止", Open::Start),
    ] {
        if let Some(rest) = text.strip_suffix(mark) {
            return (rest.trim_end(), Some(open));
        }
    }
    (text, None)
}

/// Both sides of what stands between two days and never within one.
fn split_by_mark(text: &str) -> Option<(&str, &str)> {
    const WORDS: [&str; 2] = [" to ", "--"];
    let marks = ['~', '〜', '∼', '–', '—', '―', '→', '至', '到'];
    text.split_once(marks)
        .or_else(|| WORDS.iter().find_map(|mark| text.split_once(mark)))
}

/// The period between two days as typed, either of which may be open.
fn between(start: &str, end: &str, today: Date) -> Result<Period, InputError> {
    let read = |text: &str| {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        Said::read(text, today)
            .map(Some)
            .map_err(|error| match error {
                InputError::NotADate => InputError::NotAPeriod,
                other => other,
            })
    };
    let missing = InputError::NoSuchDay;
    let (start, end) = match (read(start)?, read(end)?) {
        (None, None | Some(Said::OfAnyMonth(_))) | (Some(Said::OfAnyMonth(_)), _) => {
            return Err(InputError::NotAPeriod);
        }
        (Some(start), None) => (Some(start.nearest(today).ok_or(missing)?), None),
        (None, Some(end)) => (None, Some(end.nearest(today).ok_or(missing)?)),
        (Some(Said::OfAnyYear(month, day)), Some(Said::Day(end))) => {
            let start = (0..=4)
                .filter_map(|back| Date::new(end.year() - back, month, day))
                .find(|start| *start <= end);
            (start, Some(end))
        }
        (Some(start), Some(end)) => {
            let start = start.nearest(today).ok_or(missing)?;
            (Some(start), Some(end.after(start).ok_or(missing)?))
        }
    };
    Period::new(start, end)
}

impl Said {
    /// The nearest such day.
    fn nearest(self, today: Date) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::OfAnyYear(month, day) => Date::nearest(month, day, today),
            Self::OfAnyMonth(_) => None,
        }
    }

    /// The day that ends what began on `start`.
    fn after(self, start: Date) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::OfAnyMonth(day) => Date::new(start.year(), start.month(), day),
            Self::OfAnyYear(month, day) => {
                let same_year = Date::new(start.year(), month, day);
                let next_year = Date::new(start.year() + 1, month, day);
                let is_near =
                    |end: &Date| (0..=LONGEST_INTO_NEXT_YEAR).contains(&start.days_until(*end));
                same_year
                    .filter(|end| *end >= start)
                    .or_else(|| next_year.filter(is_near))
                    .or(same_year)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            start: Option<Date>,
            end: Option<Date>,
        }
        let wire = Wire::deserialize(deserializer)?;
        Self::new(wire.start, wire.end).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_after_it_starts() {
        let today = Date::new(2026, 11, 22).unwrap();
        let check = |typed: &str, expected: Result<&str, InputError>| {
            assert_eq!(
                Period::parse(typed, today).map(Period::format),
                expected.map(str::to_owned),
                "{typed}"
            );
        };
        check("11/1~12/15", Ok("2026-11-01~2026-12-15"));
        check("１１／１～１２／１５", Ok("2026-11-01~2026-12-15"));
        check("2026-11-01 至 2026-12-15", Ok("2026-11-01~2026-12-15"));
        check("11/1~", Ok("2026-11-01~"));
        check("11/1~11/1", Ok("2026-11-01~2026-11-01"));
        check("12/15~11/1", Err(InputError::EndBeforeStart));
        check("2026/12/15-2026/11/1", Err(InputError::EndBeforeStart));
        check("~", Err(InputError::NotAPeriod));
        check("11/1~x", Err(InputError::NotAPeriod));
        check("x", Err(InputError::NotAPeriod));
        check("兩個月", Err(InputError::NotAPeriod));
        check("2/1~2/30", Err(InputError::NoSuchDay));
        check("2/1-2/30", Err(InputError::NoSuchDay));
        check("2/30", Err(InputError::NoSuchDay));
    }

    #[test]
    fn is_read_however_people_join_two_days() {
        let today = Date::new(2026, 11, 22).unwrap();
        let check = |typed: &str, expected: &str| {
            assert_eq!(
                Period::parse(typed, today).map(Period::format).as_deref(),
                Ok(expected),
                "{typed}"
            );
        };
        for typed in [
            "12/1-12/31",
            "12/1 - 12/31",
            "12/1–12/31",
            "12/1 — 12/31",
            "12/1~12/31",
            "12/1〜12/31",
            "12/1 至 12/31",
            "12/1到12/31",
            "從12/1到12/31",
            "12/1 to 12/31",
            "12-1-12-31",
            "12/1-31",
            "12月1日-31日",
            "2026-12-01-2026-12-31",
            "2026/12/1-12/31",
            "12/1-2026/12/31",
            "20261201-20261231",
            "民國115/12/1-115/12/31",
            "民國115年12月1日至12月31日",
            "115.12.1-115.12.31",
            "12/1 (二) ~ 12/31 (四)",
            "12/1 10:00 - 12/31 23:59",
            "2026/12/01 12:00 – 2026/12/31 23:59",
            "2026/12/01 12:00:00-2026-12-31 23:59:00",
        ] {
            check(typed, "2026-12-01~2026-12-31");
        }
        check(
            "2022/10/24 12:00 – 2023/02/09 23:59",
            "2022-10-24~2023-02-09",
        );
        check("12/1-1/15", "2026-12-01~2027-01-15");
        check("2025/10/1-12/31", "2025-10-01~2025-12-31");
        check("2025/12/1-1/15", "2025-12-01~2026-01-15");
        check("10/24-2023/2/9", "2022-10-24~2023-02-09");
        check("2026-11-22", "2026-11-22~");
        check("11/1起", "2026-11-01~");
        check("~12/15", "~2026-12-15");
        check("12/15止", "~2026-12-15");
        check("到12/15", "~2026-12-15");
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed(start in 0_i32..60_000, length in 0_i32..2_000) {
            let day = |days| Date::from_unix_days(days);
            let period = Period::new(day(start), day(start + length)).unwrap();
            let today = Date::new(2026, 11, 22).unwrap();
            proptest::prop_assert_eq!(Period::parse(&period.format(), today), Ok(period));
        }

        #[test]
        fn typing_never_panics(text in "[0-9/年月日民國. ~到至起止-]{0,30}|.{0,30}") {
            let _ = Period::parse(&text, Date::new(2026, 11, 22).unwrap());
        }
    }

    #[test]
    fn json_keeps_open_ends() {
        let json = r#"{"start":"2026-11-01","end":null}"#;
        assert_eq!(
            serde_json::to_string(&serde_json::from_str::<Period>(json).unwrap()).unwrap(),
            json
        );
        assert!(
            serde_json::from_str::<Period>(r#"{"start":"2026-11-02","end":"2026-11-01"}"#).is_err()
        );
    }
}
