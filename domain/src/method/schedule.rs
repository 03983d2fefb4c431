//! The schedule (時程規劃) of a plan: when the work of every open item begins, when it ends, and when the item is done, with what fixed that and what is
//! wrong with it.
//!
//! - An item is done when its work is, and what it then waits for; both are counted in working days. Work takes whole days, one at least.
//! - An item with a day set by hand is done on that day, whatever else is said of it; one that is counted from a fixed point on the day counted. A day
//!   that is no working day is, up to the point, the working day before, so that what the point needs is there; after it, the next.
//! - All others float. Back (回推) they are done as late as what comes after them allows: on the working day before its work begins; with nothing
//!   after them, on the working day before the launch. What comes after something that is itself only done after the launch follows that, and so does
//!   everything once the launch has come. Forward (順推) they begin as early as what comes before them, the start of the plan and today allow.
//! - What is counted from the day the product is sent to a KOL is, as long as it was not sent, counted from the last day it can be (`super::kol`).
//! - What is fixed or reckoned back stays where it is, even if what comes before it cannot be done by then: that is a [`PlanProblem`] of the item.
//! - What is done keeps nothing waiting. What was dropped, is parked, lies in the drawer or in reserve is passed through: what comes after it comes after
//!   what came before it, since leaving out a revision does not let the proof come before the first version.

mod load;
mod moves;
mod moving;
mod order;
mod placing;
mod points;
mod shifts;
#[cfg(test)]
mod tests;

use super::kol::Sending;
use super::{ItemStanding, ServiceFile, WorkDays, plan_id, standing_of};
use crate::id::RecordId;
use crate::records::{
    Engagement, Kol, Plan, PlanDirection, PlanItem, PlanPoint, PlanState, PlanWho,
};
use crate::values::{Date, Minutes};

pub use load::{
    CLOSE_DAYS, CloseLaunches, DayLoad, Launch, LoadOf, LoadShare, close_launches, launches, load,
};
pub use moves::{PointChange, PointMove, point_change, shifted_by};
pub use moving::{MovedPoint, move_point, moved_along};
pub use points::{Points, plan_points, points_of};
pub use shifts::{Shift, ShiftCause, shifts};

/// What fixed the days of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixedBy {
    /// The day set by hand.
    Hand,
    /// The point it is counted from.
    Anchor(PlanPoint),
    /// It is done before the work on this item begins.
    Before(RecordId),
    /// Its work begins when this item is done.
    After(RecordId),
    /// It is done before the launch.
    Launch,
    /// Its work begins with the plan.
    Start,
    /// Its work begins at once.
    Today,
}

/// What is wrong with the days of an item. Days are working days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanProblem {
    /// Its work would have had to begin so many days before today.
    BeforeToday {
        /// How many.
        days: i32,
    },
    /// Its work would have to begin so many days before the plan does.
    BeforeStart {
        /// How many.
        days: i32,
    },
    /// It begins before an item is done that it comes after; of several the one that is done last.
    TooEarly {
        /// That item.
        item: RecordId,
        /// How much later it would have to begin.
        days: i32,
    },
    /// It is only done so many days too late for the launch.
    AfterLaunch {
        /// How many.
        days: i32,
    },
    /// It is of a second wave of KOLs, and only done so many days after the campaign has ended.
    AfterEnd {
        /// How many.
        days: i32,
    },
    /// The point it is counted from has no day, and it floats.
    Missing(PlanPoint),
    /// It comes, by way of others, after itself; which of them come first is left open.
    Circle,
}

/// The days of an open item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// The item.
    pub id: RecordId,
    /// The KOL it is for.
    pub kol: Option<RecordId>,
    /// Our work on it; none where somebody else does it.
    pub work: Minutes,
    /// First day of the work, a working day.
    pub work_from: Date,
    /// Last day of the work, a working day.
    pub work_to: Date,
    /// The day it is done, after what it waits for.
    pub done: Date,
    /// What fixed these days.
    pub fixed_by: FixedBy,
    /// What is wrong with them.
    pub problems: Vec<PlanProblem>,
}

