//! 需求: what they need, the core first; each edited in a sheet.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::needs;
use yardstick_domain::records::{FieldSpec, Need, need};
use yardstick_domain::values::Choice as _;

use super::add_sheet::{AddSheet, NewRecord};
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Glyph, Sheet, Variant};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::words;
use crate::session::Session;

const NEW: NewRecord = NewRecord {
    kind: "need",
    title: Msg::NeedAdd,
    done: Msg::NeedToastAdded,
    fields: &[|| need::text().spec()],
    hint: |_| None,
};

/// All needs, and adding one.
#[component]
pub(super) fn Needs(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let open = RwSignal::new(false);
    let opened = RwSignal::new(None::<RecordKey>);
    let all = Memo::new(move |_| {
        records.with(|records| {
            let all = needs(records.service()).into_iter();
            all.cloned().collect::<Vec<_>>()
        })
    });
    let edit = move |key: RecordKey| {
        opened.set(Some(key));
        open.set(true);
    };
    let row = move |(id, need): (RecordId, Need)| {
        let note = note(&need);
        let show_it = move |_| edit(records.with_untracked(|records| records.key("need", id)));
        view! {
            <li>
                <button class="row" type="button" on:click=show_it>
                    <span class="row-text">
                        <span class="row-title">{need.text}</span>
                        <span class="row-note">{note}</span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <section class="group" aria-labelledby="client-needs">
            <h2 class="group-head" id="client-needs">
                <span>{move || t(Msg::NeedNeeds)}</span>
                <span class="group-count">
                    {move || all.with(|all| all.iter().filter(|(_, need)| need.outcome.is_none()).count())}
                </span>
            </h2>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::NeedNone)}</p>
            </Show>
            <ul class="rows">{move || all.get().into_iter().map(row).collect_view()}</ul>
            <div class="cluster">
                <Button label=Msg::NeedAdd glyph=Glyph::Plus on_press=move |_| adding.set(true)/>
            </div>
        </section>
        <AddSheet open=adding client new=NEW more=|()| Vec::new() on_made=edit/>
        <Sheet open title=Msg::NeedNeed>
            {move || opened.get().map(|key| view! { <NeedForm records key open/> })}
        </Sheet>
    }
}

/// What is known of it, in one line.
fn note(need: &Need) -> String {
    let word = |field, name: &str| words::choice(field, name, None).map(t);
    let core = (need.core == Some(true)).then(|| t(Msg::NeedCore));
    let element = need.element.as_ref();
    let element = element.and_then(|element| word("element", element.name()));
    let solved_by = need.solved_by.as_ref();
    let solved_by = solved_by.map(|who| t_with(Msg::NeedSolvedNow, &[("who", who)]));
    let we_can = need.we_can.as_ref();
    let we_can = we_can
        .and_then(|we_can| word("we_can", we_can.name()))
        .map(|word| t_with(Msg::NeedWeCanNow, &[("how", &word)]));
    let outcome = need.outcome.as_ref();
    let outcome = outcome.and_then(|outcome| word("outcome", outcome.state.name()));
    let parts = [outcome, core, element, solved_by, we_can];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Every field of a need.
#[component]
fn NeedForm(records: Signal<Arc<Records>>, key: RecordKey, open: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let (own, of_history) = (key.clone(), key.clone());
    let field = move |spec: FieldSpec| {
        let record = own.clone();
        view! { <FieldEditor records record spec/> }
    };
    let delete = {
        let key = key.clone();
        move |_| {
            open.set(false);
            session.delete(Msg::NeedToastDeleted, vec![key.clone()]);
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(need::text().spec())} {field(need::core().spec())}
            {field(need::element().spec())} {field(need::solved_by().spec())}
            {field(need::we_can().spec())} {field(need::outcome().spec())}
            <div class="cluster">
                <HistoryButton record=of_history/>
                <Button
                    label=Msg::NeedDelete
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
