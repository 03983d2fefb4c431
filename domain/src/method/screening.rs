//! The screening (選品評估): what is looked at before signing, in the order of the method, and what it suggests. A person decides.
//!
//! After `methodology.md` §1. That what does not suit a campaign is declined, and that anything else which speaks against it, or is not clear,
//! is waited for, is ours: a team and its resources can change, what is to be sold cannot.

use super::{ServiceFile, running_engagements, screening_id};
use crate::id::RecordId;
use crate::records::{
    Edit, FieldSpec, Screening, ScreeningDecision, ScreeningMark, Stage, screening,
};

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreeningPoint {
    /// Does the product or cause suit a campaign at all?
    Suits,
    /// The team's background.
    Team,
    /// What they can put in.
    Resources,
    /// How well they know their product.
    Knowledge,
    /// The market.
    Market,
}

impl ScreeningPoint {
    /// All five, in the order in which they are looked at.
    pub const ALL: [Self; 5] = [
        Self::Suits,
        Self::Team,
        Self::Resources,
        Self::Knowledge,
        Self::Market,
    ];

    /// How it stands; `None` as long as nobody has looked.
    #[must_use]
    pub fn mark(self, screening: &Screening) -> Option<&ScreeningMark> {
        match self {
            Self::Suits => screening.suits.as_ref(),
            Self::Team => screening.team.as_ref(),
            Self::Resources => screening.resources.as_ref(),
            Self::Knowledge => screening.knowledge.as_ref(),
            Self::Market => screening.market.as_ref(),
        }
    }

    /// The edit that says how it stands.
    #[must_use]
    pub fn marked(self, mark: &ScreeningMark) -> Edit {
        match self {
            Self::Suits => screening::suits(),
            Self::Team => screening::team(),
            Self::Resources => screening::resources(),
            Self::Knowledge => screening::knowledge(),
            Self::Market => screening::market(),
        }
        .set(mark)
    }

    /// The field with its mark.
    #[must_use]
    pub fn mark_spec(self) -> FieldSpec {
        match self {
            Self::Suits => screening::suits(),
            Self::Team => screening::team(),
            Self::Resources => screening::resources(),
            Self::Knowledge => screening::knowledge(),
            Self::Market => screening::market(),
        }
        .spec()
    }

    /// The field that says why.
    #[must_use]
    pub fn note_spec(self) -> FieldSpec {
        match self {
            Self::Suits => screening::suits_note(),
            Self::Team => screening::team_note(),
            Self::Resources => screening::resources_note(),
            Self::Knowledge => screening::knowledge_note(),
            Self::Market => screening::market_note(),
        }
        .spec()
    }
}

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreeningReason {
    /// This speaks against it.
    Against(ScreeningPoint),
    /// This is not clear.
    Unclear(ScreeningPoint),
    /// All five speak for it.
    AllFor,
}

/// What the marks suggest, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreeningAdvice {
    /// What it comes to.
    pub decision: ScreeningDecision,
    /// Why: what speaks against it before what is unclear, each in the order of the five.
    pub reasons: Vec<ScreeningReason>,
}

/// The screening of an engagement, if anything of it was written down.
#[must_use]
pub fn screening_of(file: &ServiceFile, engagement: RecordId) -> Option<&Screening> {
    let id = screening_id(engagement);
    let mut all = file.screenings.iter();
    all.find(|(own, _)| *own == id)
        .map(|(_, screening)| screening)
}

/// What is to be looked at next; `None` when all five were.
#[must_use]
pub fn next_point(screening: &Screening) -> Option<ScreeningPoint> {
    let mut all = ScreeningPoint::ALL.into_iter();
    all.find(|point| point.mark(screening).is_none())
}

/// What speaks against it, in the order of the five.
pub fn speaking_against(screening: &Screening) -> impl Iterator<Item = ScreeningPoint> {
    ScreeningPoint::ALL
        .into_iter()
        .filter(|point| point.mark(screening) == Some(&ScreeningMark::Against))
}

