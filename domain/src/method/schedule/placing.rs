//! How the items of a plan come to their days: those that are fixed first, then back from what comes after, then forward from what came before. Each
//! pass walks the items once.

use std::cmp::Reverse;

use super::order::Order;
use super::points::{Points, counted, points_of};
use super::{
    FixedBy, PlanProblem, Planning, Schedule, Scheduled, is_done, is_open, is_ours, sending,
    sent_to,
};
use crate::id::RecordId;
use crate::method::WorkDays;
use crate::method::kol::Sending;
use crate::order;
use crate::records::{PlanDirection, PlanItem, PlanPoint};
use crate::values::{Date, Minutes};

/// The schedule of a plan's items.
pub(super) fn place(items: Vec<&(RecordId, PlanItem)>, planning: &Planning<'_>) -> Schedule {
    let mut reckoning = Reckoning::of(items, planning);
    reckoning.fix();
    reckoning.look_beyond_launch();
    reckoning.place_back();
    reckoning.place_forward();
    reckoning.finish()
}

/// When an item is worked on and done.
#[derive(Clone, Copy)]
struct Days {
    work_from: Date,
    work_to: Date,
    done: Date,
}

/// What is known of an item on the way.
struct Node<'a> {
    id: RecordId,
    item: &'a PlanItem,
    is_open: bool,
    /// Working days of work, one at least.
    takes: i32,
    /// Working days it waits after that.
    waits: i32,
    /// Whether other items decide on its days.
    floats: bool,
    /// Whether it is, or comes after something that is, done after the launch.
    is_beyond: bool,
    /// Whether nothing open comes after it.
    is_last: bool,
    /// The day before which it is to be done, and which item says so.
    limit: Option<(Date, usize)>,
    /// The day on which all is done that it comes after and, if it is open, it itself; and which item that is.
    ends: Option<(Date, usize)>,
    placed: Option<(Days, FixedBy)>,
    problems: Vec<PlanProblem>,
}

impl<'a> Node<'a> {
    fn of(id: RecordId, item: &'a PlanItem, day_minutes: u32) -> Self {
        let work = item.work.unwrap_or_default().0;
        let takes = work.checked_div(day_minutes).unwrap_or(0)
            + u32::from(work.checked_rem(day_minutes).is_some_and(|rest| rest > 0));
        Self {
            id,
            item,
            is_open: is_open(item),
            takes: i32::try_from(takes).unwrap_or(i32::MAX).max(1),
            waits: small(item.wait_days).max(0),
            floats: false,
            is_beyond: false,
            is_last: true,
            limit: None,
            ends: None,
            placed: None,
            problems: Vec::new(),
        }
    }

    /// Its days if it is done on that day.
    fn done_on(&self, done: Date, workdays: &WorkDays) -> Option<Days> {
        let work_to = workdays.plus(workdays.last_by(done)?, -self.waits)?;
        Some(Days {
            work_from: workdays.plus(work_to, 1 - self.takes)?,
            work_to,
            done,
        })
    }

    /// Its days if its work begins on that working day.
    fn begun_on(&self, work_from: Date, workdays: &WorkDays) -> Option<Days> {
        let work_to = workdays.plus(work_from, self.takes - 1)?;
        Some(Days {
            work_from,
            work_to,
            done: workdays.plus(work_to, self.waits)?,
        })
    }
}

fn small(number: Option<i64>) -> i32 {
    number
        .and_then(|number| i32::try_from(number).ok())
        .unwrap_or(0)
}

struct Reckoning<'a> {
    planning: &'a Planning<'a>,
    points: Points,
    sent: Vec<Sending>,
    /// In the order of their places in the plan.
    nodes: Vec<Node<'a>>,
    order: Order,
}

impl<'a> Reckoning<'a> {
    fn of(mut items: Vec<&'a (RecordId, PlanItem)>, planning: &'a Planning<'a>) -> Self {
        items.retain(|(_, item)| !is_done(item));
        order::by_key(&mut items, |(id, item)| {
            (item.place.unwrap_or(i64::MAX), *id)
        });
        let ids = items.iter().enumerate();
        let mut by_id: Vec<(RecordId, usize)> = ids.map(|(at, (id, _))| (*id, at)).collect();
        order::natural(&mut by_id);
        let find = |id: &String| {
            let id: RecordId = id.parse().ok()?;
            let found = by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            by_id.get(found).map(|(_, at)| *at)
        };
        let before = items.iter().map(|(_, item)| {
            let mut before: Vec<usize> = item.after.iter().filter_map(find).collect();
            order::natural(&mut before);
            before.dedup();
            before
        });
        let order = Order::of(before.collect());
        let points = points_of(planning.engagement, planning.plan, None);
        let sent = planning.kols.iter();
        let sent =
            sent.map(|(id, kol)| Sending::of(*id, kol, &points, planning.workdays, planning.today));
        let mut sent: Vec<_> = sent.collect();
        order::by_key(&mut sent, |one| one.kol);
        Self {
            planning,
            points,
            sent,
            nodes: items
                .into_iter()
                .map(|(id, item)| Node::of(*id, item, planning.day_minutes))
                .collect(),
            order,
        }
    }

