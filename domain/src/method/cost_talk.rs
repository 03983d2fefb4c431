//! The talk about the shares of cost to expect (打預防針): held before money is spent, with whoever decides, so that nobody is shocked later.
//!
//! After `methodology.md` §2, *Resources*.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{ClientFile, ServiceFile, running_engagements};
use crate::id::RecordId;
use crate::order;
use crate::records::{CostTalk, FieldSpec, cost_talk};
use crate::values::Rate;

/// What money goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostShare {
    /// Ads.
    Ads,
    /// Production.
    Production,
    /// 潛在支出: what nobody plans and everybody pays.
    Hidden,
    /// Miscellaneous things.
    Other,
}

impl CostShare {
    /// All four, in the order of the method.
    pub const ALL: [Self; 4] = [Self::Ads, Self::Production, Self::Hidden, Self::Other];

    /// How much of it was said.
    #[must_use]
    pub fn of(self, talk: &CostTalk) -> Option<Rate> {
        match self {
            Self::Ads => talk.ads_share,
            Self::Production => talk.production_share,
            Self::Hidden => talk.hidden_share,
            Self::Other => talk.other_share,
        }
    }

    /// The field that holds it.
    #[must_use]
    pub fn spec(self) -> FieldSpec {
        match self {
            Self::Ads => cost_talk::ads_share(),
            Self::Production => cost_talk::production_share(),
            Self::Hidden => cost_talk::hidden_share(),
            Self::Other => cost_talk::other_share(),
        }
        .spec()
    }
}

/// What is worth saying before the next meeting with a client of whom an engagement goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostTalkGap {
    /// Nobody has talked with them about shares of cost.
    NotHeld,
    /// It was talked about, never with somebody who decides.
    WithoutDecider,
}

/// The sum of those shares that were said, which may be more than the whole; `None` if none was.
pub fn share_sum(shares: impl IntoIterator<Item = Option<Rate>>) -> Option<Rate> {
    let said = shares.into_iter().flatten();
    said.map(|share| share.0)
        .reduce(u32::saturating_add)
        .map(Rate)
}

/// The sum of a talk's shares.
#[must_use]
pub fn talk_sum(talk: &CostTalk) -> Option<Rate> {
    share_sum(CostShare::ALL.map(|share| share.of(talk)))
}

/// Whether shares come to more than there is.
#[must_use]
pub fn is_over_whole(sum: Rate) -> bool {
    sum.0 > Rate::WHOLE
}

/// The talks with a client, the last one first; one without a moment comes after all others.
#[must_use]
pub fn cost_talks(file: &ServiceFile) -> Vec<&(RecordId, CostTalk)> {
    let mut all: Vec<_> = file.cost_talks.iter().collect();
    order::by_key(&mut all, |(id, talk)| Reverse((talk.at, *id)));
    all
}

/// Those who decide, as attendees are kept: with whom such a talk is best held.
#[must_use]
pub fn deciders(file: &ClientFile) -> BTreeSet<String> {
    let all = file.contacts.iter();
    let deciders = all.filter(|(_, contact)| contact.decision_maker == Some(true));
    order::set(deciders.map(|(id, _)| id.to_string()))
}

/// Whether somebody who decides was there; `None` if that cannot be told: nobody is known to decide, or nobody is said to have been there.
#[must_use]
pub fn decider_was_there(file: &ClientFile, talk: &CostTalk) -> Option<bool> {
    let deciders = deciders(file);
    let is_known = !deciders.is_empty() && !talk.attendees.is_empty();
    is_known.then(|| !talk.attendees.is_disjoint(&deciders))
}

