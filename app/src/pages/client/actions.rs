//! What one does with a client: meet, note, and what is done less often.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::client as fields;

use super::contact_links::map_link;
use super::erase::EraseSheet;
use super::hand_over::HandOverSheet;
use crate::book::{Book, OpenState, Records};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, IconButton, LinkButton, Sheet, Variant};
use crate::pages::parts::history::HistoryButton;
use crate::route::{Route, navigation};
use crate::session::{Action, Session};

/// 開會 · 記一筆 · ⋯
#[component]
pub(in crate::pages) fn Actions(
    client: RecordId,
    /// The kind of device it is for: on a phone it stands in the thumb's reach, at a desk under the head.
    only: &'static str,
) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let more = RwSignal::new(false);
    let is_there = move || handle.state().get() != OpenState::Missing;
    view! {
      <Show when=is_there>
        <section class=["actions ", only].concat() aria-label=move || t(Msg::ClientpageActions)>
            // On a phone the middle of the bottom bar is it.
            {(only == "desk-only")
                .then(|| {
                    view! {
                        <LinkButton
                            to=Route::MeetingBefore { client }
                            label=Msg::NavMeet
                            glyph=Glyph::Handshake
                            variant=Variant::Primary
                        />
                    }
                })}
            <LinkButton
                to=Route::CaptureFor { client }
                label=Msg::ClientpageNote
                glyph=Glyph::Pencil
            />
            <LinkButton to=Route::WorkFor { client } label=Msg::NavWork glyph=Glyph::Timer/>
            <IconButton
                glyph=Glyph::Ellipsis
                name=Msg::ClientpageMore
                on_press=move |_| more.set(true)
            />
        </section>
        <MoreSheet open=more records/>
      </Show>
    }
}

#[component]
fn MoreSheet(open: RwSignal<bool>, records: Signal<Arc<Records>>) -> impl IntoView {
    let session = Session::expect();
    let go = navigation::replacer();
    let client_key = StoredValue::new(records.with_untracked(|records| records.client_key()));
    let archived =
        Memo::new(move |_| records.with(|records| records.client().archived == Some(true)));
    let address = Memo::new(move |_| records.with(|records| records.client().address.clone()));
    let archive = move |_| {
        let (label, value) = if archived.get_untracked() {
            (Msg::ClientpageToastUnarchived, false)
        } else {
            (Msg::ClientpageToastArchived, true)
        };
        let key = records.with_untracked(|records| records.client_key());
        session.edit(Action::new(label).set(&key, fields::archived().set(&value)));
        open.set(false);
    };
    let delete = move |_| {
        let key = records.with_untracked(|records| records.client_key());
        open.set(false);
        go(&Route::Clients);
        session.delete(Msg::ClientpageToastDeleted, vec![key]);
    };
    let delete = StoredValue::new_local(delete);
    let handing = RwSignal::new(false);
    let hand_over = move |_| {
        open.set(false);
        handing.set(true);
    };
    let erasing = RwSignal::new(false);
    let erase = move |_| {
        open.set(false);
        erasing.set(true);
    };
    let archive_word = Signal::derive(move || {
        t(if archived.get() {
            Msg::ClientpageUnarchive
        } else {
            Msg::ButtonArchive
        })
    });
    view! {
        <Sheet open title=Msg::ClientpageMore>
            <div class="stack" data-gap="2">
                {move || {
                    address
                        .get()
                        .map(|address| {
                            view! {
                                <a
                                    class="button"
                                    href=map_link(&address)
                                    target="_blank"
                                    rel="noopener noreferrer"
                                >
                                    <Icon glyph=Glyph::Navigation/>
                                    <span>{move || t(Msg::ButtonMap)}</span>
                                </a>
                            }
                        })
                }}
                <Button label=Msg::HandoverOffer glyph=Glyph::Users on_press=hand_over/>
                <HistoryButton record=client_key.get_value()/>
                <LinkButton
                    to=Route::DeletedOf { client: client_key.with_value(|key| key.client) }
                    label=Msg::ClientpageDeleted
                    glyph=Glyph::ArchiveRestore
                />
                <Button label=archive_word glyph=Glyph::Archive on_press=archive/>
                <Button
                    label=Msg::ClientpageDeleteClient
                    glyph=Glyph::Trash2
                    variant=Variant::Danger
                    on_press=move |event| delete.with_value(|delete| delete(event))
                />
                // The demo book has no server, and nobody real in it.
                {(!session.is_demo())
                    .then(|| {
                        view! {
                            <Button
                                label=Msg::ClientpageErase
                                glyph=Glyph::Eraser
                                variant=Variant::Danger
                                on_press=erase
                            />
                        }
                    })}
            </div>
        </Sheet>
        <HandOverSheet open=handing records/>
        <EraseSheet open=erasing records/>
    }
}
