//! Whole numbers: the size of a team, a mark from 1 to 3.

use super::InputError;
use super::input::clean;
use super::number::{SCALE, parse_scaled};

/// What is counted, as people write it after the number.
const COUNTED: [&str; 8] = ["人", "位", "名", "個", "員", "people", "persons", "person"];

/// The number without what it counts: 約 30 人 is 30.
fn without_unit(text: &str) -> &str {
    let text = ["大約", "約", "共", "about "]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .unwrap_or(text)
        .trim_start();
    let number = COUNTED.iter().find_map(|unit| text.strip_suffix(unit));
    let number = number.unwrap_or(text).trim_end();
    // 30 個人, 5 位員: counted twice.
    number
        .strip_suffix(['個', '位', '名'])
        .unwrap_or(number)
        .trim_end()
}

/// A whole number, also with what it counts (`30 人`), between `min` and `max`, both allowed.
///
/// # Errors
/// [`InputError::NotANumber`], [`TooManyDecimals`](InputError::TooManyDecimals), [`TooSmall`](InputError::TooSmall), [`TooLarge`](InputError::TooLarge).
pub fn parse_integer(typed: &str, min: i64, max: i64) -> Result<i64, InputError> {
    let text = clean(typed).to_lowercase();
    let text = without_unit(&text);
    let (sign, digits) = text
        .strip_prefix(['-', '−'])
        .map_or((1, text), |rest| (-1, rest));
    let scaled = parse_scaled(digits.trim_start())?;
    if scaled % i128::from(SCALE) != 0 {
        return Err(InputError::TooManyDecimals { max: 0 });
    }
    let number = sign * scaled / i128::from(SCALE);
    match i64::try_from(number) {
        Ok(number) if number < min => Err(InputError::TooSmall { min }),
        Ok(number) if number <= max => Ok(number),
        _ if number < 0 => Err(InputError::TooSmall { min }),
        _ => Err(InputError::TooLarge { max }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_whole_numbers() {
        let check = |typed: &str, expected: Result<i64, InputError>| {
            assert_eq!(parse_integer(typed, -5, 2_000), expected, "{typed}");
        };
        check("3", Ok(3));
        check("１，２００", Ok(1_200));
        check("十五", Ok(15));
        check("３０人", Ok(30));
        check("約 30 人", Ok(30));
        check("五個人", Ok(5));
        check("12 people", Ok(12));
        check("人", Err(InputError::NotANumber));
        check("-5", Ok(-5));
        check("-6", Err(InputError::TooSmall { min: -5 }));
        check("2001", Err(InputError::TooLarge { max: 2_000 }));
        check("99999兆", Err(InputError::TooLarge { max: 2_000 }));
        check("1.5", Err(InputError::TooManyDecimals { max: 0 }));
        check("幾個", Err(InputError::NotANumber));
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed(n: i32) {
            proptest::prop_assert_eq!(parse_integer(&n.to_string(), i64::MIN, i64::MAX), Ok(i64::from(n)));
        }
    }
}
