//! How much a client has open at once, and from which number on that is too much.

use super::item::{ItemStanding, standing_of};
use crate::id::RecordId;
use crate::records::{PlanItem, PlanWho, Practice, Tier};

/// What a small client has open at once at most, unless our practice says otherwise.
const SMALL_OPEN: usize = 3;
/// What a mid one has.
const MID_OPEN: usize = 6;

/// More than a client of the tier can do at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overload {
    /// What they have open.
    pub open: usize,
    /// What they should have at most.
    pub cap: usize,
}

/// How much of a plan the client has open: what was handed over and waits for their word, and what they took on to do themselves.
#[must_use]
pub fn open_at_client(items: &[&(RecordId, PlanItem)]) -> usize {
    let is_open = |item: &PlanItem| match standing_of(item) {
        ItemStanding::Handed => true,
        // What we do for them once they have agreed is on our plate.
        ItemStanding::Adopted => !matches!(item.who, Some(PlanWho::Us | PlanWho::Outside)),
        _ => false,
    };
    items.iter().filter(|(_, item)| is_open(item)).count()
}

/// What a client of the tier has open at once at most; a large one as much as they will.
#[must_use]
pub fn open_cap(tier: &Tier, practice: &Practice) -> Option<usize> {
    let (own, usual) = match tier {
        Tier::Large => return None,
        Tier::Mid | Tier::Other(_) => (practice.mid_open, MID_OPEN),
        Tier::Small => (practice.small_open, SMALL_OPEN),
    };
    let own = own.and_then(|own| usize::try_from(own).ok());
    Some(own.filter(|own| *own > 0).unwrap_or(usual))
}

/// Whether a client has more open than they can do.
#[must_use]
pub fn overload(
    items: &[&(RecordId, PlanItem)],
    tier: &Tier,
    practice: &Practice,
) -> Option<Overload> {
    let cap = open_cap(tier, practice)?;
    let open = open_at_client(items);
    (open > cap).then_some(Overload { open, cap })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refs, settled};
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{Adoption, PlanState};

    fn handed(who: PlanWho, adoption: Option<Adoption>) -> PlanItem {
        PlanItem {
            who: Some(who),
            adoption,
            handed_at: Some(at(20, 9, 0)),
            ..PlanItem::default()
        }
    }

    #[test]
    fn more_than_three_open_is_too_much_for_a_small_client() {
        let mut items = vec![(id(1), handed(PlanWho::Client, Some(Adoption::Adopted))); 3];
        let practice = Practice::default();
        assert_eq!(overload(&refs(&items), &Tier::Small, &practice), None);
        items.push((id(1), handed(PlanWho::Us, None)));
        let over = overload(&refs(&items), &Tier::Small, &practice);
        assert_eq!(over, Some(Overload { open: 4, cap: 3 }));
        assert_eq!(overload(&refs(&items), &Tier::Mid, &practice), None);
        items.extend(items.clone());
        let over = overload(&refs(&items), &Tier::Mid, &practice);
        assert_eq!(over, Some(Overload { open: 8, cap: 6 }));
        assert_eq!(overload(&refs(&items), &Tier::Large, &practice), None);
    }

    #[test]
    fn the_cap_is_ours_to_set() {
        let practice = Practice {
            small_open: Some(1),
            mid_open: Some(0),
            ..Practice::default()
        };
        assert_eq!(open_cap(&Tier::Small, &practice), Some(1));
        assert_eq!(open_cap(&Tier::Mid, &practice), Some(6));
        assert_eq!(open_cap(&Tier::Large, &practice), None);
    }

    #[test]
    fn open_is_what_waits_for_them() {
        let settled = PlanItem {
            outcome: settled(PlanState::Done),
            ..handed(PlanWho::Client, Some(Adoption::Adopted))
        };
        let items = [
            (id(1), handed(PlanWho::Us, None)),
            (id(2), handed(PlanWho::Us, Some(Adoption::Adopted))),
            (id(3), handed(PlanWho::Client, Some(Adoption::NotAdopted))),
            (id(4), settled),
            (
                id(5),
                PlanItem {
                    who: Some(PlanWho::Client),
                    ..PlanItem::default()
                },
            ),
        ];
        assert_eq!(open_at_client(&refs(&items)), 1);
    }
}