    /// The launch, as long as it is to come.
    fn launch_ahead(&self) -> Option<Date> {
        self.points
            .launch
            .filter(|launch| *launch > self.planning.today)
    }

    fn point(&self, point: &PlanPoint, kol: Option<RecordId>) -> Option<Date> {
        match point {
            PlanPoint::Sent => sent_to(&self.sent, kol),
            other => self.points.day(other),
        }
    }

    /// Items with a day of their own, by hand or counted from a point.
    fn fix(&mut self) {
        let workdays = self.planning.workdays;
        for at in 0..self.nodes.len() {
            let anchor = self.nodes.get(at).and_then(|node| {
                let point = node.item.anchor.as_ref()?;
                Some((point.clone(), self.point(point, node.item.kol)))
            });
            let in_circle = self.order.is_in_circle(at);
            let Some(node) = self.nodes.get_mut(at).filter(|node| node.is_open) else {
                continue;
            };
            if in_circle {
                node.problems.push(PlanProblem::Circle);
            }
            let own = match (node.item.due, anchor) {
                (Some(due), _) => Some((Some(due), FixedBy::Hand)),
                (None, Some((point, Some(day)))) => {
                    let days = small(node.item.anchor_days);
                    let working = node.item.anchor_working;
                    let working = working.unwrap_or(point == PlanPoint::Sent);
                    let done = counted(day, days, working, workdays);
                    Some((done, FixedBy::Anchor(point)))
                }
                (None, Some((point, None))) => {
                    node.problems.push(PlanProblem::Missing(point));
                    None
                }
                (None, None) => None,
            };
            node.floats = own.is_none();
            node.placed = own.and_then(|(done, by)| Some((node.done_on(done?, workdays)?, by)));
        }
    }

    /// What is done after the launch, and what comes after that.
    fn look_beyond_launch(&mut self) {
        let Some(launch) = self.points.launch else {
            return;
        };
        for at in &self.order.sequence {
            let mut before = self.order.before(*at);
            let follows = before.any(|other| self.nodes.get(other).is_some_and(|n| n.is_beyond));
            if let Some(node) = self.nodes.get_mut(*at) {
                node.is_beyond = match &node.placed {
                    None => follows,
                    // On a weekend it is done before, and yet nothing that follows it can be.
                    Some((_, FixedBy::Anchor(PlanPoint::Launch))) => {
                        small(node.item.anchor_days) >= 0
                    }
                    Some((days, _)) => days.done >= launch,
                };
            }
        }
    }

    /// What other items or the launch hold back, the last first.
    fn place_back(&mut self) {
        let back = direction(self.planning) == PlanDirection::Back;
        let (workdays, launch) = (self.planning.workdays, self.launch_ahead());
        for at in self.order.sequence.iter().rev() {
            let after = || {
                self.order
                    .after(*at)
                    .filter_map(|other| self.nodes.get(other))
            };
            let limit = after().filter_map(|node| node.limit).min();
            let is_last = after().all(|node| !node.is_open && node.is_last);
            let by = limit.and_then(|(_, other)| self.nodes.get(other).map(|node| node.id));
            let Some(node) = self.nodes.get_mut(*at) else {
                continue;
            };
            node.is_last = is_last;
            if !node.is_open {
                node.limit = limit;
                continue;
            }
            let bound = match (limit, by) {
                (Some((day, _)), Some(by)) => Some((day, FixedBy::Before(by))),
                _ if node.is_beyond => None,
                _ => launch.map(|day| (day, FixedBy::Launch)),
            };
            if let (true, true, Some((day, by))) = (back, node.floats, bound) {
                let days = workdays.plus(day, -1);
                let days = days.and_then(|done| node.done_on(done, workdays));
                node.placed = days.map(|days| (days, by));
                // Where there is no such day it is not sought forward.
                node.floats = days.is_some();
            }
            let placed = node.placed.as_ref();
            node.limit = placed.map(|(days, _)| (days.work_from, *at));
        }
    }

