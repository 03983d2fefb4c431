//! What can be wrong with typed text, and what reading it needs to know.

use super::{Currency, Date};
use crate::text::nfkc;

/// Why typed text is not a value of its field. Each variant is one sentence in the catalogues; the text itself stays with the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Nothing, where a record gets the name it is found by.
    #[error("empty")]
    Empty,
    /// More characters than the field holds.
    #[error("longer than {max} characters")]
    TooLong {
        /// Characters the field holds.
        max: u32,
    },
    /// Not a number in any form that is understood.
    #[error("not a number")]
    NotANumber,
    /// Not an amount of money in any form that is understood.
    #[error("not an amount")]
    NotAnAmount,
    /// A number below the smallest one allowed.
    #[error("smaller than {min}")]
    TooSmall {
        /// The smallest number allowed.
        min: i64,
    },
    /// A number above the largest one allowed.
    #[error("larger than {max}")]
    TooLarge {
        /// The largest number allowed.
        max: i64,
    },
    /// A negative amount where only zero and more make sense.
    #[error("an amount below zero")]
    NegativeAmount,
    /// More decimals than the currency or the field has.
    #[error("more than {max} decimals")]
    TooManyDecimals {
        /// Decimals that can be kept.
        max: u32,
    },
    /// Letters stand where a currency would, and are none that is known.
    #[error("a currency that is not known")]
    UnknownCurrency,
    /// Not a date in any form that is understood.
    #[error("not a date")]
    NotADate,
    /// A date in every way, only that the calendar has no such day: 2/30.
    #[error("a day that does not exist")]
    NoSuchDay,
    /// Not from a day to a day in any form that is understood.
    #[error("not a period")]
    NotAPeriod,
    /// Not a date with a time of day.
    #[error("not a date and time")]
    NotATime,
    /// Not a length of time.
    #[error("not a length of time")]
    NotADuration,
    /// A period that ends before it starts.
    #[error("the end is before the start")]
    EndBeforeStart,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    NotAnEmail,
    /// Not a telephone number.
    #[error("not a telephone number")]
    NotAPhone,
    /// Not eight digits.
    #[error("not a tax id of eight digits")]
    NotATaxId,
    /// Eight digits whose check digit does not fit: most likely a slip of the finger.
    #[error("the check digit of the tax id does not fit")]
    TaxIdChecksum,
    /// None of the choices.
    #[error("none of the choices")]
    NotAChoice,
    /// Not the id of a record.
    #[error("not the id of a record")]
    NotAReference,
}

impl InputError {
    /// The key of its sentence in the catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "error.required",
            Self::TooLong { .. } => "error.too_long",
            Self::NotANumber => "error.number",
            Self::NotAnAmount => "error.money",
            Self::TooSmall { .. } => "error.too_small",
            Self::TooLarge { .. } => "error.too_large",
            Self::NegativeAmount => "error.negative_amount",
            Self::TooManyDecimals { .. } => "error.too_many_decimals",
            Self::UnknownCurrency => "error.unknown_currency",
            Self::NotADate => "error.date",
            Self::NoSuchDay => "error.no_such_day",
            Self::NotAPeriod => "error.period",
            Self::NotATime => "error.time",
            Self::NotADuration => "error.duration",
            Self::EndBeforeStart => "error.date_order",
            Self::NotAnEmail => "error.email",
            Self::NotAPhone => "error.phone",
            Self::NotATaxId => "error.tax_id",
            Self::TaxIdChecksum => "error.tax_id_checksum",
            Self::NotAChoice => "error.choice",
            Self::NotAReference => "error.reference",
        }
    }

    /// The limit its sentence names, by the name of its place in the sentence (`{max}`, `{min}`).
    #[must_use]
    pub fn limit(self) -> Option<(&'static str, i64)> {
        match self {
            Self::TooLong { max } | Self::TooManyDecimals { max } => Some(("max", i64::from(max))),
            Self::TooSmall { min } => Some(("min", min)),
            Self::TooLarge { max } => Some(("max", max)),
            Self::Empty
            | Self::NotANumber
            | Self::NotAnAmount
            | Self::NegativeAmount
            | Self::UnknownCurrency
            | Self::NotADate
            | Self::NoSuchDay
            | Self::NotAPeriod
            | Self::NotATime
            | Self::NotADuration
            | Self::EndBeforeStart
            | Self::NotAnEmail
            | Self::NotAPhone
            | Self::NotATaxId
            | Self::TaxIdChecksum
            | Self::NotAChoice
            | Self::NotAReference => None,
        }
    }
}

/// What the meaning of typed text depends on besides the text.
#[derive(Clone, Copy, Debug)]
pub struct InputContext {
    /// Today where the person is: `11/22` is the nearest such day.
    pub today: Date,
    /// The currency of an amount typed without one.
    pub currency: Currency,
    /// Minutes the person's clock is ahead of UTC (Taipei: 480).
    pub utc_offset_minutes: i32,
}

/// One form of what has many: full-width digits and signs become half-width (NFKC), the ends are trimmed.
pub(super) fn clean(typed: &str) -> String {
    nfkc(typed).trim().to_owned()
}
