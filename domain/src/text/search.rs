//! Search: what is typed is found wherever it stands inside longer text, one Chinese character as well as a Latin word; full-width or half-width, whatever the
//! case. Several words must all be there. No index: texts are folded once and searched as they are.

use super::normal::{lower, nfkc};

use crate::order;

/// Folds text for comparison: full-width and half-width forms become one (NFKC), case goes, 臺 is 台, white space becomes single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in lower(&nfkc(text)).chars() {
        if c.is_whitespace() {
            space = !folded.is_empty();
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        folded.push(match c {
            '臺' => '台',
            // Which of the two a Greek capital becomes depends on where in a word it stands.
            'ς' => 'σ',
            other => other,
        });
    }
    folded
}

/// Text prepared for searching: folded once, searched at every key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Haystack(String);

impl Haystack {
    /// Prepares several texts (a name, its tags, an address) to be searched as one; no match reaches from one into the next.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = String::new();
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&fold(text));
        }
        Self(all)
    }

    /// From text that is already folded, as stored.
    #[must_use]
    pub fn from_folded(folded: String) -> Self {
        Self(folded)
    }

    /// The folded text, to be stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What someone searches for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<String>,
}

impl Query {
    /// The words of what was typed. Nothing typed matches everything.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let mut terms: Vec<String> = fold(typed)
            .split(' ')
            .filter(|term| !term.is_empty())
            .map(str::to_owned)
            .collect();
        // The longest word is the rarest: what does not match is passed over after one look.
        order::by_key(&mut terms, |term| std::cmp::Reverse(term.len()));
        terms.dedup();
        Self { terms }
    }

    /// Whether nothing is searched for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether every word stands somewhere in the text.
    #[must_use]
    pub fn matches(&self, haystack: &Haystack) -> bool {
        self.terms
            .iter()
            .all(|term| haystack.0.contains(term.as_str()))
    }

    /// The part of a text around the first word found in it, at most `around` characters before and `around` after, for a list of hits; the text's beginning if
    /// folding moved the place out of reach.
    #[must_use]
    pub fn excerpt(&self, text: &str, around: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        let at = self.first_hit(&chars).unwrap_or(0);
        let (start, end) = (at.saturating_sub(around), chars.len().min(at + around));
        let mut excerpt = String::new();
        if start > 0 {
            excerpt.push('…');
        }
        excerpt.extend(
            chars[start..end]
                .iter()
                .map(|c| if c.is_control() { ' ' } else { *c }),
        );
        if end < chars.len() {
            excerpt.push('…');
        }
        excerpt
    }

    /// The text in pieces, each with whether it is one of the words searched for: what a list of hits marks.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<(bool, String)> {
        let chars: Vec<char> = text.chars().collect();
        let (folded, origin) = fold_with_origin(&chars);
        let mut is_hit = vec![false; chars.len()];
        for term in &self.terms {
            for (at, found) in folded.match_indices(term.as_str()) {
                for &from in origin.get(at..at + found.len()).unwrap_or_default() {
                    is_hit[from] = true;
                }
            }
        }
        let mut pieces: Vec<(bool, String)> = Vec::new();
        for (c, hit) in chars.into_iter().zip(is_hit) {
            match pieces.last_mut() {
                Some((last, piece)) if *last == hit => piece.push(c),
                _ => pieces.push((hit, c.to_string())),
            }
        }
        pieces
    }

    /// The character of the original text where the first word found begins.
    fn first_hit(&self, chars: &[char]) -> Option<usize> {
        let (folded, origin) = fold_with_origin(chars);
        self.terms
            .iter()
            .filter_map(|term| folded.find(term.as_str()))
            .min()
            .and_then(|at| origin.get(at).copied())
    }
}

/// Folded text, and of each of its bytes the character it came from: folding is done again character by character, because it changes lengths.
fn fold_with_origin(chars: &[char]) -> (String, Vec<usize>) {
    let mut folded = String::new();
    let mut origin = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let before = folded.len();
        if c.is_whitespace() {
            folded.push(' ');
        } else {
            folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
        origin.resize(origin.len() + folded.len() - before, i);
    }
    (folded, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_inside_longer_text() {
        let check = |typed: &str, text: &str, expected: bool| {
            assert_eq!(
                Query::new(typed).matches(&Haystack::of([text])),
                expected,
                "{typed} in {text}"
            );
        };
        check("茶", "山嵐製茶有限公司", true);
        check("製茶", "山嵐製茶有限公司", true);
        check("茶製", "山嵐製茶有限公司", false);
        check("", "anything", true);
        check("  ", "anything", true);
        check("KOL", "先給 kol 名單", true);
        check("ｋｏｌ", "先給 KOL 名單", true);
        check("1200", "目標１２００萬", true);
        check("名單 先給", "先給 KOL 名單", true);
        check("名單　廣告", "先給 KOL 名單", false);
        check("台北", "臺北市", true);
        check("臺北", "台北市", true);
        check("ﾃｽﾄ", "テスト", true);
        check("straße", "STRASSE", false);
        check("(問卷)", "（問卷）發出去了", true);
    }

    #[test]
    fn texts_side_by_side_do_not_run_together() {
        let haystack = Haystack::of(["山嵐", "製茶", ""]);
        assert!(!Query::new("嵐製").matches(&haystack));
        assert!(Query::new("山嵐 製茶").matches(&haystack));
        assert_eq!(
            Haystack::from_folded(haystack.as_str().to_owned()),
            haystack
        );
    }

    #[test]
    fn an_excerpt_shows_the_hit() {
        let text = "一二三四五六七八九十目標１２００萬一二三四五六七八九十";
        assert_eq!(Query::new("1200").excerpt(text, 4), "…九十目標１２００…");
        assert_eq!(Query::new("沒有").excerpt("短", 4), "短");
        assert_eq!(Query::new("b").excerpt("a\nb", 4), "a b");
    }

    #[test]
    fn what_was_found_is_marked() {
        let check = |typed: &str, text: &str, expected: &str| {
            let marked: String = Query::new(typed)
                .pieces(text)
                .into_iter()
                .map(|(hit, piece)| if hit { format!("[{piece}]") } else { piece })
                .collect();
            assert_eq!(marked, expected);
        };
        check("茶", "山嵐製茶的茶", "山嵐製[茶]的[茶]");
        check("kol 名單", "先給 ＫＯＬ 名單", "先給 [ＫＯＬ] [名單]");
        check("1200", "目標１２００萬", "目標[１２００]萬");
        check("沒有", "短", "短");
        check("", "短", "短");
    }

    proptest::proptest! {
        #[test]
        fn marking_loses_nothing(typed in ".{0,6}", text in ".{0,40}") {
            let pieces = Query::new(&typed).pieces(&text);
            let whole: String = pieces.into_iter().map(|(_, piece)| piece).collect();
            proptest::prop_assert_eq!(whole, text);
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn any_part_of_a_text_is_found(text in "[a-zA-Z0-9茶山嵐製 ]{1,30}", from in 0_usize..30, length in 1_usize..10) {
            let part: String = text.chars().skip(from).take(length).collect();
            proptest::prop_assert!(Query::new(&part).matches(&Haystack::of([text.as_str()])));
        }

        #[test]
        fn an_excerpt_never_panics(typed in ".{0,10}", text in ".{0,60}", around in 0_usize..40) {
            let _ = Query::new(&typed).excerpt(&text, around);
        }
    }
}
