//! Who was there: the client's people, one tap each, and names of others.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::FieldSpec;

use super::words::input_error;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Chip, TextField};

/// The question. A contact is kept by its id, anybody else by the name.
#[component]
pub fn AttendeeChoice(
    /// Everything of the client.
    records: Signal<Arc<Records>>,
    /// The field that holds them.
    spec: FieldSpec,
    /// Who is said to be there.
    #[prop(into)]
    value: Signal<BTreeSet<String>>,
    /// Told who, and whether they are there now.
    #[prop(into)]
    on_change: Callback<(String, bool)>,
) -> impl IntoView {
    let people = Memo::new(move |_| {
        records.with(|records| {
            let contacts = records.contacts().iter();
            let named = contacts.filter(|(_, contact)| contact.name.is_some());
            let mut people: Vec<String> = named.map(|(id, _)| id.to_string()).collect();
            let others = value.with(|value| {
                let others = value.iter().filter(|other| !people.contains(other));
                others.cloned().collect::<Vec<_>>()
            });
            people.extend(others);
            let name = |member: String| (name_of(records, &member), member);
            people.into_iter().map(name).collect::<Vec<_>>()
        })
    });
    let error = RwSignal::new(None::<String>);
    let add = move |typed: String| match spec.parse_member(&typed) {
        Ok(Some(name)) => {
            error.set(None);
            on_change.run((name, true));
        }
        Ok(None) => error.set(None),
        Err(reason) => error.set(Some(input_error(reason))),
    };
    view! {
        <fieldset class="field">
            <legend>{move || t(Msg::MeetAttendees)}</legend>
            <div class="cluster">
                <For each=move || people.get() key=Clone::clone let:person>
                    {
                        let (name, member) = person;
                        let own = member.clone();
                        let pressed = Signal::derive(move || value.with(|value| value.contains(&own)));
                        view! {
                            <Chip
                                label=Signal::stored(name)
                                pressed
                                on_press=move |()| {
                                    on_change.run((member.clone(), !pressed.get_untracked()));
                                }
                            />
                        }
                    }
                </For>
            </div>
        </fieldset>
        <TextField
            label=Msg::MeetAttendeeMore
            value=Signal::derive(String::new)
            on_enter=add
            clear_on_enter=true
            error
            hint=Msg::MeetAttendeeHint
        />
    }
}

/// What somebody who was there is called; a contact without a name, or one that is gone, is not called by its id.
pub fn name_of(records: &Records, member: &str) -> String {
    let Ok(id) = member.parse::<RecordId>() else {
        return member.to_owned();
    };
    let mut contacts = records.contacts().iter();
    let contact = contacts.find(|(own, _)| *own == id);
    contact
        .and_then(|(_, contact)| contact.name.clone())
        .unwrap_or_else(|| t(Msg::ClientpageNamelessContact))
}
