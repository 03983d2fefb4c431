//! A meeting that has not begun: when, about what and where; begin it, move it, cancel it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{is_missed, usual_minute};
use yardstick_domain::records::{Meeting, meeting as field};
use yardstick_domain::values::Instant;

use super::details::{Delete, Form, Place, Subject};
use super::when::WhenChoice;
use super::{begin, words};
use crate::book::{Book, ClientHandle};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Empty, Glyph, LinkButton, Sheet, Variant};
use crate::pages::parts::{now, ticking};
use crate::route::Route;
use crate::session::{Action, Session};

/// What stands on its page until it begins.
#[component]
pub(super) fn Planned(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
    /// The meeting as it is.
    meeting: Memo<Meeting>,
) -> impl IntoView {
    let client = handle.id();
    let today = ticking::today();
    let at = Memo::new(move |_| meeting.with(|meeting| meeting.planned_at));
    let missed = Memo::new(move |_| {
        at.get()
            .is_some_and(|at| is_missed(at, today.get(), now::utc_offset_minutes()))
    });
    let title = Signal::derive(move || {
        t(if missed.get() {
            Msg::PlanMissed
        } else {
            Msg::MeetPlanned
        })
    });
    let moving = RwSignal::new(false);
    view! {
        <Empty title text=Signal::derive(move || at.get().map(words::moment).unwrap_or_default())>
            <Show when=move || missed.get()>
                <p>{move || t(Msg::PlanMissedText)}</p>
            </Show>
            <div class="cluster">
                <Start handle id/>
                <Button
                    label=Msg::PlanMove
                    glyph=Glyph::CalendarClock
                    on_press=move |_| moving.set(true)
                />
                <LinkButton
                    to=Route::MeetingBefore { client }
                    label=Msg::ClientpageBefore
                    glyph=Glyph::BookOpen
                />
            </div>
        </Empty>
        <div class="form">
            <Subject handle id/>
            <Form handle id meeting/>
            <Place handle id/>
            <Delete handle id label=Msg::PlanCancel said=Msg::PlanCancelled/>
        </div>
        <MoveSheet open=moving handle id at/>
    }
}

/// Begins this meeting and no other; while another one with them goes on, the way back to that.
#[component]
fn Start(handle: ClientHandle, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let client = handle.id();
    let summary = Book::expect().summary(client);
    let running = Memo::new(move |_| {
        let summary = summary.get()?;
        summary.running_meeting().map(|meeting| meeting.id)
    });
    let start = move |_| {
        let key = handle
            .records()
            .with_untracked(|records| records.key("meeting", id));
        begin::begin_this(session, &key);
    };
    move || match running.get() {
        Some(meeting) => view! {
            <LinkButton
                to=Route::Meeting { client, meeting }
                label=Msg::ClientpageNextRunning
                glyph=Glyph::Timer
                variant=Variant::Primary
            />
        }
        .into_any(),
        None => view! {
            <Button
                label=Msg::MeetStart
                variant=Variant::Primary
                glyph=Glyph::Handshake
                on_press=start
            />
        }
        .into_any(),
    }
}

/// Another day, another time.
#[component]
fn MoveSheet(
    open: RwSignal<bool>,
    handle: ClientHandle,
    id: RecordId,
    at: Memo<Option<Instant>>,
) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let chosen = RwSignal::new(None::<Instant>);
    let is_undated = RwSignal::new(false);
    // It opens with the time that is, whatever was chosen and not saved before.
    Effect::new(move || {
        if open.get() {
            chosen.set(at.get_untracked());
            is_undated.set(false);
        }
    });
    let save = move |_| {
        let Some(to) = chosen.get_untracked() else {
            is_undated.set(true);
            return;
        };
        if Some(to) != at.get_untracked() {
            let key = records.with_untracked(|records| records.key("meeting", id));
            session.edit(Action::new(Msg::PlanMoved).set(&key, field::planned_at().set(&to)));
        }
        open.set(false);
    };
    let usual = move || match at.get_untracked() {
        Some(at) => at.minute_of_day(words::offset(at)),
        None => records
            .with_untracked(|records| usual_minute(records.file(), now::utc_offset_minutes())),
    };
    view! {
        <Sheet
            open
            title=Msg::PlanMove
            foot=move || {
                view! {
                    <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
                    <Button label=Msg::ButtonSave variant=Variant::Primary on_press=save/>
                }
            }
        >
            <div class="form">
                <WhenChoice
                    usual=usual()
                    value=chosen
                    error=Signal::derive(move || is_undated.get().then(|| t(Msg::ErrorRequired)))
                    on_choose=move |at| {
                        is_undated.set(false);
                        chosen.set(at);
                    }
                />
            </div>
        </Sheet>
    }
}
