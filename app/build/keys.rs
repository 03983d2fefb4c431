//! Writing the typed keys.

use std::fmt::Write;

use crate::catalogue::Catalogue;

/// The source of `enum Msg`: a variant for each message, in the order of the Chinese catalogue.
pub(crate) fn module(chinese: &Catalogue) -> String {
    let mut source = String::from(
        "/// A message of the interface, by its place in both catalogues.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[repr(u16)]\npub enum Msg {\n",
    );
    let mut keys = String::from(
        "/// The keys of all messages, in the order of [`Msg`].\npub(super) const KEYS: &[&str] = &[\n",
    );
    for (key, text) in chinese.entries() {
        // Writing into a String cannot fail.
        let _ = writeln!(
            source,
            "    /// {}\n    {},",
            text.replace('\n', " "),
            variant(key)
        );
        let _ = writeln!(keys, "    {key:?},");
    }
    [&source, "}\n\n", &keys, "];\n"].concat()
}

/// `button.save_all` is `ButtonSaveAll`.
fn variant(key: &str) -> String {
    let words = key.split(['.', '_']);
    words.map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .into_iter()
        .map(|first| first.to_ascii_uppercase())
        .chain(letters)
        .collect()
}
