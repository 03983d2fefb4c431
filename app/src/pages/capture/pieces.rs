//! Text pasted from LINE, as the lines it will become.

use leptos::prelude::*;
use yardstick_domain::text::{PastedLine, split_pasted};
use yardstick_domain::values::Instant;

use crate::i18n::{Msg, t};
use crate::pages::meeting::words;
use crate::pages::parts::{now, show};

/// The lines of a text.
pub(super) fn pieces_of(text: &str) -> Vec<PastedLine> {
    split_pasted(text, now::today())
}

/// Whether the text is a chat: somebody is named who wrote it.
pub(super) fn is_chat(pieces: &[PastedLine]) -> bool {
    pieces.iter().any(|piece| piece.speaker.is_some())
}

/// When a line was written: as the chat says; without that now, `place` milliseconds on, so that lines keep their order.
pub(super) fn written_at(piece: &PastedLine, now: Instant, place: usize) -> Instant {
    let offset = words::offset(now);
    let day = piece.day.or_else(|| now.local_date(offset));
    let said = piece
        .minute_of_day
        .zip(day)
        .and_then(|(minute, day)| Instant::from_local(day, minute, offset));
    let base = said.unwrap_or(now);
    let place = i64::try_from(place).unwrap_or_default();
    Instant::from_ms(base.ms() + place).unwrap_or(base)
}

/// The preview.
#[component]
pub(super) fn Pieces(pieces: Memo<Vec<PastedLine>>) -> impl IntoView {
    let line = |piece: PastedLine| {
        let time = piece
            .minute_of_day
            .map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
        let day = piece.day;
        let speaker = piece
            .speaker
            .map(|speaker| view! { <span class="note-kind">{speaker}</span> });
        view! {
            <li class="note-line">
                <time>{time}</time>
                <div class="note-body">
                    {speaker} <span class="note-text">{piece.text}</span>
                    {day.map(|day| view! { <div class="note-meta">{move || show::day(day)}</div> })}
                </div>
            </li>
        }
    };
    view! {
        <ol class="note-lines" aria-label=move || t(Msg::CapturePreview)>
            {move || pieces.get().into_iter().map(line).collect_view()}
        </ol>
    }
}
