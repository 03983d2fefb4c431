//! What a field holds: the one table from which checking, typing, showing and describing follow.

use serde::de::DeserializeOwned;

use super::field::to_value;
use crate::change::Value;
use crate::id::RecordId;
use crate::values::{
    Date, InputContext, InputError, Instant, Minutes, Money, Outcome, Period, Rate, parse_email,
    parse_line, parse_multiline, parse_phone, parse_tax_id,
};

/// Characters of a choice's or a state's name.
pub(super) const MAX_NAME: u32 = 32;
/// Characters of an e-mail address, a telephone number, a tax id. The server counts; whether they are right is asked where they are typed.
pub(super) const MAX_EMAIL: u32 = 254;
pub(super) const MAX_PHONE: u32 = 40;
pub(super) const MAX_TAX_ID: u32 = 8;

/// What a field holds, with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One line of text.
    Text {
        /// Characters at most.
        max_chars: u32,
    },
    /// What people call the record: a line that is not emptied again once it is there.
    Name {
        /// Characters at most.
        max_chars: u32,
    },
    /// Text of several lines.
    Multiline {
        /// Characters at most.
        max_chars: u32,
    },
    /// One of a few names; others are kept.
    Choice {
        /// The names this version offers.
        names: &'static [&'static str],
    },
    /// An amount with its currency, never below zero.
    Money,
    /// A day.
    Date,
    /// From a day to a day.
    Period,
    /// A moment.
    Instant,
    /// A length of time.
    Minutes {
        /// Minutes at most.
        max: u32,
    },
    /// A share in percent.
    Rate,
    /// A whole number.
    Integer {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Taiwanese tax id.
    TaxId,
    /// Yes or no.
    Bool,
    /// How something ended, and when.
    Outcome {
        /// The states this version offers.
        states: &'static [&'static str],
    },
    /// Another record of the same client.
    Reference {
        /// Its kind.
        kind: &'static str,
    },
    /// A set of short texts, one field per member, each true or false.
    Set {
        /// Characters of a member at most.
        max_chars: u32,
    },
}

/// Why a value does not fit its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Of another type, or not JSON at all.
    #[error("not {expected}")]
    WrongType {
        /// What it should be, in words for a log or a problem document.
        expected: &'static str,
    },
    /// More characters than the field holds.
    #[error("longer than {max} characters")]
    TooLong {
        /// Characters the field holds.
        max: u32,
    },
    /// A number outside its limits.
    #[error("not between {min} and {max}")]
    OutOfRange {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
}

