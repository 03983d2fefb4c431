//! The content security policy of a page: scripts and styles of our own origin, plus the inline blocks the page came
//! with, each named by its hash.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The policy of what is not a page: a worker fetches with its own, not with that of the page that started it.
pub(super) const BARE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src 'self'; manifest-src 'self'; worker-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The policy of the page `html`.
pub(super) fn policy(html: &str) -> String {
    let scripts = hashes(html, "script");
    let styles = hashes(html, "style");
    BARE.replace(
        "'wasm-unsafe-eval'",
        &format!("'wasm-unsafe-eval'{scripts}"),
    )
    .replace("style-src 'self'", &format!("style-src 'self'{styles}"))
}

/// ` 'sha256-…'` for each inline block of `element`.
fn hashes(html: &str, element: &str) -> String {
    let hash = |block: &str| {
        format!(
            " 'sha256-{}'",
            BASE64_STANDARD.encode(Sha256::digest(block))
        )
    };
    inline_blocks(html, element).into_iter().map(hash).collect()
}

/// What stands between the tags of each `element` that does not name a `src`. The pages are ours and well-formed.
fn inline_blocks<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    let (opening, closing) = (format!("<{element}"), format!("</{element}>"));
    let mut blocks = Vec::new();
    let mut rest = html;
    while let Some(start) = next_tag(rest, &opening) {
        let Some(tag_end) = rest[start..].find('>') else {
            break;
        };
        let attributes = &rest[start + opening.len()..start + tag_end];
        let body = &rest[start + tag_end + 1..];
        let Some(end) = body.find(&closing) else {
            break;
        };
        if !attributes
            .split_ascii_whitespace()
            .any(|attribute| attribute.starts_with("src="))
        {
            blocks.push(&body[..end]);
        }
        rest = &body[end + closing.len()..];
    }
    blocks
}

/// Where the next `opening` tag begins that is not part of a comment.
fn next_tag(html: &str, opening: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let tag = from + html[from..].find(opening)?;
        match html[from..tag].find("<!--") {
            None => return Some(tag),
            Some(comment) => from += comment + html[from + comment..].find("-->")? + "-->".len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_blocks_are_named_by_hash_and_nothing_else_is() {
        let html = "<head><!-- <script>no</script> --><script>let a = 1;</script>\
            <script type=\"module\" src=\"/assets/app.js\"></script><style>b{}</style></head>";
        assert_eq!(inline_blocks(html, "script"), ["let a = 1;"]);
        assert_eq!(inline_blocks(html, "style"), ["b{}"]);
        let policy = policy(html);
        // printf 'let a = 1;' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains(
                "'wasm-unsafe-eval' 'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='"
            ),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 2);
        assert!(!policy.contains("unsafe-inline"));
    }
}
