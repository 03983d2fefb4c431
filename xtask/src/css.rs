//! One style sheet out of `style/`, and the critical part that is inlined.
//!
//! `layers.css` names the order of the cascade layers; every other file opens one of them, so the order of files
//! decides nothing. `shell.css` styles what is painted before the app has arrived; it is inlined in `index.html` and
//! stands alone.

use crate::{failure::Failure, files, repo::Repo};

const LAYERS: &str = "layers.css";
const SHELL: &str = "shell.css";

/// What `style/` becomes.
pub(crate) struct Styles {
    /// The style sheet the app links to.
    pub(crate) app: String,
    /// The inline style of `index.html`.
    pub(crate) shell: String,
}

/// Reads and shortens `style/**/*.css`.
pub(crate) fn gather(repo: &Repo) -> Result<Styles, Failure> {
    let folder = repo.path("style");
    let mut app = files::read_text(&folder.join(LAYERS))?;
    for name in files::list(&folder)? {
        if name.ends_with(".css") && name != LAYERS && name != SHELL {
            app.push_str(&files::read_text(&folder.join(&name))?);
        }
    }
    Ok(Styles {
        app: shorten(&app),
        shell: shorten(&files::read_text(&folder.join(SHELL))?),
    })
}

/// Drops comments and the white space that means nothing; strings stay as they are. Brotli does the rest.
pub(crate) fn shorten(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            pend_space(&mut out);
        } else if first == '"' || first == '\'' {
            let length = string_length(rest, first);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if first.is_whitespace() {
            pend_space(&mut out);
            rest = rest.trim_start();
        } else {
            if matches!(first, '{' | '}' | ';' | ',') && out.ends_with(' ') {
                out.pop();
            }
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// One space, unless nothing is there to part.
fn pend_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

/// Bytes of the string that opens `text` with `quote`, its closing quote included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn comments_and_idle_white_space_go() {
        assert_eq!(
            shorten("/* a */ .a  ,\n .b {\n  color: red;\n}\n\n"),
            ".a,.b{color: red}"
        );
    }

    #[test]
    fn white_space_that_means_something_stays() {
        assert_eq!(
            shorten(".a  :hover { width: calc(1px  + 2px) }"),
            ".a :hover{width: calc(1px + 2px)}"
        );
        assert_eq!(shorten(".a/**/.b{}"), ".a .b{}");
    }

    #[test]
    fn strings_stay_as_they_are() {
        let quoted = r#".a{content:"/* ;  } \" 尺 */"}"#;
        assert_eq!(shorten(quoted), quoted);
    }
}
