//! 開會: whom with? A meeting that runs is offered first, then what is planned for now, then those met last; and somebody who is not in the
//! book yet.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ListFilter, ListSort, Summary, list};
use yardstick_domain::order;
use yardstick_domain::text::Query;
use yardstick_domain::values::Instant;

use super::meeting::{begin, words};
use crate::book::{Book, ClientRow};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Empty, Glyph, Icon, SearchBox};
use crate::pages::frame::Page;
use crate::pages::parts::{now, show};
use crate::route::{Route, navigation};
use crate::session::Session;

/// So many clients are offered before somebody searches.
const OFFERED: usize = 30;

/// What a client has to do with now.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Running,
    Planned,
    Recent,
}

/// A client that is offered.
#[derive(Clone, PartialEq)]
struct Offer {
    client: RecordId,
    place: Place,
    at: Option<Instant>,
    summary: Arc<Summary>,
}

impl Offer {
    fn of(row: &ClientRow, now: Instant) -> Self {
        let meetings = &row.summary.meetings;
        let meant = begin::meant_now(meetings, now);
        let meant = meetings.iter().find(|meeting| Some(meeting.id) == meant);
        let (place, at) = match meant {
            Some(meeting) if meeting.running => (Place::Running, Some(meeting.at)),
            Some(meeting) => (Place::Planned, Some(meeting.at)),
            None => (Place::Recent, row.summary.last_contact),
        };
        Self {
            client: row.id,
            place,
            at,
            summary: Arc::clone(&row.summary),
        }
    }

    /// Running and planned ones by the clock, the others by when they were met last, the latest first.
    fn order(&self) -> (Place, i64) {
        let at = self.at.map_or(0, Instant::ms);
        let at = if self.place == Place::Recent { -at } else { at };
        (self.place, at)
    }
}

/// Whom to offer for these words.
fn offers(rows: &[ClientRow], typed: &str, now: Instant) -> Vec<Offer> {
    let filter = ListFilter {
        query: Query::new(typed),
        ..ListFilter::default()
    };
    let book = rows.iter().map(|row| (row.id, row.summary.as_ref()));
    let found = list(book, &filter, ListSort::Recent, |_, name| name.to_owned());
    let mut offers: Vec<Offer> = found
        .into_iter()
        .filter_map(|(id, _)| {
            let at = rows.binary_search_by_key(&id, |row| row.id).ok()?;
            Some(Offer::of(&rows[at], now))
        })
        .collect();
    order::by_key(&mut offers, Offer::order);
    if filter.query.is_empty() {
        offers.truncate(OFFERED);
    }
    offers
}

/// The page.
#[component]
pub fn MeetPage() -> impl IntoView {
    let session = Session::expect();
    let clients = Book::expect().clients();
    let typed = RwSignal::new(String::new());
    let offers = Memo::new(move |_| {
        let now = words::now()?;
        Some(clients.with(|rows| typed.with(|typed| offers(rows, typed, now))))
    });
    let of = move |place| {
        Signal::derive(move || {
            let offers = offers.get().unwrap_or_default();
            offers
                .into_iter()
                .filter(|offer| offer.place == place)
                .collect::<Vec<_>>()
        })
    };
    let nobody = move || offers.with(|offers| offers.as_ref().is_none_or(Vec::is_empty));
    let go = StoredValue::new_local(navigation::navigator());
    let with_new = move |_| {
        let to = begin::begin_with_new(session);
        go.with_value(|go| go(&to));
    };
    view! {
        <Page title=Msg::NavMeet>
            <div class="stack">
                <div class="pane-head">
                    <SearchBox
                        name=Msg::MeetSearch
                        placeholder=Msg::MeetSearchHint
                        on_search=move |words| typed.set(words)
                    />
                    <Button label=Msg::MeetWithNew glyph=Glyph::UserPlus on_press=with_new/>
                </div>
                <Group title=Msg::MeetRunning offers=of(Place::Running)/>
                <Group title=Msg::MeetPlannedNow offers=of(Place::Planned)/>
                <Group title=Msg::MeetRecent offers=of(Place::Recent)/>
                <Show when=nobody>
                    <Nobody is_search=Signal::derive(move || !typed.with(|typed| typed.trim().is_empty()))/>
                </Show>
            </div>
        </Page>
    }
}

/// Nobody is found, or nobody is there yet.
#[component]
fn Nobody(is_search: Signal<bool>) -> impl IntoView {
    move || {
        if is_search.get() {
            view! { <Empty title=Msg::SearchNone text=Msg::MeetNewHint/> }
        } else {
            view! { <Empty title=Msg::MeetNobody text=Msg::MeetNewHint/> }
        }
    }
}

#[component]
fn Group(title: Msg, offers: Signal<Vec<Offer>>) -> impl IntoView {
    view! {
        <Show when=move || offers.with(|offers| !offers.is_empty())>
            <section class="group" aria-label=move || t(title)>
                <h2 class="group-head">{move || t(title)}</h2>
                <ul class="rows">
                    <For each=move || offers.get() key=|offer| (offer.client, offer.at) let:offer>
                        <OfferRow offer/>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// A client: the row leads to what to know before, the button straight into the meeting.
#[component]
fn OfferRow(offer: Offer) -> impl IntoView {
    let session = Session::expect();
    let go = StoredValue::new_local(navigation::navigator());
    let client = offer.client;
    let is_running = offer.place == Place::Running;
    let meetings = StoredValue::new(offer.summary.meetings.clone());
    let start = move || {
        let to = meetings.with_value(|meetings| begin::begin(session, client, meetings));
        go.with_value(|go| go(&to));
    };
    let running = offer.summary.running_meeting().map(|meeting| meeting.id);
    let to = match running {
        Some(meeting) => Route::Meeting { client, meeting },
        None => Route::MeetingBefore { client },
    };
    let name = offer.summary.name.clone();
    let name = Signal::derive(move || words::client_name(name.as_deref()));
    let (place, at) = (offer.place, offer.at);
    let note = move || match (place, at) {
        (_, None) => t(Msg::MeetNeverMet),
        (Place::Running, Some(at)) => {
            t_with(Msg::MeetRunningSince, &[("time", &now::local_clock(at))])
        }
        (Place::Planned, Some(at)) => words::moment(at),
        (Place::Recent, Some(at)) => {
            let day = now::local_day(at).map(show::day).unwrap_or_default();
            t_with(Msg::MeetLastContact, &[("day", &day)])
        }
    };
    let verb = if is_running {
        Msg::MeetContinue
    } else {
        Msg::MeetStart
    };
    let action =
        move || name.with(|name| t_with(Msg::MeetStartWith, &[("what", &t(verb)), ("name", name)]));
    view! {
        <li class="row-line">
            <a class="row" href=to.path()>
                <span class="row-text">
                    <span class="row-title">{name}</span>
                    <span class="row-note">{note}</span>
                </span>
            </a>
            <button class="button" type="button" aria-label=action on:click=move |_| start()>
                <Icon glyph=if is_running { Glyph::Play } else { Glyph::Handshake }/>
                <span>{move || t(verb)}</span>
            </button>
        </li>
    }
}
