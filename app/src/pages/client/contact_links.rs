//! Links that leave the app: a call, a message, a letter, the way there.

use leptos::prelude::*;
use yardstick_domain::records::Contact;
use yardstick_domain::values::tel_uri;

use crate::i18n::{Msg, t, t_with};
use crate::kit::{Glyph, Icon};

/// Where a map shows an address.
pub(super) fn map_link(address: &str) -> String {
    [
        "https://www.google.com/maps/search/?api=1&query=",
        &encoded(address),
    ]
    .concat()
}

/// Where LINE opens somebody: a link as it stands, an id as a link to it.
pub(super) fn line_link(line: &str) -> Option<String> {
    let line = line.trim();
    if line.is_empty() {
        return None;
    }
    if let Some((scheme, _)) = line.split_once("://") {
        // Nothing but the web: a pasted `javascript:` or file address is no way to reach anybody.
        return scheme
            .eq_ignore_ascii_case("https")
            .then(|| line.to_owned());
    }
    let id = line.trim_start_matches('~');
    Some(["https://line.me/R/ti/p/~", &encoded(id)].concat())
}

/// Percent-encodes text for a place in an address.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(
                    char::from_digit(u32::from(half), 16)
                        .unwrap_or('0')
                        .to_ascii_uppercase(),
                );
            }
        }
    }
    out
}

/// Call, LINE and letter, as far as they are known.
#[component]
pub(super) fn ReachButtons(contact: Contact) -> impl IntoView {
    let Contact {
        name,
        phone,
        line,
        email,
        ..
    } = contact;
    let name = name.unwrap_or_default();
    let call = phone.and_then(|phone| tel_uri(&phone));
    let line = line.and_then(|line| line_link(&line));
    let mail = email.map(|email| ["mailto:", &email].concat());
    [
        (call, Glyph::Phone, Msg::ClientpageCallName),
        (line, Glyph::MessageCircle, Msg::ClientpageLineName),
        (mail, Glyph::Mail, Msg::ClientpageMailName),
    ]
    .into_iter()
    .filter_map(|(href, glyph, word)| {
        let name = name.clone();
        let label = move || t_with(word, &[("name", &name)]);
        Some(view! { <OutLink href=href? glyph label=Signal::derive(label)/> })
    })
    .collect_view()
}

/// The way there, on a map.
#[component]
pub(super) fn MapButton(
    /// What [`map_link`] makes of the address.
    href: String,
) -> impl IntoView {
    view! { <OutLink href glyph=Glyph::Navigation label=Signal::derive(|| t(Msg::ButtonMap))/> }
}

#[component]
fn OutLink(href: String, glyph: Glyph, label: Signal<String>) -> impl IntoView {
    let is_web = href.starts_with("https:");
    view! {
        <a
            class="button"
            data-variant="plain"
            data-icon=true
            href=href
            target=is_web.then_some("_blank")
            rel=if is_web { "noopener noreferrer" } else { "external" }
            aria-label=label
            title=label
        >
            <Icon glyph/>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::{line_link, map_link};

    #[test]
    fn an_id_and_a_link_both_open_line() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(line_link(typed).as_deref(), expected, "{typed}");
        };
        check("tea_master", Some("https://line.me/R/ti/p/~tea_master"));
        check("~tea", Some("https://line.me/R/ti/p/~tea"));
        check("阿岳", Some("https://line.me/R/ti/p/~%E9%98%BF%E5%B2%B3"));
        check(
            " https://line.me/ti/p/abc ",
            Some("https://line.me/ti/p/abc"),
        );
        check("javascript://x", None);
        check("  ", None);
    }

    #[test]
    fn an_address_is_one_word_of_the_link() {
        assert!(
            map_link("茶巷 12 號 & B1").ends_with("%8C%B6%E5%B7%B7%2012%20%E8%99%9F%20%26%20B1")
        );
    }
}
