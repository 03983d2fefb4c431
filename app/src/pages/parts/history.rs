//! What a record was: each change of it, who made it, what it was before, and the way back to any of it.
//!
//! Online it is the server's history; without a network what this device holds, and that is said.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::DELETED_FIELD;
use yardstick_domain::change::{Name, RecordKey, RegisterKey, Value};
use yardstick_domain::erasure::ERASED_FIELD;
use yardstick_domain::history::{Before, Line, before};
use yardstick_domain::id::ChangeId;
use yardstick_domain::order;
use yardstick_domain::records::{Edit, FieldType};
use yardstick_domain::text::{Piece, difference};

use super::author;
use crate::book::{Book, Records};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Chip, Glyph, Icon, Sheet, Toasts, Variant};
use crate::pages::door::error_text;
use crate::pages::sync::naming;
use crate::session::account::AccountError;
use crate::session::{Action, Session, history};

/// The button that opens the history of a record.
#[component]
pub(in crate::pages) fn HistoryButton(
    /// Which record.
    record: RecordKey,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let record = StoredValue::new(record);
    view! {
        <Button label=Msg::HistoryTitle glyph=Glyph::History on_press=move |_| open.set(true)/>
        <Sheet open title=Msg::HistoryTitle>
            <History record=record.get_value()/>
        </Sheet>
    }
}

/// What was fetched so far.
#[derive(Clone, Debug, PartialEq)]
enum Fetched {
    Waiting,
    Failed(AccountError),
    Here { more: bool },
}

#[component]
fn History(record: RecordKey) -> impl IntoView {
    let records = Book::expect().client(record.client).records();
    let is_demo = Session::expect().is_demo();
    let record = StoredValue::new(record);
    let lines = RwSignal::new(Vec::<Line>::new());
    let fetched = RwSignal::new(if is_demo {
        Fetched::Here { more: false }
    } else {
        Fetched::Waiting
    });
    let fetch = Callback::new(move |()| {
        let key = record.get_value();
        let from = lines.with_untracked(|lines| lines.last().map(|line| line.seq));
        fetched.set(Fetched::Waiting);
        spawn_local(async move {
            let answer = history::lines(&key, from).await;
            // Refused when the sheet was closed meanwhile.
            let _ = match answer {
                Ok(page) => {
                    lines.try_update(|lines| lines.extend(page.lines));
                    fetched.try_set(Fetched::Here { more: page.more })
                }
                Err(error) => fetched.try_set(Fetched::Failed(error)),
            };
        });
    });
    if !is_demo {
        fetch.run(());
    }
    let all = Memo::new(move |_| {
        let held = records.with(|records| record.with_value(|key| held(records, key)));
        lines.with(|lines| together(held, lines))
    });
    let more = Memo::new(move |_| match fetched.get() {
        Fetched::Here { more } => more,
        // As far as one knows.
        Fetched::Waiting | Fetched::Failed(_) => true,
    });
    let only = RwSignal::new(None::<Name>);
    view! {
        <div class="stack">
            {move || match fetched.get() {
                Fetched::Failed(error) => Some(view! { <NotAll error fetch/> }.into_any()),
                Fetched::Waiting => {
                    Some(view! { <p class="soft" role="status">{t(Msg::HistoryFetching)}</p> }.into_any())
                }
                Fetched::Here { .. } if is_demo => {
                    Some(view! { <p class="soft">{t(Msg::HistoryDemo)}</p> }.into_any())
                }
                Fetched::Here { .. } => None,
            }}
            <Fields records all record only/>
            <ol class="rows" aria-label=move || t(Msg::HistoryTitle)>
                {move || {
                    let (all, more, only) = (all.get(), more.get(), only.get());
                    let is_asked = |line: &Line| only.as_ref().is_none_or(|only| line.field == *only);
                    (0..all.len())
                        .filter(|&at| is_told(&all[at]) && is_asked(&all[at]))
                        .map(|at| {
                            let was = was(&all, at, more);
                            let is_now = shows_now(records, record, &all[at]);
                            let opens = opens_act(&all[..at], &all[at]);
                            view! { <Entry records record line=all[at].clone() was is_now opens/> }
                        })
                        .collect_view()
                }}
            </ol>
            {move || {
                (fetched.get() == Fetched::Here { more: true })
                    .then(|| {
                        view! {
                            <Button label=Msg::HistoryMore on_press=move |_| fetch.run(())/>
                        }
                    })
            }}
        </div>
    }
}

