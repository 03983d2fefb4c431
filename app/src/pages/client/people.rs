//! 聯絡人: who they are, who decides, how to reach them, and how to talk with them.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Contact, FieldSpec, contact};

use super::add_sheet::{AddSheet, NewRecord};
use super::contact_links::ReachButtons;
use super::people_order::{at_end, moved};
use super::profile::Communication;
use super::vcard;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Empty, Glyph, Icon, Sheet, Variant};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::session::{Action, Session};

const NEW: NewRecord = NewRecord {
    kind: "contact",
    title: Msg::ClientpageAddContact,
    done: Msg::ClientpageToastContact,
    fields: &[
        || contact::name().spec(),
        || contact::role().spec(),
        || contact::phone().spec(),
    ],
    hint: |_| None,
};

/// All contacts, adding one, and the communication profile.
#[component]
pub(super) fn People(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let is_empty = Memo::new(move |_| records.with(|records| records.contacts().is_empty()));
    let more = move |()| records.with_untracked(|records| vec![at_end(records.contacts())]);
    view! {
        <div class="stack">
            <Show when=move || is_empty.get()>
                <Empty title=Msg::ClientpageNoContacts text=Msg::ClientpageNoContactsText/>
            </Show>
            <ContactRows records/>
            <div class="cluster">
                <Button
                    label=Msg::ClientpageAddContact
                    glyph=Glyph::UserPlus
                    on_press=move |_| adding.set(true)
                />
            </div>
            <AddSheet open=adding client new=NEW more on_made=|_| ()/>
            <Communication client records/>
        </div>
    }
}

/// A row per contact; a tap opens everything of them.
#[component]
pub(super) fn ContactRows(records: Signal<Arc<Records>>) -> impl IntoView {
    let opened = RwSignal::new(None::<RecordKey>);
    let open = RwSignal::new(false);
    let people = Memo::new(move |_| records.with(|records| records.contacts().to_vec()));
    let show = move |id: RecordId| {
        opened.set(Some(
            records.with_untracked(|records| records.key("contact", id)),
        ));
        open.set(true);
    };
    view! {
        <ul class="rows">
            <For each=move || people.get() key=|(id, contact)| (*id, contact.name.clone(), contact.role.clone(), contact.department.clone(), contact.decision_maker, (contact.phone.clone(), contact.email.clone(), contact.line.clone())) let:person>
                <PersonRow contact=person.1 on_open=move |()| show(person.0)/>
            </For>
        </ul>
        <Sheet open title=Msg::ContactContact>
            {move || {
                opened.get().map(|key| view! { <ContactForm records key open/> })
            }}
        </Sheet>
    }
}

#[component]
fn PersonRow(contact: Contact, #[prop(into)] on_open: Callback<()>) -> impl IntoView {
    let name = contact.name.clone();
    let decides = contact.decision_maker == Some(true);
    let (role, department) = (contact.role.clone(), contact.department.clone());
    let title = move || {
        name.clone()
            .unwrap_or_else(|| t(Msg::ClientpageNamelessContact))
    };
    let note = move || {
        let decides = decides.then(|| t(Msg::ContactDecisionMaker));
        let parts = decides.into_iter().chain(role.clone());
        let parts: Vec<String> = parts.chain(department.clone()).collect();
        parts.join(" · ")
    };
    view! {
        <li class="row-line">
            <button class="row" type="button" on:click=move |_| on_open.run(())>
                <span class="row-mark">
                    <Icon glyph=if decides { Glyph::Gavel } else { Glyph::User }/>
                </span>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
            </button>
            <ReachButtons contact=contact.clone()/>
        </li>
    }
}

/// Every field of a contact, and what one does with them.
#[component]
fn ContactForm(
    records: Signal<Arc<Records>>,
    key: RecordKey,
    open: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::expect();
    let id = key.record;
    let (own, of_history) = (key.clone(), key.clone());
    let field = move |spec: FieldSpec| {
        let record = own.clone();
        view! { <FieldEditor records record spec/> }
    };
    let shift = move |step: isize| {
        let edits = records.with_untracked(|records| {
            moved(records.contacts(), id, step, |id| {
                records.key("contact", id)
            })
        });
        if edits.is_empty() {
            return;
        }
        let action = edits.into_iter().fold(
            Action::new(Msg::ClientpageToastMoved),
            |action, (key, edit)| action.set(&key, edit),
        );
        session.edit(action.quietly());
    };
    let place = Memo::new(move |_| {
        records.with(|records| {
            let people = records.contacts();
            (people.iter().position(|(own, _)| *own == id), people.len())
        })
    });
    let save_card = move |_| {
        records.with_untracked(|records| {
            let mut people = records.contacts().iter();
            if let Some((_, contact)) = people.find(|(own, _)| *own == id) {
                vcard::save(contact, records.client());
            }
        });
    };
    let delete = {
        let key = key.clone();
        move |_| {
            open.set(false);
            session.delete(Msg::ClientpageToastContactDeleted, vec![key.clone()]);
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(contact::name().spec())} {field(contact::role().spec())}
            {field(contact::department().spec())} {field(contact::decision_maker().spec())}
            {field(contact::phone().spec())} {field(contact::line().spec())}
            {field(contact::email().spec())} {field(contact::preferred_channel().spec())}
            <div class="cluster">
                <Button
                    label=Msg::ClientpageMoveUp
                    glyph=Glyph::ChevronUp
                    disabled=Signal::derive(move || place.get().0.is_none_or(|at| at == 0))
                    on_press=move |_| shift(-1)
                />
                <Button
                    label=Msg::ClientpageMoveDown
                    glyph=Glyph::ChevronDown
                    disabled=Signal::derive(move || {
                        let (at, count) = place.get();
                        at.is_none_or(|at| at + 1 >= count)
                    })
                    on_press=move |_| shift(1)
                />
                <HistoryButton record=of_history/>
                <Button label=Msg::ClientpageVcard glyph=Glyph::Download on_press=save_card/>
                <Button
                    label=Msg::ClientpageDeleteContact
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
