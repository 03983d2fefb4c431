//! *Deleted there, edited here*: a record that somebody deleted without having seen all of it.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::DELETED_FIELD;
use yardstick_domain::bundle::Presence;
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::records::Edit;

use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, Variant};
use crate::session::{Action, Session};

/// What happened, and the choice to keep the record or to delete it now that all of it was seen.
#[component]
pub fn RecordTrouble(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// The record.
    record: RecordKey,
) -> impl IntoView {
    let record = StoredValue::new(record);
    let is_torn = Memo::new(move |_| {
        records.with(|records| {
            record.with_value(|key| {
                records
                    .record(key)
                    .is_some_and(|record| record.presence == Presence::DeletedThereEditedHere)
            })
        })
    });
    view! {
        <Show when=move || is_torn.get()>
            <div class="banner" data-tone="warn">
                <Icon glyph=Glyph::Merge/>
                <div class="banner-text">
                    <strong>{move || t(Msg::ConflictDeletedTitle)}</strong>
                    <p>{move || t(Msg::ConflictDeletedText)}</p>
                </div>
                <KeepOrDelete record/>
            </div>
        </Show>
    }
}

/// The two ways out of a record that was deleted there and edited here.
#[component]
fn KeepOrDelete(record: StoredValue<RecordKey>) -> impl IntoView {
    let session = Session::expect();
    let keep = move |_| {
        let edit = Edit {
            field: DELETED_FIELD.into(),
            value: Value::null(),
        };
        record.with_value(|key| {
            session.edit(Action::new(Msg::ConflictToastKept).set(key, edit));
        });
    };
    let delete = move |_| {
        session.delete(Msg::ConflictToastDeleted, vec![record.get_value()]);
    };
    view! {
        <div class="cluster">
            <Button label=Msg::ConflictKeepRecord on_press=keep/>
            <Button label=Msg::ConflictDeleteRecord variant=Variant::Danger on_press=delete/>
        </div>
    }
}
