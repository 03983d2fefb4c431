//! Clients looked at in passing: read, and not kept open, for pages that look through many and keep little of each.

use std::collections::BTreeMap;
use std::rc::Rc;

use yardstick_domain::bundle::{Record, view};
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::DeviceError;
use yardstick_domain::device::refresh::{Lines, refresh};
use yardstick_domain::id::RecordId;

use crate::session::core::Core;
use crate::store::IdbError;

/// What is shown of a client, deleted records included.
pub type Shown = BTreeMap<RecordKey, Record>;

/// Takes what is shown of a client; nothing where that cannot be read.
type Each<'a> = &'a mut dyn FnMut(RecordId, Option<&Shown>);

/// Looks at these clients, one by one if they cannot be read together. False if nothing can be read for now.
pub(super) async fn look(core: &Rc<Core>, clients: &[RecordId], each: Each<'_>) -> bool {
    match read(core, clients, each).await {
        Ok(()) => return true,
        Err(DeviceError::Damaged(_)) => {}
        Err(_) => return false,
    }
    for &client in clients {
        match read(core, &[client], each).await {
            Ok(()) => {}
            // Told as when somebody opens it.
            Err(error @ DeviceError::Damaged(_)) => {
                core.store_failed(error);
                each(client, None);
            }
            Err(_) => return false,
        }
    }
    true
}

/// Of an open client what is shown, with what is not kept yet; of the others what the store holds.
async fn read(
    core: &Rc<Core>,
    clients: &[RecordId],
    each: Each<'_>,
) -> Result<(), DeviceError<IdbError>> {
    let mut closed = Vec::new();
    for &client in clients {
        match core.records(client) {
            Some(records) => each(client, Some(records.all())),
            None => closed.push(client),
        }
    }
    if closed.is_empty() {
        return Ok(());
    }
    let fresh = refresh(&core.store, &closed, Lines::Of(&[])).await?;
    let device = core.tab.borrow().identity().device;
    for (client, bundle) in fresh.bundles {
        match core.records(client) {
            Some(records) => each(client, Some(records.all())),
            None => each(client, Some(&view(&bundle, client, &fresh.outbox, device))),
        }
    }
    Ok(())
}