/// Which field's history is wanted; of a record with one field nothing is asked.
#[component]
fn Fields(
    records: Signal<Arc<Records>>,
    all: Memo<Vec<Line>>,
    record: StoredValue<RecordKey>,
    only: RwSignal<Option<Name>>,
) -> impl IntoView {
    let fields = Memo::new(move |_| {
        let told = all.with(|all| {
            let told = all.iter().filter(|line| is_told(line));
            order::set(told.map(|line| line.field.clone()))
        });
        if told.len() > 1 {
            told
        } else {
            BTreeSet::new()
        }
    });
    let chip = move |field: Name| {
        let label = records.with_untracked(|records| {
            record.with_value(|key| title(records, &key.field(field.clone()), false))
        });
        let own = Some(field);
        let is_chosen = {
            let own = own.clone();
            Signal::derive(move || only.get() == own)
        };
        let choose = move |()| {
            only.update(|only| *only = if *only == own { None } else { own.clone() });
        };
        view! { <Chip label=Signal::stored(label) pressed=is_chosen on_press=choose/> }
    };
    view! {
        <div class="chips" role="group" aria-label=move || t(Msg::HistoryFields)>
            {move || fields.get().into_iter().map(chip).collect_view()}
        </div>
    }
}

/// That this is not all, and why.
#[component]
fn NotAll(error: AccountError, fetch: Callback<()>) -> impl IntoView {
    let text = if error == AccountError::Unreachable {
        t(Msg::HistoryOffline)
    } else {
        error_text(&error)
    };
    view! {
        <div class="banner" data-tone="warn">
            <Icon glyph=Glyph::CloudOff/>
            <p class="banner-text">{text}</p>
            <Button label=Msg::ButtonRetry on_press=move |_| fetch.run(())/>
        </div>
    }
}

/// What this device holds of a record: the changes nobody replaced, those not yet sent among them.
pub(in crate::pages) fn held(records: &Records, key: &RecordKey) -> Vec<Line> {
    let fields = records
        .record(key)
        .into_iter()
        .flat_map(|record| &record.fields);
    fields
        .flat_map(|(name, field)| {
            field.register.heads().iter().map(|head| Line {
                seq: 0,
                id: head.id,
                field: name.clone(),
                value: head.value.clone(),
                replaces: Vec::new(),
                time: head.time,
                device: head.device,
                replaced: false,
                action: None,
                batch: None,
                of: None,
                before: None,
            })
        })
        .collect()
}

/// The server's lines, and on top what only this device has; newest first.
pub(in crate::pages) fn together(held: Vec<Line>, lines: &[Line]) -> Vec<Line> {
    let mut all: Vec<Line> = held
        .into_iter()
        .filter(|own| lines.iter().all(|line| line.id != own.id))
        .collect();
    order::by_key(&mut all, |line| std::cmp::Reverse(line.time));
    all.extend(lines.iter().cloned());
    all
}

/// What never showed is no history, and what a tombstone saw is nobody's word.
pub(in crate::pages) fn is_told(line: &Line) -> bool {
    !line.replaced && line.field.as_str() != ERASED_FIELD
}

/// What was before a line. Of one that only this device has it is what the server has, if that is known.
pub(in crate::pages) fn was(lines: &[Line], at: usize, more: bool) -> Before {
    let line = &lines[at];
    if line.seq > 0 {
        return before(lines, at, more);
    }
    let mut older = lines.iter().skip(at + 1);
    match older.find(|older| older.field == line.field && older.seq > 0) {
        Some(older) => Before::Was(older.value.clone()),
        None if more => Before::Unknown,
        None => Before::Nothing,
    }
}

/// Whether a line is of an action or a batch of which no line stands before it.
fn opens_act(newer: &[Line], line: &Line) -> bool {
    let act = |line: &Line| {
        (
            line.id.writer,
            line.batch,
            line.batch.is_none().then_some(line.action),
        )
    };
    let is_of_act = line.action.is_some() || line.batch.is_some();
    is_of_act && newer.iter().all(|newer| act(newer) != act(line))
}

