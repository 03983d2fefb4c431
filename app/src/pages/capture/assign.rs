//! Notes that belong to no client yet, each with the way to give it to one.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::NoteLine;

use super::filing::move_to;
use crate::book::{Book, Records};
use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, IconButton, Sheet};
use crate::pages::meeting::draft::Draft;
use crate::pages::meeting::words;
use crate::pages::parts::client_choice::ClientChoice;
use crate::session::Session;

fn notes(records: &Records, typed: RecordId) -> Vec<(RecordId, NoteLine)> {
    let notes = records.notes().into_iter();
    let mut notes: Vec<(RecordId, NoteLine)> = notes
        .filter(|(id, note)| *id != typed && note.text.is_some())
        .cloned()
        .collect();
    notes.reverse();
    notes
}

/// The list; nothing where every note has its client.
#[component]
pub(super) fn Unassigned(
    /// The line being typed, which is none of them.
    draft: Draft,
) -> impl IntoView {
    let session = Session::expect();
    let records = Book::expect().client(RecordId::NIL).records();
    let all = Memo::new(move |_| records.with(|records| notes(records, draft.line.get())));
    let open = RwSignal::new(false);
    let chosen = StoredValue::new(None::<RecordId>);
    let give = move |client: Option<RecordId>| {
        open.set(false);
        let (Some(note), Some(client)) = (chosen.get_value(), client) else {
            return;
        };
        records.with_untracked(|records| move_to(session, records, note, client));
    };
    let delete = move |note| {
        let key = records.with_untracked(|records| records.key("note_line", note));
        session.delete(Msg::MeetLineDeleted, vec![key]);
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="group" aria-label=move || t(Msg::CaptureUnassigned)>
                <h2 class="group-head">{move || t(Msg::CaptureUnassigned)}</h2>
                <ul class="rows">
                    <For each=move || all.get() key=|(id, note)| (*id, note.text.clone()) let:note>
                        {
                            let (id, note) = note;
                            let at = note.captured_at;
                            view! {
                                <li class="row-line">
                                    <div class="row">
                                        <span class="row-text">
                                            <span class="row-title">{note.text}</span>
                                            <span class="row-note">{move || at.map(words::moment)}</span>
                                        </span>
                                    </div>
                                    <Button
                                        label=Msg::CaptureGive
                                        on_press=move |_| {
                                            chosen.set_value(Some(id));
                                            open.set(true);
                                        }
                                    />
                                    <IconButton
                                        glyph=Glyph::Trash2
                                        name=Msg::ButtonDelete
                                        on_press=move |_| delete(id)
                                    />
                                </li>
                            }
                        }
                    </For>
                </ul>
            </section>
        </Show>
        <Sheet open title=Msg::CaptureGive>
            <ClientChoice label=Msg::CaptureAbout value=Signal::derive(|| None) on_choose=give/>
        </Sheet>
    }
}
