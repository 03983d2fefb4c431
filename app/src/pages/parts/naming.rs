//! What a client is called.

use yardstick_domain::id::RecordId;
use yardstick_domain::method::Summary;

use crate::book::ClientRow;
use crate::i18n::{Msg, t};

/// A client's name; one met before being in the book says so.
pub fn client_name(summary: &Summary) -> String {
    summary
        .name
        .clone()
        .unwrap_or_else(|| t(Msg::ClientsNameless))
}

/// The name of a client of the list; `None` for what belongs to no client.
pub fn name_in(rows: &[ClientRow], client: RecordId) -> Option<String> {
    let at = rows.binary_search_by_key(&client, |row| row.id).ok()?;
    rows.get(at).map(|row| client_name(&row.summary))
}
