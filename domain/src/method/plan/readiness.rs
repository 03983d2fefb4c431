//! Readiness (準備度), the points of a plan that are done. Beside it stands the [result](super::result).
//!
//! Every list is worth its points ([`worth`]): an item is worth its weight among those that count in its list. What counts in the lists of the
//! tier: all but what is in the drawer, what was left out, and what is parked or in reserve and not done. So whatever is left out, finishing the rest is the
//! aim; if a whole list was left out, the others take over what it is worth. A list the plan has never had stays owed.
//!
//! What was done beyond the list of the tier counts on top, for what it is worth in its whole list.

use super::item::{ItemStanding, standing_of};
use super::tiers::{aim, all_lists, counts_in, lists, worth};
use crate::id::RecordId;
use crate::order;
use crate::records::{PlanItem, PlanList, Tier};

/// The heaviest an item can be.
const MOST_WEIGHT: i64 = 100;

/// How much of a plan is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Points done, rounded down once and at the end: a point counts when it is earned. At most 100.
    pub points: u32,
    /// The points of a plan of the tier that is done.
    pub aim: u32,
    /// Items of the tier's lists that are still to be done.
    pub open: usize,
    /// Each list of the tier, and each beyond it of which something is done. Their points are those of the plan.
    pub lists: Vec<ListReadiness>,
}

impl Readiness {
    /// Points that are still to be done. What was done beyond the tier's lists makes up for what is not done of them.
    #[must_use]
    pub fn open_points(&self) -> u32 {
        self.aim.saturating_sub(self.points)
    }
}

/// How much of a list is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListReadiness {
    /// The list; what it adds to the one before.
    pub list: PlanList,
    /// Points done.
    pub points: u32,
    /// Points of the whole list.
    pub worth: u32,
    /// Items done.
    pub done: usize,
    /// Items that count.
    pub items: usize,
}

/// What of a list counts, in weights.
#[derive(Default)]
struct Sum {
    total: u128,
    done: u128,
    items: usize,
    finished: usize,
    /// Whether the plan ever had any of it, outside the drawer.
    was_there: bool,
}

impl Sum {
    fn of<'a>(items: impl Iterator<Item = &'a PlanItem>, is_of_tier: bool) -> Self {
        let mut sum = Self::default();
        for item in items {
            let standing = standing_of(item);
            let in_drawer = item.drawer == Some(true);
            let is_done = standing == ItemStanding::Done && !in_drawer;
            sum.was_there |= !in_drawer;
            let counts = match standing {
                ItemStanding::Dropped => false,
                _ if !is_of_tier => true,
                ItemStanding::Parked | ItemStanding::Reserve(_) => false,
                _ => !in_drawer,
            };
            if counts {
                let weight = weight(item);
                sum.total += weight;
                sum.items += 1;
                if is_done {
                    sum.done += weight;
                    sum.finished += 1;
                }
            }
        }
        sum
    }
}

/// What an item weighs; one without a weight weighs 1.
fn weight(item: &PlanItem) -> u128 {
    let weight = item.weight.unwrap_or(1).clamp(0, MOST_WEIGHT);
    u128::from(weight.unsigned_abs())
}

