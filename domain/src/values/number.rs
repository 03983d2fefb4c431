//! Numbers as people in Taiwan type them: `1,200,000`, `120 萬`, `1.2億`, `3萬5` (35,000), `三萬五`, `500k`. Exact: no floating point anywhere.

use super::InputError;

/// Every number is read in ten-thousandths: four decimals, as many as any currency has.
pub(super) const SCALE: i64 = 10_000;

/// More digits than this are no amount anybody means.
const MAX_DIGITS: u32 = 18;

#[derive(Clone, Copy)]
enum Token {
    Number(Digits),
    Unit(i128),
}

#[derive(Clone, Copy)]
struct Digits {
    mantissa: i128,
    decimals: u32,
    /// Digits before the decimal point.
    whole: u32,
}

impl Digits {
    const ONE: Self = Self {
        mantissa: 1,
        decimals: 0,
        whole: 1,
    };

    /// The number times `unit`, in ten-thousandths.
    fn times(self, unit: i128) -> Result<i128, InputError> {
        let scaled = self.mantissa * unit * i128::from(SCALE);
        let divisor = 10_i128.pow(self.decimals);
        if scaled % divisor == 0 {
            Ok(scaled / divisor)
        } else {
            Err(InputError::TooManyDecimals { max: 4 })
        }
    }
}

/// Reads a number without sign from cleaned text, in ten-thousandths.
pub(super) fn parse_scaled(text: &str) -> Result<i128, InputError> {
    let tokens = tokens(text)?;
    // `total` holds what ended in 萬 or 億, `section` what is still below the next of them: 三百五十萬 is (300 + 50) × 10,000.
    let (mut total, mut section) = (0_i128, 0_i128);
    let (mut largest, mut small) = (i128::MAX, i128::MAX);
    let mut number: Option<Digits> = None;
    let mut last_unit = None;
    for token in tokens {
        match token {
            Token::Number(_) if number.is_some() => return Err(InputError::NotANumber),
            Token::Number(digits) => number = Some(digits),
            Token::Unit(unit) if unit < 10_000 => {
                let digits = number.take().or((unit == 10).then_some(Digits::ONE));
                if unit >= small {
                    return Err(InputError::NotANumber);
                }
                section += digits.ok_or(InputError::NotANumber)?.times(unit)?;
                small = unit;
                last_unit = Some(unit);
            }
            Token::Unit(unit) => {
                match number.take() {
                    Some(digits) => total += digits.times(unit)? + section * unit,
                    None if section > 0 => total += section * unit,
                    None => return Err(InputError::NotANumber),
                }
                if unit >= largest {
                    return Err(InputError::NotANumber);
                }
                (largest, small, section) = (unit, i128::MAX, 0);
                last_unit = Some(unit);
            }
        }
    }
    let rest = match (number, last_unit) {
        // 3萬5 is 3萬5千; 3萬50 and 3萬05 are what they say.
        (Some(digits), Some(unit)) if digits.whole == 1 && digits.decimals == 0 => {
            digits.times(unit / 10)?
        }
        (Some(digits), _) => digits.times(1)?,
        (None, Some(_)) => 0,
        (None, None) => return Err(InputError::NotANumber),
    };
    Ok(total + section + rest)
}

fn tokens(text: &str) -> Result<Vec<Token>, InputError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(unit) = unit(first) {
            tokens.push(Token::Unit(unit));
            rest = &rest[first.len_utf8()..];
        } else {
            let (digits, after) = digits(rest)?;
            tokens.push(Token::Number(digits));
            rest = after;
        }
        rest = rest.trim_start();
    }
    // Twelve tokens are 九千九百九十九億…; more is no number.
    if tokens.len() > 24 {
        Err(InputError::NotANumber)
    } else {
        Ok(tokens)
    }
}

