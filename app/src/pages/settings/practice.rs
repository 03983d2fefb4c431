//! 工作節奏: our hours a week for each tier, what one of us does in a day, how much a client has open at once, and when we are away.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::practice_id;
use yardstick_domain::records::{Absence, FieldSpec, absence, practice};

use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, LinkButton, Sheet, Variant};
use crate::pages::client::add_sheet::{AddSheet, NewRecord};
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::practice::{absences, of_nobody};
use crate::pages::parts::show;
use crate::pages::parts::trouble::RecordTrouble;
use crate::route::Route;
use crate::session::Session;

const NEW: NewRecord = NewRecord {
    kind: "absence",
    title: Msg::PracticeAddAbsence,
    done: Msg::PracticeToastAdded,
    fields: &[
        || absence::period().spec(),
        || absence::who().spec(),
        || absence::reason().spec(),
    ],
    hint: |field| (field == absence::who().name()).then_some(Msg::PracticeWhoHint),
};

/// The figures, then the absences.
#[component]
pub(super) fn PracticeForm() -> impl IntoView {
    let records = of_nobody();
    let key = RecordKey {
        client: RecordId::NIL,
        record: practice_id(),
        kind: practice::SPEC.name.into(),
    };
    let of_record = key.clone();
    let field = move |spec: FieldSpec| {
        let record = key.clone();
        view! { <FieldEditor records record spec/> }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=of_record/>
            <p class="soft">{move || t(Msg::PracticeText)}</p>
            {field(practice::large_week().spec())} {field(practice::mid_week().spec())}
            {field(practice::small_week().spec())} {field(practice::day().spec())}
            {field(practice::mid_open().spec())} {field(practice::small_open().spec())}
            <Absences/>
            <div class="cluster">
                <LinkButton to=Route::Templates label=Msg::TemplatesOpen/>
            </div>
        </div>
    }
}

#[component]
fn Absences() -> impl IntoView {
    let records = of_nobody();
    let all = absences(records);
    let adding = RwSignal::new(false);
    let open = RwSignal::new(false);
    let opened = RwSignal::new(None::<RecordKey>);
    let edit = move |key: RecordKey| {
        opened.set(Some(key));
        open.set(true);
    };
    let row = move |(id, own): (RecordId, Absence)| {
        let key = records.with_untracked(|records| records.key(absence::SPEC.name, id));
        let title = move || own.period.map(show::period);
        let parts = [own.who, own.reason];
        let note = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                <button class="row" type="button" on:click=move |_| edit(key.clone())>
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                        <span class="row-note">{note}</span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <h3>{move || t(Msg::PracticeAbsences)}</h3>
        <Show when=move || all.with(Vec::is_empty)>
            <p class="soft">{move || t(Msg::PracticeNoAbsences)}</p>
        </Show>
        <ul class="rows">{move || all.get().into_iter().map(row).collect_view()}</ul>
        <div class="cluster">
            <Button
                label=Msg::PracticeAddAbsence
                glyph=Glyph::Plus
                on_press=move |_| adding.set(true)
            />
        </div>
        <AddSheet open=adding client=RecordId::NIL new=NEW more=|()| Vec::new() on_made=|_| ()/>
        <Sheet open title=Msg::PracticeAbsence>
            {move || {
                opened
                    .get()
                    .map(|key| view! { <AbsenceForm key=key open/> })
            }}
        </Sheet>
    }
}

#[component]
fn AbsenceForm(key: RecordKey, open: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let records = of_nobody();
    let own = key.clone();
    let field = move |spec: FieldSpec| {
        let record = own.clone();
        view! { <FieldEditor records record spec/> }
    };
    let gone = key.clone();
    let delete = move |_| {
        open.set(false);
        session.delete(Msg::PracticeToastDeleted, vec![gone.clone()]);
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(absence::period().spec())} {field(absence::who().spec())}
            {field(absence::reason().spec())}
            <div class="cluster">
                <Button
                    label=Msg::PracticeDeleteAbsence
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
