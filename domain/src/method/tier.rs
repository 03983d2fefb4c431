//! The tier (客戶分級): one rule over budget and the five dimensions, with its reasons as data.
//!
//! The rule is ours, after `methodology.md` §3. Willingness and the size of a team are no part of it: a client with little may be eager to
//! do it step by step, and a small brand with experience may be a large client. What is not known counts as neither 3 nor 1, and no reason
//! speaks of it but that it is not known.

use super::question::Question;
use crate::records::{ClientKind, Tier};

/// How much there is of something: 3 ample, 2 some, 1 none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 1: none.
    One,
    /// 2: some.
    Two,
    /// 3: ample.
    Three,
}

impl Level {
    /// All three, the least first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// Of the name of a choice.
    #[must_use]
    pub fn of_choice(name: &str) -> Option<Self> {
        match name {
            "ample" => Some(Self::Three),
            "some" => Some(Self::Two),
            "none" => Some(Self::One),
            _ => None,
        }
    }

    /// 1 to 3.
    #[must_use]
    pub fn mark(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// The five dimensions of what a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// 社群操作.
    Social,
    /// 廣告投放.
    Ads,
    /// 素材製作.
    Creative,
    /// 公關媒體.
    Pr,
    /// 出貨包裝.
    Fulfilment,
}

impl Dimension {
    /// All five, in the order of the method.
    pub const ALL: [Self; 5] = [
        Self::Social,
        Self::Ads,
        Self::Creative,
        Self::Pr,
        Self::Fulfilment,
    ];

    /// The question that asks for it.
    #[must_use]
    pub fn question(self) -> Question {
        match self {
            Self::Social => Question::Social,
            Self::Ads => Question::Ads,
            Self::Creative => Question::Creative,
            Self::Pr => Question::Pr,
            Self::Fulfilment => Question::Fulfilment,
        }
    }

    /// Those that mean something for a client of that kind: who uses a service ships nothing.
    pub fn of_kind(kind: Option<&ClientKind>) -> impl Iterator<Item = Self> {
        let ships = kind != Some(&ClientKind::Subscription);
        Self::ALL
            .into_iter()
            .filter(move |dimension| ships || *dimension != Self::Fulfilment)
    }
}

/// What is known of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels {
    /// Budget.
    pub(super) budget: Option<Level>,
    dimensions: [Option<Level>; 5],
}

impl Levels {
    /// One dimension.
    pub(super) fn get(&self, dimension: Dimension) -> Option<Level> {
        self.dimensions[dimension as usize]
    }

    /// Sets one dimension.
    pub(super) fn set(&mut self, dimension: Dimension, level: Option<Level>) {
        self.dimensions[dimension as usize] = level;
    }

    /// What is known of the five.
    fn known(&self) -> impl Iterator<Item = Level> {
        self.dimensions.into_iter().flatten()
    }

    fn count(&self, level: Level) -> usize {
        self.known().filter(|known| *known == level).count()
    }
}

/// Why a tier is what it is: what decided for it, or for the middle one what stood in the way of the large one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierReason {
    /// The budget.
    Budget(Level),
    /// The social base.
    Social(Level),
    /// So many of the four beside the social base are ample.
    OthersAmple(usize),
    /// So many of the five are not there at all.
    Missing(usize),
    /// Nothing is missing altogether.
    NothingMissing,
    /// Nothing is ample.
    NothingAmple,
    /// The budget is not known yet.
    BudgetUnknown,
    /// The social base is not known yet.
    SocialUnknown,
}

/// What the rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierVerdict {
    /// The tier, as far as one can know.
    pub tier: Tier,
    /// Why.
    pub reasons: Vec<TierReason>,
    /// What is still to be asked, in its order. As long as there is anything, the tier is provisional.
    pub missing: Vec<Question>,
}

impl TierVerdict {
    /// Whether it may change with the next answer.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        !self.missing.is_empty()
    }
}

