//! 打預防針: the talks about the shares of cost to expect, when and with whom, and noting another.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    CostShare, cost_talks, decider_was_there, deciders, is_over_whole, share_sum, talk_sum,
};
use yardstick_domain::records::{CostTalk, Edit, FieldSpec, cost_talk};
use yardstick_domain::values::{InputError, Instant, Rate};

use crate::book::Records;
use crate::browser::focus;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Entry, Glyph, Sheet, TextField, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::attendees::{AttendeeChoice, name_of};
use crate::pages::parts::field::{FieldEditor, NewField, NewText};
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::{now, show, words};
use crate::session::{Action, Session};

/// All talks, the last one first, and noting another.
#[component]
pub(super) fn CostTalks(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let adding = RwSignal::new(false);
    let open = RwSignal::new(false);
    let opened = RwSignal::new(None::<RecordKey>);
    let all = Memo::new(move |_| {
        records.with(|records| {
            let all = cost_talks(records.service()).into_iter();
            all.map(|(id, talk)| (*id, Told::of(records, talk)))
                .collect::<Vec<_>>()
        })
    });
    let row = move |(id, told): (RecordId, Told)| {
        let show_it = move |_| {
            let key = records.with_untracked(|records| records.key(cost_talk::SPEC.name, id));
            opened.set(Some(key));
            open.set(true);
        };
        let (title, note) = (told.title(), told.note());
        let is_over = told.sum.is_some_and(is_over_whole);
        view! {
            <li>
                <button class="row" type="button" on:click=show_it>
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                        <span class="row-note">{note}</span>
                    </span>
                    <span class="row-figure" data-tone=is_over.then_some("warn")>
                        {told.sum.map(show::rate)}
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <section class="group" aria-labelledby="client-cost-talks">
            <h2 class="group-head" id="client-cost-talks">
                <span>{move || t(Msg::CosttalkTalks)}</span>
                <span class="group-count">{move || all.with(Vec::len)}</span>
            </h2>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::CosttalkNone)}</p>
            </Show>
            <ul class="rows">{move || all.get().into_iter().map(row).collect_view()}</ul>
            <div class="cluster">
                <Button
                    label=Msg::CosttalkAdd
                    glyph=Glyph::Plus
                    on_press=move |_| adding.set(true)
                />
            </div>
        </section>
        <NewTalk open=adding client records/>
        <Sheet open title=Msg::CosttalkTalk>
            {move || opened.get().map(|key| view! { <TalkForm records key open/> })}
        </Sheet>
    }
}

/// A talk as its row tells it.
#[derive(Clone, PartialEq)]
struct Told {
    at: Option<Instant>,
    names: Vec<String>,
    shares: [Option<Rate>; 4],
    sum: Option<Rate>,
    decider: Option<bool>,
}

impl Told {
    fn of(records: &Records, talk: &CostTalk) -> Self {
        let names = talk.attendees.iter();
        Self {
            at: talk.at,
            names: names.map(|member| name_of(records, member)).collect(),
            shares: CostShare::ALL.map(|share| share.of(talk)),
            sum: talk_sum(talk),
            decider: decider_was_there(records.file(), talk),
        }
    }

