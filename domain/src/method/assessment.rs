//! An assessment as it stands: what is answered, what is asked next, what it says about the client, and what changed since the one before.
//!
//! An assessment goes on where the one before ended: an answer holds until it is given anew, its choice and its words each by itself, and so
//! does a tier that was set by hand. What the client file says itself is not asked.

use std::collections::BTreeMap;

use super::question::{Answered, Question};
use super::tier::{Dimension, Level, Levels, TierVerdict, tier};
use super::{ClientFile, running_engagements};
use crate::id::RecordId;
use crate::records::{Answer, Assessment, ClientKind, EngagementKind, Experience, Tier};
use crate::values::{Choice, Instant};

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was given in this assessment.
    Here,
    /// It was given in an earlier one, and holds.
    Earlier,
    /// The client file says it.
    File,
}

/// A question with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The question.
    pub question: Question,
    /// Names of the choices; none for words alone.
    pub choices: Vec<String>,
    /// Their own words.
    pub text: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

impl Given {
    /// The level it names, if it is one of three.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.choices
            .first()
            .and_then(|choice| Level::of_choice(choice))
    }

    fn is(&self, choice: &str) -> bool {
        self.choices.iter().any(|chosen| chosen == choice)
    }
}

/// How much is to be explained (the private line).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// They know it: tips only.
    Tips,
    /// They do some of it: what it is and what it is good for.
    Benefit,
    /// It is new to them: step by step.
    Steps,
}

/// How much they can do (the private line).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// There are people for it.
    Much,
    /// A few hands.
    Some,
    /// One pair of hands.
    Little,
}

/// An assessment as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which; `None` before the first.
    pub assessment: Option<RecordId>,
    /// When it was begun.
    pub begun_at: Option<Instant>,
    /// What the client comes with: which dimensions mean something.
    pub kind: Option<ClientKind>,
    /// What is answered, in the order of the questions.
    pub given: Vec<Given>,
    /// What applies and is not answered: first what a provisional tier waits for, then in the order of the questions.
    pub open: Vec<Question>,
    /// What the rule says.
    pub verdict: Option<TierVerdict>,
    /// The tier a person has set in its place, with the reason; in this assessment or an earlier one.
    pub set: Option<(Tier, String)>,
    /// What was said about a question that has no choice yet, in the order of the questions.
    pub remarks: Vec<(Question, String)>,
}

impl Standing {
    /// What was answered to a question.
    #[must_use]
    pub fn given(&self, question: Question) -> Option<&Given> {
        self.given.iter().find(|given| given.question == question)
    }

    /// Every question that applies, in the order of the questions.
    #[must_use]
    pub fn asked(&self) -> Vec<Question> {
        let given = self.given.iter().map(|given| given.question);
        let mut all: Vec<Question> = given.chain(self.open.iter().copied()).collect();
        all.sort_unstable();
        all
    }

    /// What is to be asked: what is not answered, in the order of [`Standing::open`], then what an earlier assessment answered, which may
    /// have changed since.
    #[must_use]
    pub fn to_ask(&self) -> Vec<Question> {
        let earlier = self.given.iter();
        let earlier = earlier.filter(|given| given.source == Source::Earlier);
        let earlier = earlier.map(|given| given.question);
        self.open.iter().copied().chain(earlier).collect()
    }

    /// The tier that holds: the one that was set, else the rule's.
    #[must_use]
    pub fn tier(&self) -> Option<&Tier> {
        let of_rule = self.verdict.as_ref().map(|verdict| &verdict.tier);
        self.set.as_ref().map(|(tier, _)| tier).or(of_rule)
    }

