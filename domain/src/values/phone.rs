//! Telephone numbers: kept as people write them, checked for length, and turned into something a phone can dial.

use super::InputError;
use super::input::clean;

/// Characters a number with its extension may have.
pub(crate) const MAX_PHONE: u32 = 40;

/// What begins an extension.
const EXTENSION_MARKS: &[&str] = &["#", "轉", "分機", "ext.", "ext", "x"];

/// The number, half-width and trimmed, otherwise as typed. Taiwanese mobile (09…, ten digits) and landline numbers (0…, nine or ten digits), 0800, +886, other
/// international numbers with a plus, each with an optional extension (`#12`, `轉12`, `分機12`).
///
/// # Errors
/// [`InputError::NotAPhone`], [`InputError::TooLong`].
pub fn parse_phone(typed: &str) -> Result<String, InputError> {
    let text = clean(typed);
    if text.chars().count() > MAX_PHONE as usize {
        return Err(InputError::TooLong { max: MAX_PHONE });
    }
    dialled(&text).map(|_| text).ok_or(InputError::NotAPhone)
}

/// The target of a call button: `tel:+886912345678`, with the extension after a pause (`,12`). `None` if the text is no number.
#[must_use]
pub fn tel_uri(text: &str) -> Option<String> {
    let (number, extension) = dialled(&clean(text))?;
    let mut uri = ["tel:", &number].concat();
    if !extension.is_empty() {
        uri.push(',');
        uri.push_str(&extension);
    }
    Some(uri)
}

/// Number (international form where it can be told) and extension, digits only.
fn dialled(text: &str) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    let split = EXTENSION_MARKS
        .iter()
        .filter_map(|mark| lower.find(mark).map(|at| (at, mark.len())))
        .min();
    let (number, extension) = match split {
        Some((at, length)) => (&lower[..at], digits(&lower[at + length..])?),
        None => (lower.as_str(), String::new()),
    };
    if split.is_some() && !(1..=6).contains(&extension.len()) {
        return None;
    }
    let (plus, number) = number
        .strip_prefix('+')
        .map_or((false, number), |rest| (true, rest));
    let digits = digits(number)?;
    let international = match (plus, digits.strip_prefix('0')) {
        // +886 (0)912…: the zero in brackets is not dialled.
        (true, _) => match digits
            .strip_prefix("8860")
            .or_else(|| digits.strip_prefix("886"))
        {
            Some(rest) if (8..=9).contains(&rest.len()) => ["+886", rest].concat(),
            Some(_) => return None,
            None if (8..=15).contains(&digits.len()) && !digits.starts_with('0') => {
                ["+", &digits].concat()
            }
            None => return None,
        },
        // The country's number without its plus.
        (false, None) => {
            let rest = digits.strip_prefix("886")?;
            let rest = rest.strip_prefix('0').unwrap_or(rest);
            let is_one = (8..=9).contains(&rest.len()) && !rest.starts_with('0');
            is_one.then(|| ["+886", rest].concat())?
        }
        // Free numbers exist only inside the country.
        (false, Some(rest)) if rest.starts_with("80") && digits.len() == 10 => digits,
        (false, Some(rest)) if rest.starts_with('9') => {
            (rest.len() == 9).then(|| ["+886", rest].concat())?
        }
        (false, Some(rest)) if (8..=9).contains(&rest.len()) && !rest.starts_with('0') => {
            ["+886", rest].concat()
        }
        (false, Some(_)) => return None,
    };
    Some((international, extension))
}

/// The digits of a part that holds nothing but digits and what separates them.
fn digits(part: &str) -> Option<String> {
    let separators = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '.' | '‐' | '–' | '/');
    part.chars()
        .filter(|c| !separators(*c))
        .map(|c| c.is_ascii_digit().then_some(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_taiwanese_forms() {
        let check = |typed: &str, kept: &str, uri: &str| {
            assert_eq!(parse_phone(typed).as_deref(), Ok(kept), "{typed}");
            assert_eq!(tel_uri(typed).as_deref(), Some(uri), "{typed}");
        };
        check("0912-345-678", "0912-345-678", "tel:+886912345678");
        check("０９１２３４５６７８", "0912345678", "tel:+886912345678");
        check(
            "(02) 2345-6789 #12",
            "(02) 2345-6789 #12",
            "tel:+886223456789,12",
        );
        check("02-23456789轉12", "02-23456789轉12", "tel:+886223456789,12");
        check(
            "037-123456 分機 3",
            "037-123456 分機 3",
            "tel:+88637123456,3",
        );
        check("0800-012-345", "0800-012-345", "tel:0800012345");
        check("+886 912 345 678", "+886 912 345 678", "tel:+886912345678");
        check(
            "+886 (0)912 345 678",
            "+886 (0)912 345 678",
            "tel:+886912345678",
        );
        check("886-2-2345-6789", "886-2-2345-6789", "tel:+886223456789");
        check("886912345678", "886912345678", "tel:+886912345678");
        check(
            "886 (0)912 345 678",
            "886 (0)912 345 678",
            "tel:+886912345678",
        );
        check("+81 3-1234-5678", "+81 3-1234-5678", "tel:+81312345678");
        for bad in [
            "",
            "0912",
            "0912-345-6789",
            "12345678",
            "電話",
            "0912-345-678#",
            "+886 91",
            "+0123456789",
            "0912+345678",
            "00912345678",
            "88691234",
            "886",
        ] {
            assert_eq!(parse_phone(bad), Err(InputError::NotAPhone), "{bad}");
        }
        assert_eq!(
            parse_phone(&"0".repeat(41)),
            Err(InputError::TooLong { max: 40 })
        );
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,30}|[0-9+#轉()x -]{0,30}") {
            let _ = (parse_phone(&text), tel_uri(&text));
        }
    }
}