/// How much of a plan is done, for a client of that tier.
#[must_use]
pub fn readiness(items: &[&(RecordId, PlanItem)], tier: &Tier) -> Readiness {
    let own = lists(tier);
    let sums: Vec<(&PlanList, bool, Sum)> = all_lists()
        .iter()
        .map(|list| {
            let of_list = items.iter().map(|(_, item)| item);
            let of_list = of_list.filter(|item| counts_in(item.list.as_ref()) == list);
            let is_of_tier = own.contains(list);
            (list, is_of_tier, Sum::of(of_list, is_of_tier))
        })
        .filter(|(_, is_of_tier, sum)| *is_of_tier || sum.done > 0)
        .collect();
    let worth_of = |is_meant: fn(&Sum) -> bool| -> u32 {
        let of_tier = sums.iter().filter(|(_, is_of_tier, _)| *is_of_tier);
        let meant = of_tier.filter(|(_, _, sum)| is_meant(sum));
        meant.map(|(list, _, _)| worth(list)).sum()
    };
    let left_out = worth_of(|sum| sum.total == 0 && sum.was_there);
    let left = worth_of(|sum| sum.total > 0);
    // One denominator for all, so that nothing is rounded before the end.
    let whole: u128 = sums.iter().map(|(_, _, sum)| sum.total.max(1)).product();
    let lists: Vec<(ListReadiness, u128)> = sums
        .iter()
        .map(|(list, is_of_tier, sum)| {
            let taken_over = match (is_of_tier, sum.total) {
                (true, 1..) => (left_out * worth(list)).checked_div(left).unwrap_or(0),
                _ => 0,
            };
            let is_left_out = *is_of_tier && sum.total == 0 && sum.was_there && left > 0;
            let worth = if is_left_out {
                0
            } else {
                worth(list) + taken_over
            };
            let share = sum.done * u128::from(worth) * (whole / sum.total.max(1));
            let readiness = ListReadiness {
                list: (*list).clone(),
                points: points(share / whole),
                worth,
                done: sum.finished,
                items: sum.items,
            };
            (readiness, share)
        })
        .collect();
    let all: u128 = lists.iter().map(|(_, share)| share).sum();
    let of_tier = sums.iter().filter(|(_, is_of_tier, _)| *is_of_tier);
    Readiness {
        points: points(all / whole),
        aim: aim(tier),
        open: of_tier.map(|(_, _, sum)| sum.items - sum.finished).sum(),
        lists: add_up(lists, points(all / whole), whole),
    }
}

/// Whole points, of which there are never many.
fn points(points: u128) -> u32 {
    u32::try_from(points).unwrap_or(u32::MAX)
}