    /// Whether the tier may change with the next answer.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.set.is_none()
            && self
                .verdict
                .as_ref()
                .is_some_and(TierVerdict::is_provisional)
    }

    /// The level of a dimension.
    #[must_use]
    pub fn level(&self, dimension: Dimension) -> Option<Level> {
        self.given(dimension.question()).and_then(Given::level)
    }

    /// How much is to be explained: by the middle of the dimensions that are known; whoever does it for the first time is told at least what
    /// it is good for.
    #[must_use]
    pub fn depth(&self) -> Option<Depth> {
        let marks: Vec<u8> = Dimension::ALL
            .into_iter()
            .filter_map(|dimension| self.level(dimension))
            .map(Level::mark)
            .collect();
        let first = self
            .given(Question::Experience)
            .is_some_and(|given| given.is("first"));
        let sum: usize = marks.iter().map(|mark| usize::from(*mark)).sum();
        // The mean in halves, so that no fraction is needed: 2.5 and more are tips, 1.5 and more the benefit.
        let halves = (2 * sum).checked_div(marks.len())?;
        Some(match halves {
            5.. if !first => Depth::Tips,
            3.. => Depth::Benefit,
            _ => Depth::Steps,
        })
    }

    /// How much they can do: by who does the work.
    #[must_use]
    pub fn capacity(&self) -> Option<Capacity> {
        let team = self.given(Question::Team)?;
        match team.choices.first()?.as_str() {
            "several" => Some(Capacity::Much),
            "few" => Some(Capacity::Some),
            "one" => Some(Capacity::Little),
            _ => None,
        }
    }

    /// Whether they want to do it: it stands beside the tier and changes nothing.
    #[must_use]
    pub fn is_eager(&self) -> bool {
        self.given(Question::Willingness)
            .is_some_and(|given| given.is("eager"))
    }
}

/// What changed from an assessment to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// The question.
    pub question: Question,
    /// What was answered before; nothing if it had not been.
    pub before: Option<Given>,
    /// What is answered since.
    pub after: Given,
}

/// The question that a record answers.
#[must_use]
pub fn question_of(file: &ClientFile, answer: RecordId) -> Option<Question> {
    let of = |assessment: RecordId| {
        Question::ALL
            .into_iter()
            .find(move |question| answer_id(assessment, *question) == answer)
    };
    file.assessments.iter().find_map(|(id, _)| of(*id))
}

/// The record with the answer to a question of an assessment.
#[must_use]
pub fn answer_id(assessment: RecordId, question: Question) -> RecordId {
    RecordId::of_the_only(&["answer/", question.name()].concat(), assessment)
}

/// The assessments of a client, the newest first.
#[must_use]
pub fn assessments(file: &ClientFile) -> Vec<&(RecordId, Assessment)> {
    let mut all: Vec<_> = file.assessments.iter().collect();
    all.sort_by_key(|(id, assessment)| std::cmp::Reverse((assessment.begun_at, *id)));
    all
}

/// How the client's newest assessment stands; what the client file says, before the first.
#[must_use]
pub fn assessed(file: &ClientFile) -> Standing {
    stands(file, &assessments(file))
}

/// How an assessment stood when it was the newest.
#[must_use]
pub fn assessed_then(file: &ClientFile, assessment: RecordId) -> Option<Standing> {
    let all = assessments(file);
    let at = all.iter().position(|(id, _)| *id == assessment)?;
    Some(stands(file, &all[at..]))
}

/// What an assessment changed: answers that say something else than before, in the order of the questions.
#[must_use]
pub fn answer_changes(file: &ClientFile, assessment: RecordId) -> Vec<AnswerChange> {
    let all = assessments(file);
    let Some(at) = all.iter().position(|(id, _)| *id == assessment) else {
        return Vec::new();
    };
    let before = stands(file, &all[at + 1..]);
    let after = stands(file, &all[at..]);
    after
        .given
        .into_iter()
        .filter(|given| given.source == Source::Here)
        .filter_map(|after| {
            let before = before.given(after.question).cloned();
            let same = before
                .as_ref()
                .is_some_and(|before| before.choices == after.choices && before.text == after.text);
            (!same).then_some(AnswerChange {
                question: after.question,
                before,
                after,
            })
        })
        .collect()
}

