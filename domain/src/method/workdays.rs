//! Working days: neither a weekend, nor a public holiday of Taiwan, nor a day we are away.

use super::holidays::{HOLIDAYS, YEARS};
use crate::order;
use crate::values::{Date, Period};

/// Counts working days, however many, with two searches: the days from Monday to Friday are numbered throughout, and those of them that are off are
/// kept in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkDays {
    /// The numbers of the days off, weekends apart; ascending, each once.
    off: Vec<i64>,
    /// For each of them the working days before it, which are numbered as well.
    working_before: Vec<i64>,
}

impl WorkDays {
    /// All days but weekends, public holidays and absences. An absence of which only one end is known is that day, as is one typed as a single day.
    #[must_use]
    pub fn new(absences: impl IntoIterator<Item = Period>) -> Self {
        let holidays = HOLIDAYS
            .iter()
            .filter_map(|(year, month, day)| Date::new(*year, *month, *day));
        let mut off: Vec<i64> = holidays
            .filter(|day| !is_weekend(*day))
            .map(number_of)
            .collect();
        for absence in absences {
            if let Some(first) = absence.start().or(absence.end()) {
                let last = absence.end().unwrap_or(first);
                off.extend(number_of(first)..number_after(last));
            }
        }
        order::natural(&mut off);
        off.dedup();
        let working_before = (0..).zip(&off).map(|(before, off)| off - before).collect();
        Self {
            off,
            working_before,
        }
    }

    /// Whether we work on a day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        !is_weekend(day) && self.off.binary_search(&number_of(day)).is_err()
    }

    /// The working day that is so many of them after a day, or before it if negative. With 0 the day itself if we work on it, else the next on which
    /// we do. `None` outside the years of which dates are kept.
    #[must_use]
    pub fn plus(&self, day: Date, working_days: i32) -> Option<Date> {
        let from = if working_days > 0 {
            self.working(number_after(day)) - 1
        } else {
            self.working(number_of(day))
        };
        let wanted = from + i64::from(working_days);
        let off = self
            .working_before
            .partition_point(|before| *before <= wanted);
        weekday(wanted + count(off))
    }

    /// The working day that is the day itself, or the last before it.
    #[must_use]
    pub fn last_by(&self, day: Date) -> Option<Date> {
        if self.is_working(day) {
            Some(day)
        } else {
            self.plus(day, -1)
        }
    }

    /// How many working days after a day another is: 1 from one working day to the next, negative if it is earlier. A day off counts as the last
    /// working day before it.
    #[must_use]
    pub fn between(&self, from: Date, to: Date) -> i32 {
        let days = self.working(number_after(to)) - self.working(number_after(from));
        i32::try_from(days).unwrap_or(0)
    }

    /// Whether the public holidays of that year are known. Of other years only the weekends and absences are.
    #[must_use]
    pub fn knows(&self, day: Date) -> bool {
        let (first, last) = YEARS;
        (first..=last).contains(&day.year())
    }

    /// The working days before the weekday of that number.
    fn working(&self, number: i64) -> i64 {
        number - count(self.off.partition_point(|off| *off < number))
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), 0 | 6)
}

/// 1970-01-01 was a Thursday.
const MONDAY: i64 = -3;

