//! Who said it: the people of the client, who else is there, and oneself.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::people;

use crate::book::Records;
use crate::kit::Chip;
use crate::session::Session;

/// So many names are offered; more would hide the kinds.
const OFFERED: usize = 6;

/// The names offered: the client's people, those who decide first; who is there besides; oneself last.
fn names(records: &Records, meeting: Option<RecordId>, me: &str) -> Vec<String> {
    let mut names: Vec<String> = people(records.file())
        .into_iter()
        .filter_map(|(_, contact)| contact.name)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .take(OFFERED)
        .collect();
    let meeting = meeting.and_then(|meeting| records.meeting(meeting));
    // A contact is kept by its id, anybody else by the name.
    let is_contact = |attendee: &String| attendee.parse::<RecordId>().is_ok();
    let others = meeting.into_iter().flat_map(|meeting| &meeting.attendees);
    names.extend(others.filter(|other| !is_contact(other)).cloned());
    names.push(me.to_owned());
    let mut seen = BTreeSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
    names
}

/// A chip for each; pressing it again takes it back.
#[component]
pub(crate) fn Speakers(
    /// The client's records.
    records: Signal<Arc<Records>>,
    /// The meeting it was said in.
    #[prop(optional_no_strip)]
    meeting: Option<RecordId>,
    /// Who said it.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// Told who said it; none for nobody in particular.
    #[prop(into)]
    on_choose: Callback<Option<String>>,
) -> impl IntoView {
    let me = Session::expect().me();
    let names = Memo::new(move |_| records.with(|records| names(records, meeting, &me.get().name)));
    view! {
        <For each=move || names.get() key=Clone::clone let:name>
            {
                let (shown, own, chosen) = (name.clone(), name.clone(), name);
                view! {
                    <Chip
                        label=Signal::derive(move || shown.clone())
                        pressed=Signal::derive(move || value.get().as_ref() == Some(&own))
                        on_press=move |()| {
                            let again = value.get_untracked().as_ref() == Some(&chosen);
                            on_choose.run((!again).then(|| chosen.clone()));
                        }
                    />
                }
            }
        </For>
    }
}
