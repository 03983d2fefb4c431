//! 額外補充 of a client: those to be sent and those whose reception is not known, each with the way to its meeting.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{SupplementState, WorkDays, open_supplements, untaken_supplements};
use yardstick_domain::values::{Date, Instant};

use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Row, Tone};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{now, show, supplement, ticking};
use crate::route::Route;

/// Everything a row says, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    meeting: RecordId,
    met: Option<Date>,
    note: String,
    figure: String,
    tone: Option<&'static str>,
}

impl Line {
    fn of(
        meeting: RecordId,
        ended: Instant,
        note: String,
        state: &SupplementState,
        today: Date,
    ) -> Self {
        Self {
            meeting,
            met: now::local_day(ended),
            note,
            figure: supplement::said(state, today),
            tone: supplement::tone(state).name(),
        }
    }
}

fn lines(records: &Records, today: Date, days: &WorkDays) -> Vec<Line> {
    let (file, offset) = (records.file(), now::utc_offset_minutes());
    let open = open_supplements(file).into_iter().filter_map(|open| {
        let (clock, state) = open.stands(today, offset, days)?;
        let note = supplement::days(&clock);
        Some(Line::of(open.meeting, open.ended, note, &state, today))
    });
    let untaken = untaken_supplements(file, today, offset).into_iter();
    let untaken = untaken.map(|(meeting, ended, at)| {
        let note = t(Msg::SupplementUntaken);
        Line::of(meeting, ended, note, &SupplementState::Sent { at }, today)
    });
    open.chain(untaken).collect()
}

/// The group; nothing where there is none.
#[component]
pub(super) fn Supplements(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let (today, days) = (ticking::today(), work_days());
    let all = Memo::new(move |_| {
        records.with(|records| days.with(|days| lines(records, today.get(), days)))
    });
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="group" aria-labelledby="client-supplements">
                <h2 class="group-head" id="client-supplements">
                    <span>{move || t(Msg::SupplementSupplement)}</span>
                    <span class="group-count">{move || all.with(Vec::len)}</span>
                </h2>
                <ul class="rows">
                    <For each=move || all.get() key=Line::clone let:line>
                        <li>
                            <OneLine client line/>
                        </li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn OneLine(client: RecordId, line: Line) -> impl IntoView {
    let day = line.met;
    let title = move || {
        let day = day.map(show::short_day).unwrap_or_default();
        t_with(Msg::SupplementOfMeeting, &[("day", &day)])
    };
    let tone = match line.tone {
        Some("bad") => Tone::Bad,
        Some("warn") => Tone::Warn,
        _ => Tone::Neutral,
    };
    view! {
        <Row
            to=Signal::stored(Route::Meeting { client, meeting: line.meeting })
            title=Signal::derive(title)
            note=Signal::stored(line.note)
            figure=Signal::stored(line.figure)
            tone
        />
    }
}
