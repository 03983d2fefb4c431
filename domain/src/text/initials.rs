//! A name told by its initials.

/// More words than this say who it is.
const WORDS: usize = 3;

/// `山` of 山嵐製茶, `TH` of Tea House: the first sign of a name in a script without capitals, else the first letters of its words.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut first = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(begin) = first.next() else {
        return String::new();
    };
    if !has_case(begin) {
        return begin.into();
    }
    let others = first.take_while(|&c| has_case(c)).take(WORDS - 1);
    std::iter::once(begin)
        .chain(others)
        .flat_map(char::to_uppercase)
        .collect()
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_by_its_first_signs() {
        for (name, told) in [
            ("山嵐製茶", "山"),
            ("【青岫】工作室 台北", "青"),
            ("tea house", "TH"),
            ("The Old Tea House", "TOT"),
            ("ACME 股份有限公司", "A"),
            ("7-Eleven", "7"),
            ("", ""),
            (" … ", ""),
        ] {
            assert_eq!(initials(name), told, "{name}");
        }
    }
}
