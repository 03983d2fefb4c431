//! 時間軸: everything that happened with a client, the latest first.

mod events;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{EngagementDate, MeetingStatus, ServiceWhat, service_events};
use yardstick_domain::records::{LineKind, TaskState, WorkKind};
use yardstick_domain::values::{Choice as _, Instant};

use self::events::{Event, What, events};
use crate::book::Records;
use crate::browser::clock;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Empty, LinkButton};
use crate::pages::parts::{now, screening, show, words};
use crate::route::{ClientTab, Route};

/// Events on the overview.
const LATEST: usize = 5;
/// Events drawn at once on the whole timeline.
const AT_ONCE: usize = 100;

fn all_of(records: &Records) -> Vec<Event> {
    let oldest = |kind: &str, id| {
        let record = records.record(&records.key(kind, id))?;
        Instant::from_ms(record.oldest_ms()?)
    };
    let offset = now::utc_offset_minutes();
    let service = service_events(records.service(), &oldest, offset);
    events(records.file(), service, &oldest, offset)
}

/// What happened last, with the way to the rest. Days of engagements that are yet to come stand right above, with what was agreed.
#[component]
pub(super) fn Latest(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let all = Memo::new(move |_| records.with(|records| all_of(records)));
    let latest = Memo::new(move |_| {
        let now = Instant::from_ms(clock::now_ms());
        all.with(|all| {
            let so_far = all
                .iter()
                .filter(|event| !now.is_some_and(|now| event.is_ahead(now)));
            so_far.take(LATEST).cloned().collect::<Vec<_>>()
        })
    });
    let to = Route::Client {
        client,
        tab: ClientTab::Timeline,
    };
    view! {
        <section class="group" aria-labelledby="client-latest">
            <h2 class="group-head" id="client-latest">
                {move || t(Msg::ClientpageTimeline)}
            </h2>
            <Show when=move || latest.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::ClientpageNoTimeline)}</p>
            </Show>
            <Items client items=latest/>
            <Show when=move || { all.with(Vec::len) > latest.with(Vec::len) }>
                <div>
                    <LinkButton to label=Msg::ClientpageAllTimeline/>
                </div>
            </Show>
        </section>
    }
}

