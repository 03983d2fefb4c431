//! E-mail addresses: checked for slips of the finger, not against the whole RFC.

use super::InputError;
use super::input::clean;

/// The longest address mail servers carry (RFC 5321: 256 octets with its angle brackets).
pub(crate) const MAX_EMAIL: u32 = 254;

/// The address, half-width and trimmed, otherwise as typed.
///
/// # Errors
/// [`InputError::NotAnEmail`], [`InputError::TooLong`].
pub fn parse_email(typed: &str) -> Result<String, InputError> {
    let text = clean(typed);
    if text.chars().count() > MAX_EMAIL as usize {
        return Err(InputError::TooLong { max: MAX_EMAIL });
    }
    if is_email(&text) {
        Ok(text)
    } else {
        Err(InputError::NotAnEmail)
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let printable = |part: &str| {
        part.chars().all(|c| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"')
        })
    };
    let labels = domain
        .split('.')
        .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    (1..=64).contains(&local.len())
        && printable(local)
        && printable(domain)
        && labels
        && domain.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_an_address() {
        for (typed, address) in [
            ("tea@example.com", "tea@example.com"),
            (" ａ＠example.com.tw ", "a@example.com.tw"),
            ("a.b+c@sub.example.tw", "a.b+c@sub.example.tw"),
        ] {
            assert_eq!(parse_email(typed).unwrap(), address);
        }
        for bad in [
            "",
            "tea",
            "tea@",
            "@example.com",
            "tea@example",
            "a b@example.com",
            "a@b@example.com",
            "a@.com",
            "a@example.",
            "a@-x.com",
            "a@example.com,b@example.com",
        ] {
            assert_eq!(parse_email(bad), Err(InputError::NotAnEmail), "{bad}");
        }
        assert_eq!(
            parse_email(&["a@", &"x".repeat(260), ".tw"].concat()),
            Err(InputError::TooLong { max: 254 })
        );
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = parse_email(&text);
        }
    }
}
