//! 記一筆: a thought, a call, something pasted from LINE; about a client, or about one chosen later.

mod assign;
mod filing;
mod pieces;

use leptos::html::Textarea;
use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::LineKind;
use yardstick_domain::values::Date;

use super::meeting::draft::Draft;
use super::meeting::due::DueChips;
use super::meeting::line_editor::Kinds;
use super::meeting::promise;
use super::meeting::text_box::{self, TextBox};
use super::meeting::words;
use crate::book::Book;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Switch, Toasts, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::client_choice::ClientChoice;
use crate::route::Route;
use crate::session::Session;
use assign::Unassigned;
use filing::file;
use pieces::{Pieces, is_chat, pieces_of};

/// The page.
#[component]
pub fn CapturePage(#[prop(optional)] client: Option<RecordId>) -> impl IntoView {
    let session = Session::expect();
    let draft = Draft::take_up(session, client.unwrap_or(RecordId::NIL), None);
    let records = Book::expect().client(draft.client).records();
    Effect::new(move || {
        draft.line.track();
        records.with(|records| untrack(|| draft.leave_filed(records)));
    });
    let about = RwSignal::new(client);
    let kind = RwSignal::new(LineKind::Note);
    let due = RwSignal::new(None::<Date>);
    let is_promise = Signal::derive(move || kind.with(|kind| promise::side(kind).is_some()));
    let node = NodeRef::<Textarea>::new();
    let typed = Signal::derive(move || draft.words());
    let pieces = Memo::new(move |_| pieces_of(&typed.get()));
    // A chat is split unless the person says otherwise; any other text only if the person says so.
    let said = RwSignal::new(None::<bool>);
    let is_many = Signal::derive(move || pieces.with(|pieces| pieces.len() > 1));
    let is_split = Signal::derive(move || {
        is_many.get()
            && said
                .get()
                .unwrap_or_else(|| pieces.with(|pieces| is_chat(pieces)))
    });
    let is_empty = Signal::derive(move || typed.with(|typed| typed.trim().is_empty()));
    let toasts = Toasts::expect();
    let save = move |_| {
        text_box::when_composed(node, move || {
            let pieces = if is_split.get_untracked() {
                pieces.get_untracked()
            } else {
                Vec::new()
            };
            let target = about.get_untracked().unwrap_or(RecordId::NIL);
            let is_kept = records.with_untracked(|records| {
                file(
                    session,
                    records,
                    draft,
                    target,
                    &kind.get_untracked(),
                    due.get_untracked(),
                    &pieces,
                )
            });
            if is_kept {
                text_box::empty(node);
                said.set(None);
                due.set(None);
            } else {
                toasts.say(t(Msg::CaptureNotNow));
            }
        });
    };
    let label = Signal::derive(move || {
        if is_split.get() {
            t_n(
                Msg::CaptureSaveN,
                pieces.with(|pieces| u32::try_from(pieces.len()).unwrap_or(u32::MAX)),
                &[],
            )
        } else {
            t(Msg::CaptureSave)
        }
    });
    let summary = client.map(|client| Book::expect().summary(client));
    let title = Signal::derive(move || match summary {
        Some(summary) => summary.with(|summary| {
            words::client_name(summary.as_ref().and_then(|summary| summary.name.as_deref()))
        }),
        None => t(Msg::NavCapture),
    });
    let content = view! {
        <div class="column">
            <div class="capture-note">
                <TextBox
                    text=draft.text
                    overlong=draft.overlong
                    name=Msg::CaptureText
                    placeholder=Msg::CaptureTextHint
                    rows=5
                    node
                    takes_focus=true
                    on_input=move |typed| draft.input(typed)
                />
            </div>
            <div class="cluster" role="group" aria-label=move || t(Msg::MeetKind)>
                <Kinds value=Signal::derive(move || Some(kind.get())) on_choose=move |chosen| kind.set(chosen)/>
            </div>
            <Show when=move || is_promise.get()>
                <div class="cluster" role="group" aria-label=move || t(Msg::MeetDue)>
                    <DueChips value=due on_choose=move |day| due.set(day)/>
                </div>
            </Show>
            <ClientChoice
                label=Msg::CaptureAbout
                value=about
                on_choose=move |chosen| about.set(chosen)
            />
            <Show when=move || is_many.get()>
                <Switch
                    label=Msg::CaptureSplit
                    value=is_split
                    on_change=move |split| said.set(Some(split))
                />
            </Show>
            <Show when=move || is_split.get()>
                <Pieces pieces/>
            </Show>
            <Button
                label
                variant=Variant::Primary
                glyph=Glyph::StickyNote
                wide=true
                disabled=is_empty
                on_press=save
            />
            <Unassigned draft/>
        </div>
    };
    match client {
        Some(client) => {
            view! { <Page title back=Route::client(client)>{content}</Page> }.into_any()
        }
        None => view! { <Page title>{content}</Page> }.into_any(),
    }
}
