//! What of the book is on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::i18n::{Msg, format, t};
use crate::pages::parts::show;
use crate::session::Session;

/// Clients, records, and when all of it was last proven equal.
#[component]
pub(super) fn OnDevice(session: Session) -> impl IntoView {
    let book = Book::expect();
    let clients = book.clients();
    let state = session.sync_state();
    let records = RwSignal::new(None::<usize>);
    spawn_local(async move {
        if let Ok(count) = book.count_records().await {
            records.try_set(Some(count));
        }
    });
    let number =
        |count: usize| format::number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)), 0);
    let equal = move || {
        let at = state
            .with(|state| state.synced_at_ms)
            .and_then(Instant::from_ms);
        at.map_or_else(|| t(Msg::SyncNever), show::moment)
    };
    view! {
        <section class="group" aria-labelledby="sync-here">
            <h2 class="group-head" id="sync-here">
                {move || t(Msg::SyncOnDevice)}
            </h2>
            <dl class="facts">
                <div>
                    <dt>{move || t(Msg::SyncClients)}</dt>
                    <dd>{move || number(clients.with(|clients| clients.len()))}</dd>
                </div>
                <div>
                    <dt>{move || t(Msg::SyncRecords)}</dt>
                    <dd>{move || records.get().map_or_else(|| "…".to_owned(), number)}</dd>
                </div>
                {(!session.is_demo())
                    .then(|| {
                        view! {
                            <div>
                                <dt>{move || t(Msg::SyncEqual)}</dt>
                                <dd>{equal}</dd>
                            </div>
                        }
                    })}
            </dl>
        </section>
    }
}
