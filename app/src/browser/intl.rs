//! Dates, numbers, money and order as the platform writes them in a language.
//!
//! Making an `Intl` object costs as much as drawing a row, so each is made once per language and kind.

use std::cell::RefCell;
use std::collections::HashMap;
use yardstick_domain::order;

use js_sys::{Date, Intl};
use wasm_bindgen::JsValue;

use super::js;

thread_local! {
    static FORMATTERS: RefCell<HashMap<(&'static str, String), JsValue>> = RefCell::new(HashMap::new());
}

/// One form of what Unicode can write in many (NFKC), by the tables the platform has.
#[must_use]
pub fn nfkc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

/// Without capitals, by the same tables.
#[must_use]
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// How a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayStyle {
    /// `11/22`, `22 Nov`: for lists.
    Short,
    /// `11/22 (日)`, `Sun 22 Nov`: with its day of the week.
    Weekday,
    /// With its year, for lists: `2027/1/30`, `30 Jan 2027`.
    ShortYear,
    /// The same with its year counted from 1912, the official calendar of Taiwan: `116/1/30`.
    ShortRoc,
    /// With its year: `2027/1/30 (六)`, `30 Jan 2027`.
    Full,
    /// With its year counted from 1912, the official calendar of Taiwan.
    Roc,
}

/// A day of the calendar in `locale` (a BCP 47 tag).
pub fn day(locale: &str, style: DayStyle, year: i16, month: i8, day: i8) -> String {
    let at = Date::utc(f64::from(year), f64::from(month - 1));
    let date = Date::new(&(at + f64::from(day - 1) * 86_400_000.0).into());
    let is_chinese = locale.starts_with("zh");
    // In English 12/3 is two different days to two readers, so the month is a word there.
    let short = if is_chinese {
        format!("{month}/{day}")
    } else {
        let parts = [("month", "short"), ("day", "numeric")];
        date_text("en-GB", "short", &parts, &date)
    };
    match style {
        DayStyle::Short => short,
        DayStyle::Weekday if is_chinese => format!("{short} ({})", weekday(locale, &date)),
        DayStyle::Weekday => format!("{} {short}", weekday(locale, &date)),
        DayStyle::ShortYear if is_chinese => format!("{year}/{short}"),
        DayStyle::ShortRoc => format!("{}/{month}/{day}", year - 1911),
        DayStyle::Full if is_chinese => format!("{year}/{short} ({})", weekday(locale, &date)),
        DayStyle::Full | DayStyle::ShortYear => date_text(
            "en-GB",
            "full",
            &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
            &date,
        ),
        DayStyle::Roc => date_text(
            locale,
            "roc",
            &[
                ("calendar", "roc"),
                ("era", "short"),
                ("year", "numeric"),
                ("month", "long"),
                ("day", "numeric"),
            ],
            &date,
        ),
    }
}

/// Hours and minutes on a 24-hour clock, which reads the same in both languages: `14:02`.
pub fn time(hour: i8, minute: i8) -> String {
    format!("{hour:02}:{minute:02}")
}

/// How far away a day is: 今天, 明天, `in 3 days`; negative days have passed.
pub fn days_from_now(locale: &str, days: i32) -> String {
    let make = || js::construct_in("Intl", "RelativeTimeFormat", locale, &[("numeric", "auto")]);
    let Some(format) = formatter("days", locale, make) else {
        return days.to_string();
    };
    let text = js::call(&format, "format", &[days.into(), "day".into()]);
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| days.to_string())
}

/// A number with its digits grouped and at most `decimals` of them behind the point.
pub fn number(locale: &str, value: f64, decimals: u8) -> String {
    number_text(locale, ("number", decimals), &[], value)
}

/// A share of one as a percentage, without decimals: 0.15 is 15 %.
pub fn percent(locale: &str, share: f64) -> String {
    number_text(locale, ("percent", 0), &[("style", "percent")], share)
}

/// An amount of a currency (ISO 4217): `NT$1,200,000`. Taiwan dollars carry their prefix in both languages, because a bare `$` is
/// another currency to half the readers.
pub fn money(locale: &str, amount: f64, currency: &str) -> String {
    let locale = if currency == "TWD" { "en" } else { locale };
    let kind = format!("money-{currency}");
    number_text(
        locale,
        (&kind, 0),
        &[("style", "currency"), ("currency", currency)],
        amount,
    )
}

/// An amount in few characters: `120萬`, `1.2M`.
pub fn compact(locale: &str, amount: f64) -> String {
    number_text(locale, ("compact", 1), &[("notation", "compact")], amount)
}

/// Puts names into order: by strokes in Chinese, by letters in English, numbers by their value. The platform sorts them in one go:
/// asked about each two of a thousand, it would take longer than drawing what is sorted.
pub fn sort(locale: &str, names: &mut Vec<String>) {
    let tag = if locale.starts_with("zh") {
        "zh-Hant-u-co-stroke"
    } else {
        locale
    };
    let make = || {
        let options = js::object(&[("numeric", true.into())]);
        Some(
            Intl::Collator::new(&js_sys::Array::of1(&tag.into()), &options)
                .compare()
                .into(),
        )
    };
    let sorted = formatter("compare", tag, make).and_then(|compare| {
        let all: js_sys::Array = names.iter().map(JsValue::from).collect();
        js::call(&all, "sort", &[compare]).ok()?;
        all.iter()
            .map(|name| name.as_string())
            .collect::<Option<Vec<_>>>()
    });
    match sorted {
        Some(sorted) => *names = sorted,
        None => order::natural(names),
    }
}

/// Whether `count` takes the singular in `locale`; never in Chinese.
pub fn is_one(locale: &str, count: f64) -> bool {
    let make = || js::construct_in("Intl", "PluralRules", locale, &[]);
    let category = formatter("plural", locale, make)
        .and_then(|rules| js::call(&rules, "select", &[count.into()]).ok());
    category
        .and_then(|category| category.as_string())
        .as_deref()
        == Some("one")
}

fn weekday(locale: &str, date: &Date) -> String {
    let style = if locale.starts_with("zh") {
        "narrow"
    } else {
        "short"
    };
    date_text(locale, "weekday", &[("weekday", style)], date)
}

fn date_text(locale: &str, kind: &'static str, options: &[(&str, &str)], date: &Date) -> String {
    let make = || {
        let mut options = options.to_vec();
        options.push(("timeZone", "UTC"));
        js::construct_in("Intl", "DateTimeFormat", locale, &options)
    };
    let text = formatter(kind, locale, make)
        .and_then(|format| js::call(&format, "format", &[date.into()]).ok());
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

fn number_text(
    locale: &str,
    (kind, decimals): (&str, u8),
    options: &[(&str, &str)],
    value: f64,
) -> String {
    let make = || {
        let options = js::text_object(options);
        js::set(&options, "maximumFractionDigits", &decimals.into());
        js::construct_with("Intl", "NumberFormat", locale, &options)
    };
    let kind = format!("{kind}-{decimals}");
    let text = formatter("number", &format!("{locale} {kind}"), make)
        .and_then(|format| js::call(&format, "format", &[value.into()]).ok());
    text.and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
}

fn formatter(
    kind: &'static str,
    key: &str,
    make: impl FnOnce() -> Option<JsValue>,
) -> Option<JsValue> {
    FORMATTERS.with_borrow_mut(|formatters| {
        let key = (kind, key.to_owned());
        if let Some(formatter) = formatters.get(&key) {
            return Some(formatter.clone());
        }
        let formatter = make()?;
        formatters.insert(key, formatter.clone());
        Some(formatter)
    })
}