impl FieldType {
    /// The type in words, for a log or a problem document.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Text { .. } | Self::Name { .. } => "a line of text",
            Self::Multiline { .. } => "text",
            Self::Choice { .. } => "the name of a choice",
            Self::Money => "an amount of zero or more with its currency",
            Self::Date => "a date",
            Self::Period => "a period",
            Self::Instant => "milliseconds since 1970",
            Self::Minutes { .. } => "whole minutes",
            Self::Rate => "basis points",
            Self::Integer { .. } => "a whole number",
            Self::Email => "an e-mail address",
            Self::Phone => "a telephone number",
            Self::TaxId => "a tax id",
            Self::Bool | Self::Set { .. } => "true or false",
            Self::Outcome { .. } => "a state and its time",
            Self::Reference { .. } => "the id of a record",
        }
    }

    /// Whether the value fits; `null` always does.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(self, value: &[u8]) -> Result<(), ValueError> {
        if value.trim_ascii() == b"null" {
            return Ok(());
        }
        match self {
            Self::Text { max_chars } | Self::Name { max_chars } => {
                self.check_text(value, max_chars, false)
            }
            Self::Multiline { max_chars } => self.check_text(value, max_chars, true),
            Self::Email => self.check_text(value, MAX_EMAIL, false),
            Self::Phone => self.check_text(value, MAX_PHONE, false),
            Self::TaxId => self.check_text(value, MAX_TAX_ID, false),
            Self::Choice { .. } => self.check_text(value, MAX_NAME, false),
            Self::Money => (self.read::<Money>(value)?.ten_thousandths() >= 0)
                .then_some(())
                .ok_or(self.wrong()),
            Self::Date => self.read::<Date>(value).map(drop),
            Self::Period => self.read::<Period>(value).map(drop),
            Self::Instant => self.read::<Instant>(value).map(drop),
            Self::Minutes { max } => self.check_range(value, 0, i64::from(max)),
            Self::Rate => self.check_range(value, 0, i64::from(Rate::WHOLE)),
            Self::Integer { min, max } => self.check_range(value, min, max),
            Self::Bool | Self::Set { .. } => self.read::<bool>(value).map(drop),
            Self::Outcome { .. } => {
                let outcome = self.read::<Outcome<String>>(value)?;
                if outcome.state.chars().count() > MAX_NAME as usize {
                    Err(ValueError::TooLong { max: MAX_NAME })
                } else {
                    Ok(())
                }
            }
            Self::Reference { .. } => self.read::<RecordId>(value).map(drop),
        }
    }

    fn check_text(self, value: &[u8], max: u32, several_lines: bool) -> Result<(), ValueError> {
        let text = self.read::<String>(value)?;
        if text.chars().count() > max as usize {
            return Err(ValueError::TooLong { max });
        }
        let allowed =
            |c: char| !c.is_control() || (several_lines && matches!(c, '\n' | '\r' | '\t'));
        if text.chars().all(allowed) {
            Ok(())
        } else {
            Err(self.wrong())
        }
    }

    fn check_range(self, value: &[u8], min: i64, max: i64) -> Result<(), ValueError> {
        let number = self.read::<i64>(value)?;
        if (min..=max).contains(&number) {
            Ok(())
        } else {
            Err(ValueError::OutOfRange { min, max })
        }
    }

    fn read<T: DeserializeOwned>(self, value: &[u8]) -> Result<T, ValueError> {
        serde_json::from_slice(value).map_err(|_| self.wrong())
    }

    fn wrong(self) -> ValueError {
        ValueError::WrongType {
            expected: self.expected(),
        }
    }

    /// The value for typed text that is not empty.
    pub(super) fn parse(self, typed: &str, context: &InputContext) -> Result<Value, InputError> {
        Ok(match self {
            Self::Text { max_chars } | Self::Name { max_chars } => {
                to_value(&parse_line(typed, max_chars)?)
            }
            Self::Multiline { max_chars } => to_value(&parse_multiline(typed, max_chars)?),
            Self::Choice { names } => to_value(
                names
                    .iter()
                    .find(|name| **name == typed.trim())
                    .ok_or(InputError::NotAChoice)?,
            ),
            Self::Money => to_value(&Money::parse(typed, context.currency, false)?),
            Self::Date => to_value(&Date::parse(typed, context.today)?),
            Self::Period => to_value(&Period::parse(typed, context.today)?),
            Self::Instant => to_value(&Instant::parse(
                typed,
                context.today,
                context.utc_offset_minutes,
            )?),
            Self::Minutes { max } => to_value(&Minutes::parse(typed, max)?),
            Self::Rate => to_value(&Rate::parse(typed)?),
            Self::Integer { min, max } => to_value(&crate::values::parse_integer(typed, min, max)?),
            Self::Email => to_value(&parse_email(typed)?),
            Self::Phone => to_value(&parse_phone(typed)?),
            Self::TaxId => to_value(&parse_tax_id(typed)?),
            Self::Bool => to_value(
                &typed
                    .trim()
                    .parse::<bool>()
                    .map_err(|_| InputError::NotAChoice)?,
            ),
            Self::Reference { .. } => to_value(
                &typed
                    .trim()
                    .parse::<RecordId>()
                    .map_err(|_| InputError::NotAReference)?,
            ),
            // Chosen by buttons and chips, not typed.
            Self::Outcome { .. } | Self::Set { .. } => return Err(InputError::NotAChoice),
        })
    }

    /// What a box shows for a value.
    pub(super) fn input_text(self, value: &[u8], context: &InputContext) -> Option<String> {
        fn read<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
            serde_json::from_slice(value).ok()
        }
        match self {
            Self::Text { .. }
            | Self::Name { .. }
            | Self::Multiline { .. }
            | Self::Choice { .. }
            | Self::Email
            | Self::Phone
            | Self::TaxId => read::<String>(value),
            Self::Money => read::<Money>(value).map(Money::format),
            Self::Date => read::<Date>(value).map(Date::iso),
            Self::Period => read::<Period>(value).map(Period::format),
            Self::Minutes { .. } => read::<Minutes>(value).map(|minutes| minutes.0.to_string()),
            Self::Rate => read::<Rate>(value).map(Rate::format),
            Self::Integer { .. } => read::<i64>(value).map(|number| number.to_string()),
            Self::Instant => read::<Instant>(value)?.local_iso(context.utc_offset_minutes),
            Self::Bool => read::<bool>(value).map(|yes| yes.to_string()),
            Self::Reference { .. } => read::<RecordId>(value).map(|id| id.to_string()),
            Self::Outcome { .. } | Self::Set { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_for_type_and_limits() {
        let wrong = |ty: FieldType| {
            Err(ValueError::WrongType {
                expected: ty.expected(),
            })
        };
        let check = |ty: FieldType, json: &str, expected: Result<(), ValueError>| {
            assert_eq!(ty.check(json.as_bytes()), expected, "{ty:?} {json}");
        };
        let text = FieldType::Text { max_chars: 3 };
        check(text, "null", Ok(()));
        check(text, r#""三個字""#, Ok(()));
        check(text, r#""\ud83c\udf75茶""#, Ok(()));
        check(text, r#""四個字呢""#, Err(ValueError::TooLong { max: 3 }));
        check(text, r#""a\nb""#, wrong(text));
        check(text, "5", wrong(text));
        check(text, "", wrong(text));
        check(text, r#""a" "b""#, wrong(text));
        check(FieldType::Multiline { max_chars: 3 }, r#""a\nb""#, Ok(()));
        let choice = FieldType::Choice { names: &["live"] };
        check(choice, r#""orbiting""#, Ok(()));
        check(choice, "1", wrong(choice));
        check(
            FieldType::Money,
            r#"{"amount":"1","currency":"TWD"}"#,
            Ok(()),
        );
        check(
            FieldType::Money,
            r#"{"amount":"1","currency":"TWD","by":"newer"}"#,
            Ok(()),
        );
        check(
            FieldType::Money,
            r#"{"amount":"-1","currency":"TWD"}"#,
            wrong(FieldType::Money),
        );
        check(
            FieldType::Money,
            r#"{"amount":1,"currency":"TWD"}"#,
            wrong(FieldType::Money),
        );
        check(FieldType::Date, r#""2026-02-29""#, wrong(FieldType::Date));
        check(FieldType::Instant, "1795313100000", Ok(()));
        check(FieldType::Instant, "1.5", wrong(FieldType::Instant));
        check(FieldType::Instant, "-1", wrong(FieldType::Instant));
        check(
            FieldType::Rate,
            "10001",
            Err(ValueError::OutOfRange {
                min: 0,
                max: 10_000,
            }),
        );
        check(
            FieldType::Integer { min: 1, max: 3 },
            "4",
            Err(ValueError::OutOfRange { min: 1, max: 3 }),
        );
        check(FieldType::Integer { min: 1, max: 3 }, "3", Ok(()));
        check(
            FieldType::Minutes { max: 60 },
            "61",
            Err(ValueError::OutOfRange { min: 0, max: 60 }),
        );
        check(FieldType::Bool, "true", Ok(()));
        check(FieldType::Bool, "1", wrong(FieldType::Bool));
        let outcome = FieldType::Outcome { states: &["done"] };
        check(outcome, r#"{"state":"done","at":1}"#, Ok(()));
        check(outcome, r#"{"state":"done"}"#, wrong(outcome));
        let reference = FieldType::Reference { kind: "meeting" };
        check(
            reference,
            r#""0198c0de-0000-7000-8000-000000000001""#,
            Ok(()),
        );
        check(reference, r#""it""#, wrong(reference));
    }
}
