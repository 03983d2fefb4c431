//! What moves when a point or an item is moved: two schedules of one plan side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::{FixedBy, Schedule, Scheduled, sending};
use crate::id::RecordId;
use crate::records::PlanPoint;
use crate::values::Date;

/// What was moved, that others moved with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShiftCause {
    /// A fixed point; of a KOL, the day the product is sent to them.
    Point {
        /// Which.
        point: PlanPoint,
        /// Whose.
        kol: Option<RecordId>,
    },
    /// An item was moved, changed, added, or is done or left out.
    Item(RecordId),
    /// The plan is reckoned the other way.
    Direction,
}

/// An item that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The item.
    pub item: RecordId,
    /// The day it was done.
    pub from: Date,
    /// The day it is done now.
    pub to: Date,
    /// How many calendar days later that is, earlier if negative. None where only its work begins at another time.
    pub days: i32,
    /// How many calendar days later its work begins.
    pub begins: i32,
    /// What it moves with; the item itself, if it was moved or changed.
    pub cause: ShiftCause,
}

/// The items that move from one schedule to another, in the order of the latter. Those that are only in one of them do not move.
#[must_use]
pub fn shifts(before: &Schedule, after: &Schedule) -> Vec<Shift> {
    let mut comparison = Comparison {
        before,
        after,
        known: BTreeMap::new(),
    };
    let moved = after.items.iter().filter_map(|now| {
        let then = before.item(now.id)?;
        is_moved(then, now).then(|| Shift {
            item: now.id,
            from: then.done,
            to: now.done,
            days: then.done.days_until(now.done),
            begins: then.work_from.days_until(now.work_from),
            cause: comparison.cause(now.id),
        })
    });
    moved.collect()
}

fn is_moved(then: &Scheduled, now: &Scheduled) -> bool {
    (then.work_from, then.done) != (now.work_from, now.done)
}

struct Comparison<'a> {
    before: &'a Schedule,
    after: &'a Schedule,
    known: BTreeMap<RecordId, ShiftCause>,
}

/// Where the search for a cause goes from an item.
enum Step {
    Found(ShiftCause),
    On(RecordId),
}

impl Comparison<'_> {
    /// The cause why an item moves: what fixes its days, what fixes those, and so on to what was moved itself. All on the way have the same.
    fn cause(&mut self, item: RecordId) -> ShiftCause {
        let mut way = BTreeSet::new();
        let mut at = item;
        let cause = loop {
            if let Some(known) = self.known.get(&at) {
                break known.clone();
            }
            // Two schedules side by side may name each other's items; then nothing tells more.
            if !way.insert(at) {
                break ShiftCause::Item(at);
            }
            match self.step(at) {
                Step::Found(cause) => break cause,
                Step::On(other) => at = other,
            }
        };
        let told = way.into_iter().map(|item| (item, cause.clone()));
        self.known.extend(told);
        cause
    }

    fn step(&self, id: RecordId) -> Step {
        if self.before.direction != self.after.direction {
            return Step::Found(ShiftCause::Direction);
        }
        let now = self.after.item(id);
        let then = self.before.item(id);
        // One that is only in one of them was itself added or left out.
        let (Some(now), Some(then)) = (now, then) else {
            return Step::Found(ShiftCause::Item(id));
        };
        let by_hand = now.fixed_by == FixedBy::Hand;
        let told = [now, then].into_iter().find_map(|item| self.told(item));
        told.filter(|_| !by_hand)
            .unwrap_or(Step::Found(ShiftCause::Item(id)))
    }

    /// Whether what fixes, or fixed, an item's days has moved itself.
    fn told(&self, item: &Scheduled) -> Option<Step> {
        let point = |point: PlanPoint, kol: Option<RecordId>| {
            let is_moved = self.before.point(&point, kol) != self.after.point(&point, kol);
            is_moved.then_some(Step::Found(ShiftCause::Point { point, kol }))
        };
        match &item.fixed_by {
            FixedBy::Hand => None,
            // As long as nobody has set it, it follows the campaign.
            FixedBy::Anchor(PlanPoint::Sent) if self.is_expected(item.kol) => {
                let launch = point(PlanPoint::Launch, None);
                launch.or_else(|| point(PlanPoint::End, None))
            }
            FixedBy::Anchor(PlanPoint::Sent) => point(PlanPoint::Sent, item.kol),
            FixedBy::Anchor(other) => point(other.clone(), None),
            FixedBy::Launch => point(PlanPoint::Launch, None),
            FixedBy::Start | FixedBy::Today => point(PlanPoint::Start, None),
            FixedBy::Before(other) | FixedBy::After(other) => self.step_to(*other),
        }
    }

    /// Whether the day the product is sent to a KOL is in both the one it is expected on.
    fn is_expected(&self, kol: Option<RecordId>) -> bool {
        let mut both = [self.before, self.after].into_iter();
        both.all(|schedule| sending(&schedule.sent, kol).is_some_and(|one| !one.is_set))
    }

    fn step_to(&self, other: RecordId) -> Option<Step> {
        match (self.before.item(other), self.after.item(other)) {
            (Some(then), Some(now)) if !is_moved(then, now) => None,
            _ => Some(Step::On(other)),
        }
    }
}
