//! The fixed points, and moving one: what shifts with it is shown before it is done.

use leptos::prelude::*;
use yardstick_domain::method::{
    MovedPoint, Planning, Shift, move_point, plan_id, points_of, schedule, shifts,
};
use yardstick_domain::records::{EngagementKind, PlanPoint, engagement, plan as plan_record};
use yardstick_domain::values::Date;

use super::days::scheduled;
use super::head::made;
use super::{PlanOf, words};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Sheet, Variant};
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{now, show, ticking};
use crate::session::{Action, Session};

/// Shifts that are named; the others are counted.
const NAMED: usize = 12;

/// The points an engagement of the kind has.
fn points(kind: Option<&EngagementKind>) -> &'static [PlanPoint] {
    match kind {
        Some(EngagementKind::Subscription) => &[PlanPoint::Start, PlanPoint::Renewal],
        _ => &[
            PlanPoint::Start,
            PlanPoint::SurveyStart,
            PlanPoint::SurveyEnd,
            PlanPoint::Launch,
            PlanPoint::End,
            PlanPoint::Ship,
        ],
    }
}

/// Each point with its day; a tap moves it.
#[component]
pub(super) fn FixedPoints(plan: PlanOf) -> impl IntoView {
    let own = made(plan);
    let engagement = plan.engagement();
    let open = RwSignal::new(false);
    let moving = RwSignal::new(None::<PlanPoint>);
    let all = Memo::new(move |_| {
        engagement.with(|engagement| {
            let days = own.with(|own| points_of(engagement, own, None));
            let all = points(engagement.kind.as_ref()).iter();
            all.map(|point| (point.clone(), days.day(point)))
                .collect::<Vec<_>>()
        })
    });
    let row = move |(point, day): (PlanPoint, Option<Date>)| {
        let name = words::point(&point).map(t).unwrap_or_default();
        let day = day.map_or_else(|| t(Msg::PlanPointOpen), show::day);
        view! {
            <li>
                <button
                    class="row"
                    type="button"
                    on:click=move |_| {
                        moving.set(Some(point.clone()));
                        open.set(true);
                    }
                >
                    <span class="row-text">
                        <span class="row-title">{name}</span>
                    </span>
                    <span class="row-figure">{day}</span>
                </button>
            </li>
        }
    };
    view! {
        <details class="details">
            <summary>{move || t(Msg::PlanPoints)}</summary>
            <ul class="rows">{move || all.get().into_iter().map(row).collect_view()}</ul>
        </details>
        <Sheet open title=Msg::PlanMove>
            {move || moving.get().map(|point| view! { <Move plan point open/> })}
        </Sheet>
    }
}

#[component]
fn Move(plan: PlanOf, point: PlanPoint, open: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let records = plan.records;
    let place = format!(
        "{}/move/{}",
        plan.engagement,
        yardstick_domain::values::Choice::name(&point)
    );
    let text = NewText::take_up(session, &place, plan_record::start().spec());
    let name = words::point(&point).unwrap_or(Msg::PlanMove);
    let before = scheduled(plan);
    let own = made(plan);
    let of = plan.engagement();
    let (days, today) = (work_days(), ticking::today());
    let practice = practice(of_nobody());
    let day = move || {
        text.text
            .with(|typed| Date::parse(typed, now::today()).ok())
    };
    let of_point = point.clone();
    let moved = move || -> Option<MovedPoint> {
        let day = day()?;
        of.with(|of| own.with(|own| move_point(of, own, &of_point, day)))
    };
    let would_move = {
        let moved = moved.clone();
        move || -> Option<Vec<(String, Shift)>> {
            let moved = moved()?;
            let minutes = practice.with(day_minutes);
            records.with(|records| {
                let file = records.service();
                let after = days.with(|days| {
                    let planning = Planning {
                        engagement: &moved.engagement,
                        plan: &moved.plan,
                        kols: &file.kols,
                        workdays: days,
                        day_minutes: minutes,
                        today: today.get(),
                    };
                    let items = file.items.iter();
                    let own = items.filter(|(_, item)| item.engagement == Some(plan.engagement));
                    schedule(own, &planning)
                });
                let title = |shift: &Shift| {
                    let mut items = file.items.iter();
                    let item = items.find(|(id, _)| *id == shift.item);
                    item.map(|(_, item)| words::title(item)).unwrap_or_default()
                };
                let all = before.with(|before| shifts(before, &after));
                Some(
                    all.into_iter()
                        .map(|shift| (title(&shift), shift))
                        .collect(),
                )
            })
        }
    };
    let shown = move || {
        let all = would_move()?;
        if all.is_empty() {
            return Some(view! { <p class="soft">{t(Msg::PlanNothingMoves)}</p> }.into_any());
        }
        let count = u32::try_from(all.len()).unwrap_or_default();
        let rest = u32::try_from(all.len().saturating_sub(NAMED)).unwrap_or_default();
        let rows = all.into_iter().take(NAMED).map(|(title, shift)| {
            let days = [
                ("from", &*show::short_day(shift.from)),
                ("to", &*show::short_day(shift.to)),
            ];
            let line = t_with(Msg::PlanShift, &days);
            view! {
                <li>
                    {title} " " <span class="soft nowrap">{line}</span>
                </li>
            }
        });
        let rows = rows.collect_view();
        Some(
            view! {
                <p>{t_n(Msg::PlanShifts, count, &[])}</p>
                <ul class="plan-shifts">{rows}</ul>
                {(rest > 0).then(|| view! { <p class="soft">{t_n(Msg::PlanMoreShifts, rest, &[])}</p> })}
            }
            .into_any(),
        )
    };
    let save = {
        let moved = moved.clone();
        move |_| {
            let Some(moved) = untrack(&moved) else {
                text.done(true);
                return;
            };
            let action = records.with_untracked(|records| {
                let of = records.key(engagement::SPEC.name, plan.engagement);
                let own = records.key(plan_record::SPEC.name, plan_id(plan.engagement));
                Action::new(Msg::PlanToastMoved)
                    .set_all(&of, moved.of_engagement)
                    .set_all(&own, moved.of_plan)
            });
            session.edit(action);
            text.clear();
            open.set(false);
        }
    };
    let is_wrong = move || day().is_some() && moved().is_none();
    view! {
        <div class="form">
            <NewField label=name field=text required=true/>
            <Show when=is_wrong>
                <p class="field-error">{move || t(Msg::ErrorDateOrder)}</p>
            </Show>
            <div class="stack" data-gap="2" aria-live="polite">
                {shown}
            </div>
            <div class="cluster">
                <Button label=Msg::PlanMoveDo variant=Variant::Primary on_press=save/>
            </div>
        </div>
    }
}
