//! Text as the person wrote it: only its ends and its control characters are touched.

use super::InputError;

/// A single line of at most `max` characters. Line breaks and tabs become spaces, other control characters go, ends are trimmed.
///
/// # Errors
/// [`InputError::TooLong`].
pub fn parse_line(typed: &str, max: u32) -> Result<String, InputError> {
    let line: String = typed
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    bounded(line.trim(), max)
}

/// Text of several lines, at most `max` characters. Line breaks become `\n`, other control characters but tabs go, ends are trimmed.
///
/// # Errors
/// [`InputError::TooLong`].
pub fn parse_multiline(typed: &str, max: u32) -> Result<String, InputError> {
    let text: String = typed
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    bounded(text.trim(), max)
}

fn bounded(text: &str, max: u32) -> Result<String, InputError> {
    if text.chars().count() > max as usize {
        return Err(InputError::TooLong { max });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_single_and_trimmed() {
        let check = |typed: &str, max, expected: Result<&str, InputError>| {
            assert_eq!(
                parse_line(typed, max).as_deref().map_err(|e| *e),
                expected,
                "{typed:?}"
            );
        };
        check("  山嵐製茶 ", 10, Ok("山嵐製茶"));
        check("a\nb\tc", 10, Ok("a b c"));
        check("零\u{0}壹", 10, Ok("零壹"));
        check("ＡＢＣ", 10, Ok("ＡＢＣ"));
        check("四個字呢", 4, Ok("四個字呢"));
        check("四個字呢", 3, Err(InputError::TooLong { max: 3 }));
    }

    #[test]
    fn several_lines_keep_their_breaks() {
        assert_eq!(parse_multiline(" a\r\nb\n", 10).unwrap(), "a\nb");
        assert_eq!(
            parse_multiline("abc", 2),
            Err(InputError::TooLong { max: 2 })
        );
    }
}