/// Everything.
#[component]
pub(super) fn Timeline(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let all = Memo::new(move |_| records.with(|records| all_of(records)));
    let drawn = RwSignal::new(AT_ONCE);
    let items = Memo::new(move |_| {
        let drawn = drawn.get();
        all.with(|all| all.iter().take(drawn).cloned().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || all.with(Vec::is_empty)>
            <Empty title=Msg::ClientpageNoTimeline text=Msg::ClientpageNoTimelineText/>
        </Show>
        <Items client items/>
        <Show when=move || { all.with(Vec::len) > drawn.get() }>
            <div>
                <Button label=Msg::ClientpageEarlier on_press=move |_| drawn.update(|drawn| *drawn += AT_ONCE)/>
            </div>
        </Show>
    }
}

#[component]
fn Items(client: RecordId, items: Memo<Vec<Event>>) -> impl IntoView {
    view! {
        <ol class="timeline">
            {move || {
                let items = items.get().into_iter();
                items.map(|event| view! { <Item client event/> }).collect_view()
            }}
        </ol>
    }
}

#[component]
fn Item(client: RecordId, event: Event) -> impl IntoView {
    let day = now::local_day(event.at);
    let has_year = day.is_some_and(|day| day.year() != now::today().year());
    let is_meeting = matches!(event.what, What::Meeting { .. });
    let to = is_meeting.then_some(Route::Meeting {
        client,
        meeting: event.record,
    });
    let what = StoredValue::new(event.what);
    let head = move || what.with_value(head);
    let note = move || what.with_value(note);
    view! {
        <li class="timeline-item" data-kind=is_meeting.then_some("meeting")>
            <time
                class="timeline-when"
                data-year=has_year.then_some("true")
                datetime=day.map(yardstick_domain::values::Date::iso)
            >
                {move || day.map(show::short_day)}
            </time>
            <div class="timeline-what">
                {match to {
                    Some(to) => view! { <a href=to.path()>{head}</a> }.into_any(),
                    None => view! { <strong>{head}</strong> }.into_any(),
                }}
                {move || {
                    let note = note();
                    (!note.is_empty()).then(|| view! { <p class="row-note">{note}</p> })
                }}
            </div>
        </li>
    }
}

fn head(what: &What) -> String {
    match what {
        What::Meeting { status, .. } => match status {
            MeetingStatus::Planned(_) => t(Msg::ClientpageEventPlanned),
            MeetingStatus::Running(_) => t(Msg::ClientpageEventRunning),
            MeetingStatus::Ended { from, to } => {
                let minutes = (to.ms() - from.ms() + 59_999) / 60_000;
                t_with(
                    Msg::ClientpageEventMeetingMinutes,
                    &[("n", &minutes.to_string())],
                )
            }
        },
        What::Note { kind, .. } => t(line_word(kind.as_ref())),
        What::Promise { ours, state, .. } => t(match (state, ours) {
            (Some(TaskState::Done), _) => Msg::ClientpageEventTaskDone,
            (Some(_), _) => Msg::ClientpageEventTaskDropped,
            (None, true) => Msg::ClientpageEventTaskOurs,
            (None, false) => Msg::ClientpageEventTaskTheirs,
        }),
        What::Time { kind, minutes } => t_with(
            Msg::ClientpageEventTime,
            &[
                ("what", &t(work_word(kind.as_ref()))),
                ("n", &minutes.to_string()),
            ],
        ),
        What::Supplement { .. } => t(Msg::SupplementEvent),
        What::Reached { amount, .. } => t_with(
            Msg::ClientpageEventReached,
            &[("amount", &show::money(*amount))],
        ),
        What::Agreed { date, .. } => t(match date {
            EngagementDate::Start => Msg::ClientpageEventStart,
            EngagementDate::End => Msg::ClientpageEventEnd,
            EngagementDate::Ship => Msg::EngagementShipDate,
        }),
        What::Ended { state, .. } => {
            let how = words::choice("outcome", state.name(), None);
            let how = how.map_or_else(|| state.name().to_owned(), t);
            t_with(Msg::ClientpageEventEnded, &[("how", &how)])
        }
        What::Service(what) => service_head(what),
    }
}

fn service_head(what: &ServiceWhat) -> String {
    match what {
        ServiceWhat::Screened { decision, .. } => {
            let word = screening::decision(decision);
            let word = word.unwrap_or_else(|| decision.name().to_owned());
            t_with(Msg::ScreeningLine, &[("decision", &word)])
        }
        ServiceWhat::CostTalk { .. } => t(Msg::CosttalkTalk),
        ServiceWhat::Nudged { .. } => t(Msg::ClientpageEventNudged),
        ServiceWhat::Answered { count } => t_n(Msg::ClientpageEventAnswered, *count, &[]),
        ServiceWhat::HandedOver { from, to, .. } => {
            let to = to.as_deref().unwrap_or_default();
            match from {
                Some(from) => t_with(Msg::HandoverEventFrom, &[("from", from), ("to", to)]),
                None => t_with(Msg::HandoverEvent, &[("to", to)]),
            }
        }
    }
}

fn service_note(what: &ServiceWhat) -> String {
    let parts = match what {
        ServiceWhat::Screened {
            reason, engagement, ..
        } => [engagement.clone(), reason.clone()],
        ServiceWhat::CostTalk { sum, note } => {
            let sum =
                sum.map(|sum| t_with(Msg::ClientpageEventShares, &[("sum", &show::rate(sum))]));
            [sum, note.clone()]
        }
        ServiceWhat::Nudged { promise } => [promise.clone(), None],
        ServiceWhat::Answered { .. } => [None, None],
        ServiceWhat::HandedOver { note, .. } => [note.clone(), None],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn note(what: &What) -> String {
    match what {
        What::Meeting { title, lines, .. } => title
            .iter()
            .chain(lines)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" · "),
        What::Note { text, .. } => text.clone(),
        What::Promise { title, .. } => title.clone(),
        What::Time { .. } => String::new(),
        What::Supplement { reaction } => reaction.as_ref().map_or_else(String::new, |reaction| {
            words::choice("reaction", reaction.name(), None)
                .map_or_else(|| reaction.name().to_owned(), t)
        }),
        What::Reached { title, .. } | What::Agreed { title, .. } | What::Ended { title, .. } => {
            title
                .clone()
                .unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement))
        }
        What::Service(what) => service_note(what),
    }
}

fn line_word(kind: Option<&LineKind>) -> Msg {
    match kind {
        Some(LineKind::Need) => Msg::NoteNeed,
        Some(LineKind::Concern) => Msg::NoteConcern,
        Some(LineKind::OurPromise) => Msg::NoteOurPromise,
        Some(LineKind::TheirPromise) => Msg::NoteTheirPromise,
        Some(LineKind::Decision) => Msg::NoteDecision,
        Some(LineKind::Number) => Msg::NoteNumber,
        Some(LineKind::Quote) => Msg::NoteQuote,
        Some(LineKind::Note | LineKind::Other(_)) | None => Msg::ClientpageEventNote,
    }
}

fn work_word(kind: Option<&WorkKind>) -> Msg {
    match kind {
        Some(WorkKind::Meeting) => Msg::WorkMeeting,
        Some(WorkKind::Copy) => Msg::WorkCopy,
        Some(WorkKind::Creative) => Msg::WorkCreative,
        Some(WorkKind::Pr) => Msg::WorkPress,
        Some(WorkKind::Reply) => Msg::WorkReply,
        Some(WorkKind::Ads) => Msg::WorkAdFigures,
        Some(WorkKind::Misc | WorkKind::Other(_)) | None => Msg::WorkOther,
    }
}
