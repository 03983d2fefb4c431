//! A contact as a vCard 3.0 (RFC 2426), the version every phone takes.

use yardstick_domain::records::Contact;

use crate::browser::download;

/// Bytes of a line before it is folded.
const LINE_BYTES: usize = 75;

/// Saves a contact as a file; false where the browser refuses.
pub(super) fn save(contact: &Contact, organisation: Option<&str>) -> bool {
    let name = contact.name.as_deref().unwrap_or("contact");
    let safe: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let card = vcard(contact, organisation);
    download::save(
        &[&safe, ".vcf"].concat(),
        "text/vcard;charset=utf-8",
        card.as_bytes(),
    )
}

/// The card; fields nobody filled in are left out.
fn vcard(contact: &Contact, organisation: Option<&str>) -> String {
    let name = contact.name.as_deref().unwrap_or_default();
    let mut card = String::new();
    let mut line = |property: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fold(&mut card, &[property, ":", &value].concat());
        }
    };
    line("BEGIN", Some("VCARD".to_owned()));
    line("VERSION", Some("3.0".to_owned()));
    // Chinese names are not split: the whole stands as the family name, which phones show as it is.
    line("N", Some([&escape(name), ";;;;"].concat()));
    line("FN", Some(escape(name)));
    let unit = contact.department.as_deref().map(escape);
    let organisation = organisation.map(escape).map(|own| match unit {
        Some(unit) => [&own, ";", &unit].concat(),
        None => own,
    });
    line("ORG", organisation);
    line("TITLE", contact.role.as_deref().map(escape));
    line("TEL;TYPE=WORK,VOICE", contact.phone.as_deref().map(escape));
    line("EMAIL;TYPE=INTERNET", contact.email.as_deref().map(escape));
    line("X-LINE", contact.line.as_deref().map(escape));
    line("END", Some("VCARD".to_owned()));
    card
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Writes a line, folded between characters where it is long.
fn fold(card: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE_BYTES {
            card.push_str("\r\n ");
            used = 1;
        }
        card.push(c);
        used += c.len_utf8();
    }
    card.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_on_the_card() {
        let contact = Contact {
            name: Some("阿岳; 老闆".into()),
            department: Some("製茶".into()),
            phone: Some("0912-345-678".into()),
            ..Contact::default()
        };
        assert_eq!(
            vcard(&contact, Some("山嵐, 茶")),
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:阿岳\\; 老闆;;;;\r\nFN:阿岳\\; 老闆\r\nORG:山嵐\\, 茶;製茶\r\n\
             TEL;TYPE=WORK,VOICE:0912-345-678\r\nEND:VCARD\r\n"
        );
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let contact = Contact {
            name: Some("茶".repeat(60)),
            ..Contact::default()
        };
        let card = vcard(&contact, None);
        assert!(card.split("\r\n").all(|line| line.len() <= LINE_BYTES));
        assert_eq!(card.replace("\r\n ", "").matches('茶').count(), 120);
    }
}
