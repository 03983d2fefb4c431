//! What an item comes after: choosing it from the items of the same plan, so that none comes, by way of others, after itself.

use std::collections::{BTreeMap, VecDeque};

use crate::id::RecordId;
use crate::order;
use crate::records::{Edit, PlanItem, plan_item};

/// Why an item cannot come after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterRefusal {
    /// It is the same.
    Itself,
    /// The other comes after it already: from the other to the item, each coming after the next.
    Circle(Vec<RecordId>),
}

/// The items an item comes after, in the order of the plan; what is not in it is left out.
#[must_use]
pub fn predecessors<'a>(
    items: &'a [(RecordId, PlanItem)],
    item: &PlanItem,
) -> Vec<&'a (RecordId, PlanItem)> {
    let all = items.iter();
    all.filter(|(id, _)| item.after.contains(&id.to_string()))
        .collect()
}

/// The items of a plan that could be named as coming before an item: all others that are not yet.
#[must_use]
pub fn may_precede<'a>(
    items: &'a [(RecordId, PlanItem)],
    id: RecordId,
    item: &PlanItem,
) -> Vec<&'a (RecordId, PlanItem)> {
    let all = items.iter();
    all.filter(|(other, _)| *other != id && !item.after.contains(&other.to_string()))
        .collect()
}

/// Puts an item after another of its plan.
///
/// # Errors
/// The other comes, by way of others, after the item.
pub fn put_after(
    items: &[(RecordId, PlanItem)],
    item: RecordId,
    before: RecordId,
) -> Result<Edit, AfterRefusal> {
    if item == before {
        return Err(AfterRefusal::Itself);
    }
    match way(items, before, item) {
        Some(way) => Err(AfterRefusal::Circle(way)),
        None => Ok(plan_item::after().add(&before.to_string())),
    }
}

/// The shortest way from an item back to another, each coming after the next; both ends are named.
fn way(items: &[(RecordId, PlanItem)], from: RecordId, to: RecordId) -> Option<Vec<RecordId>> {
    let all = order::map(items.iter().map(|(id, item)| (*id, item)));
    let mut came_by: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    let mut ahead = VecDeque::from([from]);
    while let Some(at) = ahead.pop_front() {
        if at == to {
            let mut way = vec![to];
            let mut back = to;
            while let Some(earlier) = came_by.get(&back).copied() {
                way.push(earlier);
                back = earlier;
            }
            way.reverse();
            return Some(way);
        }
        let before = all.get(&at).into_iter().flat_map(|item| &item.after);
        for before in before.filter_map(|id| id.parse::<RecordId>().ok()) {
            if before != from && !came_by.contains_key(&before) {
                came_by.insert(before, at);
                ahead.push_back(before);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::id;

    fn item(number: u8, after: &[u8]) -> (RecordId, PlanItem) {
        let item = PlanItem {
            after: after.iter().map(|number| id(*number).to_string()).collect(),
            ..PlanItem::default()
        };
        (id(number), item)
    }

    /// Outline, first version, revision, build; the film stands beside them.
    fn page() -> [(RecordId, PlanItem); 5] {
        [
            item(1, &[]),
            item(2, &[1]),
            item(3, &[2]),
            item(4, &[3, 1]),
            item(5, &[]),
        ]
    }

    #[test]
    fn an_item_comes_after_any_that_does_not_come_after_it() {
        let put = put_after(&page(), id(3), id(5)).unwrap();
        assert_eq!(put, plan_item::after().add(&id(5).to_string()));
        assert!(put_after(&page(), id(4), id(2)).is_ok());
        assert!(put_after(&page(), id(5), id(4)).is_ok());
    }

    #[test]
    fn a_circle_is_refused_by_naming_the_chain() {
        let circle = |way: &[u8]| {
            let way = way.iter().map(|number| id(*number)).collect();
            Err(AfterRefusal::Circle(way))
        };
        assert_eq!(put_after(&page(), id(2), id(3)), circle(&[3, 2]));
        assert_eq!(put_after(&page(), id(2), id(4)), circle(&[4, 3, 2]));
        // The shortest of several.
        assert_eq!(put_after(&page(), id(1), id(4)), circle(&[4, 1]));
        assert_eq!(put_after(&page(), id(1), id(1)), Err(AfterRefusal::Itself));
    }

    #[test]
    fn a_circle_that_is_there_already_does_not_go_on_for_ever() {
        let items = [item(1, &[2]), item(2, &[1]), item(3, &[2])];
        assert_eq!(
            put_after(&items, id(4), id(3)).ok(),
            Some(plan_item::after().add(&id(3).to_string()))
        );
        assert!(put_after(&items, id(1), id(3)).is_err());
    }

    #[test]
    fn what_can_be_chosen_is_what_is_not_chosen_yet() {
        let items = page();
        let ids = |all: Vec<&(RecordId, PlanItem)>| -> Vec<RecordId> {
            all.into_iter().map(|(id, _)| *id).collect()
        };
        let (own, build) = &items[3];
        assert_eq!(ids(predecessors(&items, build)), [id(1), id(3)]);
        assert_eq!(ids(may_precede(&items, *own, build)), [id(2), id(5)]);
        // One that somebody deleted is no item of the plan any more.
        let (_, left) = item(6, &[99, 5]);
        assert_eq!(ids(predecessors(&items, &left)), [id(5)]);
    }
}