    /// What nothing holds back, the first first; and what is placed already is compared with what it comes after.
    fn place_forward(&mut self) {
        let Planning {
            workdays, today, ..
        } = *self.planning;
        let (begin, begins_with) = match self.points.start {
            Some(start) if start >= today => (start, FixedBy::Start),
            _ => (today, FixedBy::Today),
        };
        let begin = workdays.plus(begin, 0);
        for at in &self.order.sequence {
            let before = self.order.before(*at);
            let before = before.filter_map(|other| self.nodes.get(other)?.ends);
            let ends = before.max_by_key(|(day, other)| (*day, Reverse(*other)));
            let last = ends.and_then(|(day, other)| {
                let last = self.nodes.get(other)?;
                Some((workdays.plus(day, 1), last.id))
            });
            let Some(node) = self.nodes.get_mut(*at) else {
                continue;
            };
            if !node.is_open {
                node.ends = ends;
                continue;
            }
            match (&node.placed, last) {
                (Some((days, _)), Some((Some(first), item))) if first > days.work_from => {
                    let days = workdays.between(days.work_from, first);
                    node.problems.push(PlanProblem::TooEarly { item, days });
                }
                (None, last) if node.floats => {
                    let (first, by) = match last {
                        Some((first, item)) if first.is_none() || first > begin => {
                            (first, FixedBy::After(item))
                        }
                        _ => (begin, begins_with.clone()),
                    };
                    let days = first.and_then(|first| node.begun_on(first, workdays));
                    node.placed = days.map(|days| (days, by));
                }
                _ => {}
            }
            let placed = node.placed.as_ref();
            node.ends = placed.map(|(days, _)| (days.done, *at));
        }
    }

    fn finish(self) -> Schedule {
        let (points, planning) = (self.points, self.planning);
        let mut items = Vec::with_capacity(self.nodes.len());
        let mut unplaced = Vec::new();
        for mut node in self.nodes.into_iter().filter(|node| node.is_open) {
            let Some((days, fixed_by)) = node.placed.take() else {
                unplaced.push(node.id);
                continue;
            };
            let sent = sending(&self.sent, node.item.kol);
            let late = problems(&node, days, &fixed_by, points, sent, planning);
            // One that is counted from a launch without a day has said so already.
            let said = |problem: &PlanProblem| node.problems.contains(problem);
            let late: Vec<_> = late
                .into_iter()
                .flatten()
                .filter(|late| !said(late))
                .collect();
            node.problems.extend(late);
            let work = node.item.work.filter(|_| is_ours(node.item));
            items.push(Scheduled {
                id: node.id,
                kol: node.item.kol,
                work: work.unwrap_or(Minutes(0)),
                work_from: days.work_from,
                work_to: days.work_to,
                done: days.done,
                fixed_by,
                problems: node.problems,
            });
        }
        // They are in the order of their places, and stay so within a day.
        order::by_key(&mut items, |item| item.work_from);
        let by_id = items.iter().enumerate();
        let mut by_id: Vec<(RecordId, usize)> = by_id.map(|(at, item)| (item.id, at)).collect();
        order::natural(&mut by_id);
        Schedule {
            direction: direction(planning),
            points,
            items,
            unplaced,
            sent: self.sent,
            by_id,
        }
    }
}

/// Back, unless the plan says otherwise.
fn direction(planning: &Planning<'_>) -> PlanDirection {
    match planning.plan.direction {
        Some(PlanDirection::Forward) => PlanDirection::Forward,
        _ => PlanDirection::Back,
    }
}

/// What is wrong with the days of an item, seen from today and the fixed points.
fn problems(
    node: &Node<'_>,
    days: Days,
    fixed_by: &FixedBy,
    points: Points,
    sent: Option<&Sending>,
    planning: &Planning<'_>,
) -> [Option<PlanProblem>; 4] {
    let workdays = planning.workdays;
    let early = |begin: Date| {
        let begin = workdays.plus(begin, 0)?;
        (days.work_from < begin).then(|| workdays.between(days.work_from, begin))
    };
    let before_today = early(planning.today).map(|days| PlanProblem::BeforeToday { days });
    let before_start = points.start.and_then(early);
    let before_start = before_start.map(|days| PlanProblem::BeforeStart { days });
    // Only what ends a chain can miss it: what comes before it is early enough if that is.
    let is_due_by_launch = node.floats && node.is_last && !node.is_beyond;
    let is_back = direction(planning) == PlanDirection::Back;
    let missing = (is_due_by_launch && is_back && points.launch.is_none())
        .then_some(PlanProblem::Missing(PlanPoint::Launch));
    let from_sent = sent.filter(|_| *fixed_by == FixedBy::Anchor(PlanPoint::Sent));
    let before_launch = points
        .launch
        .filter(|_| is_due_by_launch)
        .and_then(|launch| workdays.plus(launch, -1));
    let last = before_launch.or_else(|| from_sent?.last);
    let late = last.filter(|last| days.done > *last).map(|last| {
        let late = workdays.between(last, days.done);
        if from_sent.is_some() && points.launch != Some(last) {
            PlanProblem::AfterEnd { days: late }
        } else {
            PlanProblem::AfterLaunch { days: late }
        }
    });
    [before_today, before_start, missing, late]
}