/// Gives the points that the lists have only together to those that lack least for one more, but none to a list that would seem done by it,
/// as long as there is another. There are fewer of them than lists.
fn add_up(lists: Vec<(ListReadiness, u128)>, points: u32, whole: u128) -> Vec<ListReadiness> {
    let given: u32 = lists.iter().map(|(list, _)| list.points).sum();
    let mut order: Vec<usize> = (0..lists.len()).collect();
    let (mut lists, shares): (Vec<ListReadiness>, Vec<u128>) = lists.into_iter().unzip();
    order::by_key(&mut order, |at| {
        let seems_done = lists
            .get(*at)
            .is_some_and(|list| list.points + 1 >= list.worth);
        let rest = shares.get(*at).map_or(0, |share| share % whole);
        (rest == 0, seems_done, std::cmp::Reverse(rest))
    });
    let mut left = points.saturating_sub(given);
    for at in order {
        if let Some(list) = lists.get_mut(at).filter(|_| left > 0) {
            list.points += 1;
            left -= 1;
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{item, settled};
    use super::*;
    use crate::method::client_file::testing::id;
    use crate::records::PlanState;

    fn done(item: PlanItem) -> PlanItem {
        PlanItem {
            outcome: settled(PlanState::Done),
            ..item
        }
    }

    fn dropped(item: PlanItem) -> PlanItem {
        PlanItem {
            outcome: settled(PlanState::Dropped),
            ..item
        }
    }

    fn parked(item: PlanItem) -> PlanItem {
        PlanItem {
            parked: Some(true),
            ..item
        }
    }

    fn put_by(item: PlanItem) -> PlanItem {
        PlanItem {
            drawer: Some(true),
            ..item
        }
    }

    fn ready(items: &[PlanItem], tier: &Tier) -> Readiness {
        let items: Vec<_> = items.iter().map(|item| (id(1), item.clone())).collect();
        readiness(&items.iter().collect::<Vec<_>>(), tier)
    }

    /// Points and aim.
    fn of(items: &[PlanItem], tier: &Tier) -> (u32, u32) {
        let readiness = ready(items, tier);
        (readiness.points, readiness.aim)
    }

    fn simple(n: usize) -> Vec<PlanItem> {
        vec![item(PlanList::Simple, 1); n]
    }

    #[test]
    fn points_are_those_of_each_list_together() {
        // 54 of the 60 simple points, 18 of the 20 added by basic.
        let mut items = vec![done(item(PlanList::Simple, 9)), item(PlanList::Simple, 1)];
        items.extend([done(item(PlanList::Basic, 45)), item(PlanList::Basic, 5)]);
        let readiness = ready(&items, &Tier::Mid);
        assert_eq!((readiness.points, readiness.aim), (72, 80));
        assert_eq!((readiness.open_points(), readiness.open), (8, 2));
        let lists: Vec<_> = readiness
            .lists
            .iter()
            .map(|list| (list.points, list.worth))
            .collect();
        assert_eq!(lists, [(54, 60), (18, 20)]);
    }

    #[test]
    fn what_was_done_counts_for_another_tier() {
        let mut items = simple(12);
        for item in &mut items[..9] {
            *item = done(item.clone());
        }
        assert_eq!(of(&items, &Tier::Small), (45, 60));
        // Before anything is added, what the larger tier's list adds is owed.
        assert_eq!(of(&items, &Tier::Mid), (45, 80));
        items.extend(vec![item(PlanList::Basic, 2); 5]);
        assert_eq!(of(&items, &Tier::Mid), (45, 80));

        // And back again, with one of five done: it counts for what it is worth in the whole list, and is shown.
        items[12] = done(items[12].clone());
        for item in &mut items[13..] {
            *item = parked(item.clone());
        }
        let readiness = ready(&items, &Tier::Small);
        assert_eq!((readiness.points, readiness.aim), (49, 60));
        assert_eq!(readiness.open, 3);
        assert_eq!(readiness.lists.len(), 2);
        assert_eq!(
            (readiness.lists[1].points, readiness.lists[1].worth),
            (4, 20)
        );
    }

    #[test]
    fn what_was_done_and_then_parked_counts_in_its_list() {
        let items = [
            done(parked(item(PlanList::Simple, 1))),
            parked(item(PlanList::Simple, 5)),
            item(PlanList::Simple, 2),
        ];
        assert_eq!(of(&items, &Tier::Small), (20, 60));
    }

    #[test]
    fn what_is_left_out_leaves_the_list_and_the_rest_is_the_aim() {
        let items = [
            done(item(PlanList::Simple, 3)),
            dropped(item(PlanList::Simple, 2)),
            done(item(PlanList::Basic, 1)),
            dropped(item(PlanList::Basic, 9)),
        ];
        assert_eq!(of(&items, &Tier::Mid), (80, 80));
        // A whole list that was left out: the others take it over.
        let items = [
            done(item(PlanList::Simple, 1)),
            item(PlanList::Simple, 1),
            dropped(item(PlanList::Basic, 1)),
            parked(item(PlanList::Basic, 1)),
            item(PlanList::Advanced, 1),
        ];
        let readiness = ready(&items, &Tier::Large);
        let lists: Vec<_> = readiness
            .lists
            .iter()
            .map(|list| (list.points, list.worth))
            .collect();
        assert_eq!(lists, [(37, 75), (0, 0), (0, 25)]);
        assert_eq!(
            of(&[dropped(item(PlanList::Simple, 1))], &Tier::Small),
            (0, 60)
        );
        assert_eq!(of(&[], &Tier::Large), (0, 100));
    }

    #[test]
    fn the_drawer_is_uncounted() {
        let items = [
            done(item(PlanList::Simple, 1)),
            put_by(item(PlanList::Simple, 9)),
            put_by(item(PlanList::Basic, 9)),
            done(put_by(item(PlanList::Advanced, 9))),
        ];
        assert_eq!(of(&items, &Tier::Small), (60, 60));
        assert_eq!(ready(&items, &Tier::Small).open, 0);
        // What waits in the drawer has not brought its list in.
        assert_eq!(of(&items, &Tier::Mid), (60, 80));
    }

    #[test]
    fn one_of_ours_counts_in_the_list_that_every_plan_has() {
        let ours = PlanItem::default();
        let items = [done(ours.clone()), ours, item(PlanList::Simple, 2)];
        assert_eq!(of(&items, &Tier::Small), (15, 60));
        let items = [
            done(item(PlanList::Simple, 100)),
            item(PlanList::Simple, 900),
            item(PlanList::Other("royal".into()), -5),
        ];
        assert_eq!(of(&items, &Tier::Small), (30, 60));
    }

    #[test]
    fn a_point_counts_when_it_is_earned() {
        // 2 of 3 of 60, 2 of 3 of 20 and 1 of 3 of 20: 40, 13⅓ and 6⅔.
        let mut items = Vec::new();
        for (list, finished) in [
            (PlanList::Simple, 2),
            (PlanList::Basic, 2),
            (PlanList::Advanced, 1),
        ] {
            items.extend(vec![done(item(list.clone(), 1)); finished]);
            items.extend(vec![item(list, 1); 3 - finished]);
        }
        let readiness = ready(&items, &Tier::Large);
        assert_eq!(readiness.points, 60);
        let lists: Vec<_> = readiness.lists.iter().map(|list| list.points).collect();
        assert_eq!(lists, [40, 13, 7]);
        // 59.9 is not the aim.
        let mut items = vec![done(item(PlanList::Simple, 100)); 9];
        items.push(item(PlanList::Simple, 1));
        assert_eq!(of(&items, &Tier::Small), (59, 60));
    }

    fn any_item() -> impl Strategy<Value = PlanItem> {
        let list = prop_oneof![
            Just(None),
            Just(Some(PlanList::Simple)),
            Just(Some(PlanList::Basic)),
            Just(Some(PlanList::Advanced)),
        ];
        let outcome = prop_oneof![
            3 => Just(None),
            2 => Just(settled(PlanState::Done)),
            1 => Just(settled(PlanState::Dropped)),
        ];
        let flag = || proptest::option::weighted(0.2, Just(true));
        (list, 0..=100_i64, outcome, flag(), flag()).prop_map(
            |(list, weight, outcome, parked, drawer)| PlanItem {
                list,
                weight: Some(weight),
                outcome,
                parked,
                drawer,
                ..PlanItem::default()
            },
        )
    }

    fn any_tier() -> impl Strategy<Value = Tier> {
        prop_oneof![Just(Tier::Small), Just(Tier::Mid), Just(Tier::Large)]
    }

    proptest! {
        #[test]
        fn points_stay_between_nothing_and_all_and_are_those_of_the_lists(items in proptest::collection::vec(any_item(), 0..40), tier in any_tier()) {
            let readiness = ready(&items, &tier);
            prop_assert!(readiness.points <= 100);
            prop_assert_eq!(readiness.lists.iter().map(|list| list.points).sum::<u32>(), readiness.points);
            for list in &readiness.lists {
                prop_assert!(list.points <= list.worth);
                prop_assert!(list.done <= list.items);
            }
        }

        #[test]
        fn doing_one_more_never_takes_points_away(items in proptest::collection::vec(any_item(), 1..40), tier in any_tier(), which: prop::sample::Index) {
            let before = ready(&items, &tier).points;
            let mut after = items;
            let which = which.index(after.len());
            prop_assume!(after[which].outcome.is_none());
            after[which].outcome = settled(PlanState::Done);
            prop_assert!(ready(&after, &tier).points >= before);
        }

        #[test]
        fn doing_all_is_the_aim(items in proptest::collection::vec(any_item(), 1..40), tier in any_tier()) {
            let mut items = items;
            for item in &mut items {
                if standing_of(item) == ItemStanding::Open {
                    item.outcome = settled(PlanState::Done);
                }
            }
            let has = |list: &PlanList, counted: bool| items.iter().any(|item| {
                let is_done = standing_of(item) == ItemStanding::Done && weight(item) > 0;
                counts_in(item.list.as_ref()) == list && item.drawer.is_none() && (!counted || is_done)
            });
            prop_assume!(lists(&tier).iter().all(|list| has(list, false)));
            prop_assume!(lists(&tier).iter().any(|list| has(list, true)));
            let readiness = ready(&items, &tier);
            let own = readiness.lists.iter().filter(|list| lists(&tier).contains(&list.list));
            prop_assert_eq!(own.map(|list| list.points).sum::<u32>(), readiness.aim);
            prop_assert_eq!(readiness.open, 0);
        }
    }
}
