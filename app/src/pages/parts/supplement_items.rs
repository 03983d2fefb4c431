//! The suggestions a meeting's supplement works out, to be ticked: those it does, and the slow ones that could be suggested now.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{suggestions_in, supplement_of};
use yardstick_domain::records::{PlanItem, supplement as field};

use super::supplement;
use crate::book::ClientHandle;
use crate::i18n::{Msg, t};
use crate::kit::Switch;
use crate::pages::plan::words;
use crate::session::Session;

/// A plan item of the client, as it is.
pub(in crate::pages) fn item(handle: ClientHandle, id: RecordId) -> Memo<PlanItem> {
    let records = handle.records();
    Memo::new(move |_| {
        records
            .with(|records| {
                let mut all = records.service().items.iter();
                all.find(|(own, _)| *own == id)
                    .map(|(_, item)| item.clone())
            })
            .unwrap_or_default()
    })
}

/// The advice in an item; without any, what is behind it.
pub(in crate::pages) fn advice(item: &PlanItem) -> Option<String> {
    let all = [&item.advice, &item.guidance].into_iter().flatten();
    let mut all = all.filter(|text| !text.trim().is_empty());
    all.next().cloned()
}

/// Whether a meeting's supplement works an item out.
pub(in crate::pages) fn is_noted(
    handle: ClientHandle,
    meeting: RecordId,
    id: RecordId,
) -> Memo<bool> {
    let (records, name) = (handle.records(), id.to_string());
    Memo::new(move |_| {
        records.with(|records| {
            let own = supplement_of(records.file(), meeting);
            own.is_some_and(|own| own.items.contains(&name))
        })
    })
}

/// Notes an item for a meeting's supplement, or takes it out of it.
pub(in crate::pages) fn note(
    session: Session,
    handle: ClientHandle,
    meeting: RecordId,
    id: RecordId,
    noted: bool,
) {
    let name = id.to_string();
    let edit = if noted {
        field::items().add(&name)
    } else {
        field::items().remove(&name)
    };
    let action = handle.records().with_untracked(|records| {
        supplement::action(records, meeting, Msg::SuggestToastNoted, Some(edit))
    });
    session.edit(action.quietly());
}

/// The list; nothing where there is nothing to tick.
#[component]
pub(in crate::pages) fn SupplementItems(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    meeting: RecordId,
) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let ids =
        Memo::new(move |_| records.with(|records| suggestions_in(records.service(), meeting).slow));
    let row = move |id: RecordId| {
        let item = item(handle, id);
        view! {
            <Switch
                label=Signal::derive(move || item.with(words::title))
                hint=Signal::derive(move || item.with(advice).unwrap_or_default())
                value=is_noted(handle, meeting, id)
                on_change=move |noted| note(session, handle, meeting, id, noted)
            />
        }
    };
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <fieldset class="field">
                <legend>{move || t(Msg::SupplementItems)}</legend>
                <For each=move || ids.get() key=|id| *id children=row/>
            </fieldset>
        </Show>
    }
}
