//! A meeting: its lines, and while it runs the clock, the one-thumb capture and the way to its end.

pub(crate) mod begin;
mod capture_bar;
pub(crate) mod client_facing;
pub(crate) mod details;
pub(crate) mod draft;
pub(crate) mod due;
mod filed_as;
mod idle;
pub(crate) mod line_editor;
mod lines;
mod planned;
pub(crate) mod promise;
pub(crate) mod speaker;
pub(crate) mod suggestions;
mod supplement;
pub(crate) mod text_box;
mod ticking;
mod tools;
pub(crate) mod when;
pub(crate) mod words;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{MeetingStatus, status};

use crate::book::{Book, OpenState};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Empty, Glyph, LinkButton};
use crate::pages::frame::Page;
use crate::pages::parts::gone::Gone;
use crate::route::Route;
use crate::session::Session;
use capture_bar::CaptureBar;
use details::Details;
use draft::Draft;
use idle::ForgottenEnd;
use lines::Lines;
use planned::Planned;
use suggestions::{NearEnd, SuggestionsSheet};
use supplement::SupplementGroup;
use tools::{Clock, Tools};

/// The page.
#[component]
pub fn MeetingPage(client: RecordId, meeting: RecordId) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let session = Session::expect();
    let view = Memo::new(move |_| {
        records
            .with(|records| records.meeting(meeting).cloned())
            .unwrap_or_default()
    });
    let state = Memo::new(move |_| view.with(status));
    let is_there = Memo::new(move |_| records.with(|records| records.meeting(meeting).is_some()));
    let is_planned = move || is_there.get() && matches!(state.get(), MeetingStatus::Planned(_));
    let has_begun =
        Signal::derive(move || is_there.get() && !matches!(state.get(), MeetingStatus::Planned(_)));
    let is_running =
        Signal::derive(move || is_there.get() && matches!(state.get(), MeetingStatus::Running(_)));
    let is_over = move || has_begun.get() && !is_running.get();
    ticking::keep_screen_on(is_running);
    let draft = Draft::take_up(session, client, Some(meeting));
    let details = RwSignal::new(false);
    let suggesting = RwSignal::new(false);
    // What is over is read; a line that was forgotten is added on demand, and one begun before is gone on with.
    let adding = RwSignal::new(false);
    Effect::new(move || {
        if draft.shows_words() {
            adding.set(true);
        }
    });
    let is_capturing = Memo::new(move |_| is_running.get() || adding.get());
    let name = Signal::derive(move || {
        records.with(|records| words::client_name(records.client().name.as_deref()))
    });
    // One to come belongs to its client; one that has begun, among those one goes on with.
    let back = Signal::derive(move || {
        Some(if has_begun.get() {
            Route::Meet
        } else {
            Route::client(client)
        })
    });
    // Cancelled or deleted meanwhile, here or elsewhere.
    let is_gone = move || handle.state().get() == OpenState::Ready && !is_there.get();
    view! {
        <Page
            title=name
            back
            actions=move || view! { <Clock view has_begun/> }
            dock=move || view! {
                <Show when=move || has_begun.get()>
                    <Show
                        when=move || is_capturing.get()
                        fallback=move || view! {
                            <section class="capture-bar" aria-label=move || t(Msg::MeetCapture)>
                                <div class="capture-tools">
                                    <Button
                                        label=Msg::MeetSupplement
                                        glyph=Glyph::Plus
                                        on_press=move |_| adding.set(true)
                                    />
                                    <Tools handle meeting view draft details suggesting/>
                                </div>
                            </section>
                        }
                    >
                        <CaptureBar handle meeting draft>
                            <Tools handle meeting view draft details suggesting/>
                        </CaptureBar>
                    </Show>
                </Show>
            }
        >
            <Show when=move || handle.state().get() == OpenState::Missing>
                <Gone records missing=Msg::MeetMissing/>
            </Show>
            <Show when=is_planned>
                <Planned handle id=meeting meeting=view/>
            </Show>
            <Show when=is_gone>
                <Empty title=Msg::MeetMissing>
                    <LinkButton to=Route::DeletedOf { client } label=Msg::ClientpageDeleted/>
                </Empty>
            </Show>
            <Show when=is_over>
                <div class="cluster">
                    <LinkButton
                        to=Route::WrapUp { client, meeting }
                        label=Msg::WrapUpTitle
                        glyph=Glyph::SquareCheck
                    />
                </div>
                <SupplementGroup handle meeting/>
            </Show>
            <Lines
                handle
                meeting
                typed=Signal::derive(move || Some(draft.line.get()))
                follow=is_running
            />
            <NearEnd handle id=meeting meeting=view open=suggesting/>
            <ForgottenEnd handle meeting draft/>
        </Page>
        <Details open=details suggesting handle id=meeting meeting=view/>
        <SuggestionsSheet open=suggesting handle meeting/>
    }
}
