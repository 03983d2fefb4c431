//! Drafts: what was typed where no value holds it, because it means nothing yet or its form was not saved. They stay on the device, each
//! under the place of its control, and are never sent.

use super::{DeviceError, DeviceStore, Mode, Table, Tx};

const PREFIX: &[u8] = b"draft/";

fn key_of(place: &str) -> Vec<u8> {
    [PREFIX, place.as_bytes()].concat()
}

/// Keeps drafts, or lets go of those without a text, in one strict transaction.
///
/// # Errors
/// The store failed.
pub async fn keep_drafts<S: DeviceStore>(
    store: &S,
    drafts: &[(String, Option<String>)],
) -> Result<(), DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    for (place, text) in drafts {
        match text {
            Some(text) => tx.put(Table::Meta, key_of(place), text.as_bytes().to_vec()),
            None => tx.delete(Table::Meta, key_of(place)),
        }
    }
    Ok(tx.commit().await?)
}

/// All of them, by place. One that cannot be read is none.
pub(crate) async fn read_drafts<T: Tx>(
    tx: &mut T,
) -> Result<Vec<(String, String)>, DeviceError<T::Error>> {
    let kept = tx.scan(Table::Meta, PREFIX).await?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    Ok(kept
        .iter()
        .filter_map(|(key, value)| Some((text(&key[PREFIX.len()..])?, text(value)?)))
        .collect())
}
