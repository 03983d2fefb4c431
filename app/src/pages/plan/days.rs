//! 時程: the open items by the day they are due, what does not fit, and how much of our time the plan takes.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{PlanProblem, Schedule, Scheduled, schedule_of, week_of};
use yardstick_domain::values::Date;

use super::kol_sheet::name;
use super::list::ItemRow;
use super::{PlanOf, words};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::Tone;
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{show, ticking};

/// The schedule of the plan, made anew when anything of it, of our days or of today is another.
pub(super) fn scheduled(plan: PlanOf) -> Memo<Schedule> {
    let (days, today) = (work_days(), ticking::today());
    let practice = practice(of_nobody());
    Memo::new(move |_| {
        let minutes = practice.with(day_minutes);
        plan.records.with(|records| {
            days.with(|days| {
                schedule_of(
                    records.service(),
                    plan.engagement,
                    days,
                    minutes,
                    today.get(),
                )
            })
        })
    })
}

/// The list, a group a week.
#[component]
pub(super) fn Days(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let schedule = scheduled(plan);
    let today = ticking::today();
    let weeks = Memo::new(move |_| {
        schedule.with(|schedule| {
            let mut items: Vec<&Scheduled> = schedule.items.iter().collect();
            items.sort_by_key(|item| (item.done, item.work_from));
            let mut weeks: Vec<(Date, Vec<RecordId>)> = Vec::new();
            for item in items {
                let monday = week_of(item.done);
                match weeks.last_mut() {
                    Some((last, ids)) if *last == monday => ids.push(item.id),
                    _ => weeks.push((monday, vec![item.id])),
                }
            }
            weeks
        })
    });
    let row = move |id: RecordId| {
        let own = Memo::new(move |_| schedule.with(|schedule| schedule.item(id).cloned()));
        let figure = Signal::derive(move || {
            let today = today.get();
            own.with(|own| {
                own.as_ref().map_or((String::new(), Tone::Neutral), |own| {
                    (show::short_day(own.done), tone(own, today))
                })
            })
        });
        // Of which KOL, too: in a week their milestones stand side by side.
        let of_kol = move || {
            let kol = own.with(|own| own.as_ref()?.kol)?;
            plan.records.with(|records| {
                let mut kols = records.service().kols.iter();
                kols.find(|(id, _)| *id == kol).map(|(_, kol)| name(kol))
            })
        };
        let note = Signal::derive(move || {
            let days = own.with(|own| own.as_ref().map(note));
            let parts = [of_kol(), days];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        });
        view! { <ItemRow plan id chosen figure note/> }
    };
    let week = move |(monday, ids): (Date, Vec<RecordId>)| {
        let name = move || t_with(Msg::PlanWeekOf, &[("day", &show::short_day(monday))]);
        view! {
            <section class="group">
                <h2 class="group-head">
                    <span>{name}</span>
                    <span class="group-count">{ids.len()}</span>
                </h2>
                <ul class="rows">{ids.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    };
    let misfits = move || {
        let count = schedule.with(|schedule| {
            let items = schedule.items.iter();
            items.filter(|item| !item.problems.is_empty()).count()
        });
        let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
        Some(view! { <p class="plan-warning">{t_n(Msg::PlanMisfits, count, &[])}</p> })
    };
    let days = work_days();
    let is_known = move || {
        schedule.with(|schedule| {
            schedule
                .items
                .iter()
                .all(|item| days.with(|days| days.knows(item.done)))
        })
    };
    view! {
        <div class="stack">
            {misfits}
            <Show when=move || !is_known()>
                <p class="soft">{move || t(Msg::PlanHolidaysUnknown)}</p>
            </Show>
            <Show when=move || schedule.with(|schedule| schedule.items.is_empty())>
                <p class="soft">{move || t(Msg::PlanNothingOpen)}</p>
            </Show>
            {move || weeks.get().into_iter().map(week).collect_view()}
        </div>
    }
}

pub(super) fn tone(item: &Scheduled, today: Date) -> Tone {
    if item.done < today {
        Tone::Bad
    } else if item.problems.is_empty() {
        Tone::Neutral
    } else {
        Tone::Warn
    }
}

/// When the work is done, and what does not fit.
pub(super) fn note(item: &Scheduled) -> String {
    let from = show::short_day(item.work_from);
    let to = show::short_day(item.work_to);
    let work = if item.work_from == item.work_to {
        t_with(Msg::PlanWorkOn, &[("day", &from)])
    } else {
        t_with(Msg::PlanWorkFrom, &[("from", &from), ("to", &to)])
    };
    let problems = item.problems.iter().map(problem);
    std::iter::once(work)
        .chain(problems)
        .collect::<Vec<_>>()
        .join(" · ")
}

fn problem(problem: &PlanProblem) -> String {
    let days = |message, days: &i32| t_n(message, days.unsigned_abs(), &[]);
    match problem {
        PlanProblem::BeforeToday { days: late } => days(Msg::PlanBeforeToday, late),
        PlanProblem::BeforeStart { days: late } => days(Msg::PlanBeforeStart, late),
        PlanProblem::TooEarly { days: late, .. } => days(Msg::PlanTooEarly, late),
        PlanProblem::AfterLaunch { days: late } => days(Msg::PlanAfterLaunch, late),
        PlanProblem::AfterEnd { days: late } => days(Msg::PlanAfterEnd, late),
        PlanProblem::Missing(point) => {
            let point = words::point(point).map(t).unwrap_or_default();
            t_with(Msg::PlanPointMissing, &[("point", &point)])
        }
        PlanProblem::Circle => t(Msg::PlanCircle),
    }
}
