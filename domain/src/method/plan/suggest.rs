//! What to hand over to the client next, sorted into what is said in the meeting and what takes time (快速建議、花時間整理).

use std::collections::{BTreeMap, BTreeSet};

use super::item::{ItemStanding, pace_of, standing_of, ticks};
use crate::id::RecordId;
use crate::records::{PlanItem, PlanWait, PlanWho, SuggestionPace};

/// What can be suggested, each in the order of the items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// 快速建議: to be said in the meeting.
    pub quick: Vec<RecordId>,
    /// 花時間整理: to be worked on after it.
    pub slow: Vec<RecordId>,
    /// In reserve: a tick is missing.
    pub reserve: Vec<RecordId>,
}

/// Whether the client is to do or to hear of an item: they do it, they look at it, some advice in it is for them, or a tick was set, which
/// only suggestions have.
fn concerns_client(item: &PlanItem) -> bool {
    let advice = item.advice.as_deref().unwrap_or_default();
    item.who == Some(PlanWho::Client)
        || item.wait_for == Some(PlanWait::Client)
        || !advice.trim().is_empty()
        || ticks(item).is_looked_at()
}

/// What can be suggested next of a plan: what concerns the client, is open and not handed over, and comes after nothing that is still to be
/// done or handed over. What is in reserve is listed whatever it comes after.
#[must_use]
pub fn suggestions(items: &[&(RecordId, PlanItem)]) -> Suggestions {
    let all: BTreeMap<RecordId, &PlanItem> = items.iter().map(|(id, item)| (*id, item)).collect();
    let mut found = Suggestions::default();
    for (id, item) in items {
        match standing_of(item) {
            ItemStanding::Reserve(_) => found.reserve.push(*id),
            ItemStanding::Open if concerns_client(item) && is_next(&all, item) => {
                match pace_of(item) {
                    SuggestionPace::Quick => found.quick.push(*id),
                    SuggestionPace::Slow | SuggestionPace::Other(_) => found.slow.push(*id),
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether all that an item comes after is done or handed over. What is not in the plan now is looked through to what that comes after.
fn is_next(all: &BTreeMap<RecordId, &PlanItem>, item: &PlanItem) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead: Vec<&String> = item.after.iter().collect();
    while let Some(id) = ahead.pop() {
        if !seen.insert(id) {
            continue;
        }
        let before = id.parse().ok().and_then(|id: RecordId| all.get(&id));
        let Some(before) = before else {
            continue;
        };
        match standing_of(before) {
            ItemStanding::Done
            | ItemStanding::Handed
            | ItemStanding::Adopted
            | ItemStanding::NotAdopted => {}
            ItemStanding::Dropped | ItemStanding::Parked | ItemStanding::Drawer => {
                ahead.extend(&before.after);
            }
            ItemStanding::Open | ItemStanding::Reserve(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refs, settled};
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::PlanState;
    use crate::values::Minutes;

    fn for_client(after: &[u8]) -> PlanItem {
        PlanItem {
            who: Some(PlanWho::Client),
            work: Some(Minutes(30)),
            after: after.iter().map(|n| id(*n).to_string()).collect(),
            ..PlanItem::default()
        }
    }

    #[test]
    fn what_concerns_the_client_is_suggested_by_pace() {
        let ours = PlanItem {
            who: Some(PlanWho::Us),
            ..PlanItem::default()
        };
        let items = [
            (id(1), for_client(&[])),
            (id(2), ours.clone()),
            (
                id(3),
                PlanItem {
                    wait_for: Some(PlanWait::Client),
                    wait_days: Some(3),
                    ..ours.clone()
                },
            ),
            (
                id(4),
                PlanItem {
                    advice: Some("three colours, not eight".into()),
                    ..ours.clone()
                },
            ),
            (
                id(5),
                PlanItem {
                    advice: Some(" ".into()),
                    ..ours.clone()
                },
            ),
            (
                id(6),
                PlanItem {
                    able: Some(true),
                    ..ours.clone()
                },
            ),
            (
                id(7),
                PlanItem {
                    willing: Some(false),
                    ..ours
                },
            ),
            (
                id(8),
                PlanItem {
                    handed_at: Some(at(20, 9, 0)),
                    ..for_client(&[])
                },
            ),
        ];
        let found = suggestions(&refs(&items));
        assert_eq!(found.quick, [id(1), id(4), id(6)]);
        assert_eq!(found.slow, [id(3)]);
        assert_eq!(found.reserve, [id(7)]);
    }

    #[test]
    fn what_comes_after_something_waits_until_that_is_done_or_handed_over() {
        let mut items = [(id(1), for_client(&[])), (id(2), for_client(&[1, 99]))];
        assert_eq!(suggestions(&refs(&items)).quick, [id(1)]);
        items[0].1.able = Some(false);
        assert_eq!(suggestions(&refs(&items)).quick, []);
        items[0].1.handed_at = Some(at(20, 9, 0));
        assert_eq!(suggestions(&refs(&items)).quick, [id(2)]);
        items[0].1.outcome = settled(PlanState::Done);
        assert_eq!(suggestions(&refs(&items)).quick, [id(2)]);
    }

    #[test]
    fn what_is_out_of_the_plan_is_looked_through() {
        let mut items = [
            (id(1), for_client(&[])),
            (id(2), for_client(&[1])),
            (id(3), for_client(&[2])),
        ];
        items[1].1.parked = Some(true);
        assert_eq!(suggestions(&refs(&items)).quick, [id(1)]);
        items[0].1.outcome = settled(PlanState::Done);
        assert_eq!(suggestions(&refs(&items)).quick, [id(3)]);
        // A circle somebody made ends, too.
        items[1].1.after = [id(3).to_string(), id(2).to_string()].into();
        items[2].1.after = [id(2).to_string()].into();
        assert_eq!(suggestions(&refs(&items)).quick, []);
        items[2].1.outcome = settled(PlanState::Dropped);
        items[1].1.parked = None;
        assert_eq!(suggestions(&refs(&items)).quick, []);
    }
}
