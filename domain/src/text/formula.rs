//! Cells that a spreadsheet would take for a formula, made harmless and back.
//!
//! The rule: a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break, also in full width, gets an apostrophe in front, telephone numbers with their `+`
//! among them, which a spreadsheet would add up. A negative number (`-1200.5`) is left as it is. What begins with apostrophes before one of these gets one more, so that
//! [`unguarded`] gives every text back.

/// What begins a formula, or what hides the beginning of one.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text as a cell that no spreadsheet computes.
pub(crate) fn guarded(text: &str) -> String {
    if is_formula(text.trim_start_matches('\'')) && !is_negative_number(text) {
        ["'", text].concat()
    } else {
        text.to_owned()
    }
}

/// The text of a cell that may have been [`guarded`].
pub(crate) fn unguarded(cell: &str) -> String {
    let inner = cell.strip_prefix('\'');
    let inner = inner.filter(|inner| is_formula(inner.trim_start_matches('\'')));
    inner.unwrap_or(cell).to_owned()
}

fn is_formula(text: &str) -> bool {
    text.starts_with(BEGINNINGS)
}

fn is_negative_number(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or_default();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_as_a_formula_does() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+886 912-345-678", "'+886 912-345-678"),
            ("-2+3", "'-2+3"),
            ("-山嵐", "'-山嵐"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1+1", "'＝1+1"),
            ("'=1", "''=1"),
            ("-1200.5", "-1200.5"),
            ("-5", "-5"),
            ("-.5", "'-.5"),
            ("-", "'-"),
            ("'t Hof", "'t Hof"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell, "{text}");
            assert_eq!(unguarded(cell), text, "{cell}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@0-9. -]{0,8}|.{0,12}") {
            proptest::prop_assert_eq!(unguarded(&guarded(&text)), text);
        }
    }
}
