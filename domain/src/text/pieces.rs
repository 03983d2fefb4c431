//! A text that is longer than a field takes, in as few pieces as it needs.

/// Cuts a text into pieces of at most `most` characters: at the end of a line if there is one in the latter half of the piece, else of a
/// sentence, else between words, else wherever it has to be. Nothing but space around the cuts is left out.
#[must_use]
pub fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.char_indices().nth(most).map(|(end, _)| end);
        let (piece, after) = match end {
            None => (rest, ""),
            Some(end) => rest.split_at(cut(rest, end)),
        };
        pieces.push(piece.trim());
        rest = after.trim();
    }
    pieces
}

/// Where to cut a text that may go on to the byte `end`.
fn cut(text: &str, end: usize) -> usize {
    let window = &text[..end];
    let ends_sentence = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?');
    let places = [
        window.rfind('\n'),
        last_after(window, ends_sentence),
        // A space belongs to neither.
        window.rfind(char::is_whitespace),
    ];
    let found = places.into_iter().flatten().find(|at| *at > end / 2);
    found.unwrap_or(end)
}

/// Behind the last character of this sort.
fn last_after(text: &str, is_sort: impl Fn(char) -> bool) -> Option<usize> {
    let (at, c) = text.char_indices().rev().find(|(_, c)| is_sort(*c))?;
    Some(at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn what_fits_is_one_piece() {
        assert_eq!(pieces(" 春茶 ", 2), ["春茶"]);
        assert!(pieces(" \n ", 2).is_empty());
    }

    #[test]
    fn it_is_cut_where_a_reader_would() {
        assert_eq!(pieces("一二三四\n五六七", 6), ["一二三四", "五六七"]);
        assert_eq!(pieces("一二三。四五六", 6), ["一二三。", "四五六"]);
        assert_eq!(pieces("four score and", 11), ["four score", "and"]);
        assert_eq!(pieces("一\n二三四五六七", 5), ["一\n二三四", "五六七"]);
        assert_eq!(pieces("一二三四五", 2), ["一二", "三四", "五"]);
    }

    #[test]
    fn no_word_is_lost_and_no_piece_too_long() {
        let text = "茶園 meeting。\n下次 11/30！ ".repeat(700);
        let pieces = pieces(&text, 400);
        assert!(pieces.iter().all(|piece| piece.chars().count() <= 400));
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(
            pieces.iter().map(|piece| words(piece)).collect::<String>(),
            words(&text)
        );
    }
}