fn digits(text: &str) -> Result<(Digits, &str), InputError> {
    let end = text
        .find(|c| digit(c).is_none() && c != ',' && c != '.')
        .unwrap_or(text.len());
    let (run, after) = text.split_at(end);
    let (whole, fraction) = match run.split_once('.') {
        Some((whole, fraction)) if !whole.is_empty() && !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(InputError::NotANumber),
        None => (run, ""),
    };
    check_groups(whole)?;
    let mut read = Digits {
        mantissa: 0,
        decimals: 0,
        whole: 0,
    };
    for c in whole.chars().filter(|c| *c != ',') {
        read.whole += 1;
        read.push(c)?;
    }
    for c in fraction.chars() {
        read.decimals += 1;
        read.push(c)?;
    }
    if read.whole == 0 {
        Err(InputError::NotANumber)
    } else {
        Ok((read, after))
    }
}

impl Digits {
    fn push(&mut self, c: char) -> Result<(), InputError> {
        let value = digit(c).ok_or(InputError::NotANumber)?;
        if self.whole + self.decimals > MAX_DIGITS {
            return Err(InputError::NotANumber);
        }
        self.mantissa = self.mantissa * 10 + i128::from(value);
        Ok(())
    }
}

/// Commas stand between groups of three or not at all: `1,2` may be a slip for 1.2, so it is refused rather than guessed.
fn check_groups(whole: &str) -> Result<(), InputError> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().chars().count();
    let grouped = whole.contains(',');
    if grouped && (first == 0 || first > 3 || groups.any(|group| group.chars().count() != 3)) {
        return Err(InputError::NotANumber);
    }
    Ok(())
}

fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or(match c {
        '零' | '〇' => Some(0),
        '一' | '壹' => Some(1),
        '二' | '兩' | '貳' => Some(2),
        '三' | '參' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陸' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        _ => None,
    })
}

/// Whether a digit is in the text, in any form that is read; 十 alone is ten.
pub(super) fn has_digit(text: &str) -> bool {
    text.chars()
        .any(|c| digit(c).is_some() || unit(c) == Some(10))
}

fn unit(c: char) -> Option<i128> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' | 'k' | 'K' => Some(1_000),
        '萬' | '万' => Some(10_000),
        'm' | 'M' => Some(1_000_000),
        '億' | '亿' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let check = |typed: &str, expected: Result<i128, InputError>| {
            assert_eq!(
                parse_scaled(typed),
                expected.map(|n| n * i128::from(SCALE)),
                "{typed}"
            );
        };
        check("0", Ok(0));
        check("1200000", Ok(1_200_000));
        check("1,200,000", Ok(1_200_000));
        check("120 萬", Ok(1_200_000));
        check("1.2億", Ok(120_000_000));
        check("3萬5", Ok(35_000));
        check("3萬5千", Ok(35_000));
        check("3萬5000", Ok(35_000));
        check("3萬500", Ok(30_500));
        check("3萬05", Ok(30_005));
        check("1億2", Ok(120_000_000));
        check("1億2000萬", Ok(120_000_000));
        check("1億2千萬", Ok(120_000_000));
        check("三萬五", Ok(35_000));
        check("三百五十萬", Ok(3_500_000));
        check("十五萬", Ok(150_000));
        check("兩千", Ok(2_000));
        check("一百零五", Ok(105));
        check("500k", Ok(500_000));
        check("1.2M", Ok(1_200_000));
        check("1.23456億", Ok(123_456_000));
        check("9兆", Ok(9_000_000_000_000));
    }

    #[test]
    fn refuses_what_could_be_misread() {
        for typed in [
            "",
            "萬",
            "1,2",
            "1,2000",
            ",100",
            "1.2.3",
            "1.",
            ".5",
            "12 34",
            "3萬2億",
            "3千2千",
            "abc",
            "1e5",
            "12345678901234567890",
            "5%",
        ] {
            assert_eq!(parse_scaled(typed), Err(InputError::NotANumber), "{typed}");
        }
        assert_eq!(
            parse_scaled("0.12345"),
            Err(InputError::TooManyDecimals { max: 4 })
        );
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = parse_scaled(&text);
        }

        #[test]
        fn never_panics_near_the_grammar(text in "[0-9一九十百千萬億兆.,kM ]{0,60}") {
            let _ = parse_scaled(&text);
        }

        #[test]
        fn plain_digits_are_themselves(n in 0_i64..1_000_000_000_000_000) {
            proptest::prop_assert_eq!(parse_scaled(&n.to_string()), Ok(i128::from(n) * i128::from(SCALE)));
        }
    }
}