/// Of these assessments, the newest first.
fn stands(file: &ClientFile, all: &[&(RecordId, Assessment)]) -> Standing {
    let newest = all.first();
    let around = circumstances(file);
    let mut given = of_file(&around);
    let mut remarks: BTreeMap<Question, String> = BTreeMap::new();
    for (id, _) in all.iter().rev() {
        let source = if newest.is_some_and(|(newest, _)| newest == id) {
            Source::Here
        } else {
            Source::Earlier
        };
        for question in Question::ALL {
            let own = answer_id(*id, question);
            let Some((_, answer)) = file.answers.iter().find(|(other, _)| *other == own) else {
                continue;
            };
            let text = answer.text.clone().filter(|text| !text.trim().is_empty());
            let choices = choices(question, answer);
            // None of several is an answer once it was chosen; without that it is that nothing was said.
            let is_none_of =
                answer.chosen_at.is_some() && matches!(question.answered(), Answered::Several(_));
            if choices.is_empty() && text.is_none() && !is_none_of {
                continue;
            }
            let before = given.remove(&question);
            let said_before = before.as_ref().and_then(|before| before.text.clone());
            let text = text.or(said_before).or_else(|| remarks.remove(&question));
            let choices = match before {
                Some(before) if choices.is_empty() && !is_none_of => before.choices,
                _ => choices,
            };
            let needs_choice = matches!(question.answered(), Answered::One(_));
            match text {
                Some(text) if needs_choice && choices.is_empty() => {
                    remarks.insert(question, text);
                }
                text => {
                    let answered = Given {
                        question,
                        choices,
                        text,
                        source,
                    };
                    given.insert(question, answered);
                }
            }
        }
    }
    // First those that can apply at all: what is not asked of this client decides nothing.
    given.retain(|question, _| applies(*question, &around, None));
    let asked: Vec<Question> = Question::ALL
        .into_iter()
        .filter(|question| applies(*question, &around, Some(&given)))
        .collect();
    given.retain(|question, _| asked.contains(question));
    remarks.retain(|question, _| asked.contains(question));
    let mut levels = Levels::default();
    levels.budget = given.get(&Question::Budget).and_then(Given::level);
    for dimension in Dimension::of_kind(around.kind.as_ref()) {
        let level = given.get(&dimension.question()).and_then(Given::level);
        levels.set(dimension, level);
    }
    let verdict = tier(&levels, around.kind.as_ref());
    let waited_for = verdict.as_ref().map(|verdict| verdict.missing.as_slice());
    let waited_for = waited_for.unwrap_or_default();
    let mut open: Vec<Question> = asked
        .into_iter()
        .filter(|question| !given.contains_key(question))
        .collect();
    open.sort_by_key(|question| !waited_for.contains(question));
    Standing {
        assessment: newest.map(|(id, _)| *id),
        begun_at: newest.and_then(|(_, assessment)| assessment.begun_at),
        open,
        given: given.into_values().collect(),
        set: all
            .iter()
            .find_map(|(_, assessment)| set_by_hand(assessment)),
        kind: around.kind,
        remarks: remarks.into_iter().collect(),
        verdict,
    }
}

/// The tier that was set in an assessment, if it has a reason.
fn set_by_hand(assessment: &Assessment) -> Option<(Tier, String)> {
    let tier = assessment.tier.clone().filter(Choice::is_known)?;
    let reason = assessment.tier_reason.clone()?;
    (!reason.trim().is_empty()).then_some((tier, reason))
}

/// What decides which questions are asked, beside the answers.
struct Circumstances {
    /// What the client comes with.
    kind: Option<ClientKind>,
    /// As the client file says it.
    experience: Option<Experience>,
    /// Heads, as the client file says it.
    team_size: Option<i64>,
}

