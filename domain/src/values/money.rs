//! Money: an exact amount with its currency, one value, never one without the other.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::InputError;
use super::input::clean;
use super::number::{SCALE, has_digit, parse_scaled};

/// Largest amount in whole units, either side of zero: far above any budget, far below what arithmetic could overflow.
const MAX_WHOLE: i64 = 99_999_999_999_999;

/// How a currency is written before, or after, a number. Longer ones first where one begins another. `$` and 元 are of the person's own currency.
const MARKS: &[(&str, &str)] = &[
    ("NT$", "TWD"),
    ("NTD", "TWD"),
    ("新臺幣", "TWD"),
    ("新台幣", "TWD"),
    ("台幣", "TWD"),
    ("US$", "USD"),
    ("美金", "USD"),
    ("美元", "USD"),
    ("JP¥", "JPY"),
    ("日圓", "JPY"),
    ("日幣", "JPY"),
    ("日元", "JPY"),
    ("HK$", "HKD"),
    ("港幣", "HKD"),
    ("CN¥", "CNY"),
    ("RMB", "CNY"),
    ("人民幣", "CNY"),
    ("歐元", "EUR"),
    ("€", "EUR"),
    ("英鎊", "GBP"),
    ("£", "GBP"),
    ("韓元", "KRW"),
    ("₩", "KRW"),
    ("¥", "JPY"),
    ("$", ""),
    ("元整", ""),
    ("元", ""),
    ("塊", ""),
];

