//! What was changed in a text, word by word; of Chinese, character by character.

/// A part of a text beside its former self.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// In both.
    Same(&'a str),
    /// Only in the former.
    Gone(&'a str),
    /// Only in the later.
    New(&'a str),
}

/// Words compared at most, in the middle that differs: beyond that all of it counts as changed.
const MOST: usize = 1_200;

/// The difference of two texts; parts of one kind stand together.
#[must_use]
pub fn difference<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    difference_of(old, new, words)
}

/// The difference of two texts, each cut into what is compared.
pub(super) fn difference_of<'a>(
    old: &'a str,
    new: &'a str,
    cut: impl Fn(&'a str) -> Vec<&'a str>,
) -> Vec<Piece<'a>> {
    let (old_words, new_words) = (cut(old), cut(new));
    let same_front = old_words
        .iter()
        .zip(&new_words)
        .take_while(|(one, other)| one == other)
        .count();
    let (old_rest, new_rest) = (&old_words[same_front..], &new_words[same_front..]);
    let same_back = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let old_middle = &old_rest[..old_rest.len() - same_back];
    let new_middle = &new_rest[..new_rest.len() - same_back];
    let mut pieces = Pieces::new(old, new);
    pieces.same(&old_words[..same_front]);
    if old_middle.len() > MOST || new_middle.len() > MOST {
        pieces.gone(old_middle);
        pieces.new_part(new_middle);
    } else {
        middle(&mut pieces, old_middle, new_middle);
    }
    pieces.same(&old_rest[old_rest.len() - same_back..]);
    pieces.done()
}

/// The longest words in common, by the table of their lengths.
fn middle<'a>(pieces: &mut Pieces<'a>, old: &[&'a str], new: &[&'a str]) {
    let width = new.len() + 1;
    // How many words the rests behind both places have in common.
    let mut common = vec![0u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pieces.same(&old[i..=i]);
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            pieces.gone(&old[i..=i]);
            i += 1;
        } else {
            pieces.new_part(&new[j..=j]);
            j += 1;
        }
    }
    pieces.gone(&old[i..]);
    pieces.new_part(&new[j..]);
}

/// Parts being put together: neighbours of one kind become one.
struct Pieces<'a> {
    old: &'a str,
    new: &'a str,
    old_at: usize,
    new_at: usize,
    /// Where the parts end: in the former text, in the later.
    ends: Vec<(Kind, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

impl<'a> Pieces<'a> {
    fn new(old: &'a str, new: &'a str) -> Self {
        Self {
            old,
            new,
            old_at: 0,
            new_at: 0,
            ends: Vec::new(),
        }
    }

    fn same(&mut self, words: &[&str]) {
        let length: usize = words.iter().map(|word| word.len()).sum();
        self.old_at += length;
        self.new_at += length;
        self.end(Kind::Same, self.old_at, length);
    }

    fn gone(&mut self, words: &[&str]) {
        let length: usize = words.iter().map(|word| word.len()).sum();
        self.old_at += length;
        self.end(Kind::Gone, self.old_at, length);
    }

    fn new_part(&mut self, words: &[&str]) {
        let length: usize = words.iter().map(|word| word.len()).sum();
        self.new_at += length;
        self.end(Kind::New, self.new_at, length);
    }

    fn end(&mut self, kind: Kind, at: usize, length: usize) {
        if length == 0 {
            return;
        }
        match self.ends.last_mut() {
            Some((last, end)) if *last == kind => *end = at,
            _ => self.ends.push((kind, at)),
        }
    }

    fn done(self) -> Vec<Piece<'a>> {
        let (mut old_at, mut new_at) = (0, 0);
        let mut pieces = Vec::with_capacity(self.ends.len());
        for (kind, end) in self.ends {
            match kind {
                Kind::Same => {
                    let part = self.old.get(old_at..end).unwrap_or_default();
                    pieces.push(Piece::Same(part));
                    old_at = end;
                    new_at += part.len();
                }
                Kind::Gone => {
                    pieces.push(Piece::Gone(self.old.get(old_at..end).unwrap_or_default()));
                    old_at = end;
                }
                Kind::New => {
                    pieces.push(Piece::New(self.new.get(new_at..end).unwrap_or_default()));
                    new_at = end;
                }
            }
        }
        pieces
    }
}

/// Words, what stands between them, and characters of scripts that are written without spaces, each by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let joins = |c: char| c.is_alphanumeric() && !stands_alone(c);
        let length = if joins(first) {
            rest.find(|c| !joins(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, behind) = rest.split_at(length);
        words.push(word);
        rest = behind;
    }
    words
}

/// Han, kana and bopomofo.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::Piece::{Gone, New, Same};
    use super::*;

    #[test]
    fn words_and_characters() {
        assert_eq!(
            difference("成功金額 300,000 元", "成功金額 450,000 元"),
            [Same("成功金額 "), Gone("300"), New("450"), Same(",000 元")]
        );
        assert_eq!(
            difference("call them on Monday", "call him on Monday"),
            [Same("call "), Gone("them"), New("him"), Same(" on Monday")]
        );
        assert_eq!(
            difference("先聊茶園", "先聊聊茶園的天氣"),
            [Same("先聊"), New("聊"), Same("茶園"), New("的天氣")]
        );
    }

    #[test]
    fn nothing_and_all_of_it() {
        assert_eq!(difference("", ""), []);
        assert_eq!(difference("a", "a"), [Same("a")]);
        assert_eq!(difference("", "茶"), [New("茶")]);
        assert_eq!(difference("茶", ""), [Gone("茶")]);
        let (long, other) = ("茶".repeat(2_000), "酒".repeat(2_000));
        assert_eq!(difference(&long, &other), [Gone(&long), New(&other)]);
    }

    #[test]
    fn both_texts_can_be_read_from_the_difference() {
        let texts = ["", "山嵐", "山嵐製茶 Tea", "山 Tea 茶嵐", "e\u{301}🍵茶"];
        for old in texts {
            for new in texts {
                let pieces = difference(old, new);
                let read = |without: fn(&Piece) -> bool| -> String {
                    let kept = pieces.iter().filter(|piece| !without(piece));
                    kept.map(|(Same(part) | Gone(part) | New(part))| *part)
                        .collect()
                };
                assert_eq!(read(|piece| matches!(piece, New(_))), old);
                assert_eq!(read(|piece| matches!(piece, Gone(_))), new);
            }
        }
    }
}
