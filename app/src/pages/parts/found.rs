//! What a search found: the words marked, and where it leads.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::text::Query;

use crate::book::Book;
use crate::book::Hit;
use crate::i18n::Msg;
use crate::kit::Glyph;
use crate::pages::parts::naming::client_name;
use crate::route::{ClientTab, Route};

/// A text with the words searched for marked.
#[component]
pub fn Marked(
    /// The text.
    #[prop(into)]
    text: String,
    /// The words.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    move || {
        let pieces = words.with(|words| Query::new(words).pieces(&text));
        let piece = |(is_hit, piece): (bool, String)| {
            if is_hit {
                view! { <mark>{piece}</mark> }.into_any()
            } else {
                piece.into_any()
            }
        };
        pieces.into_iter().map(piece).collect_view()
    }
}

/// Where a hit is read in its surroundings.
pub fn place_of(hit: &Hit) -> Route {
    let client = hit.record.client;
    let is_task = is_task(hit);
    match hit.meeting {
        Some(meeting) => Route::Meeting { client, meeting },
        None if client == RecordId::NIL => Route::Tasks,
        None if is_task => Route::client(client),
        None => Route::Client {
            client,
            tab: ClientTab::Timeline,
        },
    }
}

/// The sign of what was found.
pub fn glyph_of(hit: &Hit) -> Glyph {
    if is_task(hit) {
        Glyph::SquareCheck
    } else {
        Glyph::StickyNote
    }
}

fn is_task(hit: &Hit) -> bool {
    hit.record.kind.as_str() == "task"
}

/// Whose it is; nothing for what belongs to no client.
pub fn whose(hit: &Hit) -> Signal<String> {
    let client = hit.record.client;
    let summary = Book::expect().summary(client);
    Signal::derive(move || match summary.get() {
        Some(summary) => client_name(&summary),
        None => crate::i18n::t(Msg::SyncNoClient),
    })
}
