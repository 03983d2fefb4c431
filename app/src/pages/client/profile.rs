//! 溝通特性: four marks with the signs they rest on, and how to talk with somebody of whom they are true.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Characteristic, Level, profile_id, profile_of};
use yardstick_domain::records::{Profile, profile};

use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Choice, Glyph, Sheet};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::communication;
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::trouble::{FieldTrouble, RecordTrouble};
use crate::session::{Action, Session};

/// The marks, what follows from them, and noting that the client raised design.
#[component]
pub(super) fn Communication(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let marking = RwSignal::new(false);
    let own =
        Memo::new(move |_| records.with(|records| profile_of(records.service(), client).cloned()));
    let raised = move |_| {
        begin(session, records, client, own);
        let now = profile::raised_design_at().put(meeting_words::now().as_ref());
        session.edit(Action::new(Msg::ProfileToastRaised).set(&key_of(records, client), now));
    };
    let facts = move || {
        let own = own.get().unwrap_or_default();
        let fact = |what: Characteristic| {
            view! {
                <div>
                    <dt>{t(communication::label(what))}</dt>
                    <dd>{communication::standing(what, &own)}</dd>
                </div>
            }
        };
        Characteristic::ALL.map(fact).collect_view()
    };
    let said = Memo::new(move |_| own.with(|own| own.as_ref().map(communication::said)));
    let advice = move || said.get().map(|said| said.advice).unwrap_or_default();
    let unfounded = move || said.get().and_then(|said| said.unfounded);
    view! {
        <section class="group" aria-labelledby="client-profile">
            <h2 class="group-head" id="client-profile">
                {move || t(Msg::ProfileProfile)}
            </h2>
            <dl class="facts">{facts}</dl>
            <Show when=move || !advice().is_empty()>
                <ul class="stack" data-gap="1">
                    {move || advice().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </Show>
            {move || unfounded().map(|line| view! { <p class="soft">{line}</p> })}
            <div class="cluster">
                <Button
                    label=Msg::ProfileMark
                    glyph=Glyph::Pencil
                    on_press=move |_| marking.set(true)
                />
                <Button
                    label=Msg::ProfileRaised
                    glyph=Glyph::Lightbulb
                    on_press=raised
                />
            </div>
        </section>
        <Sheet open=marking title=Msg::ProfileProfile>
            <Marks client records own/>
        </Sheet>
    }
}

/// The four; the signs of each are written down once it is marked.
#[component]
fn Marks(
    client: RecordId,
    records: Signal<Arc<Records>>,
    own: Memo<Option<Profile>>,
) -> impl IntoView {
    let key = key_of(records, client);
    let record = StoredValue::new(key.clone());
    let is_there = move || own.with(Option::is_some);
    let mark = move |what: Characteristic| {
        let level = Memo::new(move |_| own.with(|own| what.level(own.as_ref()?)));
        view! {
            <Mark client records own what level/>
            <Show when=move || level.get().is_some()>
                <FieldEditor
                    records
                    record=record.get_value()
                    spec=what.signs_spec()
                    hint=Signal::derive(|| t(Msg::ProfileSignsHint))
                />
            </Show>
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {Characteristic::ALL.map(mark).collect_view()}
            <Show when=is_there>
                <div class="cluster">
                    <HistoryButton record=record.get_value()/>
                </div>
            </Show>
        </div>
    }
}

/// One mark, in its own words.
#[component]
fn Mark(
    client: RecordId,
    records: Signal<Arc<Records>>,
    own: Memo<Option<Profile>>,
    what: Characteristic,
    level: Memo<Option<Level>>,
) -> impl IntoView {
    let session = Session::expect();
    let spec = what.mark_spec();
    let record = key_of(records, client);
    let key = record.field(spec.name);
    let choose = move |level: Level| {
        begin(session, records, client, own);
        let marked = Action::new(Msg::ClientpageToastEdited).set(&record, what.marked(level));
        session.edit(marked.quietly());
    };
    let options = Level::ALL.map(|level| (level, communication::level(what, level).into()));
    view! {
        <div class="stack" data-gap="1">
            <Choice
                label=communication::label(what)
                options=options.to_vec()
                value=level
                on_choose=choose
            />
            <FieldTrouble records key spec on_mend=|_| ()/>
        </div>
    }
}

fn key_of(records: Signal<Arc<Records>>, client: RecordId) -> RecordKey {
    records.with_untracked(|records| records.key(profile::SPEC.name, profile_id(client)))
}

/// Says when the profile was begun, in an action of its own: what is undone afterwards leaves the record, which is the only one.
fn begin(
    session: Session,
    records: Signal<Arc<Records>>,
    client: RecordId,
    own: Memo<Option<Profile>>,
) {
    if own.with_untracked(|own| own.as_ref().is_none_or(|own| own.begun_at.is_none())) {
        let now = profile::begun_at().put(meeting_words::now().as_ref());
        let begun = Action::new(Msg::ClientpageToastEdited).set(&key_of(records, client), now);
        session.edit(begun.quietly());
    }
}
