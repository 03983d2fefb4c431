//! Before a meeting, read at arm's length in a parked car: who they are, how to talk with them, the last meeting in five lines, what each side
//! owes; call, the way there, start.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Car, CarFigure, CarMeeting, CostTalkGap, MeetingSummary, Promise, Question, assessed, car,
    cost_talk_gap, is_missed, items_of_running, profile_of, suggestions,
};
use yardstick_domain::records::{Client, Contact, Experience};

use super::meeting::{begin, words};
use crate::book::{Book, OpenState};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Icon, LinkButton, Row, Tone, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::communication::{self, Said};
use crate::pages::parts::gone::Gone;
use crate::pages::parts::{now, questions, show};
use crate::pages::plan::words as plan_words;
use crate::route::{Route, navigation};
use crate::session::Session;

/// Questions read before a meeting: more than that nobody asks in one.
const ASKED_NEXT: usize = 3;

/// Suggestions of each sort read before a meeting.
const SUGGESTED: usize = 5;

/// The page.
#[component]
pub fn BeforePage(client: RecordId) -> impl IntoView {
    let session = Session::expect();
    let book = Book::expect();
    let handle = book.client(client);
    let records = handle.records();
    let file = Memo::new(move |_| {
        records.with(|records| {
            let car = car(records.file(), now::utc_offset_minutes());
            (records.client().clone(), car)
        })
    });
    let beside = Memo::new(move |_| {
        records.with(|records| {
            let service = records.service();
            let said = profile_of(service, client).map(communication::said);
            (said.unwrap_or_default(), cost_talk_gap(service))
        })
    });
    let to_ask = Memo::new(move |_| {
        records.with(|records| {
            let open = assessed(records.service()).open.into_iter();
            open.take(ASKED_NEXT).collect::<Vec<_>>()
        })
    });
    let suggested = Memo::new(move |_| {
        records.with(|records| {
            let file = records.service();
            let found = suggestions(&items_of_running(file));
            let title = |id: &RecordId| {
                let mut items = file.items.iter();
                let (_, item) = items.find(|(own, _)| own == id)?;
                Some(plan_words::title(item))
            };
            let titles = |ids: &[RecordId]| ids.iter().filter_map(title).collect::<Vec<_>>();
            (titles(&found.quick), titles(&found.slow))
        })
    });
    let summary = book.summary(client);
    let meetings = move || {
        summary.with(|summary| {
            summary
                .as_ref()
                .map(|summary| summary.meetings.clone())
                .unwrap_or_default()
        })
    };
    let planned = move || {
        let meetings = meetings();
        let meant = begin::meant_now(&meetings, words::now()?);
        let meant = meetings
            .into_iter()
            .find(|meeting| Some(meeting.id) == meant)?;
        (!meant.running).then_some(meant.at)
    };
    let title = Signal::derive(move || match planned() {
        Some(at) => t_with(Msg::BeforeTitleAt, &[("time", &now::local_clock(at))]),
        None => t(Msg::BeforeTitle),
    });
    let is_running = move || meetings().iter().any(|meeting| meeting.running);
    let verb = Signal::derive(move || {
        t(if is_running() {
            Msg::MeetContinue
        } else {
            Msg::MeetStart
        })
    });
    let go = StoredValue::new_local(navigation::navigator());
    let start = move |_| {
        let to = begin::begin(session, client, &untrack(meetings));
        go.with_value(|go| go(&to));
    };
    view! {
        <Page
            title
            back=Route::Meet
            dock=move || view! {
                <section class="car-foot" aria-label=move || t(Msg::BeforeNow)>
                    <div class="cluster">{move || file.with(|(_, car)| ways(car))}</div>
                    <Button label=verb variant=Variant::Primary glyph=Glyph::Handshake on_press=start/>
                </section>
            }
        >
            <Show when=move || handle.state().get() == OpenState::Missing>
                <Gone records missing=Msg::MeetMissing/>
            </Show>
            <Show when=move || handle.state().get() == OpenState::Ready>
                <article class="car" tabindex="0">
                    {move || {
                        let (said, gap) = beside.get();
                        file.with(|(client, car)| content(client, car, &said, gap))
                    }}
                    {move || ask_next(client, &to_ask.get())}
                    {move || suggested.with(|(quick, slow)| to_suggest(quick, slow))}
                    {move || to_come(client, meetings())}
                </article>
            </Show>
        </Page>
    }
}

