//! A contact as a vCard 3.0 (RFC 2426), the version every phone takes.

use super::content_line::{ContentLines, escape};
use crate::records::{Client, Contact};

/// The card; fields nobody filled in are left out. The address is the client's: where one meets this person.
#[must_use]
pub fn vcard(contact: &Contact, client: &Client) -> String {
    let name = contact.name.as_deref().unwrap_or_default();
    let mut card = ContentLines::default();
    card.push("BEGIN", "VCARD");
    card.push("VERSION", "3.0");
    // Chinese names are not split: the whole stands as the family name, which phones show as it is.
    card.push("N", &[&escape(name), ";;;;"].concat());
    // A card must have it, also that of somebody known by the number alone.
    card.push("FN", &escape(name));
    match (&client.name, &contact.department) {
        (Some(name), None) => card.push("ORG", &escape(name)),
        (name, Some(unit)) => {
            let name = escape(name.as_deref().unwrap_or_default());
            card.push("ORG", &[&name, ";", &escape(unit)].concat());
        }
        (None, None) => {}
    }
    card.push_text("TITLE", contact.role.as_deref());
    card.push_text("TEL;TYPE=WORK,VOICE", contact.phone.as_deref());
    card.push_text("EMAIL;TYPE=INTERNET", contact.email.as_deref());
    if let Some(address) = &client.address {
        card.push("ADR;TYPE=WORK", &[";;", &escape(address), ";;;;"].concat());
    }
    card.push_text("X-LINE", contact.line.as_deref());
    card.push("END", "VCARD");
    card.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::content_line::unfolded;

    #[test]
    fn what_is_known_is_on_the_card() {
        let contact = Contact {
            name: Some("阿岳; 老闆".into()),
            role: Some("茶師, 二代".into()),
            department: Some("製茶".into()),
            phone: Some("0912-345-678".into()),
            email: Some("yue@example.com".into()),
            line: Some("yue\\tea".into()),
            ..Contact::default()
        };
        let client = Client {
            name: Some("山嵐, 茶".into()),
            address: Some("台北市北投區山路 1 號; 2 樓".into()),
            ..Client::default()
        };
        assert_eq!(
            unfolded(&vcard(&contact, &client)),
            [
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:阿岳\\; 老闆;;;;",
                "FN:阿岳\\; 老闆",
                "ORG:山嵐\\, 茶;製茶",
                "TITLE:茶師\\, 二代",
                "TEL;TYPE=WORK,VOICE:0912-345-678",
                "EMAIL;TYPE=INTERNET:yue@example.com",
                "ADR;TYPE=WORK:;;台北市北投區山路 1 號\\; 2 樓;;;;",
                "X-LINE:yue\\\\tea",
                "END:VCARD",
            ]
        );
    }

    #[test]
    fn what_nobody_filled_in_is_not() {
        let card = vcard(&Contact::default(), &Client::default());
        assert_eq!(
            unfolded(&card),
            ["BEGIN:VCARD", "VERSION:3.0", "N:;;;;", "FN:", "END:VCARD"]
        );
    }

    #[test]
    fn long_names_with_marks_and_pictures_are_folded_and_come_back() {
        let name = "茶🍵,\\;".repeat(20);
        let contact = Contact {
            name: Some(name.clone()),
            ..Contact::default()
        };
        let lines = unfolded(&vcard(&contact, &Client::default()));
        assert!(lines.contains(&["FN:", &escape(&name)].concat()));
    }
}