/// What is missing of the talks with a client; `None` if nothing is, or if no engagement goes on.
#[must_use]
pub fn cost_talk_gap(file: &ServiceFile) -> Option<CostTalkGap> {
    if running_engagements(&file.base).is_empty() {
        return None;
    }
    if file.cost_talks.is_empty() {
        return Some(CostTalkGap::NotHeld);
    }
    let mut talks = file.cost_talks.iter();
    talks
        .all(|(_, talk)| decider_was_there(&file.base, talk) == Some(false))
        .then_some(CostTalkGap::WithoutDecider)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{Contact, Engagement, EngagementState};
    use crate::values::Outcome;

    fn talk(day: Option<i8>, who: &[&str]) -> CostTalk {
        CostTalk {
            at: day.map(|day| at(day, 14, 0)),
            attendees: who.iter().copied().map(str::to_owned).collect(),
            ..CostTalk::default()
        }
    }

    /// A client of whom one engagement goes on, one contact decides (id 11) and another does not (id 12).
    fn base() -> ClientFile {
        let person = |decides| Contact {
            decision_maker: Some(decides),
            ..Contact::default()
        };
        ClientFile {
            contacts: vec![(id(11), person(true)), (id(12), person(false))],
            engagements: vec![(id(1), Engagement::default())],
            ..ClientFile::default()
        }
    }

    fn file(base: ClientFile, talks: Vec<CostTalk>) -> ServiceFile {
        ServiceFile {
            base: Arc::new(base),
            cost_talks: (21..).map(id).zip(talks).collect(),
            ..ServiceFile::default()
        }
    }

    #[test]
    fn shares_add_up_in_basis_points() {
        assert_eq!(talk_sum(&CostTalk::default()), None);
        let mut said = CostTalk {
            ads_share: Some(Rate(3_000)),
            production_share: Some(Rate(4_550)),
            hidden_share: Some(Rate(0)),
            ..CostTalk::default()
        };
        assert_eq!(talk_sum(&said), Some(Rate(7_550)));
        assert!(!is_over_whole(Rate(Rate::WHOLE)));
        said.other_share = Some(Rate(2_451));
        assert_eq!(talk_sum(&said), Some(Rate(10_001)));
        assert!(talk_sum(&said).is_some_and(is_over_whole));
        assert_eq!(
            share_sum([Some(Rate(u32::MAX)), None, Some(Rate(1))]),
            Some(Rate(u32::MAX))
        );
    }

    #[test]
    fn every_share_has_its_field() {
        let names = CostShare::ALL.map(|share| share.spec().name);
        assert_eq!(
            names,
            [
                "ads_share",
                "production_share",
                "hidden_share",
                "other_share"
            ]
        );
    }

    #[test]
    fn the_last_talk_comes_first() {
        let file = file(
            base(),
            vec![talk(Some(3), &[]), talk(None, &[]), talk(Some(9), &[])],
        );
        let order: Vec<RecordId> = cost_talks(&file).into_iter().map(|(id, _)| *id).collect();
        assert_eq!(order, [23, 21, 22].map(id));
    }

    #[test]
    fn whether_the_decider_was_there_is_said_where_it_can_be_told() {
        let (boss, helper) = (id(11).to_string(), id(12).to_string());
        let there = |who: &[&str]| decider_was_there(&base(), &talk(Some(3), who));
        assert_eq!(there(&[&boss, &helper]), Some(true));
        assert_eq!(there(&[&helper, "會計"]), Some(false));
        assert_eq!(there(&[]), None);
        assert_eq!(
            decider_was_there(&ClientFile::default(), &talk(Some(3), &[&boss])),
            None
        );
        assert_eq!(deciders(&base()), BTreeSet::from([boss]));
    }

    #[test]
    fn a_client_of_whom_an_engagement_goes_on_needs_one_talk_with_a_decider() {
        let (boss, helper) = (id(11).to_string(), id(12).to_string());
        assert_eq!(
            cost_talk_gap(&file(base(), vec![])),
            Some(CostTalkGap::NotHeld)
        );
        let with_helper = [talk(Some(3), &[&helper]), talk(Some(9), &[&helper])];
        assert_eq!(
            cost_talk_gap(&file(base(), with_helper.to_vec())),
            Some(CostTalkGap::WithoutDecider)
        );
        let both = [talk(Some(3), &[&boss]), talk(Some(9), &[&helper])];
        assert_eq!(cost_talk_gap(&file(base(), both.to_vec())), None);
        // With whom it was held nobody wrote down: nothing is claimed.
        assert_eq!(cost_talk_gap(&file(base(), vec![talk(Some(3), &[])])), None);

        let mut over = base();
        over.engagements[0].1.outcome = Some(Outcome {
            state: EngagementState::Reached,
            at: at(1, 9, 0),
        });
        assert_eq!(cost_talk_gap(&file(over, vec![])), None);
        assert_eq!(cost_talk_gap(&ServiceFile::default()), None);
    }
}
