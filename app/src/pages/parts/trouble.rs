//! What stands beside a field's value: what was edited elsewhere, and what the server refused.

mod also_edited;
mod choosing;
mod of_client;
mod record;
mod refused;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::bundle::Field;
use yardstick_domain::change::RegisterKey;
use yardstick_domain::records::FieldSpec;
use yardstick_domain::register::Head;

pub use self::also_edited::AlsoEdited;
pub(in crate::pages) use self::of_client::ConflictsOf;
pub use self::of_client::{ClientAlsoEdited, Conflicts};
pub use self::record::RecordTrouble;
use self::refused::RefusedValue;
pub use self::refused::{RefusedWays, reason_words};
use crate::book::Records;

/// Nothing as long as the field has one value that the server took.
#[component]
pub fn FieldTrouble(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// The field as stored.
    key: RegisterKey,
    /// What is known of it.
    spec: FieldSpec,
    /// Told the text of a refused value that the person wants to mend.
    #[prop(into)]
    on_mend: Callback<String>,
) -> impl IntoView {
    let key = StoredValue::new(key);
    let field = Memo::new(move |_| {
        let field: Option<Field> = records.with(|records| {
            key.with_value(|key| {
                let record = records.record(&key.record_key())?;
                record.fields.get(&key.field).cloned()
            })
        });
        field.filter(|field| !field.refused.is_empty() || !field.register.also_edited().is_empty())
    });
    move || {
        field.get().map(|field| {
            let refused = field.refused.iter().map(|entry| {
                view! { <RefusedValue entry=entry.clone() spec on_mend/> }
            });
            let others = !field.register.also_edited().is_empty();
            view! {
                {others
                    .then(|| {
                        view! { <AlsoEdited records key=key.get_value() heads=heads_of(&field)/> }
                    })}
                {refused.collect_view()}
            }
        })
    }
}

/// The value shown, then those beside it.
fn heads_of(field: &Field) -> Vec<Head> {
    let others = field.register.also_edited();
    let shown = field.register.winner().into_iter();
    shown.chain(others).cloned().collect()
}
