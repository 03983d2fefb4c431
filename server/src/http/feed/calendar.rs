//! What is taken for a calendar: its form, not what it says. What is served under `text/calendar` to other people's programs must be
//! one whole calendar; whether its events make sense is the business of the device that made it.

use crate::error::ApiError;

/// Largest calendar: some nine thousand events.
const CALENDAR_MAX: usize = 2 * 1024 * 1024;

const BEGIN: &str = "BEGIN:VCALENDAR";

/// A calendar with nothing in it.
pub(super) const EMPTY: &str =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Yardstick//Yardstick//ZH\r\nEND:VCALENDAR\r\n";

/// The text, if it is one whole calendar.
pub(super) fn checked(text: String) -> Result<String, ApiError> {
    if text.len() > CALENDAR_MAX {
        return Err(ApiError::TooLarge {
            limit_bytes: CALENDAR_MAX,
        });
    }
    if is_calendar(&text) {
        Ok(text)
    } else {
        Err(ApiError::InvalidField {
            field: "calendar",
            rule: "must be one iCalendar object (RFC 5545): lines that end with CRLF, from BEGIN:VCALENDAR to END:VCALENDAR",
        })
    }
}

fn is_calendar(text: &str) -> bool {
    let Some(lines) = text.strip_suffix("\r\n") else {
        return false;
    };
    let mut open: Vec<&str> = Vec::new();
    for (at, line) in lines.split("\r\n").enumerate() {
        // One object: nothing before it and nothing behind.
        if open.is_empty() && (at > 0 || line != BEGIN) {
            return false;
        }
        // What is folded goes on with a space or a tab, and opens and closes nothing.
        let goes_on = line.starts_with([' ', '\t']);
        let is_line = goes_on
            || line
                .split_once([':', ';'])
                .is_some_and(|(name, _)| is_name(name));
        if !is_line || line.chars().any(|c| c.is_control() && c != '\t') {
            return false;
        }
        if let Some(component) = line.strip_prefix("BEGIN:") {
            open.push(component);
        } else if let Some(component) = line.strip_prefix("END:")
            && open.pop() != Some(component)
        {
            return false;
        }
    }
    open.is_empty()
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: &str = "END:VCALENDAR";

    fn lines(lines: &[&str]) -> String {
        lines.iter().flat_map(|line| [line, "\r\n"]).collect()
    }

    #[test]
    fn a_calendar_is_taken_as_it_is() {
        let event = lines(&[
            BEGIN,
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20261122",
            "SUMMARY:山嵐",
            " 製茶",
            "END:VEVENT",
            END,
        ]);
        for calendar in [EMPTY.to_owned(), event] {
            assert_eq!(checked(calendar.clone()).unwrap(), calendar);
        }
    }

    #[test]
    fn anything_else_is_not() {
        for other in [
            String::new(),
            "<script>".to_owned(),
            EMPTY.replace("\r\n", "\n"),
            EMPTY.trim_end().to_owned(),
            [EMPTY, EMPTY].concat(),
            [EMPTY, "X:1\r\n"].concat(),
            ["X:1\r\n", EMPTY].concat(),
            [EMPTY, "X:END:VCALENDAR\r\n"].concat(),
            lines(&[BEGIN, "BEGIN:VEVENT", END]),
            lines(&[BEGIN, "END:VEVENT", END]),
            lines(&[BEGIN, "no line of a calendar", END]),
            lines(&[BEGIN, "X:\u{0}", END]),
            lines(&[BEGIN, "<a href:", END]),
            lines(&[BEGIN]),
        ] {
            assert!(
                matches!(
                    checked(other.clone()),
                    Err(ApiError::InvalidField {
                        field: "calendar",
                        ..
                    })
                ),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_large_one_is_too_large() {
        let large = EMPTY.replace("2.0", &"2".repeat(CALENDAR_MAX));
        assert!(matches!(checked(large), Err(ApiError::TooLarge { .. })));
    }
}
