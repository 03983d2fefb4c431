//! 時程: all engagements that go on, side by side: a bar each at the desk, a list on the phone; days that hold more than we can do, and launches too close.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ClientFile, CloseLaunches, DayLoad, Launch, ReservedTime, Schedule, ServiceFile, WorkDays,
    close_launches, launches, load, plan_id, points_of, reserved_time, running_engagements,
    schedule_of,
};
use yardstick_domain::order;
use yardstick_domain::records::{Engagement, Plan, Stage};
use yardstick_domain::values::Date;

use crate::book::{Book, Shown};
use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::kit::{Empty, Glyph, Icon, Row, Ruler, Tone};
use crate::pages::frame::Page;
use crate::pages::meeting::words as meeting_words;
use crate::pages::parts::and_more::counted;
use crate::pages::parts::looking::Looking;
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{now, show, ticking};
use crate::route::Route;

/// Days before today that the timeline shows, after it at least, and at most: a contract of a year would leave the weeks to come no room.
const BEHIND_DAYS: i32 = 14;
const AHEAD_DAYS: i32 = 90;
const MOST_AHEAD_DAYS: i32 = 180;
/// Overloaded days that are named.
const NAMED_DAYS: usize = 10;

/// An engagement as a line of the timeline.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    client: RecordId,
    engagement: RecordId,
    client_name: Option<String>,
    title: Option<String>,
    /// First day of its work.
    from: Date,
    launch: Option<Date>,
    end: Option<Date>,
    ship: Option<Date>,
    schedule: Option<Schedule>,
}

impl Line {
    /// Client and engagement.
    fn name(&self) -> String {
        let client = meeting_words::client_name(self.client_name.as_deref());
        let title = self.title.clone();
        let title = title.unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement));
        [&*client, " · ", &title].concat()
    }

    /// Its last day that is known.
    fn to(&self) -> Date {
        let planned = self.schedule.as_ref();
        let planned = planned.and_then(|own| own.items.iter().map(|item| item.done).max());
        let all = [self.launch, self.end, self.ship, planned];
        all.into_iter().flatten().max().unwrap_or(self.from)
    }

    /// What does not fit, and what is open, in words; nothing without a plan.
    fn note(&self) -> String {
        let days = [
            (Msg::PlanPointLaunch, self.launch),
            (Msg::PlanPointEnd, self.end),
            (Msg::PlanPointShip, self.ship),
        ];
        let days = days
            .into_iter()
            .filter_map(|(name, day)| Some([&t(name), " ", &show::short_day(day?)].concat()));
        let open = self.schedule.as_ref().map(|own| {
            let count = u32::try_from(own.items.len()).unwrap_or(u32::MAX);
            t_n(Msg::PlanOpen, count, &[])
        });
        days.chain(open).collect::<Vec<_>>().join(" · ")
    }

    /// How many of its items do not fit, in words.
    fn misfits(&self) -> Option<String> {
        let items = self.schedule.iter().flat_map(|own| &own.items);
        let count = items.filter(|item| !item.problems.is_empty()).count();
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        (count > 0).then(|| t_n(Msg::ScheduleMisfits, count, &[]))
    }

    fn to_plan(&self) -> Route {
        Route::Plan {
            client: self.client,
            engagement: self.engagement,
        }
    }
}

/// What all days are reckoned with.
#[derive(Clone, PartialEq)]
struct Basis {
    today: Date,
    minutes: u32,
    days: WorkDays,
}

/// What is kept of a client: no more than is drawn.
struct Part {
    lines: Vec<Line>,
    reserved: Vec<ReservedTime>,
    launches: Vec<Launch>,
}

