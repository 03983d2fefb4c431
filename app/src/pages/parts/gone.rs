//! What stands in the place of a client that is not there.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::register::Head;
use yardstick_domain::values::Instant;

use super::show;
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Empty, LinkButton};
use crate::route::Route;
use crate::session::Session;

/// That the client was erased, by whom and when; or that it is not here, in the words given.
#[component]
pub(in crate::pages) fn Gone(
    /// What is shown of the client: nothing.
    records: Signal<Arc<Records>>,
    /// What to say of one that was not erased.
    missing: Msg,
    /// And more of it.
    #[prop(optional, into)]
    text: Option<Msg>,
) -> impl IntoView {
    let session = Session::expect();
    let erasure = Memo::new(move |_| records.with(|records| records.erasure().cloned()));
    let title = Signal::derive(move || {
        t(erasure.with(|by| by.as_ref().map_or(missing, |_| Msg::ClientpageErased)))
    });
    let text = Signal::derive(move || {
        erasure.with(|by| match by {
            Some(by) => erased_by(session, by),
            None => text.map(t).unwrap_or_default(),
        })
    });
    view! {
        <Empty title text>
            <div class="cluster">
                <LinkButton to=Route::Clients label=Msg::ClientpageToList/>
                {move || {
                    let client = records.with(|records| records.client_key().client);
                    erasure
                        .with(Option::is_none)
                        .then(|| {
                            view! {
                                <LinkButton
                                    to=Route::DeletedOf { client }
                                    label=Msg::ClientpageDeleted
                                />
                            }
                        })
                }}
            </div>
        </Empty>
    }
}

fn erased_by(session: Session, by: &Head) -> String {
    let when = Instant::from_ms(by.time)
        .map(show::moment)
        .unwrap_or_default();
    match session.device_label(by.device) {
        Some((who, place)) => t_with(
            Msg::ClientpageErasedBy,
            &[("who", &who), ("where", &place), ("when", &when)],
        ),
        None => t_with(Msg::ClientpageErasedAt, &[("when", &when)]),
    }
}