    /// When, and with whom.
    fn title(&self) -> String {
        let day = self.at.and_then(now::local_day).map(show::day);
        let day = day.unwrap_or_else(|| t(Msg::CosttalkUndated));
        let parts = std::iter::once(day).chain(self.names.clone());
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Who was not there, and which shares.
    fn note(&self) -> String {
        let missing = (self.decider == Some(false)).then(|| t(Msg::CosttalkNoDecider));
        let shares = CostShare::ALL.into_iter().zip(self.shares);
        let shares = shares.filter_map(|(share, rate)| {
            let values = [
                ("what", &*label(share.spec())),
                ("share", &*show::rate(rate?)),
            ];
            Some(t_with(Msg::CosttalkShare, &values))
        });
        let parts = missing.into_iter().chain(shares);
        parts.collect::<Vec<_>>().join(" · ")
    }
}

fn label(spec: FieldSpec) -> String {
    let word = words::field(cost_talk::SPEC.name, spec.name);
    word.map(t).unwrap_or_default()
}

/// A sheet that notes a talk. Where nobody says otherwise it is held now, with those who decide.
#[component]
fn NewTalk(open: RwSignal<bool>, client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let form = format!("{client}/new/{}", cost_talk::SPEC.name);
    let shares = CostShare::ALL.map(|share| NewText::take_up(session, &form, share.spec()));
    let note = NewText::take_up(session, &form, cost_talk::note().spec());
    let at = RwSignal::new(None::<Instant>);
    let chosen = RwSignal::new(None::<BTreeSet<String>>);
    let attendees = Signal::derive(move || {
        let usual = || records.with(|records| deciders(records.file()));
        chosen.get().unwrap_or_else(usual)
    });
    let change = move |(member, is_there): (String, bool)| {
        let mut all = attendees.get_untracked();
        if is_there {
            all.insert(member);
        } else {
            all.remove(&member);
        }
        chosen.set(Some(all));
    };
    let sum = Signal::derive(move || {
        let typed = shares.map(|share| share.text.with(|text| Rate::parse(text).ok()));
        share_sum(typed)
    });
    let texts = move || shares.into_iter().chain([note]);
    let save = move || {
        let filled = texts().filter(|text| !untrack(|| text.is_empty()));
        let edits: Result<Vec<Edit>, InputError> = filled.map(NewText::edit).collect();
        let Ok(edits) = edits else {
            texts().for_each(|text| text.done(true));
            focus::on("dialog [aria-invalid=\"true\"]");
            return;
        };
        let key = session.new_record(cost_talk::SPEC.name, client);
        let held = at.get_untracked().or_else(meeting_words::now);
        let with = attendees.get_untracked();
        let with = with.iter().map(|member| cost_talk::attendees().add(member));
        session.edit(
            Action::new(Msg::CosttalkToastAdded)
                .set(&key, cost_talk::at().put(held.as_ref()))
                .set_all(&key, with)
                .set_all(&key, edits),
        );
        texts().for_each(NewText::clear);
        at.set(None);
        chosen.set(None);
        open.set(false);
    };
    let foot = move || {
        view! {
            <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
            <Button label=Msg::ButtonAdd variant=Variant::Primary on_press=move |_| save()/>
        }
    };
    let field = move |text: NewText| {
        let label = Signal::derive(move || label(text.spec));
        view! { <NewField label field=text required=false/> }
    };
    view! {
        <Sheet open title=Msg::CosttalkAdd foot=foot>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <When value=at on_choose=move |moment| at.set(moment)/>
                <AttendeeChoice
                    records
                    spec=cost_talk::attendees().spec()
                    value=attendees
                    on_change=change
                />
                {shares.into_iter().map(field).collect_view()} <Sum sum/> {field(note)}
                // Enter sends a form of several lines only where there is something to send it.
                <button type="submit" hidden=true></button>
            </form>
        </Sheet>
    }
}

/// When it was held; what is not chosen is now.
#[component]
fn When(
    #[prop(into)] value: Signal<Option<Instant>>,
    #[prop(into)] on_choose: Callback<Option<Instant>>,
) -> impl IntoView {
    view! {
        <TextField
            label=Msg::CosttalkAt
            entry=Entry::Moment
            words=move || value.get().map_or_else(|| t(Msg::CosttalkNow), meeting_words::moment)
            value=Signal::derive(move || {
                value.get().map(meeting_words::moment_input).unwrap_or_default()
            })
            on_commit=move |typed: String| on_choose.run(meeting_words::typed_moment(&typed))
        />
    }
}

/// What the shares come to, and a word if that is more than there is.
#[component]
fn Sum(#[prop(into)] sum: Signal<Option<Rate>>) -> impl IntoView {
    let said = move || {
        sum.get().map(|sum| {
            let total = t_with(Msg::CosttalkSum, &[("sum", &show::rate(sum))]);
            let over = is_over_whole(sum).then(|| t(Msg::CosttalkOver));
            let parts = std::iter::once(total).chain(over);
            parts.collect::<Vec<_>>().join(" · ")
        })
    };
    let tone = move || sum.get().is_some_and(is_over_whole).then_some("bad");
    view! {
        <p class="soft" role="status" data-tone=tone>
            {said}
        </p>
    }
}

/// Every field of a talk.
#[component]
fn TalkForm(records: Signal<Arc<Records>>, key: RecordKey, open: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let id = key.record;
    let (own, of_history) = (key.clone(), key.clone());
    let talk = Memo::new(move |_| {
        records.with(|records| {
            let mut all = records.service().cost_talks.iter();
            let own = all.find(|(other, _)| *other == id);
            own.map(|(_, talk)| talk.clone()).unwrap_or_default()
        })
    });
    let field = move |spec: FieldSpec| {
        let record = own.clone();
        view! { <FieldEditor records record spec/> }
    };
    let set = {
        let key = StoredValue::new(key.clone());
        move |edit: Edit| {
            let action =
                key.with_value(|key| Action::new(Msg::ClientpageToastEdited).set(key, edit));
            session.edit(action.quietly());
        }
    };
    let delete = {
        let key = key.clone();
        move |_| {
            open.set(false);
            session.delete(Msg::CosttalkToastDeleted, vec![key.clone()]);
        }
    };
    let change = move |(member, is_there): (String, bool)| {
        set(if is_there {
            cost_talk::attendees().add(&member)
        } else {
            cost_talk::attendees().remove(&member)
        });
    };
    // Emptied, it stays as it was: a talk was held some time.
    let choose = move |moment: Option<Instant>| {
        if let Some(moment) = moment {
            set(cost_talk::at().set(&moment));
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            <When value=Signal::derive(move || talk.with(|talk| talk.at)) on_choose=choose/>
            <AttendeeChoice
                records
                spec=cost_talk::attendees().spec()
                value=Signal::derive(move || talk.with(|talk| talk.attendees.clone()))
                on_change=change
            />
            {CostShare::ALL.into_iter().map(|share| field(share.spec())).collect_view()}
            <Sum sum=Signal::derive(move || talk.with(talk_sum))/>
            {field(cost_talk::note().spec())}
            <div class="cluster">
                <HistoryButton record=of_history/>
                <Button
                    label=Msg::CosttalkDelete
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