/// What is not clear, in the order of the five. A mark that only a newer version knows is not clear to this one.
fn unclear(screening: &Screening) -> impl Iterator<Item = ScreeningPoint> {
    ScreeningPoint::ALL.into_iter().filter(|point| {
        matches!(
            point.mark(screening),
            Some(ScreeningMark::Unclear | ScreeningMark::Other(_))
        )
    })
}

/// What the marks so far suggest: to decline what does not suit a campaign at all, to wait as long as something else speaks against it or is
/// not clear, to sign when all five speak for it. `None` while all that was looked at speaks for it and something is left to look at.
#[must_use]
pub fn screening_advice(screening: &Screening) -> Option<ScreeningAdvice> {
    let against = speaking_against(screening).map(ScreeningReason::Against);
    let mut reasons: Vec<_> = against
        .chain(unclear(screening).map(ScreeningReason::Unclear))
        .collect();
    let decision = if ScreeningPoint::Suits.mark(screening) == Some(&ScreeningMark::Against) {
        ScreeningDecision::Decline
    } else if !reasons.is_empty() {
        ScreeningDecision::Wait
    } else if next_point(screening).is_none() {
        reasons.push(ScreeningReason::AllFor);
        ScreeningDecision::Sign
    } else {
        return None;
    };
    Some(ScreeningAdvice { decision, reasons })
}

/// Whether a decision holds with a reason alone: whoever waits or is declined will ask why.
#[must_use]
pub fn needs_reason(decision: &ScreeningDecision) -> bool {
    !matches!(decision, ScreeningDecision::Sign)
}

/// What is offered once it was decided to decline. Nothing of it happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AfterDecline {
    /// Whether the client can be marked as lost with it: nothing else goes on with them, and they are not gone already.
    pub can_be_lost: bool,
}

