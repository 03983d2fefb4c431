//! Which items of a client's plans are due: the ones Today asks for.

use super::item::{ItemStanding, standing_of};
use crate::id::RecordId;
use crate::method::schedule::{FixedBy, Planning, is_ours, schedule};
use crate::method::{ClientFile, WorkDays, plan_id, running_engagements};
use crate::order;
use crate::records::{Kol, Plan, PlanItem};
use crate::values::Date;

/// An item of ours that is due.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DueItem {
    /// The engagement in whose plan it is.
    pub engagement: RecordId,
    /// What that is called.
    pub of: Option<String>,
    /// The item.
    pub item: RecordId,
    /// What is to be done.
    pub title: Option<String>,
    /// The day it is to be done.
    pub day: Date,
}

/// What a client's plans are made of. Taken apart, so that whoever has no use for the service file needs not read all of it.
#[derive(Clone, Copy, Debug)]
pub struct Plans<'a> {
    /// The plans.
    pub plans: &'a [(RecordId, Plan)],
    /// What is in them.
    pub items: &'a [(RecordId, PlanItem)],
    /// KOLs.
    pub kols: &'a [(RecordId, Kol)],
}

/// The items that we do and that are to be done by today, of all engagements that go on, the longest overdue first.
///
/// Their days are those of the schedule: set by hand, counted from a fixed point, or held back by what comes after them or by the launch. What nothing holds back
/// moves along with today and is due on no day; it is in the plan for whoever looks.
#[must_use]
pub fn due_items(
    file: &ClientFile,
    plans: Plans<'_>,
    workdays: &WorkDays,
    day_minutes: u32,
    today: Date,
) -> Vec<DueItem> {
    let mut due = Vec::new();
    for (engagement, record) in running_engagements(file) {
        let of_engagement =
            |(_, item): &&(RecordId, PlanItem)| item.engagement == Some(*engagement);
        let own = plan_id(*engagement);
        let plan = plans.plans.iter().find(|(id, _)| *id == own);
        let schedule = schedule(
            plans.items.iter().filter(of_engagement),
            &Planning {
                engagement: record,
                plan: plan.map_or(&Plan::default(), |(_, plan)| plan),
                kols: plans.kols,
                workdays,
                day_minutes,
                today,
            },
        );
        for one in schedule.items.iter().filter(|one| one.done <= today) {
            let floats = matches!(
                one.fixed_by,
                FixedBy::After(_) | FixedBy::Start | FixedBy::Today
            );
            let is_asked_for =
                |item: &PlanItem| !floats && is_ours(item) && !is_beside(&standing_of(item));
            let found = plans.items.iter().find(|(id, _)| *id == one.id);
            if let Some((id, item)) = found.filter(|(_, item)| is_asked_for(item)) {
                due.push(DueItem {
                    engagement: *engagement,
                    of: record.title.clone(),
                    item: *id,
                    title: item.title.clone(),
                    day: one.done,
                });
            }
        }
    }
    order::by_key(&mut due, |one| (one.day, one.engagement, one.item));
    due
}

/// Whether an item waits in reserve, or the client does not do it.
fn is_beside(standing: &ItemStanding) -> bool {
    matches!(
        standing,
        ItemStanding::Reserve(_) | ItemStanding::NotAdopted
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, id};
    use crate::records::{
        Engagement, EngagementState, PlanDirection, PlanPoint, PlanState, PlanWho,
    };
    use crate::values::{Minutes, Outcome, Period};

    /// A launch on Monday the 30th; the 22nd is a Sunday.
    fn campaign(outcome: Option<EngagementState>) -> Engagement {
        Engagement {
            title: Some("募資".into()),
            period: Period::new(Some(day(30)), None).ok(),
            outcome: outcome.map(|state| Outcome {
                state,
                at: at(1, 9, 0),
            }),
            ..Engagement::default()
        }
    }

    fn item(change: impl FnOnce(&mut PlanItem)) -> PlanItem {
        let mut item = PlanItem {
            engagement: Some(id(1)),
            work: Some(Minutes(60)),
            ..PlanItem::default()
        };
        change(&mut item);
        item
    }

    fn due(
        engagement: Engagement,
        direction: Option<PlanDirection>,
        items: Vec<PlanItem>,
    ) -> Vec<(RecordId, Date)> {
        let file = ClientFile {
            engagements: vec![(id(1), engagement)],
            ..ClientFile::default()
        };
        let plan = Plan {
            direction,
            ..Plan::default()
        };
        let items: Vec<_> = (11..).map(id).zip(items).collect();
        let plans = Plans {
            plans: &[(plan_id(id(1)), plan)],
            items: &items,
            kols: &[],
        };
        let all = due_items(&file, plans, &WorkDays::new([]), 360, day(22));
        all.into_iter().map(|one| (one.item, one.day)).collect()
    }

    #[test]
    fn days_set_by_hand_counted_or_held_back_are_due_the_longest_overdue_first() {
        let items = vec![
            item(|item| item.due = Some(day(22))),
            item(|item| item.due = Some(day(23))),
            item(|item| {
                item.anchor = Some(PlanPoint::Launch);
                item.anchor_days = Some(-10);
            }),
            // Before the one that begins on the 20th.
            item(|_| ()),
            item(|item| {
                item.due = Some(day(20));
                item.after.insert(id(14).to_string());
            }),
        ];
        let found = due(campaign(None), None, items);
        assert_eq!(
            found,
            [
                (id(14), day(19)),
                (id(13), day(20)),
                (id(15), day(20)),
                (id(11), day(22))
            ]
        );
    }

    #[test]
    fn what_others_do_what_is_settled_and_what_has_ended_is_not() {
        let late = |change: fn(&mut PlanItem)| {
            item(move |item| {
                item.due = Some(day(10));
                change(item);
            })
        };
        let items = || {
            vec![
                late(|item| item.who = Some(PlanWho::Client)),
                late(|item| item.who = Some(PlanWho::Outside)),
                late(|item| item.parked = Some(true)),
                late(|item| item.drawer = Some(true)),
                late(|item| {
                    item.outcome = Some(Outcome {
                        state: PlanState::Dropped,
                        at: at(1, 9, 0),
                    });
                }),
                late(|item| item.engagement = Some(id(2))),
                late(|item| item.willing = Some(false)),
                late(|item| item.who = Some(PlanWho::Us)),
            ]
        };
        assert_eq!(due(campaign(None), None, items()), [(id(18), day(10))]);
        let ended = campaign(Some(EngagementState::Cancelled));
        assert_eq!(due(ended, None, items()), []);
    }

    #[test]
    fn what_nothing_holds_back_moves_along_with_today() {
        let items = || {
            vec![
                item(|_| ()),
                item(|item| _ = item.after.insert(id(11).to_string())),
            ]
        };
        assert_eq!(
            due(campaign(None), Some(PlanDirection::Forward), items()),
            []
        );
        assert_eq!(due(Engagement::default(), None, items()), []);
    }
}
