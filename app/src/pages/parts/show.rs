//! Values as a person reads them, in the language shown.

use serde::de::DeserializeOwned;
use yardstick_domain::change::Value;
use yardstick_domain::records::{FieldSpec, FieldType};
use yardstick_domain::values::{Date, Instant, Money, Outcome, Period, Rate};

use super::{now, words};
use crate::i18n::{Msg, format, t, t_n, t_with};

/// A day as `11/22 (日)`, with its year when that is not this one.
pub fn day(day: Date) -> String {
    if day.year() == now::today().year() {
        format::weekday(day.year(), day.month(), day.day())
    } else {
        full_day(day)
    }
}

fn full_day(day: Date) -> String {
    format::full_day(day.year(), day.month(), day.day())
}

/// A day as `11/22`, with its year when that is not this one.
pub fn short_day(day: Date) -> String {
    let write = if day.year() == now::today().year() {
        format::short_day
    } else {
        format::short_full_day
    };
    write(day.year(), day.month(), day.day())
}

/// How far away a day is: 今天, 明天, `in 3 days`.
pub fn days_from_now(day: Date) -> String {
    format::days_from_now(now::today().days_until(day))
}

/// A moment: its time alone when it is today's, else its day and time.
pub fn moment(at: Instant) -> String {
    let clock = now::local_clock(at);
    match now::local_day(at) {
        Some(day) if day == now::today() => clock,
        Some(day) => [&short_day(day), " ", &clock].concat(),
        None => clock,
    }
}

/// `NT$1,200,000`.
pub fn money(money: Money) -> String {
    let amount = money.decimal().parse().unwrap_or_default();
    format::money(amount, money.currency().code())
}

/// A share, `8.5%`.
pub fn rate(rate: Rate) -> String {
    [&format::number(f64::from(rate.0) / 100.0, 2), "%"].concat()
}

/// From a day to a day, and how many days that is.
pub fn period(period: Period) -> String {
    match (period.start(), period.end()) {
        (Some(start), Some(end)) => {
            let days = u32::try_from(start.days_until(end) + 1).unwrap_or_default();
            // Both with their year, or neither.
            let this_year = now::today().year();
            let write = if start.year() == this_year && end.year() == this_year {
                day
            } else {
                full_day
            };
            t_n(
                Msg::ClientpageRun,
                days,
                &[("start", &write(start)), ("end", &write(end))],
            )
        }
        (Some(start), None) => t_with(Msg::ClientpageFrom, &[("start", &day(start))]),
        (None, Some(end)) => t_with(Msg::ClientpageUntil, &[("end", &day(end))]),
        (None, None) => String::new(),
    }
}

/// The value of a field; what cannot be read is shown as it is stored.
pub fn value(spec: &FieldSpec, value: &Value) -> String {
    if value.is_null() {
        return t(Msg::ConflictEmpty);
    }
    text(spec, value).unwrap_or_else(|| value.as_str().to_owned())
}

fn text(spec: &FieldSpec, value: &Value) -> Option<String> {
    let shown = match spec.ty {
        FieldType::Choice { .. } => {
            let name: String = read(value)?;
            words::choice(spec.name, &name, None).map_or(name, t)
        }
        FieldType::Integer { min: 1, max: 3 } => t(words::mark(read(value)?)?),
        FieldType::Integer { .. } | FieldType::Minutes { .. } => read::<i64>(value)?.to_string(),
        FieldType::Money => money(read(value)?),
        FieldType::Date => day(read(value)?),
        FieldType::Period => period(read(value)?),
        FieldType::Instant => moment(read(value)?),
        FieldType::Rate => rate(read(value)?),
        FieldType::Bool | FieldType::Set { .. } => t(if read(value)? {
            Msg::ShowYes
        } else {
            Msg::ShowNo
        }),
        FieldType::Outcome { .. } => {
            let outcome: Outcome<String> = read(value)?;
            let state = words::choice(spec.name, &outcome.state, None).map_or(outcome.state, t);
            [&state, " ", &moment(outcome.at)].concat()
        }
        FieldType::Text { .. }
        | FieldType::Name { .. }
        | FieldType::Multiline { .. }
        | FieldType::Email
        | FieldType::Phone
        | FieldType::TaxId
        | FieldType::Reference { .. } => read(value)?,
    };
    Some(shown)
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_slice(value.as_bytes()).ok()
}
