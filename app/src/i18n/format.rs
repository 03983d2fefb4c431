//! Dates, numbers and money in the language shown.

use leptos::prelude::{Get, use_context};

use super::locale;
use crate::browser::intl::{self, DayStyle};
use crate::prefs::Prefs;

/// A day as `11/22 (日)` or `Sun 22 Nov`.
pub fn weekday(year: i16, month: i8, day: i8) -> String {
    intl::day(locale().tag(), DayStyle::Weekday, year, month, day)
}

/// A day as `11/22` or `22 Nov`.
pub fn short_day(year: i16, month: i8, day: i8) -> String {
    intl::day(locale().tag(), DayStyle::Short, year, month, day)
}

/// A day with its year, counted as the person prefers.
pub fn full_day(year: i16, month: i8, day: i8) -> String {
    let style = if counts_roc_years() {
        DayStyle::Roc
    } else {
        DayStyle::Full
    };
    intl::day(locale().tag(), style, year, month, day)
}

/// The same for lists: `2027/1/30`, `30 Jan 2027`.
pub fn short_full_day(year: i16, month: i8, day: i8) -> String {
    let style = if counts_roc_years() {
        DayStyle::ShortRoc
    } else {
        DayStyle::ShortYear
    };
    intl::day(locale().tag(), style, year, month, day)
}

fn counts_roc_years() -> bool {
    use_context::<Prefs>().is_some_and(|prefs| prefs.roc_years.get())
}

/// 今天, 明天, `3 days ago`.
pub fn days_from_now(days: i32) -> String {
    intl::days_from_now(locale().tag(), days)
}

/// A number with at most `decimals` digits behind the point.
pub fn number(value: f64, decimals: u8) -> String {
    intl::number(locale().tag(), value, decimals)
}

/// 0.15 as `15%`.
pub fn percent(share: f64) -> String {
    intl::percent(locale().tag(), share)
}

/// `NT$1,200,000`.
pub fn money(amount: f64, currency: &str) -> String {
    intl::money(locale().tag(), amount, currency)
}

/// `120萬`, `1.2M`.
pub fn compact(amount: f64) -> String {
    intl::compact(locale().tag(), amount)
}
