//! Fields that people fill in, checked once at the door: inside, these types are known to be in order.

use yardstick_domain::records::PERSON_NAME_CHARS;

use crate::error::ApiError;

/// Longest e-mail address that can be delivered to, in bytes (RFC 5321).
const EMAIL_MAX: usize = 254;
/// Records name people by the names of their accounts.
const NAME_MAX_CHARS: usize = PERSON_NAME_CHARS as usize;
const LABEL_MAX_CHARS: usize = 100;
const PASSWORD_MIN_CHARS: usize = 10;
/// Longer ones would only make hashing slow, in bytes.
const PASSWORD_MAX: usize = 1024;

/// An e-mail address in the form it is compared in: trimmed, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Email(pub(super) String);

impl Email {
    pub(super) fn parse(text: &str) -> Result<Self, ApiError> {
        let email = text.trim().to_lowercase();
        let well_formed = email.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.')
        });
        if !well_formed
            || email.len() > EMAIL_MAX
            || email.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err(ApiError::InvalidField {
                field: "email",
                rule: "must be an e-mail address",
            });
        }
        Ok(Self(email))
    }
}

/// A password that may be set. (One that is only checked may be anything.)
pub(super) fn new_password(field: &'static str, password: String) -> Result<String, ApiError> {
    if password.chars().count() < PASSWORD_MIN_CHARS {
        return Err(ApiError::InvalidField {
            field,
            rule: "must have at least 10 characters",
        });
    }
    if password.len() > PASSWORD_MAX {
        return Err(ApiError::InvalidField {
            field,
            rule: "must have at most 1024 bytes",
        });
    }
    Ok(password)
}

/// A name of a person or workspace: one line, not empty.
pub(super) fn name(field: &'static str, text: &str) -> Result<String, ApiError> {
    line(text, NAME_MAX_CHARS).ok_or(ApiError::InvalidField {
        field,
        rule: "must be one line of 1 to 200 characters",
    })
}

/// What a device is called in lists.
pub(super) fn device_label(text: &str) -> Result<String, ApiError> {
    line(text, LABEL_MAX_CHARS).ok_or(ApiError::InvalidField {
        field: "device_label",
        rule: "must be one line of 1 to 100 characters",
    })
}

fn line(text: &str, max_chars: usize) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text.chars().count() <= max_chars
        && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_compared_without_case() {
        assert_eq!(
            Email::parse(" Anna@Example.com ").unwrap(),
            Email("anna@example.com".to_owned())
        );
        for wrong in [
            "",
            "anna",
            "@example.com",
            "anna@",
            "a@b@c",
            "an na@example.com",
        ] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_and_labels_are_one_line() {
        assert_eq!(name("name", " 林小姐 ").unwrap(), "林小姐");
        assert!(name("name", "a\nb").is_err());
        assert!(name("name", &"長".repeat(200)).is_ok());
        assert!(name("name", &"長".repeat(201)).is_err());
        assert!(device_label(&"長".repeat(101)).is_err());
    }
}
