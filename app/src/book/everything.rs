//! The whole book, read client by client: for a backup, for what a restore would change, for counting.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use leptos::prelude::*;
use yardstick_domain::bundle::{Record, view};
use yardstick_domain::change::RecordKey;
use yardstick_domain::device::refresh::{Lines, refresh};
use yardstick_domain::id::RecordId;

use crate::session::core::Core;
use crate::session::{Need, need_of_store};

/// Bundles read in one transaction: reading everything must not keep a commit waiting.
const READ_AT_ONCE: usize = 16;

/// Every client of the list, and what belongs to none.
pub(super) fn clients(core: &Core) -> Vec<RecordId> {
    let rows = core.shelf.rows.get_untracked();
    std::iter::once(RecordId::NIL)
        .chain(rows.iter().map(|row| row.id))
        .collect()
}

/// Which of these clients are erased.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(crate) async fn erased(core: &Core, clients: &[RecordId]) -> Result<BTreeSet<RecordId>, Need> {
    let mut erased = BTreeSet::new();
    for some in clients.chunks(READ_AT_ONCE) {
        let fresh = refresh(&core.store, some, Lines::Of(&[]))
            .await
            .map_err(need_of_store)?;
        let of_these = fresh.bundles.iter();
        erased.extend(
            of_these
                .filter(|(_, bundle)| bundle.erasure().is_some())
                .map(|(client, _)| *client),
        );
    }
    Ok(erased)
}

/// Hands what is shown of each of these clients to `each`, deleted records included, what this tab has not kept yet too.
///
/// # Errors
/// The store failed, or what it holds cannot be read.
pub(super) async fn read(
    core: &Rc<Core>,
    clients: &[RecordId],
    mut each: impl FnMut(&BTreeMap<RecordKey, Record>),
) -> Result<(), Need> {
    let device = core.account.with_untracked(|account| account.me.device);
    for some in clients.chunks(READ_AT_ONCE) {
        let fresh = refresh(&core.store, some, Lines::Of(&[]))
            .await
            .map_err(need_of_store)?;
        for (client, bundle) in fresh.bundles {
            match core.records(client) {
                Some(open) => each(open.all()),
                None => each(&view(&bundle, client, &fresh.outbox, device)),
            }
        }
    }
    Ok(())
}