/// What is offered for an engagement that was declined; `None` where that was not decided, or the engagement has ended.
#[must_use]
pub fn after_decline(file: &ServiceFile, engagement: RecordId) -> Option<AfterDecline> {
    let declined = screening_of(file, engagement)?.decision == Some(ScreeningDecision::Decline);
    let running = running_engagements(&file.base);
    let goes_on = running.iter().any(|(id, _)| *id == engagement);
    (declined && goes_on).then(|| AfterDecline {
        can_be_lost: running.len() == 1
            && !matches!(file.base.client.stage, Some(Stage::Closed | Stage::Lost)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::id;
    use ScreeningMark::{Against, For, Unclear};
    use ScreeningPoint::{Knowledge, Market, Resources, Suits, Team};

    fn marked(marks: [Option<ScreeningMark>; 5]) -> Screening {
        let [suits, team, resources, knowledge, market] = marks;
        Screening {
            suits,
            team,
            resources,
            knowledge,
            market,
            ..Screening::default()
        }
    }

    fn advice(
        marks: [Option<ScreeningMark>; 5],
    ) -> Option<(ScreeningDecision, Vec<ScreeningReason>)> {
        screening_advice(&marked(marks)).map(|advice| (advice.decision, advice.reasons))
    }

    #[test]
    fn the_five_are_looked_at_in_order() {
        assert_eq!(next_point(&Screening::default()), Some(Suits));
        let begun = marked([Some(For), None, Some(Unclear), None, None]);
        assert_eq!(next_point(&begun), Some(Team));
        let done = marked([Some(For), Some(For), Some(For), Some(Against), Some(For)]);
        assert_eq!(next_point(&done), None);
        assert_eq!(speaking_against(&done).collect::<Vec<_>>(), [Knowledge]);
    }

    #[test]
    fn nothing_is_suggested_before_there_is_a_reason() {
        assert_eq!(advice([None, None, None, None, None]), None);
        assert_eq!(advice([Some(For), Some(For), None, None, None]), None);
    }

    #[test]
    fn what_does_not_suit_a_campaign_is_declined_whatever_else_is_true() {
        assert_eq!(
            advice([Some(Against), None, None, None, None]),
            Some((
                ScreeningDecision::Decline,
                vec![ScreeningReason::Against(Suits)]
            ))
        );
        assert_eq!(
            advice([
                Some(Against),
                Some(For),
                Some(Unclear),
                Some(For),
                Some(Against)
            ]),
            Some((
                ScreeningDecision::Decline,
                vec![
                    ScreeningReason::Against(Suits),
                    ScreeningReason::Against(Market),
                    ScreeningReason::Unclear(Resources),
                ]
            ))
        );
    }

    #[test]
    fn what_is_not_clear_or_can_change_is_waited_for() {
        assert_eq!(
            advice([Some(Unclear), None, None, None, None]),
            Some((
                ScreeningDecision::Wait,
                vec![ScreeningReason::Unclear(Suits)]
            ))
        );
        assert_eq!(
            advice([
                Some(For),
                Some(Against),
                Some(Unclear),
                Some(For),
                Some(For)
            ]),
            Some((
                ScreeningDecision::Wait,
                vec![
                    ScreeningReason::Against(Team),
                    ScreeningReason::Unclear(Resources)
                ]
            ))
        );
        let newer = ScreeningMark::Other("doubtful".into());
        assert_eq!(
            advice([Some(For), Some(For), Some(For), Some(For), Some(newer)]),
            Some((
                ScreeningDecision::Wait,
                vec![ScreeningReason::Unclear(Market)]
            ))
        );
    }

    #[test]
    fn all_five_for_it_is_a_signature_and_needs_no_reason() {
        assert_eq!(
            advice([Some(For), Some(For), Some(For), Some(For), Some(For)]),
            Some((ScreeningDecision::Sign, vec![ScreeningReason::AllFor]))
        );
        assert!(!needs_reason(&ScreeningDecision::Sign));
        assert!(needs_reason(&ScreeningDecision::Wait));
        assert!(needs_reason(&ScreeningDecision::Decline));
    }

    #[test]
    fn every_point_has_its_own_fields() {
        for point in ScreeningPoint::ALL {
            let mark = point.mark_spec().name;
            assert_eq!(point.note_spec().name, [mark, "_note"].concat());
            let edit = point.marked(&For);
            assert_eq!(edit.field.as_str(), mark);
            let read = Screening::read([(mark, edit.value.as_bytes())]);
            assert_eq!(point.mark(&read), Some(&For));
        }
    }

    #[test]
    fn an_engagement_has_one_screening() {
        let file = ServiceFile {
            screenings: vec![(
                screening_id(id(4)),
                marked([Some(For), None, None, None, None]),
            )],
            ..ServiceFile::default()
        };
        assert!(screening_of(&file, id(4)).is_some());
        assert_eq!(screening_of(&file, id(5)), None);
    }

    #[test]
    fn declining_offers_to_end_it_and_lets_a_client_go_of_whom_nothing_else_goes_on() {
        use std::sync::Arc;

        use crate::method::ClientFile;
        use crate::method::client_file::testing::{at, id};
        use crate::records::{Client, Engagement, EngagementState};
        use crate::values::Outcome;

        let offered = |decision, stage, ended: &[bool]| {
            let engagements = (1..).map(id).zip(ended.iter().map(|ended| Engagement {
                outcome: ended.then(|| Outcome {
                    state: EngagementState::Reached,
                    at: at(1, 9, 0),
                }),
                ..Engagement::default()
            }));
            let base = ClientFile {
                client: Client {
                    stage,
                    ..Client::default()
                },
                engagements: engagements.collect(),
                ..ClientFile::default()
            };
            let screening = Screening {
                decision: Some(decision),
                ..Screening::default()
            };
            let file = ServiceFile {
                base: Arc::new(base),
                screenings: vec![(screening_id(id(1)), screening)],
                ..ServiceFile::default()
            };
            after_decline(&file, id(1)).map(|offer| offer.can_be_lost)
        };
        let (decline, lead) = (ScreeningDecision::Decline, Some(Stage::Lead));
        assert_eq!(offered(decline.clone(), lead.clone(), &[false]), Some(true));
        assert_eq!(offered(decline.clone(), None, &[false, true]), Some(true));
        assert_eq!(
            offered(decline.clone(), lead.clone(), &[false, false]),
            Some(false)
        );
        let lost = offered(decline.clone(), Some(Stage::Lost), &[false]);
        assert_eq!(lost, Some(false));
        assert_eq!(offered(decline, lead.clone(), &[true]), None);
        assert_eq!(offered(ScreeningDecision::Wait, lead, &[false]), None);
    }
}
