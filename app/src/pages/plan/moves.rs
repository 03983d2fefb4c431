//! Who moved a fixed point, from where to where, and what that shifted. The history of the server says it whole; without a network this device knows
//! who set each point last.

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::change::RecordKey;
use yardstick_domain::history::Line;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Planning, PointChange, Shift, plan_id, plan_items, point_change, shifted_by,
};
use yardstick_domain::order;
use yardstick_domain::records::{PlanPoint, engagement, plan as plan_record};

use super::head::made;
use super::{PlanOf, words};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::pages::parts::history::{held, is_told, together, was};
use crate::pages::parts::practice::{day_minutes, of_nobody, practice};
use crate::pages::parts::work_days::work_days;
use crate::pages::parts::{author, show, ticking};
use crate::session::{Session, history};

/// How many moves of the days of an item are told.
const TOLD: usize = 5;

/// The lines of one of the two records that keep the points.
#[derive(Clone, Copy)]
struct Kept {
    record: StoredValue<RecordKey>,
    lines: RwSignal<Vec<Line>>,
    /// There may be lines before these.
    more: RwSignal<bool>,
}

/// What moved the points of a plan, as far as it is known here.
#[derive(Clone, Copy)]
pub(super) struct Moves {
    plan: PlanOf,
    changes: Memo<Vec<PointChange>>,
    /// The server could not be asked.
    is_apart: RwSignal<bool>,
}

/// Reads the history of the engagement and of its plan, from the server where there is one.
pub(super) fn moves(plan: PlanOf) -> Moves {
    let records = plan.records;
    let is_apart = RwSignal::new(false);
    let kept = [
        (engagement::SPEC.name, plan.engagement),
        (plan_record::SPEC.name, plan_id(plan.engagement)),
    ];
    let kept = kept.map(|(kind, id)| Kept {
        record: StoredValue::new(records.with_untracked(|records| records.key(kind, id))),
        lines: RwSignal::new(Vec::new()),
        more: RwSignal::new(true),
    });
    // The demo book is on no server.
    if !Session::expect().is_demo() {
        for own in kept {
            let key = own.record.get_value();
            spawn_local(async move {
                // Refused when the sheet was closed meanwhile.
                match history::lines(&key, None).await {
                    Ok(page) => {
                        let _ = own.more.try_set(page.more);
                        let _ = own.lines.try_set(page.lines);
                    }
                    Err(_) => {
                        let _ = is_apart.try_set(true);
                    }
                }
            });
        }
    }
    let changes = Memo::new(move |_| {
        let mut all: Vec<PointChange> = kept.iter().flat_map(|own| own.changes(plan)).collect();
        order::by_key(&mut all, |change| std::cmp::Reverse(change.time));
        all
    });
    Moves {
        plan,
        changes,
        is_apart,
    }
}

impl Kept {
    fn changes(&self, plan: PlanOf) -> Vec<PointChange> {
        let more = self.more.get();
        let kind = self.record.with_value(|key| key.kind.clone());
        let held = plan
            .records
            .with(|records| self.record.with_value(|key| held(records, key)));
        let all = self.lines.with(|lines| together(held, lines));
        let told = all.iter().enumerate().filter(|(_, line)| is_told(line));
        told.filter_map(|(at, line)| point_change(kind.as_str(), line, &was(&all, at, more)))
            .collect()
    }
}

impl Moves {
    /// What a change shifted, as the plan is now.
    fn shifted(self) -> impl Fn(&PointChange) -> Vec<Shift> + Copy + Send + Sync + 'static {
        let plan = self.plan;
        let (own, of) = (made(plan), plan.engagement());
        let (days, today) = (work_days(), ticking::today());
        let practice = practice(of_nobody());
        move |change| {
            let minutes = practice.with(day_minutes);
            plan.records.with(|records| {
                let file = records.service();
                let items = plan_items(file, plan.engagement);
                of.with(|of| {
                    own.with(|own| {
                        days.with(|days| {
                            let planning = Planning {
                                engagement: of,
                                plan: own,
                                kols: &file.kols,
                                workdays: days,
                                day_minutes: minutes,
                                today: today.get(),
                            };
                            shifted_by(change, &items, &planning)
                        })
                    })
                })
            })
        }
    }
}

