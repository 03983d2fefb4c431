//! Filling placeholders of the hand-written pages and scripts.
//!
//! A placeholder is `@name@`. Each must occur exactly once and none may be left, so that a typing error in a page
//! stops the build instead of shipping.

use crate::failure::Failure;

/// `template` (called `name` in errors) with each placeholder replaced by its value.
pub(crate) fn fill(name: &str, template: &str, values: &[(&str, &str)]) -> Result<String, Failure> {
    let mut pieces = vec![(template, false)];
    for (placeholder, value) in values {
        let found = template.matches(placeholder).count();
        if found != 1 {
            return Err(Failure::Placeholder {
                template: name.into(),
                placeholder: (*placeholder).into(),
                found,
            });
        }
        // Values are kept apart, so that a value which looks like a placeholder stays a value.
        pieces = pieces
            .into_iter()
            .flat_map(|(piece, done)| replace(piece, done, placeholder, value))
            .collect();
    }
    for (piece, _) in pieces.iter().filter(|(_, done)| !done) {
        if let Some(placeholder) = leftover(piece) {
            return Err(Failure::Unfilled {
                template: name.into(),
                placeholder,
            });
        }
    }
    Ok(pieces.into_iter().map(|(piece, _)| piece).collect())
}

fn replace<'a>(
    piece: &'a str,
    done: bool,
    placeholder: &str,
    value: &'a str,
) -> Vec<(&'a str, bool)> {
    match piece.split_once(placeholder) {
        Some((before, after)) if !done => vec![(before, false), (value, true), (after, false)],
        _ => vec![(piece, done)],
    }
}

fn leftover(text: &str) -> Option<String> {
    text.match_indices('@').find_map(|(at, _)| {
        let (name, _) = text[at + 1..].split_once('@')?;
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        is_name.then(|| format!("@{name}@"))
    })
}

/// JavaScript without its comment lines and indentation; only for our own scripts, which hold no template
/// literals over several lines.
pub(crate) fn shorten_script(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::{fill, shorten_script};

    #[test]
    fn fills_each_placeholder_once() {
        let filled = fill(
            "page",
            "<@one@ @two@>",
            &[("@one@", "1"), ("@two@", "@one@")],
        );
        assert_eq!(filled.unwrap(), "<1 @one@>");
    }

    #[test]
    fn missing_repeated_and_forgotten_placeholders_stop_the_build() {
        assert!(fill("page", "none", &[("@one@", "1")]).is_err());
        assert!(fill("page", "@one@@one@", &[("@one@", "1")]).is_err());
        assert!(fill("page", "@one@ @left-over@", &[("@one@", "1")]).is_err());
        assert!(fill("page", "a@b.example @media", &[]).is_ok());
    }

    #[test]
    fn scripts_lose_comment_lines_only() {
        assert_eq!(
            shorten_script("// why\n  let a = 'http://x'; // stays\n\n"),
            "let a = 'http://x'; // stays\n"
        );
    }
}
