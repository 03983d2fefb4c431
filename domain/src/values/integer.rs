//! Whole numbers: the size of a team, a mark from 1 to 3.

use super::InputError;
use super::input::clean;
use super::number::{SCALE, parse_scaled};

/// A whole number between `min` and `max`, both allowed.
///
/// # Errors
/// [`InputError::NotANumber`], [`TooManyDecimals`](InputError::TooManyDecimals), [`TooSmall`](InputError::TooSmall), [`TooLarge`](InputError::TooLarge).
pub fn parse_integer(typed: &str, min: i64, max: i64) -> Result<i64, InputError> {
    let text = clean(typed);
    let (sign, digits) = text
        .strip_prefix(['-', '−'])
        .map_or((1, text.as_str()), |rest| (-1, rest));
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
