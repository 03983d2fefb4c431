//! The fixed points, and moving one: what shifts with it is shown before it is done.

use leptos::prelude::*;
use yardstick_domain::method::{
    MovedPoint, Planning, Shift, move_point, moved_along, plan_id, plan_points, points_of,
    schedule, shifts,
};
use yardstick_domain::records::{FieldSpec, PlanPoint, engagement, plan as plan_record};
use yardstick_domain::values::Date;

use super::days::scheduled;
use super::head::made;
use super::moves::LastMoved;
use super::{PlanOf, words};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Sheet, Variant};
use crate::pages::parts::field::{FieldEditor, NewField, NewText};
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::trouble::FieldTrouble;
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{now, show, ticking};
use crate::session::{Action, Session};

/// Shifts in sight; the others are behind a tap.
const NAMED: usize = 12;

/// The field a point is kept in, with the kind of its record; the end is kept with the launch.
fn kept_in(point: &PlanPoint) -> Option<(&'static str, FieldSpec)> {
    let of_plan = |spec: FieldSpec| Some((plan_record::SPEC.name, spec));
    let of_engagement = |spec: FieldSpec| Some((engagement::SPEC.name, spec));
    match point {
        PlanPoint::Start => of_plan(plan_record::start().spec()),
        PlanPoint::SurveyStart => of_plan(plan_record::survey_start().spec()),
        PlanPoint::SurveyEnd => of_plan(plan_record::survey_end().spec()),
        PlanPoint::Launch => of_engagement(engagement::period().spec()),
        PlanPoint::Ship => of_engagement(engagement::ship_date().spec()),
        PlanPoint::Renewal => of_engagement(engagement::renewal_date().spec()),
        PlanPoint::End | PlanPoint::Sent | PlanPoint::Other(_) => None,
    }
}

/// Each point with its day; a tap moves it.
#[component]
pub(super) fn FixedPoints(plan: PlanOf) -> impl IntoView {
    let own = made(plan);
    let engagement = plan.engagement();
    let records = plan.records;
    let key_of = move |kind: &str| {
        let id = if kind == plan_record::SPEC.name {
            plan_id(plan.engagement)
        } else {
            plan.engagement
        };
        records.with_untracked(|records| records.key(kind, id))
    };
    let open = RwSignal::new(false);
    let moving = RwSignal::new(None::<PlanPoint>);
    let days = Memo::new(move |_| {
        engagement.with(|engagement| own.with(|own| points_of(engagement, own, None)))
    });
    let all = Memo::new(move |_| engagement.with(|own| plan_points(own.kind.as_ref()).to_vec()));
    let row = move |point: PlanPoint| {
        let name = words::point(&point);
        let name = move || name.map(t).unwrap_or_default();
        let of_day = point.clone();
        let day = move || {
            let day = days.with(|days| days.day(&of_day));
            day.map_or_else(|| t(Msg::PlanPointOpen), show::day)
        };
        let trouble = kept_in(&point).map(|(kind, spec)| {
            let key = key_of(kind).field(spec.name);
            view! { <FieldTrouble records key spec on_mend=|_| ()/> }
        });
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
                {trouble}
            </li>
        }
    };
    view! {
        <details class="details">
            <summary>{move || t(Msg::PlanPoints)}</summary>
            <ul class="rows">
                <For each=move || all.get() key=PlanPoint::clone children=row/>
            </ul>
            <FieldEditor
                records
                record=key_of(plan_record::SPEC.name)
                spec=plan_record::direction().spec()
            />
        </details>
        <Sheet open title=Msg::PlanMoveDay>
            {move || moving.get().map(|point| view! { <Move plan point open/> })}
        </Sheet>
    }
}

/// What would come of a move.
struct Moving {
    /// What would be on another day: other points that are kept with it, then items; from which day, to which.
    shifts: Vec<(String, Date, Date)>,
    /// How many items would not fit.
    misfits: u32,
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
    let name = words::point(&point).unwrap_or(Msg::PlanMoveDay);
    let before = scheduled(plan);
    let own = made(plan);
    let of = plan.engagement();
    let (days, today) = (work_days(), ticking::today());
    let practice = practice(of_nobody());
    let day = move || {
        text.text
            .with(|typed| Date::parse(typed, now::today()).ok())
    };
    let (of_point, of_last, of_shown) = (point.clone(), point.clone(), point.clone());
    let moved = move || -> Option<MovedPoint> {
        let day = day()?;
        of.with(|of| own.with(|own| move_point(of, own, &of_point, day)))
    };
    let would_move = {
        let moved = moved.clone();
        move || -> Option<Moving> {
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
                let misfit = after.items.iter().filter(|item| !item.problems.is_empty());
                let along = of.with(|of| own.with(|own| moved_along(of, own, &of_shown, &moved)));
                let along = along.into_iter();
                let along = along
                    .filter_map(|(point, from, to)| Some((words::point(&point).map(t)?, from, to)));
                let items = all.into_iter();
                let items = items.map(|shift| (title(&shift), shift.from, shift.to));
                Some(Moving {
                    shifts: along.chain(items).collect(),
                    misfits: u32::try_from(misfit.count()).unwrap_or_default(),
                })
            })
        }
    };
    let shown = move || {
        let Moving {
            shifts: all,
            misfits,
        } = would_move()?;
        let misfits = (misfits > 0).then(|| {
            view! { <p class="plan-warning" role="status">{t_n(Msg::PlanMoveMisfits, misfits, &[])}</p> }
        });
        if all.is_empty() {
            let nothing = view! {
                {misfits}
                <p class="soft">{t(Msg::PlanNothingMoves)}</p>
            };
            return Some(nothing.into_any());
        }
        let count = u32::try_from(all.len()).unwrap_or_default();
        let row = |(title, from, to): (String, Date, Date)| {
            let days = [
                ("from", &*show::short_day(from)),
                ("to", &*show::short_day(to)),
            ];
            let line = t_with(Msg::PlanShift, &days);
            view! {
                <li>
                    {title} " " <span class="soft nowrap">{line}</span>
                </li>
            }
        };
        let mut all = all;
        let rest = all.split_off(all.len().min(NAMED));
        let more = u32::try_from(rest.len()).unwrap_or_default();
        let rest = (more > 0).then(|| {
            view! {
                <details class="details">
                    <summary>{t_n(Msg::PlanMoreShifts, more, &[])}</summary>
                    <ul class="plan-shifts">{rest.into_iter().map(row).collect_view()}</ul>
                </details>
            }
        });
        Some(
            view! {
                {misfits}
                <p>{t_n(Msg::PlanShifts, count, &[])}</p>
                <ul class="plan-shifts">{all.into_iter().map(row).collect_view()}</ul>
                {rest}
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
            <LastMoved plan point=of_last/>
        </div>
    }
}
