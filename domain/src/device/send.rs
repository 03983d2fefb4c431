//! Before a request leaves, one strict transaction fixes the time of its entries and marks them sent: they are closed.

use super::{
    DeviceError, DeviceStore, Identity, Mode, Tx, bump_revision, put_entry, read_meta, read_outbox,
};
use crate::PROTOCOL;
use crate::outbox::{Portion, State, plan_request};
use crate::wire::SyncRequest;

/// Closes the entries of the next request, so much of the outbox, and answers it. With nothing to send it is a pull.
///
/// # Errors
/// The store failed: nothing was marked, nothing may be sent.
pub async fn close_request<S: DeviceStore>(
    store: &S,
    identity: Identity,
    buckets: bool,
    portion: &Portion,
) -> Result<SyncRequest, DeviceError<S::Error>> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    let meta = read_meta(&mut tx).await?;
    let mut outbox = read_outbox(&mut tx).await?;
    let plan = plan_request(&outbox, portion);
    let mut closed = false;
    for &index in &plan {
        let entry = &mut outbox[index];
        if entry.state == State::Waiting {
            entry.change.time = entry.made_at.saturating_add(meta.offset_ms);
            entry.state = State::Sent;
            put_entry(&mut tx, entry);
            closed = true;
        }
    }
    let unanswered = outbox
        .iter()
        .filter(|entry| matches!(entry.state, State::Waiting | State::Sent))
        .count();
    let request = SyncRequest {
        protocol: PROTOCOL,
        workspace: identity.workspace,
        user: identity.user,
        cursor: meta.cursor,
        reach: meta.reach,
        changes: plan
            .iter()
            .map(|&index| outbox[index].change.clone())
            .collect(),
        waiting: u32::try_from(unanswered - plan.len()).unwrap_or(u32::MAX),
        buckets,
    };
    if closed {
        bump_revision(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(request)
}