impl Scheduled {
    /// Whether it is done too late for what it is for.
    #[must_use]
    pub fn is_too_late(&self) -> bool {
        self.problems.iter().any(|problem| {
            matches!(
                problem,
                PlanProblem::AfterLaunch { .. } | PlanProblem::AfterEnd { .. }
            )
        })
    }
}

/// The schedule of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Which way it is reckoned.
    pub direction: PlanDirection,
    /// The fixed points; when the product is sent is each KOL's own ([`Self::point`]).
    pub points: Points,
    /// The open items in the order their work begins, then by their place in the plan.
    pub items: Vec<Scheduled>,
    /// Open items whose days would be outside the years of which dates are kept.
    pub unplaced: Vec<RecordId>,
    /// When the product is sent to each KOL, by id.
    sent: Vec<Sending>,
    /// Where each item stands in the list, by id.
    by_id: Vec<(RecordId, usize)>,
}

impl Schedule {
    /// The days of an item.
    #[must_use]
    pub fn item(&self, id: RecordId) -> Option<&Scheduled> {
        let found = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        let (_, at) = self.by_id.get(found)?;
        self.items.get(*at)
    }

    /// The day of a fixed point, for an item that is for a KOL or for none.
    #[must_use]
    pub fn point(&self, point: &PlanPoint, kol: Option<RecordId>) -> Option<Date> {
        if *point == PlanPoint::Sent {
            sent_to(&self.sent, kol)
        } else {
            self.points.day(point)
        }
    }
}

fn sending(sent: &[Sending], kol: Option<RecordId>) -> Option<&Sending> {
    let found = sent.binary_search_by_key(&kol?, |one| one.kol).ok()?;
    sent.get(found)
}

fn sent_to(sent: &[Sending], kol: Option<RecordId>) -> Option<Date> {
    sending(sent, kol)?.day
}

/// What a plan is reckoned with.
#[derive(Clone, Copy, Debug)]
pub struct Planning<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// Its plan.
    pub plan: &'a Plan,
    /// KOLs, of it and of others, by id.
    pub kols: &'a [(RecordId, Kol)],
    /// The days we work.
    pub workdays: &'a WorkDays,
    /// What one of us can do in a working day. With none, every item is a day's work.
    pub day_minutes: u32,
    /// Today.
    pub today: Date,
}

/// The schedule of the items of one plan, in whatever order they come. To see what a change would move, reckon it once more with that change and compare
/// the two with [`shifts`].
#[must_use]
pub fn schedule<'a>(
    items: impl IntoIterator<Item = &'a (RecordId, PlanItem)>,
    planning: &Planning<'_>,
) -> Schedule {
    placing::place(items.into_iter().collect(), planning)
}

/// The schedule of an engagement's plan, from the service file of its client.
#[must_use]
pub fn schedule_of(
    file: &ServiceFile,
    engagement: RecordId,
    workdays: &WorkDays,
    day_minutes: u32,
    today: Date,
) -> Schedule {
    let engagements = &file.base.engagements;
    let of_file = engagements.iter().find(|(id, _)| *id == engagement);
    let plan = plan_id(engagement);
    let plan_of_file = file.plans.iter().find(|(id, _)| *id == plan);
    let items = file.items.iter();
    schedule(
        items.filter(|(_, item)| item.engagement == Some(engagement)),
        &Planning {
            engagement: of_file.map_or(&Engagement::default(), |(_, engagement)| engagement),
            plan: plan_of_file.map_or(&Plan::default(), |(_, plan)| plan),
            kols: &file.kols,
            workdays,
            day_minutes,
            today,
        },
    )
}

/// Whether an item is still to be done: nothing became of it, and it is neither left for later nor in reserve.
#[must_use]
pub fn is_open(item: &PlanItem) -> bool {
    matches!(
        standing_of(item),
        ItemStanding::Open
            | ItemStanding::Handed
            | ItemStanding::Adopted
            | ItemStanding::NotAdopted
    )
}

/// Whether an item was done, so that nothing waits for it or for what it came after.
fn is_done(item: &PlanItem) -> bool {
    let outcome = item.outcome.as_ref();
    outcome.is_some_and(|outcome| outcome.state == PlanState::Done)
}

/// Whether we do an item; if nobody is named, we do.
pub(super) fn is_ours(item: &PlanItem) -> bool {
    matches!(item.who, None | Some(PlanWho::Us))
}
