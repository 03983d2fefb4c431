//! 達成金額: what an engagement has reached, day by day, against what the client would call a success.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Reached, reached};
use yardstick_domain::records::{FieldSpec, reading};
use yardstick_domain::values::Money;

use super::add_sheet::{AddSheet, NewRecord};
use crate::book::Records;
use crate::i18n::{Msg, format, t, t_with};
use crate::kit::{Button, Glyph, Ruler, Sheet, Variant};
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::portion::{MoreRows, Part, Portion};
use crate::pages::parts::trouble::RecordTrouble;
use crate::pages::parts::{now, show};
use crate::session::Session;

const NEW: NewRecord = NewRecord {
    kind: "reading",
    title: Msg::ReadingAdd,
    done: Msg::ReadingToastAdded,
    fields: &[|| reading::amount().spec(), || reading::on().spec()],
    hint: |field| (field == reading::on().name()).then_some(Msg::ReadingOnEmpty),
};

/// The latest amount, the way to the earlier ones, and writing down another.
#[component]
pub(super) fn Readings(
    client: RecordId,
    records: Signal<Arc<Records>>,
    /// Of which engagement.
    engagement: RecordId,
    /// What the client would call a success.
    success: Option<Money>,
) -> impl IntoView {
    let adding = RwSignal::new(false);
    let listing = RwSignal::new(false);
    let latest = Memo::new(move |_| all(records, engagement).into_iter().next());
    let more = move |()| {
        vec![
            reading::engagement().set(&engagement),
            reading::on().set(&now::today()),
            reading::made_at().put(meeting_words::now().as_ref()),
        ]
    };
    view! {
        {move || {
            latest
                .get()
                .map(|reached| view! { <Latest reached success on_open=move |()| listing.set(true)/> })
        }}
        <div class="cluster">
            <Button label=Msg::ReadingAdd glyph=Glyph::Plus on_press=move |_| adding.set(true)/>
        </div>
        <AddSheet open=adding client under=engagement new=NEW more on_made=|_| ()/>
        <Sheet open=listing title=Msg::ReadingReached>
            <All records engagement/>
        </Sheet>
    }
}

fn all(records: Signal<Arc<Records>>, engagement: RecordId) -> Vec<Reached> {
    records.with(|records| reached(records.file(), engagement, now::utc_offset_minutes()))
}

#[component]
fn Latest(
    reached: Reached,
    success: Option<Money>,
    #[prop(into)] on_open: Callback<()>,
) -> impl IntoView {
    let percent = success.and_then(|success| reached.percent_of(success));
    let note = move || {
        let day = show::short_day(reached.on);
        match percent {
            Some(percent) => t_with(
                Msg::ReadingOfSuccess,
                &[("day", &day), ("percent", &format::number(percent, 0))],
            ),
            None => day,
        }
    };
    view! {
        <button class="row" type="button" on:click=move |_| on_open.run(())>
            <span class="row-text">
                <span class="row-title">{move || t(Msg::ReadingReached)}</span>
                <span class="row-note">{note}</span>
            </span>
            <span class="row-figure">{move || show::money(reached.amount)}</span>
        </button>
        {percent
            .map(|percent| {
                let name = Signal::derive(|| t(Msg::ReadingShare));
                view! { <Ruler name value=Signal::stored(Some(percent))/> }
            })}
    }
}

/// All readings, the latest first; a tap opens one.
#[component]
fn All(records: Signal<Arc<Records>>, engagement: RecordId) -> impl IntoView {
    let opened = RwSignal::new(None::<RecordKey>);
    let open = RwSignal::new(false);
    let portion = Portion::new();
    let part = Memo::new(move |_| portion.of(all(records, engagement).into_iter()));
    let row = move |reached: Reached| {
        let show_it = move |_| {
            let key = records.with_untracked(|records| records.key("reading", reached.reading));
            opened.set(Some(key));
            open.set(true);
        };
        view! {
            <li>
                <button class="row" type="button" on:click=show_it>
                    <span class="row-text">
                        <span class="row-title">{move || show::day(reached.on)}</span>
                    </span>
                    <span class="row-figure">{move || show::money(reached.amount)}</span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="rows">
            {move || part.with(|part: &Part<_>| part.first.clone()).into_iter().map(row).collect_view()}
        </ul>
        <MoreRows portion count=Signal::derive(move || part.with(|part| part.count))/>
        <Sheet open title=Msg::ReadingReading>
            {move || opened.get().map(|key| view! { <ReadingForm records key open/> })}
        </Sheet>
    }
}

/// Every field of a reading.
#[component]
fn ReadingForm(
    records: Signal<Arc<Records>>,
    key: RecordKey,
    open: RwSignal<bool>,
) -> impl IntoView {
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
            session.delete(Msg::ReadingToastDeleted, vec![key.clone()]);
        }
    };
    view! {
        <div class="form">
            <RecordTrouble records record=key/>
            {field(reading::amount().spec())} {field(reading::on().spec())}
            <div class="cluster">
                <HistoryButton record=of_history/>
                <Button
                    label=Msg::ReadingDelete
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=delete
                />
            </div>
        </div>
    }
}
