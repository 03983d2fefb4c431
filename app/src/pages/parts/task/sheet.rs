//! The sheet of a promise: its words, its day, whose it is, and what becomes of it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Side, TaskState, task};
use yardstick_domain::values::Date;

use super::nudge::Nudging;
use super::{TaskItem, actions};
use crate::i18n::Msg;
use crate::kit::{Button, Choice, Glyph, Row, Sheet, Variant};
use crate::pages::parts::days::DayChoice;
use crate::pages::parts::field::Typed;
use crate::pages::parts::history::HistoryButton;
use crate::route::Route;
use crate::session::Session;

/// Changes the promise in `chosen`; closes by setting it to `None`.
#[component]
pub(super) fn TaskSheet(chosen: RwSignal<Option<TaskItem>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(chosen.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    view! {
        <Sheet
            open
            title=Msg::TasksSheet
            foot=move || chosen.get().map(|item| view! { <Foot item chosen/> })
        >
            {move || chosen.get().map(|item| view! { <Body item chosen/> })}
        </Sheet>
    }
}

#[component]
fn Body(item: TaskItem, chosen: RwSignal<Option<TaskItem>>) -> impl IntoView {
    let session = Session::expect();
    let title = item.key().field(task::title().name());
    let (client, task_id, due) = (item.client, item.task, item.due);
    let is_theirs = !item.ours;
    let side = if item.ours { Side::Ours } else { Side::Theirs };
    let name = item.client_name.clone();
    let item = StoredValue::new(item);
    let move_to = move |day: Option<Date>| {
        chosen.set(None);
        item.with_value(|item| actions::move_to(session, item, day));
    };
    let promised_by = move |side: Side| {
        chosen.set(None);
        item.with_value(|item| actions::promised_by(session, item, &side));
    };
    view! {
        <div class="form">
            <Typed field=title spec=task::title().spec() label=Msg::TasksTitle/>
            <DayChoice label=Msg::TasksMoveTo value=Signal::stored(due) on_choose=move_to/>
            <Choice
                label=Msg::TasksSide
                options=vec![
                    (Side::Ours, Msg::NoteOurPromise.into()),
                    (Side::Theirs, Msg::NoteTheirPromise.into()),
                ]
                value=Signal::stored(Some(side))
                on_choose=promised_by
            />
            {is_theirs.then(|| view! { <Nudging client task=task_id/> })}
            <div>
                <HistoryButton record=item.with_value(TaskItem::key)/>
            </div>
            {name
                .filter(|_| client != RecordId::NIL)
                .map(|name| {
                    view! {
                        <ul class="rows">
                            <li>
                                <Row
                                    to=Signal::stored(Route::client(client))
                                    title=Signal::stored(name)
                                    note=Msg::TasksToClient
                                />
                            </li>
                        </ul>
                    }
                })}
        </div>
    }
}

#[component]
fn Foot(item: TaskItem, chosen: RwSignal<Option<TaskItem>>) -> impl IntoView {
    let session = Session::expect();
    let settled = item.settled;
    let item = StoredValue::new(item);
    let and_close = move |act: fn(Session, &TaskItem)| {
        chosen.set(None);
        item.with_value(|item| act(session, item));
    };
    let drop_it = |session, item: &TaskItem| actions::settle(session, item, TaskState::Dropped);
    let keep = |session, item: &TaskItem| actions::settle(session, item, TaskState::Done);
    view! {
        <Button
            label=Msg::ButtonDelete
            variant=Variant::Danger
            on_press=move |_| and_close(actions::delete)
        />
        {if settled {
            view! {
                <Button label=Msg::TasksReopen on_press=move |_| and_close(actions::reopen)/>
            }
                .into_any()
        } else {
            view! {
                <Button label=Msg::TasksDrop on_press=move |_| and_close(drop_it)/>
                <Button
                    label=Msg::TasksMarkDone
                    glyph=Glyph::Check
                    variant=Variant::Primary
                    on_press=move |_| and_close(keep)
                />
            }
                .into_any()
        }}
    }
}
