//! Readiness (準備度): what is done of a plan, in points out of the aim of its tier.

use super::library::lists_of;
use crate::id::RecordId;
use crate::records::{PlanItem, PlanList, PlanState, Tier};

/// How ready an engagement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Points done, 0 to 100.
    pub points: u32,
    /// What the whole list of the tier is worth: 60, 80 or 100.
    pub aim: u32,
    /// Items that count and are not done.
    pub open: usize,
}

/// What a whole list is worth: the simple one 60; what basic adds 20; what advanced adds 20.
fn worth(list: &PlanList) -> u32 {
    match list {
        PlanList::Simple => 60,
        PlanList::Basic | PlanList::Advanced => 20,
        PlanList::Other(_) => 0,
    }
}

/// How ready an engagement with these items is. An item is worth its share, by weight, of what its list is worth; finishing one's own list equals the aim,
/// whatever was left out of it. What is done counts wherever it is now: after another tier, or out of the drawer. Of a list beyond the tier the parked items
/// make up the whole, too, so that what was done of it is worth no more than it was.
#[must_use]
pub fn readiness<'a>(
    items: impl IntoIterator<Item = &'a (RecordId, PlanItem)>,
    tier: &Tier,
) -> Readiness {
    let own = lists_of(tier);
    let lists = [PlanList::Simple, PlanList::Basic, PlanList::Advanced];
    let mut done = [0_u64; 3];
    let mut whole = [0_u64; 3];
    let mut open = 0;
    for (_, item) in items {
        let state = item.outcome.as_ref().map(|outcome| &outcome.state);
        let is_done = state == Some(&PlanState::Done);
        let list = item.list.as_ref();
        let is_own = list.is_none_or(|list| own.contains(list));
        let is_away = item.drawer == Some(true) || (item.parked == Some(true) && is_own);
        let counts = is_done || (state.is_none() && !is_away);
        if !counts {
            continue;
        }
        open += usize::from(!is_done && is_own);
        let Some(at) = lists.iter().position(|own| Some(own) == list) else {
            continue;
        };
        let weight = item.weight.and_then(|weight| u64::try_from(weight).ok());
        let weight = weight.unwrap_or(0);
        whole[at] += weight;
        if is_done {
            done[at] += weight;
        }
    }
    // In parts of a hundred thousand of a point, so that thirds add up before they are rounded.
    const PARTS: u64 = 100_000;
    let parts = |at: usize, list: &PlanList| {
        (done[at] * u64::from(worth(list)) * PARTS)
            .checked_div(whole[at])
            .unwrap_or(0)
    };
    let sum: u64 = lists
        .iter()
        .enumerate()
        .map(|(at, list)| parts(at, list))
        .sum();
    Readiness {
        points: u32::try_from((sum + PARTS / 2) / PARTS).unwrap_or(100),
        aim: own.iter().map(worth).sum(),
        open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::values::Outcome;
    use proptest::prelude::*;

    fn item(n: u8, list: PlanList, weight: i64, is_done: bool) -> (RecordId, PlanItem) {
        let outcome = is_done.then(|| Outcome {
            state: PlanState::Done,
            at: at(20, 9, 0),
        });
        let item = PlanItem {
            list: Some(list),
            weight: Some(weight),
            outcome,
            ..PlanItem::default()
        };
        (id(n), item)
    }

    /// `examples.md`: mid, 54 of the 60 simple points and 18 of the 20 that basic adds.
    #[test]
    fn a_mid_client_with_54_and_18_points_is_at_72_of_80() {
        let items = [
            item(1, PlanList::Simple, 54, true),
            item(2, PlanList::Simple, 6, false),
            item(3, PlanList::Basic, 18, true),
            item(4, PlanList::Basic, 2, false),
        ];
        let ready = readiness(&items, &Tier::Mid);
        assert_eq!((ready.points, ready.aim, ready.open), (72, 80, 2));
    }

    /// `examples.md`: small, 12 items of 5 points, 9 done; re-tiered to mid nothing is lost.
    #[test]
    fn a_small_client_keeps_its_points_in_another_tier() {
        let mut items: Vec<_> = (0..12)
            .map(|n| item(n, PlanList::Simple, 5, n < 9))
            .collect();
        assert_eq!(readiness(&items, &Tier::Small).points, 45);
        assert_eq!(readiness(&items, &Tier::Small).aim, 60);
        items.push(item(20, PlanList::Basic, 5, false));
        let ready = readiness(&items, &Tier::Mid);
        assert_eq!((ready.points, ready.aim, ready.open), (45, 80, 4));
    }

    #[test]
    fn what_was_done_beyond_the_tier_is_worth_what_it_was() {
        let mut items = vec![
            item(1, PlanList::Simple, 1, true),
            item(2, PlanList::Basic, 1, true),
            item(3, PlanList::Basic, 3, false),
        ];
        assert_eq!(readiness(&items, &Tier::Mid).points, 65);
        items[2].1.parked = Some(true);
        let ready = readiness(&items, &Tier::Small);
        assert_eq!((ready.points, ready.aim, ready.open), (65, 60, 0));
    }

    #[test]
    fn what_is_left_out_makes_the_rest_worth_more_and_the_drawer_counts_when_done() {
        let mut items = vec![
            item(1, PlanList::Simple, 1, true),
            item(2, PlanList::Simple, 1, false),
            item(3, PlanList::Simple, 1, false),
        ];
        assert_eq!(readiness(&items, &Tier::Small).points, 20);
        items[2].1.outcome = Some(Outcome {
            state: PlanState::Dropped,
            at: at(20, 9, 0),
        });
        assert_eq!(readiness(&items, &Tier::Small).points, 30);
        items[1].1.drawer = Some(true);
        let ready = readiness(&items, &Tier::Small);
        assert_eq!((ready.points, ready.open), (60, 0));
        assert_eq!(readiness(&[], &Tier::Large).points, 0);
    }

    proptest! {
        #[test]
        fn points_grow_with_what_is_done_and_all_of_it_is_the_aim(
            weights in proptest::collection::vec((0_usize..3, 1_i64..100, any::<bool>()), 3..60),
        ) {
            let lists = [PlanList::Simple, PlanList::Basic, PlanList::Advanced];
            let mut items: Vec<_> = (0_u8..)
                .zip(&weights)
                .map(|(n, (list, weight, done))| item(n, lists[*list].clone(), *weight, *done))
                .collect();
            let mut last = readiness(&items, &Tier::Large).points;
            for at in 0..items.len() {
                let (_, weight, _) = weights[at];
                let list = items[at].1.list.clone().unwrap();
                items[at] = item(0, list, weight, true);
                let points = readiness(&items, &Tier::Large).points;
                prop_assert!(points >= last && points <= 100);
                last = points;
            }
            let has = |list: &PlanList| items.iter().any(|(_, item)| item.list.as_ref() == Some(list));
            let all: u32 = lists.iter().filter(|list| has(list)).map(worth).sum();
            prop_assert_eq!(last, all);
        }
    }
}