impl Basis {
    /// What a client of whom that is shown has on the timeline.
    fn part(&self, client: RecordId, shown: &Shown) -> Part {
        let service = ServiceFile::of(Arc::new(ClientFile::of(shown)), shown);
        let file = &*service.base;
        let line = |(id, engagement): &(RecordId, Engagement)| {
            let mut plans = service.plans.iter();
            let own = plans.find(|(own, _)| *own == plan_id(*id));
            let own = own.map(|(_, plan)| plan);
            let points = points_of(engagement, own.unwrap_or(&Plan::default()), None);
            let schedule =
                own.map(|_| schedule_of(&service, *id, &self.days, self.minutes, self.today));
            let first = schedule.as_ref().and_then(|own| own.items.first());
            let from = points.start.or(first.map(|item| item.work_from));
            Line {
                client,
                engagement: *id,
                client_name: file.client.name.clone(),
                title: engagement.title.clone(),
                from: from.or(points.launch).unwrap_or(self.today),
                launch: points.launch,
                end: points.end,
                ship: points.ship,
                schedule,
            }
        };
        let lines = running_engagements(file).into_iter().map(line);
        let offset = now::utc_offset_minutes();
        Part {
            lines: lines
                .filter(|line| line.schedule.is_some() || line.launch.is_some())
                .collect(),
            reserved: reserved_time(file, self.today, offset, &self.days),
            launches: launches(client, file).collect(),
        }
    }
}

/// The lines one by one, so that what changes of one is all that is drawn anew.
fn each(
    lines: Memo<Vec<Line>>,
    row: impl Fn(Memo<Option<Line>>) -> AnyView + Clone + Send + 'static,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        lines.with(|lines| {
            let ids = lines.iter().map(|line| line.engagement);
            ids.collect::<Vec<_>>()
        })
    });
    let line = move |id: RecordId| {
        row(Memo::new(move |_| {
            lines.with(|lines| lines.iter().find(|line| line.engagement == id).cloned())
        }))
    };
    view! { <For each=move || ids.get() key=|id| *id children=line/> }
}

/// Words of a line; none of one that is gone.
fn said(line: Memo<Option<Line>>, words: impl Fn(&Line) -> Option<String>) -> Option<String> {
    line.with(|line| words(line.as_ref()?))
}

/// The address of its plan.
fn href(line: Memo<Option<Line>>) -> Option<String> {
    said(line, |line| Some(line.to_plan().path()))
}