/// Ample among the four beside the social base that a large client needs.
const OTHERS_AMPLE: usize = 2;
/// Of the five, missing, from which on a client is small.
const MISSING: usize = 3;

/// The tier of what is known, without its reasons; `None` as long as nothing is.
///
/// *large*: budget 3, social 3, at least two of the other four 3, none 1. *small*: budget 1 and no 3, or three or more 1s. Else *mid*.
pub(super) fn tier_of(levels: &Levels) -> Option<Tier> {
    if levels.budget.is_none() && levels.known().next().is_none() {
        return None;
    }
    let (ample, ones) = (levels.count(Level::Three), levels.count(Level::One));
    let has_social = levels.get(Dimension::Social) == Some(Level::Three);
    let others = ample - usize::from(has_social);
    let is_large =
        levels.budget == Some(Level::Three) && has_social && others >= OTHERS_AMPLE && ones == 0;
    let is_small = (levels.budget == Some(Level::One) && ample == 0) || ones >= MISSING;
    Some(if is_large {
        Tier::Large
    } else if is_small {
        Tier::Small
    } else {
        Tier::Mid
    })
}

/// The tier of what is known, with its reasons; `None` as long as nothing is.
pub(super) fn tier(levels: &Levels, kind: Option<&ClientKind>) -> Option<TierVerdict> {
    let tier = tier_of(levels)?;
    let social = levels.get(Dimension::Social);
    let others = levels.count(Level::Three) - usize::from(social == Some(Level::Three));
    let ones = levels.count(Level::One);
    let no_budget = levels.budget == Some(Level::One);
    let unknown: Vec<Question> = Dimension::of_kind(kind)
        .filter(|dimension| levels.get(*dimension).is_none())
        .map(Dimension::question)
        .collect();
    let all_known = unknown.is_empty();
    let budget = levels
        .budget
        .map_or(TierReason::BudgetUnknown, TierReason::Budget);
    let social = social.map_or(TierReason::SocialUnknown, TierReason::Social);
    let reasons = match tier {
        Tier::Large => [
            Some(budget),
            Some(social),
            Some(TierReason::OthersAmple(others)),
            all_known.then_some(TierReason::NothingMissing),
        ],
        Tier::Small => [
            no_budget.then_some(budget),
            (ones > 0).then_some(TierReason::Missing(ones)),
            (ones < MISSING && all_known).then_some(TierReason::NothingAmple),
            None,
        ],
        Tier::Mid | Tier::Other(_) => {
            let ample = [
                TierReason::Budget(Level::Three),
                TierReason::Social(Level::Three),
            ];
            [
                (!ample.contains(&budget)).then_some(budget),
                (!ample.contains(&social)).then_some(social),
                (others < OTHERS_AMPLE && all_known).then_some(TierReason::OthersAmple(others)),
                (ones > 0).then_some(TierReason::Missing(ones)),
            ]
        }
    };
    let mut missing = unknown;
    missing.extend(levels.budget.is_none().then_some(Question::Budget));
    Some(TierVerdict {
        tier,
        reasons: reasons.into_iter().flatten().collect(),
        missing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[budget; social, ads, creative, PR, fulfilment]`, 0 for what is not known, as in `examples.md`.
    fn levels(budget: u8, five: [u8; 5]) -> Levels {
        let level = |mark| Level::ALL.into_iter().find(|level| level.mark() == mark);
        let mut levels = Levels {
            budget: level(budget),
            ..Levels::default()
        };
        for (dimension, mark) in Dimension::ALL.into_iter().zip(five) {
            levels.set(dimension, level(mark));
        }
        levels
    }

    fn of(budget: u8, five: [u8; 5]) -> TierVerdict {
        tier(&levels(budget, five), None).unwrap()
    }

    #[test]
    fn a_client_with_budget_social_and_two_more_is_large() {
        let verdict = of(3, [3, 3, 3, 2, 3]);
        assert_eq!(verdict.tier, Tier::Large);
        assert!(!verdict.is_provisional());
        assert_eq!(
            verdict.reasons,
            [
                TierReason::Budget(Level::Three),
                TierReason::Social(Level::Three),
                TierReason::OthersAmple(3),
                TierReason::NothingMissing
            ]
        );
        assert_eq!(of(3, [3, 2, 3, 2, 3]).tier, Tier::Large);
    }

    #[test]
    fn each_condition_of_a_large_client_is_needed() {
        for (budget, five) in [
            (2, [3, 3, 3, 3, 3]),
            (3, [2, 3, 3, 3, 3]),
            (3, [3, 3, 2, 2, 2]),
            (3, [3, 3, 3, 1, 3]),
        ] {
            assert_eq!(of(budget, five).tier, Tier::Mid, "[{budget}; {five:?}]");
        }
        assert_eq!(
            of(2, [3, 3, 2, 1, 2]).reasons,
            [
                TierReason::Budget(Level::Two),
                TierReason::OthersAmple(1),
                TierReason::Missing(1)
            ]
        );
    }

    #[test]
    fn a_client_without_budget_or_most_else_is_small() {
        let verdict = of(1, [1, 1, 1, 1, 2]);
        assert_eq!(verdict.tier, Tier::Small);
        assert_eq!(
            verdict.reasons,
            [TierReason::Budget(Level::One), TierReason::Missing(4)]
        );
        assert_eq!(
            of(1, [2, 2, 2, 2, 2]).reasons,
            [TierReason::Budget(Level::One), TierReason::NothingAmple]
        );
        assert_eq!(of(3, [3, 3, 1, 1, 1]).reasons, [TierReason::Missing(3)]);
        assert_eq!(of(3, [3, 3, 1, 1, 1]).tier, Tier::Small);
        // One strength lifts a client without budget.
        assert_eq!(of(1, [3, 2, 2, 2, 2]).tier, Tier::Mid);
        assert_eq!(of(2, [1, 1, 2, 2, 2]).tier, Tier::Mid);
    }

    #[test]
    fn what_is_not_known_counts_neither_way_and_is_asked_next() {
        let verdict = of(3, [3, 3, 0, 0, 0]);
        assert_eq!(verdict.tier, Tier::Mid);
        assert_eq!(
            verdict.missing,
            [Question::Creative, Question::Pr, Question::Fulfilment]
        );
        assert!(verdict.is_provisional());
        // Two that are missing are no three, whatever is not known.
        assert_eq!(of(2, [1, 1, 0, 0, 0]).tier, Tier::Mid);
        let no_budget_yet = of(0, [3, 3, 3, 3, 3]);
        assert_eq!(no_budget_yet.missing, [Question::Budget]);
        assert_eq!(no_budget_yet.reasons, [TierReason::BudgetUnknown]);
        assert_eq!(tier(&Levels::default(), None), None);
    }

    #[test]
    fn no_reason_speaks_of_what_is_not_known() {
        assert_eq!(
            of(3, [3, 3, 3, 0, 0]).reasons,
            [
                TierReason::Budget(Level::Three),
                TierReason::Social(Level::Three),
                TierReason::OthersAmple(2)
            ]
        );
        assert_eq!(of(3, [3, 3, 3, 0, 0]).tier, Tier::Large);
        let poor = of(1, [0, 0, 0, 0, 0]);
        assert_eq!(
            (poor.tier, poor.reasons),
            (Tier::Small, vec![TierReason::Budget(Level::One)])
        );
        assert_eq!(of(3, [0, 0, 0, 0, 0]).reasons, [TierReason::SocialUnknown]);
    }

    #[test]
    fn who_ships_nothing_is_not_asked_about_shipping() {
        let known = levels(2, [2, 2, 2, 2, 0]);
        let of_kind = |kind| tier(&known, Some(&kind)).unwrap().missing;
        assert_eq!(of_kind(ClientKind::Subscription), []);
        assert_eq!(of_kind(ClientKind::Product), [Question::Fulfilment]);
    }
}
