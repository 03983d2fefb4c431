//! Correcting time written down.

use leptos::prelude::*;
use yardstick_domain::bundle::Record;
use yardstick_domain::change::{RecordKey, Value};
use yardstick_domain::records::{self, TimeEntry, WorkKind, time_entry};

use super::entries::Line;
use super::log::{KINDS, name};
use crate::book::Book;
use crate::i18n::Msg;
use crate::kit::{Button, Choice, Sheet, Variant};
use crate::pages::parts::field::Parsed;
use crate::pages::parts::history::HistoryButton;
use crate::session::{Action, Session};

/// The sheet of the entry in `chosen`; closes by setting it to `None`.
#[component]
pub(super) fn EntrySheet(chosen: RwSignal<Option<Line>>) -> impl IntoView {
    let session = Session::expect();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(chosen.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    let delete = move |_| {
        if let Some(line) = chosen.get_untracked() {
            chosen.set(None);
            session.delete(Msg::WorkToastDeleted, vec![key(&line)]);
        }
    };
    view! {
        <Sheet
            open
            title=Msg::WorkCorrect
            foot=move || {
                view! {
                    <Button
                        label=Msg::ButtonDelete
                        variant=Variant::Danger
                        on_press=delete
                    />
                    <Button
                        label=Msg::ButtonDone
                        variant=Variant::Primary
                        on_press=move |_| chosen.set(None)
                    />
                }
            }
        >
            {move || chosen.get().map(|line| view! { <Body line/> })}
        </Sheet>
    }
}

#[component]
fn Body(line: Line) -> impl IntoView {
    let session = Session::expect();
    let record = StoredValue::new(key(&line));
    let records = Book::expect().client(line.client).records();
    // As it is now; until the client is read, as the list had it.
    let entry = Memo::new(move |_| {
        let entry = records.with(|records| {
            let shown = record.with_value(|key| records.record(key).map(Record::values))?;
            Some(TimeEntry::read(shown))
        });
        entry.unwrap_or_else(|| TimeEntry {
            work_kind: Some(line.kind.clone()),
            minutes: Some(line.minutes),
            ..TimeEntry::default()
        })
    });
    let kind = Signal::derive(move || entry.with(|entry| entry.work_kind.clone()));
    let minutes = Signal::derive(move || {
        let minutes = entry.with(|entry| entry.minutes);
        minutes.map(|minutes| time_entry::minutes().set(&minutes).value)
    });
    let field = record.with_value(|record| record.field(time_entry::minutes().name()));
    let set = move |edit: records::Edit| {
        session.edit(
            record.with_value(|record| Action::new(Msg::WorkToastCorrected).set(record, edit)),
        );
    };
    let choose = move |chosen: WorkKind| {
        set(time_entry::work_kind().set(&chosen));
    };
    let take = move |taken: Value| {
        set(records::Edit {
            field: time_entry::minutes().name().into(),
            value: taken,
        });
    };
    let options = KINDS
        .into_iter()
        .chain([WorkKind::Meeting])
        .map(|kind| {
            let label = name(&kind).into();
            (kind, label)
        })
        .collect();
    view! {
        <div class="form">
            <p class="soft">{line.client_name}</p>
            <Choice label=Msg::WorkKinds options value=kind on_choose=choose/>
            <Parsed
                field
                spec=time_entry::minutes().spec()
                label=Msg::WorkLength
                hint=Msg::WorkLengthHint
                value=minutes
                required=true
                on_value=take
            />
            <div>
                <HistoryButton record=record.get_value()/>
            </div>
        </div>
    }
}

fn key(line: &Line) -> RecordKey {
    RecordKey {
        client: line.client,
        record: line.entry,
        kind: records::time_entry::SPEC.name.into(),
    }
}
