//! Writing the typed keys.

use std::fmt::Write;

use crate::catalogue::{self, BETWEEN_FORMS, Catalogue};

/// The source of `enum Msg`, a variant for each message in the order of [`catalogue::messages`], and of what reads a served catalogue: how many
/// texts it has and how a text holds its forms. The keys themselves are for tests only.
pub(crate) fn module(chinese: &Catalogue) -> String {
    let mut source = String::from(
        "/// A message of the interface, by its place in both catalogues.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[repr(u16)]\npub enum Msg {\n",
    );
    let mut keys = String::from(
        "/// All messages with their keys.\n#[cfg(test)]\npub(super) const KEYS: &[(Msg, &str)] = &[\n",
    );
    let mut count = 0;
    for (key, text) in catalogue::messages(chinese) {
        let variant = variant(key);
        // Writing into a String cannot fail.
        let _ = writeln!(
            source,
            "    /// {}\n    {variant},",
            text.replace('\n', " ")
        );
        let _ = writeln!(keys, "    (Msg::{variant}, {key:?}),");
        count += 1;
    }
    let reading = format!(
        "/// How many messages there are.\npub(super) const COUNT: usize = {count};\n\n\
         /// What stands between the singular and the plural of a served text.\n\
         pub(super) const BETWEEN_FORMS: char = {BETWEEN_FORMS:?};\n\n"
    );
    [&source, "}\n\n", &reading, &keys, "];\n"].concat()
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