/// Who did it, when, and what moved: `林小滿，手機，11/22 10:05：上線 3/2 → 3/16`.
fn told(session: Session, change: &PointChange) -> String {
    let by = author::by(session, change.device, change.time);
    let moves = change.moves.iter();
    let moves = words::listed(moves.map(|one| words::moved(one, change.is_known)));
    t_with(Msg::PlanMovedBy, &[("by", &by), ("moves", &moves)])
}

/// Who moved a point last, and what that shifted; nothing for one that nobody has set.
#[component]
pub(super) fn LastMoved(plan: PlanOf, point: PlanPoint) -> impl IntoView {
    let session = Session::expect();
    let moves = moves(plan);
    let shifted = moves.shifted();
    let last = Memo::new(move |_| {
        moves.changes.with(|all| {
            let mut own = all.iter().filter(|change| change.of(&point).is_some());
            own.next().cloned()
        })
    });
    let shown = move || {
        let change = last.get()?;
        let all = shifted(&change);
        let count = u32::try_from(all.len()).unwrap_or_default();
        let row = |shift: &Shift| {
            let title = moves.plan.title(shift.item);
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
        };
        let rows = (count > 0).then(|| {
            view! {
                <details class="details">
                    <summary>{t_n(Msg::PlanShifted, count, &[])}</summary>
                    <ul class="plan-shifts">{all.iter().map(row).collect_view()}</ul>
                </details>
            }
        });
        let none = (change.is_known && count == 0)
            .then(|| view! { <p class="soft">{t(Msg::PlanShiftedNone)}</p> });
        Some(view! {
            <section class="stack" data-gap="1">
                <h3 class="small soft">{t(Msg::PlanLastMoved)}</h3>
                <p>{told(session, &change)}</p>
                {rows}
                {none}
                <Apart moves/>
            </section>
        })
    };
    view! { {shown} }
}

/// Who moved which point so that the days of an item shifted.
#[component]
pub(super) fn ItemMoves(plan: PlanOf, id: RecordId) -> impl IntoView {
    let session = Session::expect();
    let moves = moves(plan);
    let shifted = moves.shifted();
    let lines = Memo::new(move |_| {
        let all = moves.changes.get();
        let own = all.into_iter().filter_map(|change| {
            let shift = shifted(&change).into_iter().find(|one| one.item == id);
            // Where nobody knows from where, nobody knows whether it shifted this item either; it is told who moved it.
            (shift.is_some() || !change.is_known).then_some((change, shift))
        });
        own.take(TOLD).collect::<Vec<_>>()
    });
    let row = move |(change, shift): (PointChange, Option<Shift>)| {
        let days = shift.map(|shift| {
            let days = [
                ("from", &*show::short_day(shift.from)),
                ("to", &*show::short_day(shift.to)),
            ];
            view! { <span class="soft">{t_with(Msg::PlanShiftedThis, &days)}</span> }
        });
        view! {
            <li class="stack" data-gap="1">
                <span>{told(session, &change)}</span>
                {days}
            </li>
        }
    };
    view! {
        <div class="stack" data-gap="2">
            <Show when=move || lines.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::PlanNobodyMoved)}</p>
            </Show>
            <ul class="plan-shifts">{move || lines.get().into_iter().map(row).collect_view()}</ul>
            <Apart moves/>
        </div>
    }
}

/// That this is not all, where the server could not be asked.
#[component]
fn Apart(moves: Moves) -> impl IntoView {
    view! {
        <Show when=move || moves.is_apart.get()>
            <p class="soft">{move || t(Msg::PlanMovesApart)}</p>
        </Show>
    }
}
