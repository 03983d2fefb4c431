//! Saving a contact as a card for the phone's address book.

use yardstick_domain::records::{Client, Contact};
use yardstick_domain::text::vcard;

use crate::browser::download;

/// Saves a contact of a client as a file; false where the browser refuses.
pub(super) fn save(contact: &Contact, client: &Client) -> bool {
    let name = contact.name.as_deref().unwrap_or("contact");
    let is_kept = |c: char| c.is_alphanumeric() || c == '-';
    let safe: String = name
        .chars()
        .map(|c| if is_kept(c) { c } else { '_' })
        .collect();
    download::save(
        &[&safe, ".vcf"].concat(),
        "text/vcard;charset=utf-8",
        vcard(contact, client).as_bytes(),
    )
}