/// Currencies offered and accepted by code, with the decimals ISO 4217 gives them.
const KNOWN: &[(&str, u32)] = &[
    ("TWD", 2),
    ("USD", 2),
    ("JPY", 0),
    ("HKD", 2),
    ("CNY", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("KRW", 0),
    ("SGD", 2),
    ("MYR", 2),
    ("THB", 2),
    ("VND", 0),
    ("PHP", 2),
    ("IDR", 2),
    ("AUD", 2),
    ("CAD", 2),
    ("CHF", 2),
];

/// A currency by its ISO 4217 code. One this version does not list is kept, with up to four decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// New Taiwan dollar.
    pub const TWD: Self = Self(*b"TWD");

    /// The currency of a code of three capital letters; `None` for anything else.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// Its ISO 4217 code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Decimals of the currency: its minor unit by ISO 4217, four (the most any has) where it is not listed.
    #[must_use]
    pub fn decimals(self) -> u32 {
        KNOWN
            .iter()
            .find(|(code, _)| *code == self.code())
            .map_or(4, |(_, decimals)| *decimals)
    }

    /// The currencies a form offers.
    pub fn known() -> impl Iterator<Item = Self> {
        KNOWN.iter().filter_map(|(code, _)| Self::from_code(code))
    }

    /// What stands before an amount: `NT$`, `US$`, else the code and a space.
    fn prefix(self) -> String {
        match &self.0 {
            b"TWD" => "NT$".to_owned(),
            b"USD" => "US$".to_owned(),
            b"HKD" => "HK$".to_owned(),
            b"JPY" => "JP¥".to_owned(),
            b"EUR" => "€".to_owned(),
            b"GBP" => "£".to_owned(),
            _ => [self.code(), " "].concat(),
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An exact amount of a currency. JSON: `{"amount":"1200000","currency":"TWD"}`, the amount a decimal in a string so that no reader turns it into a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// Amount in ten-thousandths of the currency's unit.
    ten_thousandths: i64,
    currency: Currency,
}

impl Money {
    /// `whole` units of a currency; `None` beyond the largest amount kept.
    #[must_use]
    pub fn from_whole(whole: i64, currency: Currency) -> Option<Self> {
        (-MAX_WHOLE..=MAX_WHOLE).contains(&whole).then(|| Self {
            ten_thousandths: whole * SCALE,
            currency,
        })
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in ten-thousandths of the currency's unit: for sums, shares and ratios, which stay exact in it.
    #[must_use]
    pub fn ten_thousandths(self) -> i64 {
        self.ten_thousandths
    }

    /// Reads what a person types: `NT$1,200,000`, `120 萬`, `1.2億`, `3萬5` (35,000), `ＵＳ＄ 500`, with any currency mark before or after the number and `default` without one.
    ///
    /// # Errors
    /// [`InputError::NotAnAmount`], [`UnknownCurrency`](InputError::UnknownCurrency), [`NegativeAmount`](InputError::NegativeAmount) where `negative` is false,
    /// [`TooManyDecimals`](InputError::TooManyDecimals) for the currency, [`TooLarge`](InputError::TooLarge).
    pub fn parse(typed: &str, default: Currency, negative: bool) -> Result<Self, InputError> {
        let text = clean(typed).to_ascii_uppercase();
        if !has_digit(&text) {
            return Err(InputError::NotAnAmount);
        }
        let (minus_before, text) = strip_minus(&text);
        let (currency, text) = strip_currency(text, default)?;
        let (minus_within, text) = strip_minus(text);
        if minus_before && minus_within {
            return Err(InputError::NotAnAmount);
        }
        let scaled = parse_scaled(text).map_err(|error| match error {
            InputError::NotANumber => InputError::NotAnAmount,
            other => other,
        })?;
        if scaled > i128::from(MAX_WHOLE) * i128::from(SCALE) {
            return Err(InputError::TooLarge { max: MAX_WHOLE });
        }
        let max = currency.decimals();
        if scaled % 10_i128.pow(4 - max) != 0 {
            return Err(InputError::TooManyDecimals { max });
        }
        let amount = i64::try_from(scaled).map_err(|_| InputError::TooLarge { max: MAX_WHOLE })?;
        let below_zero = minus_before || minus_within;
        if below_zero && !negative && amount != 0 {
            return Err(InputError::NegativeAmount);
        }
        Ok(Self {
            ten_thousandths: if below_zero { -amount } else { amount },
            currency,
        })
    }

    /// The amount as stored: a plain decimal without superfluous zeros (`1200000`, `-0.5`).
    #[must_use]
    pub fn decimal(self) -> String {
        let mut out = String::new();
        push_decimal(&mut out, self.ten_thousandths, false);
        out
    }

    /// In full: `NT$1,200,000`, `US$1,234.50`, `-NT$500`.
    #[must_use]
    pub fn format(self) -> String {
        let mut out = String::new();
        if self.ten_thousandths < 0 {
            out.push('-');
        }
        out.push_str(&self.currency.prefix());
        let magnitude = i64::try_from(self.ten_thousandths.unsigned_abs()).unwrap_or(i64::MAX);
        push_decimal(&mut out, magnitude, true);
        // A half-written minor unit (1,234.5) reads as a slip: it is filled up to the currency's decimals.
        if let Some((_, fraction)) = out.split_once('.') {
            for _ in fraction.len()..self.currency.decimals() as usize {
                out.push('0');
            }
        }
        out
    }

    /// Short, as said in Chinese, without the currency: `120 萬`, `1.2 億`, `9,500`. Rounded to two decimals of 萬 or 億.
    #[must_use]
    pub fn format_short_zh(self) -> String {
        const WAN: u128 = 10_000;
        const YI: u128 = 100_000_000;
        let magnitude = u128::from(self.ten_thousandths.unsigned_abs());
        // Hundredths of `unit` units, rounded half up.
        let hundredths = |unit: u128| {
            (magnitude * 100 + unit * SCALE.unsigned_abs() as u128 / 2)
                / (unit * SCALE.unsigned_abs() as u128)
        };
        let mut out = String::new();
        if self.ten_thousandths < 0 {
            out.push('-');
        }
        let (value, name) = if magnitude < WAN * SCALE.unsigned_abs() as u128 {
            push_decimal(&mut out, i64::try_from(magnitude).unwrap_or(i64::MAX), true);
            return out;
        } else if hundredths(WAN) < WAN * 100 {
            (hundredths(WAN), " 萬")
        } else {
            (hundredths(YI), " 億")
        };
        let scaled = i64::try_from(value)
            .unwrap_or(i64::MAX / SCALE)
            .saturating_mul(SCALE / 100);
        push_decimal(&mut out, scaled, true);
        out.push_str(name);
        out
    }
}

/// Writes ten-thousandths as a decimal, with commas between thousands if `grouped`.
fn push_decimal(out: &mut String, ten_thousandths: i64, grouped: bool) {
    let magnitude = ten_thousandths.unsigned_abs();
    if ten_thousandths < 0 {
        out.push('-');
    }
    let (whole, fraction) = (
        magnitude / SCALE.unsigned_abs(),
        magnitude % SCALE.unsigned_abs(),
    );
    let digits = whole.to_string();
    for (i, digit) in digits.chars().enumerate() {
        if grouped && i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if fraction > 0 {
        let start = out.len();
        let _ = write!(out, ".{fraction:04}");
        out.truncate(start + out[start..].trim_end_matches('0').len());
    }
}

fn strip_minus(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// Takes the currency off either end, or both when they agree (`NT$500元`).
fn strip_currency(text: &str, default: Currency) -> Result<(Currency, &str), InputError> {
    let (before, text) = strip_mark(text, default, |text, mark| text.strip_prefix(mark));
    let (after, text) = strip_mark(text, default, |text, mark| text.strip_suffix(mark));
    // One letter may be the K of 500K; more are meant to be a currency.
    if text.chars().filter(char::is_ascii_alphabetic).count() > 1 {
        return Err(InputError::UnknownCurrency);
    }
    match (before, after) {
        (Some(before), Some(after)) if before == after || after == default => Ok((before, text)),
        // `$500 USD`: the named one is meant, not the bare sign.
        (Some(before), Some(after)) if before == default => Ok((after, text)),
        (Some(_), Some(_)) => Err(InputError::UnknownCurrency),
        (before, after) => Ok((before.or(after).unwrap_or(default), text)),
    }
}

fn strip_mark<'a>(
    text: &'a str,
    default: Currency,
    strip: impl Fn(&'a str, &str) -> Option<&'a str>,
) -> (Option<Currency>, &'a str) {
    let codes = KNOWN.iter().map(|(code, _)| (*code, *code));
    for (mark, code) in MARKS.iter().copied().chain(codes) {
        if let Some(rest) = strip(text, mark) {
            return (
                Some(Currency::from_code(code).unwrap_or(default)),
                rest.trim(),
            );
        }
    }
    (None, text)
}

#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    #[serde(borrow)]
    amount: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    currency: std::borrow::Cow<'a, str>,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire {
            amount: self.decimal().into(),
            currency: self.currency.code().into(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let currency =
            Currency::from_code(&wire.currency).ok_or_else(|| D::Error::custom("currency"))?;
        let ten_thousandths =
            stored_decimal(&wire.amount).ok_or_else(|| D::Error::custom("amount"))?;
        Ok(Self {
            ten_thousandths,
            currency,
        })
    }
}

/// The stored form only: an optional minus, digits, at most four decimals.
fn stored_decimal(text: &str) -> Option<i64> {
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let magnitude = i64::try_from(parse_scaled(text).ok()?).ok()?;
    (magnitude <= MAX_WHOLE * SCALE).then_some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(decimal: &str, code: &str) -> Money {
        Money {
            ten_thousandths: stored_decimal(decimal).unwrap(),
            currency: Currency::from_code(code).unwrap(),
        }
    }

    #[test]
    fn reads_what_people_type() {
        let check = |typed: &str, decimal: &str, code: &str| {
            assert_eq!(
                Money::parse(typed, Currency::TWD, false),
                Ok(money(decimal, code)),
                "{typed}"
            );
        };
        check("NT$1,200,000", "1200000", "TWD");
        check("120 萬", "1200000", "TWD");
        check("1.2億", "120000000", "TWD");
        check("3萬5", "35000", "TWD");
        check("ＮＴ＄１，２００", "1200", "TWD");
        check("１２０萬元", "1200000", "TWD");
        check("新台幣 50 萬元整", "500000", "TWD");
        check("nt$500元", "500", "TWD");
        check("$890", "890", "TWD");
        check("US$1,234.50", "1234.5", "USD");
        check("500 usd", "500", "USD");
        check("$500 USD", "500", "USD");
        check("10萬日圓", "100000", "JPY");
        check("美金 3萬5", "35000", "USD");
        check("500k", "500000", "TWD");
        check("-0", "0", "TWD");
    }

    #[test]
    fn refuses_with_the_reason() {
        let check = |typed: &str, error: InputError| {
            assert_eq!(
                Money::parse(typed, Currency::TWD, false),
                Err(error),
                "{typed}"
            );
        };
        check("", InputError::NotAnAmount);
        check("很多", InputError::NotAnAmount);
        check("abc", InputError::NotAnAmount);
        check("TWD", InputError::NotAnAmount);
        check("12 34", InputError::NotAnAmount);
        check("-500", InputError::NegativeAmount);
        check("NT$-500", InputError::NegativeAmount);
        check("--500", InputError::NotAnAmount);
        check("XYZ 500", InputError::UnknownCurrency);
        check("500 xyz", InputError::UnknownCurrency);
        check("US$500 JPY", InputError::UnknownCurrency);
        check("JPY 1.5", InputError::TooManyDecimals { max: 0 });
        check("1.555", InputError::TooManyDecimals { max: 2 });
        check("100兆", InputError::TooLarge { max: MAX_WHOLE });
        assert_eq!(
            Money::parse("-NT$500", Currency::TWD, true),
            Ok(money("-500", "TWD"))
        );
    }

    #[test]
    fn is_written_in_full_and_short() {
        let check = |decimal: &str, code: &str, full: &str, short: &str| {
            assert_eq!(
                (
                    money(decimal, code).format().as_str(),
                    money(decimal, code).format_short_zh().as_str()
                ),
                (full, short)
            );
        };
        check("0", "TWD", "NT$0", "0");
        check("9500", "TWD", "NT$9,500", "9,500");
        check("35000", "TWD", "NT$35,000", "3.5 萬");
        check("1200000", "TWD", "NT$1,200,000", "120 萬");
        check("29045307", "TWD", "NT$29,045,307", "2,904.53 萬");
        check("99999999", "TWD", "NT$99,999,999", "1 億");
        check("120000000", "TWD", "NT$120,000,000", "1.2 億");
        check("-500", "TWD", "-NT$500", "-500");
        check("1234.5", "USD", "US$1,234.50", "1,234.5");
        check("1.2345", "CLF", "CLF 1.2345", "1.2345");
    }

    #[test]
    fn json_is_exact_and_refuses_floats() {
        let json = r#"{"amount":"1200000.05","currency":"TWD"}"#;
        let read: Money = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        for bad in [
            r#"{"amount":1.5,"currency":"TWD"}"#,
            r#"{"amount":"1"}"#,
            r#"{"amount":"1","currency":"twd"}"#,
            r#"{"amount":"1e5","currency":"TWD"}"#,
            r#"{"amount":"三萬","currency":"TWD"}"#,
            "5",
            "null",
        ] {
            assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn stored_form_round_trips(n in -MAX_WHOLE * SCALE..=MAX_WHOLE * SCALE) {
            let money = Money { ten_thousandths: n, currency: Currency::TWD };
            let json = serde_json::to_vec(&money).unwrap();
            proptest::prop_assert_eq!(serde_json::from_slice::<Money>(&json).unwrap(), money);
            let _ = money.format_short_zh();
        }

        #[test]
        fn what_is_shown_can_be_typed(n in -MAX_WHOLE * 100..=MAX_WHOLE * 100) {
            let money = Money { ten_thousandths: n * 100, currency: Currency::TWD };
            proptest::prop_assert_eq!(Money::parse(&money.format(), Currency::TWD, true), Ok(money));
        }

        #[test]
        fn typing_never_panics(text in ".{0,40}") {
            let _ = Money::parse(&text, Currency::TWD, true);
        }
    }
}
