//! The hours of the week, planned and real side by side: of every live client, and of everybody else we worked for.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Service, WeekHours, hours_by_tier};
use yardstick_domain::order;
use yardstick_domain::records::Stage;
use yardstick_domain::values::{Date, Instant, Minutes};

use super::lines::place;
use crate::book::{Book, ClientRow};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Ruler, Tone};
use crate::pages::clients::name_order::name_order;
use crate::pages::parts::naming::name_in;
use crate::pages::parts::practice::{of_nobody, practice};
use crate::pages::parts::{now, questions, ticking};

/// A client's week.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    client: RecordId,
    name: String,
    hours: WeekHours,
}

/// The list.
#[component]
pub(super) fn Hours(week: Memo<Date>) -> impl IntoView {
    let lines = lines(week);
    let longest = Memo::new(move |_| {
        let minutes = lines.with(|lines| {
            let both = lines.iter().flat_map(|line| {
                let planned = line.hours.planned.unwrap_or_default();
                [line.hours.real, planned]
            });
            both.max().unwrap_or_default()
        });
        minutes.0.max(60)
    });
    view! {
        <section class="group" aria-labelledby="weekly-hours">
            <h2 class="group-head" id="weekly-hours">
                {move || t(Msg::WeeklyHours)}
            </h2>
            <p class="soft">{move || t(Msg::WeeklyHoursText)}</p>
            <Show when=move || lines.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::WeeklyNoHours)}</p>
            </Show>
            <ul class="measures">
                {move || {
                    let longest = longest.get();
                    let row = |line| view! { <HoursRow line longest/> };
                    lines.get().into_iter().map(row).collect_view()
                }}
            </ul>
        </section>
    }
}

fn lines(week: Memo<Date>) -> Memo<Vec<Line>> {
    let book = Book::expect();
    let rows = book.clients();
    let order = name_order(rows);
    let practice = practice(of_nobody());
    let today = ticking::today();
    let is_live = |row: &ClientRow| row.summary.stage == Some(Stage::Live) && !row.summary.archived;
    let concerned = Signal::derive(move || {
        let begins = Instant::from_local(week.get(), 0, now::utc_offset_minutes());
        let mut concerned: Vec<RecordId> = rows.with(|rows| {
            let rows = rows.iter();
            let concerned = rows.filter(|row| {
                is_live(row) || (begins.is_some() && row.summary.last_work >= begins)
            });
            concerned.map(|row| row.id).collect()
        });
        order.with(|order| order::by_key(&mut concerned, |client| place(order, *client)));
        concerned
    });
    let open = book.several(concerned);
    Memo::new(move |_| {
        let (week, today, offset) = (week.get(), today.get(), now::utc_offset_minutes());
        let lines = open.get().into_iter().filter_map(|(client, records)| {
            let hours = practice
                .with(|practice| hours_by_tier(records.service(), week, practice, today, offset));
            let own = records.client();
            let is_live = own.stage == Some(Stage::Live) && own.archived != Some(true);
            let name = rows.with(|rows| name_in(rows, client)).unwrap_or_default();
            (is_live || hours.real.0 > 0).then_some(Line {
                client,
                name,
                hours,
            })
        });
        lines.collect()
    })
}

fn in_hours(minutes: Minutes) -> f64 {
    f64::from(minutes.0) / 60.0
}

#[component]
fn HoursRow(line: Line, longest: u32) -> impl IntoView {
    let Line { name, hours, .. } = line;
    let WeekHours {
        tier,
        planned,
        real,
        service,
    } = hours;
    let tone = match service {
        Some(_) => Tone::Warn,
        None => Tone::Neutral,
    };
    let of_client = name.clone();
    let label = Signal::derive(move || t_with(Msg::WeeklyHoursOf, &[("client", &*of_client)]));
    let note = move || {
        let tier = tier.as_ref().and_then(questions::tier);
        t(tier.unwrap_or(Msg::WeeklyNoTier))
    };
    let figure = move || match planned {
        Some(planned) => {
            let values = [("real", &*real.format()), ("planned", &*planned.format())];
            t_with(Msg::WeeklyRealOfPlanned, &values)
        }
        None => real.format(),
    };
    let flag = service.map(|service| {
        let words = match service {
            Service::Over => Msg::WeeklyOver,
            Service::Under => Msg::WeeklyUnder,
        };
        view! { <span class="weekly-off">{move || t(words)}</span> }
    });
    view! {
        <li class="measure">
            <span class="weekly-client">
                <span>{name}</span>
                <span class="soft">{note}</span>
                {flag}
            </span>
            <Ruler
                name=label
                value=Signal::stored(Some(in_hours(real)))
                aim=Signal::stored(planned.map(in_hours))
                max=in_hours(Minutes(longest))
                tone=Signal::stored(tone)
            />
            <span class="measure-figure">{figure}</span>
        </li>
    }
}
