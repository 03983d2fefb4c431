//! An item of one's own.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::plan_item;

use super::PlanOf;
use crate::i18n::Msg;
use crate::kit::{Button, Glyph};
use crate::pages::client::add_sheet::{AddSheet, NewRecord};

const NEW: NewRecord = NewRecord {
    kind: "plan_item",
    title: Msg::PlanAdd,
    done: Msg::PlanToastAdded,
    fields: &[|| plan_item::title().spec(), || plan_item::due().spec()],
    hint: |_| None,
};

/// The button, and the sheet it opens; afterwards the new item is open.
#[component]
pub(super) fn NewItem(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let more = move |()| vec![plan_item::engagement().set(&plan.engagement)];
    view! {
        <div class="cluster">
            <Button label=Msg::PlanAdd glyph=Glyph::Plus on_press=move |_| adding.set(true)/>
        </div>
        <AddSheet
            open=adding
            client=plan.client
            under=plan.engagement
            new=NEW
            more
            on_made=move |key: RecordKey| chosen.set(Some(key.record))
        />
    }
}