/// The number of a weekday: how many there are from that Monday up to it. Of a weekend, that of the Monday after it.
fn number_of(day: Date) -> i64 {
    let days = i64::from(day.unix_days()) - MONDAY;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The number of the next weekday.
fn number_after(day: Date) -> i64 {
    number_of(day) + i64::from(!is_weekend(day))
}

/// The weekday of a number.
fn weekday(number: i64) -> Option<Date> {
    let days = number.div_euclid(5) * 7 + number.rem_euclid(5) + MONDAY;
    Date::from_unix_days(i32::try_from(days).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn plain() -> WorkDays {
        WorkDays::new([])
    }

    #[test]
    fn the_examples_of_a_supplement() {
        let after = |from: Date| [3, 4, 5].map(|days| plain().plus(from, days).unwrap().iso());
        // A Thursday; the Friday is off for the National Day, which is a Saturday.
        assert!(!plain().is_working(day(2026, 10, 9)));
        assert_eq!(
            after(day(2026, 10, 8)),
            ["2026-10-14", "2026-10-15", "2026-10-16"]
        );
        // A Saturday.
        assert_eq!(
            after(day(2026, 11, 21)),
            ["2026-11-25", "2026-11-26", "2026-11-27"]
        );
        // The last Thursday before New Year.
        assert_eq!(
            after(day(2026, 2, 12)),
            ["2026-02-24", "2026-02-25", "2026-02-26"]
        );
        assert_eq!(day(2026, 2, 12).days_until(day(2026, 2, 25)), 13);
    }

    #[test]
    fn days_are_counted_both_ways_and_none_is_the_next_there_is() {
        let of = |from: Date, days: i32| plain().plus(from, days).unwrap().iso();
        let thursday = day(2026, 11, 19);
        assert_eq!(of(thursday, 0), "2026-11-19");
        assert_eq!(of(thursday, 1), "2026-11-20");
        assert_eq!(of(thursday, 2), "2026-11-23");
        assert_eq!(of(thursday, -1), "2026-11-18");
        assert_eq!(of(thursday, -4), "2026-11-13");
        let sunday = day(2026, 11, 22);
        assert_eq!(of(sunday, 0), "2026-11-23");
        assert_eq!(of(sunday, 1), "2026-11-23");
        assert_eq!(of(sunday, -1), "2026-11-20");
        // Over New Year.
        assert_eq!(of(day(2026, 2, 13), 1), "2026-02-23");
        assert_eq!(of(day(2026, 2, 18), 0), "2026-02-23");
        assert_eq!(of(day(2026, 2, 18), -1), "2026-02-13");
        assert_eq!(of(day(2026, 2, 23), -1), "2026-02-13");

        assert_eq!(plain().last_by(sunday), Some(day(2026, 11, 20)));
        assert_eq!(plain().last_by(thursday), Some(thursday));
        assert_eq!(plain().between(thursday, day(2026, 11, 23)), 2);
        assert_eq!(plain().between(thursday, sunday), 1);
        assert_eq!(plain().between(sunday, thursday), -1);
        assert_eq!(plain().between(sunday, sunday), 0);
    }

    #[test]
    fn absences_are_off_too() {
        let of = |from: Option<Date>, to: Option<Date>| Period::new(from, to).unwrap();
        let days = WorkDays::new([
            of(Some(day(2026, 11, 20)), Some(day(2026, 11, 24))),
            of(Some(day(2026, 11, 24)), Some(day(2026, 11, 25))),
            of(Some(day(2026, 12, 1)), None),
            of(None, Some(day(2026, 12, 3))),
            of(None, None),
        ]);
        let off = [19, 20, 23, 24, 25, 26, 27, 30].map(|d| !days.is_working(day(2026, 11, d)));
        assert_eq!(off, [false, true, true, true, true, false, false, false]);
        assert_eq!(days.plus(day(2026, 11, 19), 1), Some(day(2026, 11, 26)));
        let off = [1, 2, 3, 4].map(|d| !days.is_working(day(2026, 12, d)));
        assert_eq!(off, [true, false, true, false]);
    }

    #[test]
    fn it_says_of_which_years_the_holidays_are_known() {
        let knows = |year: i16| plain().knows(day(year, 6, 1));
        assert_eq!(
            [2025, 2026, 2027, 2028].map(knows),
            [false, true, true, false]
        );
        // Weekends are weekends whatever the year.
        assert!(!plain().is_working(day(2199, 12, 29)));
        assert_eq!(plain().plus(day(2199, 12, 31), 1), None);
        assert_eq!(plain().plus(day(2026, 1, 1), i32::MAX), None);
        assert_eq!(plain().plus(day(2026, 1, 1), i32::MIN), None);
    }

    proptest::proptest! {
        /// The searches find what counting day by day does.
        #[test]
        fn days_are_counted_as_one_counts_them(
            from in 20_400_i32..21_300, days in -90_i32..90, away in 20_400_i32..21_300, length in 0_i32..40,
        ) {
            let date = |day: i32| Date::from_unix_days(day).unwrap();
            let absence = Period::new(Some(date(away)), Some(date(away + length))).unwrap();
            let workdays = WorkDays::new([absence]);
            let mut left = days.abs();
            let mut day = from;
            while left > 0 || (days == 0 && !workdays.is_working(date(day))) {
                day += if days < 0 { -1 } else { 1 };
                left -= i32::from(workdays.is_working(date(day)));
            }
            proptest::prop_assert_eq!(workdays.plus(date(from), days), Some(date(day)));
            if days > 0 {
                proptest::prop_assert_eq!(workdays.between(date(from), date(day)), days);
            }
        }
    }
}