fn content(
    client: &Client,
    car: &Car,
    said: &Said,
    gap: Option<CostTalkGap>,
) -> impl IntoView + use<> {
    let name = client.name.clone();
    let who = who(client, &car.people);
    let advice = car.advice.clone().map(|advice| {
        view! {
            <p class="car-advice">
                <Icon glyph=Glyph::Lightbulb/>
                <span>{advice}</span>
            </p>
        }
    });
    let is_new = car.last_meeting.is_none() && car.ours.is_empty() && car.theirs.is_empty();
    view! {
        <header>
            <p class="car-name">{move || words::client_name(name.as_deref())}</p>
            <p class="soft">{who}</p>
        </header>
        {advice}
        {how_to_talk(said)}
        {car.last_meeting.as_ref().map(last_meeting)}
        {figures(&car.figures)}
        {owed(&car.ours, &car.theirs)}
        {gap.map(|gap| view! { <p class="soft">{move || t(gap_word(gap))}</p> })}
        {is_new.then(|| view! { <p class="soft">{move || t(Msg::BeforeFirst)}</p> })}
    }
}

/// How to talk with them, as their profile has it; what of it is not founded is said.
fn how_to_talk(said: &Said) -> Option<impl IntoView + use<>> {
    let Said { advice, unfounded } = said.clone();
    (!advice.is_empty()).then(|| {
        let advice = advice.into_iter().map(|line| view! { <li>{line}</li> });
        view! {
            <section>
                <h2>{move || t(Msg::ProfileProfile)}</h2>
                <ul>{advice.collect_view()}</ul>
                {unfounded.map(|line| view! { <p class="soft">{line}</p> })}
            </section>
        }
    })
}

/// What is missing of the talk about shares of cost.
fn gap_word(gap: CostTalkGap) -> Msg {
    match gap {
        CostTalkGap::NotHeld => Msg::CosttalkNotHeld,
        CostTalkGap::WithoutDecider => Msg::CosttalkWithoutDecider,
    }
}

/// What of the assessment is still to be asked, as one would say it, and the way to asking it.
fn ask_next(client: RecordId, to_ask: &[Question]) -> Option<impl IntoView + use<>> {
    let questions: Vec<_> = to_ask
        .iter()
        .map(|&question| view! { <li>{move || t(questions::sentence(question))}</li> })
        .collect();
    (!questions.is_empty()).then(|| {
        view! {
            <section>
                <h2>{move || t(Msg::AskNext)}</h2>
                <ul>{questions}</ul>
                <div class="cluster">
                    <LinkButton
                        to=Route::Ask { client }
                        label=Msg::AskTitle
                        glyph=Glyph::MessageSquare
                    />
                </div>
            </section>
        }
    })
}

/// What could be suggested: the quick ones in the meeting, the slow ones worked out after it.
fn to_suggest(quick: &[String], slow: &[String]) -> impl IntoView + use<> {
    let part = |name: Msg, titles: &[String]| {
        let titles: Vec<_> = titles
            .iter()
            .take(SUGGESTED)
            .map(|title| view! { <li>{title.clone()}</li> })
            .collect();
        (!titles.is_empty()).then(|| {
            view! {
                <section>
                    <h2>{move || t(name)}</h2>
                    <ul>{titles}</ul>
                </section>
            }
        })
    };
    (part(Msg::SuggestQuick, quick), part(Msg::SuggestSlow, slow))
}

