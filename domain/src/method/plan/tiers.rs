//! What each tier gets of the method: the table of `methodology.md` §4. A tier this version does not know is served as a mid one.

use crate::records::{PlanList, PlanSection, Tier};

/// The lists, each after those it takes in.
const LISTS: &[PlanList] = &[PlanList::Simple, PlanList::Basic, PlanList::Advanced];

/// The parts of the work, in the order of a plan.
pub(super) const SECTIONS: &[PlanSection] = &[
    PlanSection::Strategy,
    PlanSection::Ads,
    PlanSection::Design,
    PlanSection::Pr,
    PlanSection::Video,
    PlanSection::Fulfilment,
];

/// The lists a tier's plan is made of: 簡易版, 初階版, 進階版.
#[must_use]
pub fn lists(tier: &Tier) -> &'static [PlanList] {
    match tier {
        Tier::Small => &LISTS[..1],
        Tier::Mid | Tier::Other(_) => &LISTS[..2],
        Tier::Large => LISTS,
    }
}

/// The points at which a plan of the tier is done: what its lists are worth together.
#[must_use]
pub fn aim(tier: &Tier) -> u32 {
    lists(tier).iter().map(worth).sum()
}

/// What a whole list is worth, in points: the simple list 60, what basic adds 20, what advanced adds 20.
pub(super) fn worth(list: &PlanList) -> u32 {
    match list {
        PlanList::Simple | PlanList::Other(_) => 60,
        PlanList::Basic | PlanList::Advanced => 20,
    }
}

/// Whether a tier's plan has the part of the work: video is for large clients, PR for large and mid ones.
pub(in crate::method) fn has_section(tier: &Tier, section: &PlanSection) -> bool {
    match section {
        PlanSection::Strategy
        | PlanSection::Ads
        | PlanSection::Design
        | PlanSection::Fulfilment => true,
        PlanSection::Pr => *tier != Tier::Small,
        PlanSection::Video => *tier == Tier::Large,
        PlanSection::Other(_) => false,
    }
}

/// The list an item counts in: its own; one of ours, which comes with none, in the first, which every plan has.
pub(super) fn counts_in(list: Option<&PlanList>) -> &PlanList {
    list.filter(|list| LISTS.contains(list))
        .unwrap_or(&PlanList::Simple)
}

/// All lists, each after those it takes in.
pub(super) fn all_lists() -> &'static [PlanList] {
    LISTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finishing_ones_own_list_is_the_aim() {
        let aims = [Tier::Large, Tier::Mid, Tier::Small, Tier::Other("x".into())].map(|t| aim(&t));
        assert_eq!(aims, [100, 80, 60, 80]);
    }

    #[test]
    fn video_is_for_large_clients_and_pr_not_for_small_ones() {
        let sections = |tier| SECTIONS.iter().filter(move |one| has_section(&tier, one));
        assert_eq!(sections(Tier::Large).count(), 6);
        assert!(!sections(Tier::Mid).any(|one| *one == PlanSection::Video));
        assert_eq!(sections(Tier::Mid).count(), 5);
        assert_eq!(sections(Tier::Small).count(), 4);
    }
}
