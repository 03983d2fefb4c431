//! One line of the list.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ListSort, Summary};
use yardstick_domain::values::Date;

use crate::book::Book;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::Tone;
use crate::pages::parts::stage_mark::StageMark;
use crate::pages::parts::trouble::ClientAlsoEdited;
use crate::pages::parts::{now, show, words};
use crate::route::Route;

/// After so many days without a word a client is quiet.
const QUIET_DAYS: i32 = 30;

/// A client: where they stand, what is next, and how long ago the last contact was (or when what is sorted by is due).
#[component]
pub(super) fn Line(
    id: RecordId,
    open: Memo<Option<RecordId>>,
    sort: Signal<ListSort>,
) -> impl IntoView {
    let known = Book::expect().summary(id);
    let summary = Memo::new(move |_| known.get().unwrap_or_default());
    let figure = Memo::new(move |_| summary.with(|summary| figure(summary, sort.get())));
    let stage = Signal::derive(move || summary.with(|summary| summary.stage.clone()));
    let title = move || {
        summary.with(|summary| {
            summary
                .name
                .clone()
                .unwrap_or_else(|| t(Msg::ClientsNameless))
        })
    };
    let note = move || summary.with(note);
    view! {
        <li>
            <a
                class="row"
                href=Route::client(id).path()
                aria-current=move || (open.get() == Some(id)).then_some("true")
            >
                <span class="row-mark">
                    <StageMark stage/>
                </span>
                <span class="row-text">
                    <span class="row-title">{title}</span>
                    <span class="row-note">{note}</span>
                </span>
                <span class="row-figure" data-tone=move || figure.with(|(_, tone)| tone.name())>
                    {move || figure.with(|(text, _)| text.clone())}
                </span>
            </a>
            <ClientAlsoEdited client=id/>
        </li>
    }
}

/// The second line: stage, kind, and what is next.
fn note(summary: &Arc<Summary>) -> String {
    let stage = summary
        .stage
        .as_ref()
        .and_then(|stage| words::stage(stage, summary.kind.as_ref()));
    let kind = summary.kind.as_ref().and_then(words::client_kind);
    let mut parts: Vec<String> = stage.into_iter().chain(kind).map(t).collect();
    if summary.running_meeting().is_some() {
        parts.push(t(Msg::ClientsInMeeting));
    } else if let Some(day) = summary
        .next_meeting(now::today(), now::utc_offset_minutes())
        .and_then(|meeting| now::local_day(meeting.at))
    {
        parts.push(t_with(
            Msg::ClientsNextMeeting,
            &[("day", &show::short_day(day))],
        ));
    }
    let open = u32::try_from(summary.promises.len()).unwrap_or(u32::MAX);
    if open > 0 {
        parts.push(t_n(Msg::ClientsOpenPromises, open, &[]));
    }
    parts.join(" · ")
}

/// What stands at the end of the line, and how it is meant.
fn figure(summary: &Summary, sort: ListSort) -> (String, Tone) {
    let today = now::today();
    if sort == ListSort::Due {
        return match summary.next_due() {
            Some(due) => (show::days_from_now(due), due_tone(due, today)),
            None => (String::new(), Tone::Neutral),
        };
    }
    let Some(day) = summary.last_contact.and_then(now::local_day) else {
        return (t(Msg::ClientsNeverMet), Tone::Neutral);
    };
    let days = day.days_until(today).max(0);
    let tone = if days >= QUIET_DAYS {
        Tone::Warn
    } else {
        Tone::Neutral
    };
    let days = days.to_string();
    let text = match tone {
        Tone::Warn => t_with(Msg::ClientsQuietDays, &[("n", &days)]),
        _ if days == "0" => t(Msg::ClientsToday),
        _ => t_with(Msg::ClientsDays, &[("n", &days)]),
    };
    (text, tone)
}

fn due_tone(due: Date, today: Date) -> Tone {
    if due < today {
        Tone::Bad
    } else if due == today {
        Tone::Warn
    } else {
        Tone::Neutral
    }
}