/// The page.
#[component]
pub fn SchedulePage() -> impl IntoView {
    let book = Book::expect();
    let rows = book.clients();
    let clients = Memo::new(move |_| {
        rows.with(|rows| {
            let live = rows.iter().filter(|row| {
                !row.summary.archived
                    && !matches!(row.summary.stage, Some(Stage::Closed | Stage::Lost))
            });
            live.map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let (days, today) = (work_days(), ticking::today());
    let practice = practice(of_nobody());
    let basis = Memo::new(move |_| Basis {
        today: today.get(),
        minutes: practice.with(day_minutes),
        days: days.get(),
    });
    let looking = Looking::look(clients, basis, Basis::part);
    let found = looking.found;
    let lines = Memo::new(move |_| {
        let mut lines: Vec<Line> = found.with(|found| {
            let parts = found.found();
            parts.flat_map(|(_, part)| part.lines.clone()).collect()
        });
        order::by_key(&mut lines, |line| {
            (line.launch.unwrap_or(line.from), line.engagement)
        });
        lines
    });
    let overloaded = Memo::new(move |_| {
        let all = basis.with(
            |Basis {
                 today,
                 minutes,
                 days,
             }| {
                found.with(|found| {
                    let lines = found.found().flat_map(|(_, part)| &part.lines);
                    let all = lines.filter_map(|line| Some((line.client, line.schedule.as_ref()?)));
                    let reserved = found.found().flat_map(|(client, part)| {
                        let own = part.reserved.iter();
                        own.map(move |time| (client, *time))
                    });
                    load(all, reserved, days, *minutes, *today)
                })
            },
        );
        all.into_iter()
            .filter(DayLoad::is_overloaded)
            .collect::<Vec<_>>()
    });
    let unreadable = Memo::new(move |_| found.with(|found| counted(found.unreadable())));
    // Before every client was looked at nobody knows that there is nothing; nor where one cannot be.
    let is_nothing = Memo::new(move |_| looking.is_complete() && unreadable.get() == 0);
    let close = Memo::new(move |_| {
        let today = today.get();
        found.with(|found| {
            let all = found.found().flat_map(|(_, part)| part.launches.clone());
            close_launches(all.filter(|launch: &Launch| launch.day >= today))
        })
    });
    view! {
        <Page title=Msg::ScheduleTitle back=Route::More>
            <div role="status">
                <Show when=move || { unreadable.get() > 0 }>
                    <div class="banner" data-tone="bad">
                        <Icon glyph=Glyph::CircleAlert/>
                        <p class="banner-text">
                            {move || t_n(Msg::ScheduleUnreadable, unreadable.get(), &[])}
                        </p>
                    </div>
                </Show>
            </div>
            <Show
                when=move || !lines.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <Show when=move || is_nothing.get()>
                            <Empty title=Msg::ScheduleNone text=Msg::ScheduleNoneText/>
                        </Show>
                    }
                }
            >
                <div class="stack">
                    <Timeline lines today/>
                    <List lines/>
                    <Overloaded overloaded/>
                    <Close close lines/>
                </div>
            </Show>
        </Page>
    }
}

/// A bar per engagement, at the desk.
#[component]
fn Timeline(lines: Memo<Vec<Line>>, today: Signal<Date>) -> impl IntoView {
    let span = Memo::new(move |_| {
        let today = today.get();
        let first = today.plus_days(-BEHIND_DAYS).unwrap_or(today);
        let least = today.plus_days(AHEAD_DAYS).unwrap_or(today);
        let last = lines.with(|lines| lines.iter().map(Line::to).max());
        let most = today.plus_days(MOST_AHEAD_DAYS).unwrap_or(least);
        (first, last.unwrap_or(least).max(least).min(most))
    });
    // How far a day is along the scale, in percent.
    let at = move |day: Date| {
        let (first, last) = span.get();
        let whole = f64::from(first.days_until(last).max(1));
        (f64::from(first.days_until(day)) / whole * 100.0).clamp(0.0, 100.0)
    };
    let months = move || {
        let (first, last) = span.get();
        let mut months = Vec::new();
        let mut month = Date::new(first.year(), first.month(), 1);
        while let Some(day) = month.filter(|day| *day <= last) {
            if day >= first {
                months.push(day);
            }
            let (year, next) = match day.month() {
                12 => (day.year() + 1, 1),
                other => (day.year(), other + 1),
            };
            month = Date::new(year, next, 1);
        }
        let tick = |day: Date| {
            view! {
                <span class="bars-month" style:inset-inline-start=format!("{:.2}%", at(day))>
                    {show::short_day(day)}
                </span>
            }
        };
        months.into_iter().map(tick).collect_view()
    };
    // A piece of the bar; nothing where all of it lies before the scale.
    let piece = move |class: &'static str, from: Date, to: Date| {
        (to >= span.get().0).then(|| {
            let (from, to) = (at(from), at(to));
            view! {
                <span
                    class=class
                    style:inset-inline-start=format!("{from:.2}%")
                    style:inline-size=format!("{:.2}%", (to - from).max(0.5))
                ></span>
            }
        })
    };
    let pieces = move |line: &Line| {
        let ready = line.launch.unwrap_or_else(|| line.to());
        let prepare = (line.from < ready).then(|| piece("bars-prepare", line.from, ready));
        let run = line
            .launch
            .map(|launch| piece("bars-run", launch, line.end.unwrap_or(launch)));
        let ship = line.ship.map(|ship| piece("bars-ship", ship, ship));
        view! {
            {prepare.flatten()}
            {run.flatten()}
            {ship.flatten()}
        }
    };
    let bar = move |line: Memo<Option<Line>>| {
        view! {
            <li class="bars-line">
                <span class="bars-head">
                    <a class="bars-name" href=move || href(line)>
                        {move || said(line, |line| Some(line.name()))}
                    </a>
                    <span class="row-figure" data-tone="warn">
                        {move || said(line, Line::misfits)}
                    </span>
                </span>
                <span class="bars-track" aria-hidden="true">
                    {move || line.with(|line| line.as_ref().map(pieces))}
                </span>
                <span class="visually-hidden">
                    {move || said(line, |line| Some(line.note()))}
                </span>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="group desk-only" aria-labelledby="schedule-bars">
            <h2 class="group-head" id="schedule-bars">
                {move || t(Msg::ScheduleBars)}
            </h2>
            <div class="bars">
                <div class="bars-scale" aria-hidden="true">
                    {months}
                    <span
                        class="bars-today"
                        style:inset-inline-start=move || format!("{:.2}%", at(today.get()))
                    ></span>
                </div>
                <ul class="bars-lines">{each(lines, bar)}</ul>
            </div>
        </section>
    }
}

/// The same as a list, on the phone, where there is no room for bars.
#[component]
fn List(lines: Memo<Vec<Line>>) -> impl IntoView {
    let row = |line: Memo<Option<Line>>| {
        view! {
            <li>
                <a class="row" href=move || href(line)>
                    <span class="row-text">
                        <span class="row-title">
                            {move || said(line, |line| Some(line.name()))}
                        </span>
                        <span class="row-note">{move || said(line, |line| Some(line.note()))}</span>
                    </span>
                    <span class="row-figure" data-tone="warn">
                        {move || said(line, Line::misfits)}
                    </span>
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="group phone-only" aria-labelledby="schedule-list">
            <h2 class="group-head" id="schedule-list">
                <span>{move || t(Msg::ScheduleEngagements)}</span>
                <span class="group-count">{move || lines.with(Vec::len)}</span>
            </h2>
            <ul class="rows">{each(lines, row)}</ul>
        </section>
    }
}

/// Days that hold more than one of us can do.
#[component]
fn Overloaded(overloaded: Memo<Vec<DayLoad>>) -> impl IntoView {
    let hours = |minutes: u32| format::number(f64::from(minutes) / 60.0, 1);
    let row = move |day: DayLoad| {
        let figure = t_with(
            Msg::ScheduleHours,
            &[
                ("hours", &hours(day.minutes)),
                ("capacity", &hours(day.capacity)),
            ],
        );
        let name = Signal::stored(figure.clone());
        let (value, aim) = (f64::from(day.minutes), f64::from(day.capacity));
        view! {
            <li class="row">
                <span class="row-text">
                    <span class="row-title">{show::day(day.day)}</span>
                    <Ruler
                        name
                        value=Signal::stored(Some(value))
                        aim=Signal::stored(Some(aim))
                        max=value.max(aim)
                        tone=Signal::stored(Tone::Warn)
                        small=true
                    />
                </span>
                <span class="row-figure" data-tone="warn">
                    {figure}
                </span>
            </li>
        }
    };
    view! {
        <Show when=move || !overloaded.with(Vec::is_empty)>
            <section class="group" aria-labelledby="schedule-load">
                <h2 class="group-head" id="schedule-load">
                    <span>{move || t(Msg::ScheduleOverloaded)}</span>
                    <span class="group-count">{move || overloaded.with(Vec::len)}</span>
                </h2>
                <ul class="rows">
                    {move || overloaded.get().into_iter().take(NAMED_DAYS).map(row).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

/// Launches too close to one another.
#[component]
fn Close(close: Memo<Vec<CloseLaunches>>, lines: Memo<Vec<Line>>) -> impl IntoView {
    let name = move |launch: Launch| {
        lines.with(|lines| {
            let mut all = lines.iter();
            let own = all.find(|line| line.engagement == launch.engagement);
            own.map(Line::name).unwrap_or_default()
        })
    };
    let row = move |pair: CloseLaunches| {
        let to = Route::Plan {
            client: pair.second.client,
            engagement: pair.second.engagement,
        };
        let text = Signal::derive(move || {
            let (first, second) = (name(pair.first), name(pair.second));
            t_with(
                Msg::ScheduleCloseBoth,
                &[("first", &first), ("second", &second)],
            )
        });
        let note = Signal::stored(
            [
                show::short_day(pair.first.day),
                show::short_day(pair.second.day),
            ]
            .join(" · "),
        );
        view! {
            <li>
                <Row to title=text note/>
            </li>
        }
    };
    view! {
        <Show when=move || !close.with(Vec::is_empty)>
            <section class="group" aria-labelledby="schedule-close">
                <h2 class="group-head" id="schedule-close">
                    {move || t(Msg::ScheduleClose)}
                </h2>
                <ul class="rows">{move || close.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
