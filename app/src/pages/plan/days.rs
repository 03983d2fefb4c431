//! 時程: the open items by the day they are due, what does not fit, and how much of our time the plan takes.

use std::collections::BTreeSet;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Schedule, Scheduled, schedule_of, steady, week_of};
use yardstick_domain::order;
use yardstick_domain::values::Date;

use super::kol_sheet::name;
use super::list::{ItemRow, is_done};
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

/// The weeks as they are shown, each by its Monday.
type Weeks = Vec<(Date, Vec<RecordId>)>;

/// The list, a group a week. What is ticked off stays in its week as long as the list is looked at, so that the tick can be taken back where it was made.
#[component]
pub(super) fn Days(plan: PlanOf, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let schedule = scheduled(plan);
    let items = plan.items();
    let done = Memo::new(move |_| {
        items.with(|items| {
            let done = items.iter().filter(|(_, item)| is_done(item));
            order::set(done.map(|(id, _)| *id))
        })
    });
    let weeks = Memo::new(move |shown: Option<&Weeks>| {
        let wanted = schedule.with(weeks_of);
        let shown = shown.map_or(&[][..], Vec::as_slice);
        done.with(|done| steady(shown, wanted, |id| done.contains(&id)))
    });
    let mondays = Memo::new(move |_| {
        weeks.with(|weeks| weeks.iter().map(|(monday, _)| *monday).collect::<Vec<_>>())
    });
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
            <For each=move || mondays.get() key=|monday| *monday let:monday>
                <Week plan monday weeks done schedule chosen/>
            </For>
        </div>
    }
}

/// The open items by the week they are due in, the first first.
fn weeks_of(schedule: &Schedule) -> Weeks {
    let mut items: Vec<&Scheduled> = schedule.items.iter().collect();
    order::by_key(&mut items, |item| (item.done, item.work_from));
    let mut weeks = Weeks::new();
    for item in items {
        let monday = week_of(item.done);
        match weeks.last_mut() {
            Some((last, ids)) if *last == monday => ids.push(item.id),
            _ => weeks.push((monday, vec![item.id])),
        }
    }
    weeks
}

#[component]
fn Week(
    plan: PlanOf,
    monday: Date,
    weeks: Memo<Weeks>,
    done: Memo<BTreeSet<RecordId>>,
    schedule: Memo<Schedule>,
    chosen: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let today = ticking::today();
    let ids = Memo::new(move |_| {
        weeks.with(|weeks| {
            let own = weeks.iter().find(|(own, _)| *own == monday);
            own.map(|(_, ids)| ids.clone()).unwrap_or_default()
        })
    });
    let open = move || {
        ids.with(|ids| done.with(|done| ids.iter().filter(|id| !done.contains(id)).count()))
    };
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
            let days = own.with(|own| own.as_ref().map_or_else(|| t(Msg::PlanDone), note));
            let parts = [of_kol(), Some(days)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        });
        view! { <ItemRow plan id chosen figure note/> }
    };
    view! {
        <section class="group">
            <h2 class="group-head">
                <span>{move || t_with(Msg::PlanWeekOf, &[("day", &show::short_day(monday))])}</span>
                <span class="group-count">{open}</span>
            </h2>
            <ul class="rows">
                <For each=move || ids.get() key=|id| *id children=row/>
            </ul>
        </section>
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
    let problems = item.problems.iter().map(words::problem);
    std::iter::once(words::work_days(item))
        .chain(problems)
        .collect::<Vec<_>>()
        .join(" · ")
}
