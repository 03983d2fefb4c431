//! Typed, bounded values of fields.
//!
//! Each type says three things: how it is written as the JSON bytes of a register, how it is read back (never an error worth more than "not this type"), and how
//! what a person types becomes one. Reading typed text is tolerant of forms (full-width digits, `120 萬`, `民國115年`) and strict about meaning; it borrows the text,
//! so a refusal never loses what was typed.

mod choice;
mod date;
mod email;
mod input;
mod instant;
mod integer;
mod minutes;
mod money;
mod number;
mod outcome;
mod period;
mod phone;
mod rate;
mod tax_id;
mod text;

pub use choice::Choice;
pub(crate) use choice::choices;
pub use date::{Date, WEEKDAYS_ZH};
pub use email::parse_email;
pub use input::{InputContext, InputError};
pub use instant::Instant;
pub(crate) use instant::parse_minute_of_day;
pub use integer::parse_integer;
pub use minutes::Minutes;
pub use money::{Currency, Money};
pub use outcome::Outcome;
pub use period::Period;
pub use phone::{parse_phone, tel_uri};
pub use rate::Rate;
pub use tax_id::parse_tax_id;
pub use text::{parse_line, parse_multiline};