/// The kind of the newest engagement that goes on decides, else that of the client.
fn circumstances(file: &ClientFile) -> Circumstances {
    let running = running_engagements(file).into_iter();
    let running = running
        .filter_map(|(_, engagement)| kind_of(engagement.kind.as_ref()?))
        .next();
    Circumstances {
        kind: running.or_else(|| file.client.kind.clone()),
        experience: file.client.experience.clone(),
        team_size: file.client.team_size,
    }
}

fn kind_of(engagement: &EngagementKind) -> Option<ClientKind> {
    match engagement {
        EngagementKind::Product => Some(ClientKind::Product),
        EngagementKind::Cause => Some(ClientKind::Cause),
        EngagementKind::Subscription => Some(ClientKind::Subscription),
        EngagementKind::Other(_) => None,
    }
}

/// What the client file says: one head is one who does all (of more it does not say who does what), and a campaign is the first or is not.
fn of_file(around: &Circumstances) -> BTreeMap<Question, Given> {
    let team = (around.team_size == Some(1)).then_some("one");
    let experience = around.experience.as_ref().filter(|own| own.is_known());
    let known = [
        (Question::Team, team),
        (Question::Experience, experience.map(Experience::name)),
    ];
    let known = known
        .into_iter()
        .filter_map(|(question, choice)| Some((question, choice?)));
    known
        .map(|(question, choice)| {
            let given = Given {
                question,
                choices: vec![choice.to_owned()],
                text: None,
                source: Source::File,
            };
            (question, given)
        })
        .collect()
}

/// The choices of an answer that its question has, in its order.
fn choices(question: Question, answer: &Answer) -> Vec<String> {
    let names = match question.answered() {
        Answered::One(names) | Answered::Several(names) => names,
        Answered::InWords => &[],
    };
    let is_chosen = |name: &str| match question.answered() {
        Answered::One(_) => answer.choice.as_ref().is_some_and(|own| own.name() == name),
        Answered::Several(_) => answer.choices.contains(name),
        Answered::InWords => false,
    };
    let chosen = names.iter().filter(|name| is_chosen(name));
    chosen.map(|name| (*name).to_owned()).collect()
}