/// What is planned with them, each with the way to where it is moved or cancelled.
fn to_come(client: RecordId, meetings: Vec<MeetingSummary>) -> impl IntoView {
    let planned: Vec<_> = meetings
        .into_iter()
        .filter(|meeting| !meeting.running)
        .collect();
    let row = move |meeting: MeetingSummary| {
        let missed = is_missed(meeting.at, now::today(), now::utc_offset_minutes());
        let about: Vec<String> = meeting.title.into_iter().chain(meeting.place).collect();
        view! {
            <li>
                <Row
                    to=Signal::stored(Route::Meeting { client, meeting: meeting.id })
                    title=Signal::derive(move || words::moment(meeting.at))
                    note=Signal::stored(about.join(" · "))
                    figure=if missed { Msg::TodayMissed } else { Msg::PlanChange }
                    tone=if missed { Tone::Warn } else { Tone::Neutral }
                />
            </li>
        }
    };
    (!planned.is_empty()).then(|| {
        view! {
            <section>
                <h2>{move || t(Msg::MeetPlannedNow)}</h2>
                <ul class="rows">{planned.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

/// `阿岳，老闆 · 4 人 · 第一次募資`.
fn who(client: &Client, people: &[(RecordId, Contact)]) -> String {
    let person = people.iter().find_map(|(_, contact)| {
        let name = contact.name.clone()?;
        Some(match &contact.role {
            Some(role) => t_with(Msg::BeforePerson, &[("name", &name), ("role", role)]),
            None => name,
        })
    });
    let team = client
        .team_size
        .and_then(|size| u32::try_from(size).ok())
        .map(|size| t_n(Msg::BeforeTeam, size, &[]));
    let experience = match client.experience {
        Some(Experience::First) => Some(t(Msg::ExperienceFirst)),
        Some(Experience::Experienced) => Some(t(Msg::ExperienceExperienced)),
        Some(Experience::Other(_)) | None => None,
    };
    let parts: Vec<String> = [person, team, experience].into_iter().flatten().collect();
    parts.join(" · ")
}

fn last_meeting(meeting: &CarMeeting) -> impl IntoView + use<> {
    let ended = meeting.ended;
    let title = move || {
        let day = now::local_day(ended).map(show::day).unwrap_or_default();
        t_with(Msg::BeforeLast, &[("day", &day)])
    };
    let lines = meeting.lines.iter().map(|line| {
        let (kind, text) = (words::kind_name(&line.kind), line.text.clone());
        view! {
            <li>
                <span class="note-kind">{move || t(kind)}</span>
                {text}
            </li>
        }
    });
    let reserve = meeting.reserve.clone().map(|reserve| {
        view! {
            <section>
                <h2>{move || t(Msg::WrapUpReserve)}</h2>
                <p>{reserve}</p>
            </section>
        }
    });
    view! {
        <section>
            <h2>{title}</h2>
            <ul>{lines.collect_view()}</ul>
        </section>
        {reserve}
    }
}

/// What was reached, and what both sides knew at the last meeting.
fn figures(figures: &[CarFigure]) -> impl IntoView + use<> {
    let figure = |figure: &CarFigure| {
        let CarFigure {
            title,
            now,
            at_last_meeting,
        } = figure.clone();
        let was = move || {
            let was = at_last_meeting?;
            Some(t_with(
                Msg::BeforeFigureWas,
                &[("amount", &show::money(was.amount))],
            ))
        };
        view! {
            <li>
                {move || title.clone().unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement))} " "
                <strong class="nowrap">{move || show::money(now.amount)}</strong> " "
                <span class="soft nowrap">{move || show::short_day(now.on)}</span> " "
                <span class="soft">{was}</span>
            </li>
        }
    };
    (!figures.is_empty()).then(|| {
        view! {
            <section>
                <h2>{move || t(Msg::ReadingReached)}</h2>
                <ul>{figures.iter().map(figure).collect_view()}</ul>
            </section>
        }
    })
}

fn owed(ours: &[Promise], theirs: &[Promise]) -> impl IntoView + use<> {
    let side = |name: Msg, promises: &[Promise]| {
        (!promises.is_empty()).then(|| {
            let promises = promises.iter().map(|promise| {
                let (title, due) = (promise.title.clone(), promise.due);
                let late = promise.is_overdue(now::today());
                let due =
                    move || due.map(|due| t_with(Msg::MeetDueBy, &[("day", &show::day(due))]));
                view! {
                    <li>
                        {title} " "
                        <span class="soft nowrap" data-tone=late.then_some("bad")>
                            {due}
                            {late.then(|| view! { " " {move || t(Msg::BeforeLate)} })}
                        </span>
                    </li>
                }
            });
            view! {
                <section>
                    <h2>{move || t(name)}</h2>
                    <ul>{promises.collect_view()}</ul>
                </section>
            }
        })
    };
    (
        side(Msg::BeforeWeOwe, ours),
        side(Msg::BeforeTheyOwe, theirs),
    )
}

/// Call, and the way there, where we know how.
fn ways(car: &Car) -> impl IntoView + use<> {
    let call = car.call.clone().map(|number| {
        view! {
            <a class="button" href=number>
                <Icon glyph=Glyph::Phone/>
                <span>{move || t(Msg::ButtonCall)}</span>
            </a>
        }
    });
    let map = car.address.as_deref().map(|address| {
        let href = [
            "https://www.google.com/maps/dir/?api=1&destination=",
            &escaped(address),
        ]
        .concat();
        view! {
            <a class="button" href=href target="_blank" rel="noopener noreferrer">
                <Icon glyph=Glyph::Navigation/>
                <span>{move || t(Msg::ButtonMap)}</span>
            </a>
        }
    });
    (call, map)
}

/// A text as part of an address, percent-encoded.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_address_becomes_part_of_an_address() {
        assert_eq!(escaped("a-1 茶&"), "a-1%20%E8%8C%B6%26");
    }
}
