//! Two texts that were written beside each other, as one that holds both.

use super::difference::{Piece, difference_of};

/// Two lines of text in one: the one that holds the other already, else one after the other.
#[must_use]
pub fn both_lines(one: &str, other: &str) -> String {
    let (one, other) = (one.trim(), other.trim());
    if one.contains(other) {
        one.to_owned()
    } else if other.contains(one) {
        other.to_owned()
    } else {
        let is_wide = |letter: char| letter >= FIRST_WIDE;
        let between = if one.contains(is_wide) || other.contains(is_wide) {
            "／"
        } else {
            " / "
        };
        [one, between, other].concat()
    }
}

/// Where the scripts begin whose letters and marks are as wide as they are high.
const FIRST_WIDE: char = '\u{2e80}';

/// Two texts of several lines in one: lines that both have stand once and where they stood, what only one has stands between them.
#[must_use]
pub fn both_texts(one: &str, other: &str) -> String {
    // Each line with its end, so that the last one is like every other.
    let (one, other) = (
        [one.trim_end(), "\n"].concat(),
        [other.trim_end(), "\n"].concat(),
    );
    let pieces = difference_of(&one, &other, |text| text.split_inclusive('\n').collect());
    let parts = pieces.into_iter().map(|piece| match piece {
        Piece::Same(part) | Piece::Gone(part) | Piece::New(part) => part,
    });
    parts.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_both() {
        assert_eq!(both_lines("先聊茶園", "先談預算"), "先聊茶園／先談預算");
        assert_eq!(both_lines("先聊茶園", "先聊茶園的天氣"), "先聊茶園的天氣");
        assert_eq!(both_lines("先聊茶園的天氣", "茶園"), "先聊茶園的天氣");
        assert_eq!(both_lines("", "茶"), "茶");
        assert_eq!(both_lines("tea", "café"), "tea / café");
        assert_eq!(both_lines("tea", "茶"), "tea／茶");
    }

    #[test]
    fn texts_hold_every_line_of_both_once() {
        let one = "準備樣品\n聯絡印刷廠\n週三回報";
        let other = "準備樣品\n先問預算\n週三回報\n寄出合約";
        assert_eq!(
            both_texts(one, other),
            "準備樣品\n聯絡印刷廠\n先問預算\n週三回報\n寄出合約"
        );
        for (one, other) in [(one, other), (other, one), (one, ""), ("", one), (one, one)] {
            let both = both_texts(one, other);
            for line in one.lines().chain(other.lines()) {
                assert_eq!(
                    both.lines().filter(|kept| *kept == line).count(),
                    1,
                    "{line}"
                );
            }
        }
    }
}