/// Whether a question is asked of this client. Without answers: whether it can be at all.
fn applies(
    question: Question,
    around: &Circumstances,
    given: Option<&BTreeMap<Question, Given>>,
) -> bool {
    let says = |question, choice: &str| {
        given.is_none_or(|given| given.get(&question).is_some_and(|given| given.is(choice)))
    };
    match question {
        Question::Outsourcing => says(Question::Team, "one"),
        Question::Owners => says(Question::Team, "several") || says(Question::Team, "few"),
        Question::Schedule => {
            around.kind != Some(ClientKind::Subscription) && says(Question::Experience, "first")
        }
        Question::CarryingOut => around.kind == Some(ClientKind::Cause),
        Question::Fulfilment => around.kind != Some(ClientKind::Subscription),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{AnswerChoice, Client, Engagement};
    use crate::values::Outcome;

    fn answer(choice: &str) -> Answer {
        Answer {
            choice: Some(AnswerChoice::from_name(choice)),
            ..Answer::default()
        }
    }

    /// With answers of assessments, each begun on the day of November that is its id.
    fn file(answers: &[(u8, Question, &str)]) -> ClientFile {
        let mut file = ClientFile::default();
        for (assessment, question, choice) in answers {
            let own = id(*assessment);
            file.answers
                .push((answer_id(own, *question), answer(choice)));
            if file.assessments.iter().all(|(other, _)| *other != own) {
                let begun = Assessment {
                    begun_at: Some(at(i8::try_from(*assessment).unwrap(), 10, 0)),
                    ..Assessment::default()
                };
                file.assessments.push((own, begun));
            }
        }
        file
    }

    fn levels(assessment: u8, marks: [&'static str; 6]) -> Vec<(u8, Question, &'static str)> {
        let of = [
            Question::Budget,
            Question::Social,
            Question::Ads,
            Question::Creative,
            Question::Pr,
            Question::Fulfilment,
        ];
        of.into_iter()
            .zip(marks)
            .filter(|(_, mark)| !mark.is_empty())
            .map(|(question, mark)| (assessment, question, mark))
            .collect()
    }

    #[test]
    fn every_question_has_a_name_and_choices_of_its_own() {
        for question in Question::ALL {
            let named = |other: &&Question| other.name() == question.name();
            assert_eq!(Question::ALL.iter().filter(named).count(), 1);
            if let Answered::One(names) | Answered::Several(names) = question.answered() {
                assert!(names.len() > 1, "{question:?}");
            }
        }
    }

    #[test]
    fn before_anything_is_answered_all_that_applies_is_asked() {
        let standing = assessed(&ClientFile::default());
        assert_eq!((standing.tier(), standing.depth()), (None, None));
        assert_eq!(standing.capacity(), None);
        assert_eq!(standing.assessment, None);
        assert_eq!(standing.asked(), standing.open);
        assert_eq!(standing.open.first(), Some(&Question::Team));
        for conditional in [
            Question::Outsourcing,
            Question::Owners,
            Question::Schedule,
            Question::CarryingOut,
        ] {
            assert!(!standing.open.contains(&conditional), "{conditional:?}");
        }
    }

    #[test]
    fn a_team_of_one_is_asked_what_it_would_hand_out_and_several_who_does_what() {
        let open = |choice| assessed(&file(&[(1, Question::Team, choice)])).open;
        assert_eq!(open("one").first(), Some(&Question::Outsourcing));
        assert!(!open("one").contains(&Question::Owners));
        assert_eq!(open("few").first(), Some(&Question::Owners));
        assert_eq!(open("several").first(), Some(&Question::Owners));
        assert!(!open("few").contains(&Question::Outsourcing));
    }

    #[test]
    fn a_first_campaign_is_asked_for_its_schedule_and_a_cause_for_carrying_it_out() {
        let mut file = file(&[(1, Question::Experience, "first")]);
        assert!(assessed(&file).open.contains(&Question::Schedule));
        file.client.kind = Some(ClientKind::Cause);
        assert!(assessed(&file).open.contains(&Question::CarryingOut));
        file.client.kind = Some(ClientKind::Subscription);
        let open = assessed(&file).open;
        for never in [
            Question::Schedule,
            Question::CarryingOut,
            Question::Fulfilment,
        ] {
            assert!(!open.contains(&never), "{never:?}");
        }
    }

    #[test]
    fn the_engagement_that_goes_on_says_what_it_is_about() {
        let mut file = file(&[(1, Question::Team, "few")]);
        file.client.kind = Some(ClientKind::Subscription);
        let cause = Engagement {
            kind: Some(EngagementKind::Cause),
            ..Engagement::default()
        };
        file.engagements.push((id(9), cause.clone()));
        assert_eq!(assessed(&file).kind, Some(ClientKind::Cause));
        file.engagements[0].1.outcome = Some(Outcome {
            state: crate::records::EngagementState::Reached,
            at: at(3, 9, 0),
        });
        assert_eq!(assessed(&file).kind, Some(ClientKind::Subscription));
    }

    #[test]
    fn what_the_client_file_says_is_not_asked_and_an_answer_is_heard_before_it() {
        let mut file = ClientFile {
            client: Client {
                team_size: Some(1),
                experience: Some(Experience::First),
                ..Client::default()
            },
            ..ClientFile::default()
        };
        let standing = assessed(&file);
        assert!(!standing.open.contains(&Question::Team));
        assert_eq!(standing.capacity(), Some(Capacity::Little));
        assert_eq!(
            standing.given(Question::Experience).map(|it| it.source),
            Some(Source::File)
        );
        assert_eq!(standing.open.first(), Some(&Question::Outsourcing));

        file.answers
            .push((answer_id(id(1), Question::Team), answer("several")));
        file.assessments.push((id(1), Assessment::default()));
        assert_eq!(assessed(&file).capacity(), Some(Capacity::Much));
    }

    #[test]
    fn an_answer_that_no_question_has_is_none() {
        let mut file = file(&[(1, Question::Budget, "ample")]);
        file.answers[0].1.choice = Some(AnswerChoice::from_name("plenty"));
        assert!(assessed(&file).given.is_empty());
        // Words beside a choice that was not made are a remark.
        file.answers[0].1 = Answer {
            text: Some("要問老闆".into()),
            ..Answer::default()
        };
        let standing = assessed(&file);
        assert!(standing.open.contains(&Question::Budget));
        assert_eq!(
            standing.remarks,
            [(Question::Budget, "要問老闆".to_owned())]
        );
        file.answers[0].0 = answer_id(id(1), Question::Channels);
        assert!(!assessed(&file).open.contains(&Question::Channels));
    }

    #[test]
    fn the_middle_of_what_they_have_says_how_deep_to_explain() {
        let depth = |marks, more: &[(u8, Question, &'static str)]| {
            let mut all = levels(1, marks);
            all.extend_from_slice(more);
            assessed(&file(&all)).depth()
        };
        let ample = ["", "ample", "ample", "some", "some", "ample"];
        assert_eq!(depth(ample, &[]), Some(Depth::Tips));
        assert_eq!(
            depth(ample, &[(1, Question::Experience, "first")]),
            Some(Depth::Benefit)
        );
        assert_eq!(
            depth(["", "some", "none", "some", "none", ""], &[]),
            Some(Depth::Benefit)
        );
        assert_eq!(
            depth(["", "none", "none", "none", "some", "some"], &[]),
            Some(Depth::Steps)
        );
    }

    #[test]
    fn willingness_stands_beside_the_tier_and_changes_nothing() {
        let poor = ["none", "none", "none", "none", "none", "some"];
        let mut all = levels(1, poor);
        let tier_of = |standing: &Standing| standing.tier().cloned();
        assert_eq!(tier_of(&assessed(&file(&all))), Some(Tier::Small));
        all.push((1, Question::Willingness, "eager"));
        let eager = assessed(&file(&all));
        assert!(eager.is_eager());
        assert_eq!(tier_of(&eager), Some(Tier::Small));
        all.push((1, Question::Team, "one"));
        assert_eq!(tier_of(&assessed(&file(&all))), Some(Tier::Small));
    }

    #[test]
    fn a_tier_that_is_set_holds_with_a_reason_alone() {
        let mut file = file(&levels(1, ["ample", "ample", "", "", "", ""]));
        assert!(assessed(&file).is_provisional());
        file.assessments[0].1.tier = Some(Tier::Large);
        assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
        file.assessments[0].1.tier_reason = Some("  ".into());
        assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
        file.assessments[0].1.tier_reason = Some("集團的第一個案子".into());
        let standing = assessed(&file);
        assert_eq!(standing.tier(), Some(&Tier::Large));
        assert!(!standing.is_provisional());
        // It holds in the next assessment, too, until it is taken back.
        file.assessments.push((
            id(20),
            Assessment {
                begun_at: Some(at(20, 10, 0)),
                ..Assessment::default()
            },
        ));
        assert_eq!(assessed(&file).tier(), Some(&Tier::Large));
        file.assessments[0].1.tier = Some(Tier::Other("huge".into()));
        assert_eq!(assessed(&file).tier(), Some(&Tier::Mid));
    }

    #[test]
    fn what_a_provisional_tier_waits_for_is_asked_first() {
        let standing = assessed(&file(&levels(1, ["some", "some", "some", "", "", ""])));
        assert!(standing.is_provisional());
        assert_eq!(
            standing.open[..4],
            [
                Question::Creative,
                Question::Pr,
                Question::Fulfilment,
                Question::Team
            ]
        );
    }

    #[test]
    fn a_choice_and_the_words_about_it_hold_each_by_itself() {
        let mut file = file(&[(1, Question::Ads, "some"), (20, Question::Ads, "ample")]);
        file.answers[0].1.text = Some("多半是加強推廣".into());
        let given = |file: &ClientFile| assessed(file).given(Question::Ads).cloned().unwrap();
        assert_eq!(given(&file).level(), Some(Level::Three));
        assert_eq!(given(&file).text.as_deref(), Some("多半是加強推廣"));
        // New words about the old choice.
        file.answers[1].1 = Answer {
            text: Some("今年停了".into()),
            ..Answer::default()
        };
        assert_eq!(given(&file).level(), Some(Level::Two));
        assert_eq!(given(&file).text.as_deref(), Some("今年停了"));
        assert_eq!(given(&file).source, Source::Here);
    }

    #[test]
    fn none_of_several_is_an_answer_once_it_was_chosen() {
        let mut file = file(&[(1, Question::Channels, ""), (20, Question::Channels, "")]);
        file.answers[0].1.choices = ["page".to_owned()].into();
        let channels = |file: &ClientFile| assessed(file).given(Question::Channels).cloned();
        assert_eq!(channels(&file).unwrap().source, Source::Earlier);
        file.answers[1].1.chosen_at = Some(at(20, 10, 5));
        let none = channels(&file).unwrap();
        assert_eq!((none.source, none.choices), (Source::Here, Vec::new()));
    }

    #[test]
    fn a_record_is_known_by_the_question_it_answers() {
        let file = file(&[(1, Question::Ads, "some")]);
        assert_eq!(
            question_of(&file, answer_id(id(1), Question::Ads)),
            Some(Question::Ads)
        );
        assert_eq!(question_of(&file, id(7)), None);
    }

    #[test]
    fn an_answer_holds_until_it_is_given_anew() {
        let mut all = levels(1, ["some", "some", "some", "some", "some", "some"]);
        all.push((20, Question::Social, "ample"));
        let file = file(&all);
        let standing = assessed(&file);
        assert_eq!(standing.assessment, Some(id(20)));
        assert_eq!(standing.level(Dimension::Social), Some(Level::Three));
        assert_eq!(standing.level(Dimension::Ads), Some(Level::Two));
        let source = |question| standing.given(question).map(|given| given.source);
        assert_eq!(source(Question::Social), Some(Source::Here));
        // What may have changed is asked once more, in its place.
        let to_ask = standing.to_ask();
        assert!(!to_ask.contains(&Question::Social));
        assert_eq!(to_ask.first(), Some(&Question::Team));
        let place = |question| to_ask.iter().position(|other| *other == question);
        assert!(place(Question::Channels) < place(Question::Ads));
        assert!(place(Question::Ads) < place(Question::Creative));
        assert_eq!(source(Question::Ads), Some(Source::Earlier));

        let then = assessed_then(&file, id(1)).unwrap();
        assert_eq!(then.level(Dimension::Social), Some(Level::Two));
        assert_eq!(assessed_then(&file, id(77)), None);
    }

    #[test]
    fn the_history_says_what_an_assessment_changed() {
        let mut all = levels(1, ["some", "some", "", "", "", ""]);
        all.extend(levels(20, ["some", "ample", "none", "", "", ""]));
        let file = file(&all);
        let changes: Vec<_> = answer_changes(&file, id(20))
            .into_iter()
            .map(|change| {
                let level = |given: &Given| given.level();
                (
                    change.question,
                    change.before.as_ref().and_then(level),
                    level(&change.after),
                )
            })
            .collect();
        assert_eq!(
            changes,
            [
                (Question::Social, Some(Level::Two), Some(Level::Three)),
                (Question::Ads, None, Some(Level::One)),
            ]
        );
        let first = answer_changes(&file, id(1));
        assert!(first.len() == 2 && first.iter().all(|change| change.before.is_none()));
        assert!(answer_changes(&file, id(77)).is_empty());
    }
}
