//! What a field holds, in the words of a declaration: `of::text(80)`, `of::choice::<Stage>()`.

use super::{FieldType, PERSON_NAME_CHARS};
use crate::values::Choice;

/// One line of at most that many characters.
pub(super) const fn text(max_chars: u32) -> FieldType {
    FieldType::Text { max_chars }
}

/// A name of at most that many characters.
pub(super) const fn name(max_chars: u32) -> FieldType {
    FieldType::Name { max_chars }
}

/// What somebody is called: as long as the name of an account may be, which stands there where it is one of us.
pub(super) const fn person() -> FieldType {
    text(PERSON_NAME_CHARS)
}

/// Several lines of at most that many characters.
pub(super) const fn multiline(max_chars: u32) -> FieldType {
    FieldType::Multiline { max_chars }
}

/// One of the alternatives of `C`.
pub(super) const fn choice<C: Choice>() -> FieldType {
    FieldType::Choice { names: C::NAMES }
}

/// A state of `S` and when it was reached.
pub(super) const fn outcome<S: Choice>() -> FieldType {
    FieldType::Outcome { states: S::NAMES }
}

/// An amount with its currency.
pub(super) const fn money() -> FieldType {
    FieldType::Money
}

/// A day.
pub(super) const fn date() -> FieldType {
    FieldType::Date
}

/// From a day to a day.
pub(super) const fn period() -> FieldType {
    FieldType::Period
}

/// A moment.
pub(super) const fn instant() -> FieldType {
    FieldType::Instant
}

/// At most that many minutes.
pub(super) const fn minutes(max: u32) -> FieldType {
    FieldType::Minutes { max }
}

/// A share in percent.
pub(super) const fn rate() -> FieldType {
    FieldType::Rate
}

/// A whole number between two limits, both allowed.
pub(super) const fn integer(min: i64, max: i64) -> FieldType {
    FieldType::Integer { min, max }
}

/// An e-mail address.
pub(super) const fn email() -> FieldType {
    FieldType::Email
}

/// A telephone number.
pub(super) const fn phone() -> FieldType {
    FieldType::Phone
}

/// A Taiwanese tax id.
pub(super) const fn tax_id() -> FieldType {
    FieldType::TaxId
}

/// Yes or no.
pub(super) const fn yes_no() -> FieldType {
    FieldType::Bool
}

/// A record of that kind.
pub(super) const fn reference(kind: &'static str) -> FieldType {
    FieldType::Reference { kind }
}

/// A set of texts of at most that many characters.
pub(super) const fn set(max_chars: u32) -> FieldType {
    FieldType::Set { max_chars }
}
