//! Tags: our own words for finding a client again. Each is a member of a set, so two people can add different ones at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::Name;
use yardstick_domain::order;
use yardstick_domain::records::{FieldSpec, client};

use crate::book::{Book, Records};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Glyph, IconButton, TextField};
use crate::pages::parts::trouble::FieldTrouble;
use crate::pages::parts::words;
use crate::session::drafts::place_of;
use crate::session::{Action, Session};

/// How many tags of other clients are offered.
const OFFERED: usize = 8;

/// The tags with a way to take each off, a line to type another, and those used elsewhere to tap.
#[component]
pub(super) fn Tags(records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let error = RwSignal::new(None::<String>);
    let own = Memo::new(move |_| records.with(|records| records.client().tags.clone()));
    let key = move || records.with_untracked(|records| records.client_key());
    let place = StoredValue::new(place_of(&key().field(client::tags().name())));
    let typed = place.with_value(|place| session.draft::<String>(place));
    let keep = move |text: Option<&String>| {
        place.with_value(|place| session.keep_draft(place, text));
    };
    let add = move |typed: String| match client::tags().spec().parse_member(&typed) {
        Ok(Some(tag)) => {
            error.set(None);
            keep(None);
            session.edit(
                Action::new(Msg::ClientpageToastTagAdded)
                    .set(&key(), client::tags().add(&tag))
                    .quietly(),
            );
        }
        Ok(None) => error.set(None),
        Err(reason) => error.set(Some(words::input_error(reason))),
    };
    let remove = move |tag: &str| {
        session.edit(
            Action::new(Msg::ClientpageToastTagRemoved).set(&key(), client::tags().remove(tag)),
        );
    };
    let chip = move |tag: String| {
        let (own, shown) = (tag.clone(), tag.clone());
        let name = Signal::derive(move || t_with(Msg::ClientpageRemoveTag, &[("tag", &tag)]));
        view! {
            <li class="cluster" data-gap="1">
                <span class="chip" data-static=true>{shown}</span>
                <IconButton glyph=Glyph::X name on_press=move |_| remove(&own)/>
            </li>
        }
    };
    // Put on by one and taken off by another, or refused.
    let disputed = Memo::new(move |_| {
        records.with(|records| {
            let client = records.record(&records.client_key());
            let fields = client.into_iter().flat_map(|record| record.fields.iter());
            let in_trouble = fields.filter(|(name, field)| {
                let is_tag = FieldSpec::split(name.as_str()).0 == client::tags().name();
                let has_others = !field.register.also_edited().is_empty();
                is_tag && (has_others || !field.refused.is_empty())
            });
            in_trouble.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        })
    });
    let dispute = move |name: Name| {
        let tag = FieldSpec::split(name.as_str()).1.map(str::to_owned);
        let field = key().field(name);
        view! {
            <div>
                <p>{tag}</p>
                <FieldTrouble records key=field spec=client::tags().spec() on_mend=|_| ()/>
            </div>
        }
    };
    view! {
        <div class="stack" data-gap="2">
            <TextField
                label=Msg::ClientpageAddTag
                value=Signal::stored(typed.unwrap_or_default())
                hint=Msg::ClientpageTagsHint
                error
                on_input=move |text: String| keep(Some(&text).filter(|text| !text.is_empty()))
                on_enter=add
                clear_on_enter=true
            />
            <Offered own=own.into() on_add=add/>
            <ul class="cluster" aria-label=move || t(Msg::ClientTags)>
                <For each=move || own.get() key=Clone::clone children=chip/>
            </ul>
            <For each=move || disputed.get() key=Clone::clone children=dispute/>
        </div>
    }
}

#[component]
fn Offered(own: Signal<BTreeSet<String>>, #[prop(into)] on_add: Callback<String>) -> impl IntoView {
    let rows = Book::expect().clients();
    let others = Memo::new(move |_| {
        let own = own.get();
        let mut counts = std::collections::BTreeMap::<String, usize>::new();
        rows.with(|rows| {
            for tag in rows.iter().flat_map(|row| row.summary.tags.iter()) {
                *counts.entry(tag.clone()).or_default() += 1;
            }
        });
        let mut tags: Vec<(String, usize)> = counts
            .into_iter()
            .filter(|(tag, _)| !own.contains(tag))
            .collect();
        order::by(&mut tags, |(a, x), (b, y)| (y, a).cmp(&(x, b)));
        tags.into_iter()
            .take(OFFERED)
            .map(|(tag, _)| tag)
            .collect::<Vec<_>>()
    });
    view! {
        <div class="cluster">
            <For each=move || others.get() key=Clone::clone let:tag>
                <button
                    class="chip"
                    type="button"
                    on:click={
                        let tag = tag.clone();
                        move |_| on_add.run(tag.clone())
                    }
                >
                    <crate::kit::Icon glyph=Glyph::Plus/>
                    {tag.clone()}
                </button>
            </For>
        </div>
    }
}
