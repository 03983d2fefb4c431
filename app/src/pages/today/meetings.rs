//! The meetings of the day: the running one and the next one as something to pick up, the others as rows.

use leptos::prelude::*;
use yardstick_domain::method::{Today, TodayMeeting};

use super::Group;
use crate::book::Book;
use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::kit::{Glyph, Icon, Row, Tone};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{now, ticking};
use crate::route::Route;

const HOUR_MS: i64 = 3_600_000;

/// What a row says: everything of it, so that one that changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    route: Route,
    name: String,
    clock: String,
    note: String,
    at_ms: i64,
    running: bool,
    missed: bool,
}

/// Running, today's, and those of days gone by that were neither held nor moved.
#[component]
pub(super) fn Meetings(found: Signal<Today>) -> impl IntoView {
    let rows = Book::expect().clients();
    let lines = Memo::new(move |_| {
        rows.with(|rows| {
            found.with(|found| {
                let line = |item: &TodayMeeting| {
                    line_of(item, name_in(rows, item.client).unwrap_or_default())
                };
                found.meetings.iter().map(line).collect::<Vec<_>>()
            })
        })
    });
    let minute = ticking::every_minute();
    // The running one, or the first to come; one that should have begun an hour ago is among the rows.
    let next = Memo::new(move |_| {
        let since = minute.get() - HOUR_MS;
        let is_next = |line: &&Line| line.running || (!line.missed && line.at_ms >= since);
        lines.with(|lines| lines.iter().find(is_next).cloned())
    });
    let others = move || {
        let next = next.get();
        lines.with(|lines| {
            let others = lines.iter().filter(|line| Some(*line) != next.as_ref());
            others.cloned().collect::<Vec<_>>()
        })
    };
    let count = Signal::derive(move || lines.with(Vec::len));
    view! {
        <Group title=Msg::TodayMeetings count>
            {move || next.get().map(|line| view! { <Next line/> })}
            <ul class="rows">
                <For each=others key=Line::clone let:line>
                    <li>
                        <Row
                            to=Signal::stored(line.route)
                            title=Signal::stored(format!("{} {}", line.clock, line.name))
                            note=Signal::stored(line.note)
                            figure=if line.missed { Signal::<String>::from(Msg::TodayMissed) } else { Signal::stored(String::new()) }
                            tone=if line.missed { Tone::Warn } else { Tone::Neutral }
                        />
                    </li>
                </For>
            </ul>
        </Group>
    }
}

fn line_of(item: &TodayMeeting, name: String) -> Line {
    let meeting = &item.meeting;
    let (client, id) = (item.client, meeting.id);
    let about = [&meeting.title, &meeting.place];
    let words: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
    let clock = now::local_clock(meeting.at);
    Line {
        // One that was not held is to be moved, cancelled or begun: nobody drives to it now.
        route: if meeting.running || item.missed {
            Route::Meeting {
                client,
                meeting: id,
            }
        } else {
            Route::MeetingBefore { client }
        },
        name,
        clock: if item.missed {
            let day = now::local_day(meeting.at);
            day.map_or(clock, |day| {
                format::short_day(day.year(), day.month(), day.day())
            })
        } else {
            clock
        },
        note: words.join(" · "),
        at_ms: meeting.at.ms(),
        running: meeting.running,
        missed: item.missed,
    }
}

/// The one thing to do next.
#[component]
fn Next(line: Line) -> impl IntoView {
    let minute = ticking::every_minute();
    let (at_ms, running) = (line.at_ms, line.running);
    let when = move || {
        let minutes = (at_ms - minute.get()) / 60_000;
        // One that runs has begun, whatever a clock that was wrong wrote down.
        let minutes = if running { minutes.min(0) } else { minutes };
        let whole = u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX);
        match minutes {
            _ if running => t_n(Msg::TodayRunning, whole, &[]),
            ..=-1 => t_n(Msg::TodayPast, whole, &[]),
            0..=99 => t_n(Msg::TodayInMinutes, whole, &[]),
            _ => t_with(Msg::TodayInHours, &[("n", &hours(whole))]),
        }
    };
    let go_on = move || {
        t(if running {
            Msg::TodayGoOn
        } else {
            Msg::TodayPrepare
        })
    };
    let glyph = if running { Glyph::Timer } else { Glyph::Clock };
    view! {
        <a class="card" data-next=true href=line.route.path()>
            <span class="split">
                <span class="card-title">{format!("{} {}", line.clock, line.name)}</span>
                <span class="badge">
                    <Icon glyph/>
                    <span>{when}</span>
                </span>
            </span>
            <span class="card-note">
                {(!line.note.is_empty()).then(|| format!("{} · ", line.note))} {go_on}
            </span>
        </a>
    }
}

/// Minutes as hours: `2.5`, and of three and more the full hours alone, as one says it.
fn hours(minutes: u32) -> String {
    let decimals = u8::from(minutes < 180);
    format::number(f64::from(minutes) / 60.0, decimals)
}
