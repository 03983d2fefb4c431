//! How near a date is, in the steps a person plans in, and the days something is usually moved to.

use super::WorkDays;
use crate::order;
use crate::values::Date;

/// How near a promise's date is. In the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// Its day has passed.
    Overdue,
    /// Today.
    Today,
    /// Up to the Sunday that ends this week.
    ThisWeek,
    /// After this week.
    Later,
    /// No day was said.
    Undated,
}

impl Due {
    /// All steps, in the order they are shown.
    pub const ALL: [Self; 5] = [
        Self::Overdue,
        Self::Today,
        Self::ThisWeek,
        Self::Later,
        Self::Undated,
    ];

    /// How near a date is, seen from today. Weeks end on Sunday.
    #[must_use]
    pub fn of(due: Option<Date>, today: Date) -> Self {
        let Some(due) = due else {
            return Self::Undated;
        };
        match today.days_until(due) {
            ..=-1 => Self::Overdue,
            0 => Self::Today,
            days if days <= days_to_sunday(today) => Self::ThisWeek,
            _ => Self::Later,
        }
    }
}

/// The days a promise is given for or put off to, nearest first: today, tomorrow, Friday, next Monday, a week from today. Friday is the next one, today
/// not included. A day is named once, and days after 2199 not at all.
#[must_use]
pub fn usual_days(today: Date) -> Vec<Date> {
    let mut days: Vec<Date> = [0, 1, days_to_friday(today), days_to_sunday(today) + 1, 7]
        .into_iter()
        .filter_map(|days| today.plus_days(days))
        .collect();
    order::natural(&mut days);
    days.dedup();
    days
}

/// The days our work is put off to: those of the [`usual_days`] on which we work, and where we do not work tomorrow the next day on which we do.
#[must_use]
pub fn usual_work_days(today: Date, days: &WorkDays) -> Vec<Date> {
    let next = today.plus_days(1).and_then(|day| days.plus(day, 0));
    let usual = usual_days(today).into_iter();
    let mut own: Vec<Date> = usual.filter(|day| days.is_working(*day)).collect();
    own.extend(next);
    order::natural(&mut own);
    own.dedup();
    own
}

/// From one day to seven.
fn days_to_friday(today: Date) -> i32 {
    let weekday = i32::try_from(today.weekday()).unwrap_or(0);
    (4 - weekday).rem_euclid(7) + 1
}

fn days_to_sunday(today: Date) -> i32 {
    let since_sunday = i32::try_from(today.weekday()).unwrap_or(0);
    (7 - since_sunday) % 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::day;
    use crate::values::Period;

    #[test]
    fn a_week_ends_on_its_sunday() {
        // 2026-11-24 is a Tuesday.
        let of = |d: i8| Due::of(Some(day(d)), day(24));
        assert_eq!(of(23), Due::Overdue);
        assert_eq!(of(24), Due::Today);
        assert_eq!(of(25), Due::ThisWeek);
        assert_eq!(of(29), Due::ThisWeek);
        assert_eq!(of(30), Due::Later);
        assert_eq!(Due::of(None, day(24)), Due::Undated);
        assert_eq!(Due::of(Some(day(23)), day(22)), Due::Later);
    }

    #[test]
    fn each_day_is_offered_once() {
        let of = |d: i8| -> Vec<i8> { usual_days(day(d)).into_iter().map(Date::day).collect() };
        assert_eq!(of(17), [17, 18, 20, 23, 24]);
        // From a Sunday the next Monday is tomorrow; from a Saturday it is the day after; from a Monday a week ahead.
        assert_eq!(of(22), [22, 23, 27, 29]);
        assert_eq!(of(21), [21, 22, 23, 27, 28]);
        assert_eq!(of(16), [16, 17, 20, 23]);
        // From a Thursday Friday is tomorrow; from a Friday it is the next one.
        assert_eq!(of(19), [19, 20, 23, 26]);
        assert_eq!(of(20), [20, 21, 23, 27]);
    }

    #[test]
    fn work_is_put_off_to_days_on_which_we_work() {
        let of = |d: i8, days: &WorkDays| -> Vec<i8> {
            let own = usual_work_days(day(d), days).into_iter();
            own.map(Date::day).collect()
        };
        let plain = WorkDays::new([]);
        assert_eq!(of(17, &plain), [17, 18, 20, 23, 24]);
        // Neither Saturday nor Sunday, whatever day it is.
        assert_eq!(of(20, &plain), [20, 23, 27]);
        assert_eq!(of(21, &plain), [23, 27]);
        assert_eq!(of(22, &plain), [23, 27]);
        // Away for more than a week there is a day all the same: the one on which we are back.
        let away = WorkDays::new([Period::new(Some(day(9)), Some(day(24))).unwrap()]);
        assert_eq!(of(10, &away), [25]);
        assert_eq!(of(23, &away), [25, 27, 30]);
    }
}
