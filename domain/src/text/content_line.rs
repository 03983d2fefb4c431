//! Lines as cards (vCard) and calendars (iCalendar) have them: a property, a value, folded where they are long. RFC 2425, RFC 5545.

/// Bytes of a line before it is folded, its end not counted.
const LINE_BYTES: usize = 75;

/// A card or a calendar in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ContentLines(String);

impl ContentLines {
    /// Adds a line as it stands: the value is escaped already, or is none that needs it.
    pub(super) fn push(&mut self, property: &str, value: &str) {
        let mut used = 0;
        for c in [property, ":", value].iter().flat_map(|part| part.chars()) {
            // Between characters: a reader that joins bytes before it decodes them would not mind, others would.
            if used + c.len_utf8() > LINE_BYTES {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a line of text; nothing where there is none.
    pub(super) fn push_text(&mut self, property: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.push(property, &escape(text));
        }
    }

    /// All lines.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// Text as a value: what separates values is escaped, line breaks are `\n`, other control characters go.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// The lines of a card or a calendar as they were before they were folded.
#[cfg(test)]
pub(super) fn unfolded(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    let lines = text.replace("\r\n ", "");
    lines.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(escape("a,b;c\\d\r\ne\u{7}:"), "a\\,b\\;c\\\\d\\ne:");
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_come_back() {
        for text in [
            "茶".repeat(60),
            "👑,".repeat(40),
            "a".repeat(75),
            "x".repeat(200),
        ] {
            let mut lines = ContentLines::default();
            lines.push_text("SUMMARY", Some(&text));
            lines.push_text("NOTE", Some(""));
            lines.push_text("NOTE", None);
            let escaped = ["SUMMARY:", &escape(&text)].concat();
            assert_eq!(unfolded(&lines.into_string()), [escaped]);
        }
    }
}