fn shows_now(records: Signal<Arc<Records>>, record: StoredValue<RecordKey>, line: &Line) -> bool {
    records.with(|records| {
        record.with_value(|key| {
            let field = records
                .record(key)
                .and_then(|shown| shown.fields.get(&line.field));
            field
                .and_then(|field| field.register.winner())
                .is_some_and(|head| head.id == line.id)
        })
    })
}

#[component]
fn Entry(
    records: Signal<Arc<Records>>,
    record: StoredValue<RecordKey>,
    line: Line,
    was: Before,
    is_now: bool,
    /// It is the first line of what was done at once.
    opens: bool,
) -> impl IntoView {
    let session = Session::expect();
    let key = record.with_value(|key| key.field(line.field.clone()));
    let is_deletion = line.field.as_str() == DELETED_FIELD;
    let title = records.with_untracked(|records| title(records, &key, line.value.is_null()));
    let by = move || author::by(session, line.device, line.time);
    let value = line.value.clone();
    let take = {
        let key = key.clone();
        move |_| {
            let edit = Edit {
                field: key.field.clone(),
                value: value.clone(),
            };
            session.edit(Action::new(Msg::HistoryRestored).set(&key.record_key(), edit));
        }
    };
    view! {
        <li class="stack" data-gap="2">
            <div class="row row-line">
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    {(!is_deletion)
                        .then(|| {
                            view! {
                                <span class="row-text difference">
                                    <Changed records key was now=line.value.clone()/>
                                </span>
                            }
                        })}
                    <span class="row-note">{by}</span>
                </span>
            </div>
            <div class="cluster">
                {is_now
                    .then(|| view! { <span class="badge">{move || t(Msg::HistoryNow)}</span> })}
                {(!is_now && !is_deletion)
                    .then(|| view! { <Button label=Msg::HistoryTake on_press=take/> })}
                {opens.then(|| view! { <TakeBack with=line.id/> })}
            </div>
        </li>
    }
}

/// A field, with the member if it is one of a set; or that the record was deleted, or came back.
fn title(records: &Records, key: &RegisterKey, is_null: bool) -> String {
    if key.field.as_str() == DELETED_FIELD {
        return t(if is_null {
            Msg::HistoryBroughtBack
        } else {
            Msg::HistoryDeleted
        });
    }
    let field = naming::field(key);
    let Some((_, member)) = key.field.as_str().split_once('/') else {
        return field;
    };
    let name = naming::member_record(records, member);
    [&field, " · ", name.as_deref().unwrap_or(member)].concat()
}

/// The value before and after; of a text word by word.
#[component]
fn Changed(
    records: Signal<Arc<Records>>,
    key: RegisterKey,
    was: Before,
    now: Value,
) -> impl IntoView {
    let value =
        |value: &Value| records.with_untracked(|records| naming::value_in(records, &key, value));
    let after = value(&now);
    let was = match was {
        Before::Was(was) => Some(value(&was)),
        Before::Nothing => None,
        Before::Unknown => return view! { <span>{after}</span> }.into_any(),
    };
    let is_text = naming::spec(&key).is_some_and(|spec| {
        matches!(
            spec.ty,
            FieldType::Text { .. } | FieldType::Multiline { .. }
        )
    });
    match was {
        Some(was) if is_text && !now.is_null() => pieces(&was, &after),
        Some(was) => view! { <span><del>{was}</del> " " <ins>{after}</ins></span> }.into_any(),
        None => view! { <span><ins>{after}</ins></span> }.into_any(),
    }
}

fn pieces(was: &str, now: &str) -> AnyView {
    let pieces = difference(was, now).into_iter().map(|piece| match piece {
        Piece::Same(part) => view! { <span>{part.to_owned()}</span> }.into_any(),
        Piece::Gone(part) => view! { <del>{part.to_owned()}</del> }.into_any(),
        Piece::New(part) => view! { <ins>{part.to_owned()}</ins> }.into_any(),
    });
    view! { <span>{pieces.collect_view()}</span> }.into_any()
}

/// Takes back everything that was done at once.
#[component]
fn TakeBack(with: ChangeId) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let busy = RwSignal::new(false);
    let take_back = move |_| {
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = history::take_back(session, with).await {
                toasts.say(error_text(&error));
            }
            busy.try_set(false);
        });
    };
    view! {
        <Button
            label=Msg::HistoryTakeBack
            variant=Variant::Plain
            glyph=Glyph::Undo2
            disabled=busy
            on_press=take_back
        />
    }
}
