//! One form of what Unicode can write in many (NFKC: full-width digits are digits, `①` is `1`), and of what has two cases.
//!
//! The tables for it weigh more than all rules of the method together. Who has them anyway, as a browser does, leaves the feature
//! `tables` out and says at the start how to normalise and how to take the case away.

use std::borrow::Cow;
use std::sync::OnceLock;

/// What a platform knows of Unicode.
#[derive(Clone, Copy)]
pub struct Tables {
    /// The normal form NFKC.
    pub nfkc: fn(&str) -> String,
    /// Without capitals.
    pub lower: fn(&str) -> String,
}

static TABLES: OnceLock<Tables> = OnceLock::new();

/// Says by which tables text is normalised from now on; counts only the first time.
pub fn normalise_with(tables: Tables) {
    // The first ones stay: text folded in two ways would not be found.
    let _ = TABLES.set(tables);
}

fn tables() -> Tables {
    *TABLES.get_or_init(|| OWN)
}

/// `text` in its normal form.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_its_own_form) {
        Cow::Borrowed(text)
    } else if let Some(narrow) = text.chars().map(narrow).collect() {
        Cow::Owned(narrow)
    } else {
        Cow::Owned((tables().nfkc)(text))
    }
}

/// `text`, in its normal form, without capitals.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if !text.chars().all(is_its_own_form) {
        Cow::Owned((tables().lower)(text))
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        // Of these characters only ASCII has capitals.
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character is the same in every normal form and never joins with its neighbour: ASCII, the ideographs and their marks, most of what is written here.
fn is_its_own_form(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{3001}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// A character of a text in which none joins with its neighbour; the full-width forms, which stand in nearly every Chinese sentence, as the ASCII they are.
fn narrow(c: char) -> Option<char> {
    match c {
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => is_its_own_form(c).then_some(c),
    }
}

#[cfg(feature = "tables")]
const OWN: Tables = Tables {
    nfkc: |text| unicode_normalization::UnicodeNormalization::nfkc(text).collect(),
    lower: str::to_lowercase,
};

/// Nobody has said how: what is not normalised is still found by who types it in the same form.
#[cfg(not(feature = "tables"))]
const OWN: Tables = Tables {
    nfkc: str::to_owned,
    lower: str::to_ascii_lowercase,
};

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{is_its_own_form, lower, narrow, nfkc};

    #[test]
    fn what_is_passed_over_would_not_have_changed() {
        for c in (char::MIN..=char::MAX).filter(|c| is_its_own_form(*c)) {
            // With a neighbour on each side, so that what joins would show.
            let text = format!("a{c}\u{301}");
            assert!(c.is_ascii() || text.nfkc().eq(text.chars()), "{c:?}");
            assert!(c.to_string().nfkc().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn what_is_passed_over_has_no_capitals_but_those_of_ascii() {
        for c in (char::MIN..=char::MAX).filter(|c| is_its_own_form(*c)) {
            let text = c.to_string();
            assert_eq!(lower(&text), text.to_lowercase(), "{c:?}");
        }
        assert_eq!(lower("MVP 與 ÉCOLE"), "mvp 與 école");
    }

    #[test]
    fn full_width_forms_are_the_ascii_they_are() {
        for (c, narrow) in (char::MIN..=char::MAX).filter_map(|c| Some((c, narrow(c)?))) {
            assert!(c.to_string().nfkc().eq([narrow]), "{c:?}");
        }
    }

    #[test]
    fn forms_become_one() {
        assert_eq!(nfkc("１２００萬①"), "1200萬1");
        assert_eq!(nfkc("e\u{301}"), "é");
    }
}
