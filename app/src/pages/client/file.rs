//! 資料: every field of the client file, edited where it stands.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::records::{FieldSpec, client};

use super::tags::Tags;
use crate::book::Records;
use crate::pages::parts::field::FieldEditor;

/// The fields, those that go together beside each other.
#[component]
pub(super) fn File(records: Signal<Arc<Records>>) -> impl IntoView {
    let key = records.with_untracked(|records| records.client_key());
    let field = move |spec: FieldSpec| {
        let record = key.clone();
        view! { <FieldEditor records record spec/> }
    };
    view! {
        <div class="form column">
            {field(client::name().spec())} {field(client::kind().spec())}
            <div class="form-pair">
                {field(client::stage().spec())} {field(client::experience().spec())}
            </div>
            {field(client::advice().spec())}
            <div class="form-pair">
                {field(client::industry().spec())} {field(client::tax_id().spec())}
            </div>
            {field(client::address().spec())} {field(client::line_group().spec())}
            <div class="form-pair">
                {field(client::owner().spec())} {field(client::deputy().spec())}
            </div>
            {field(client::team_size().spec())}
            <Tags records/>
        </div>
    }
}
