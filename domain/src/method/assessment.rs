//! An assessment as it stands: what is answered, what is asked next, what it says about the client, and what changed since the one before.
//!
//! An assessment goes on where the one before ended: an answer holds until it is given anew, its choice and its words each by itself, and so
//! does a tier that was set by hand. What the client file says itself is not asked.

use std::collections::BTreeMap;

use super::ServiceFile;
use super::engagement::kind_now;
use super::question::{Answered, Question};
use super::tier::{Dimension, Level, Levels, TierVerdict, tier};
use crate::id::RecordId;
use crate::order;
use crate::records::{Answer, Assessment, ClientKind, Experience, Tier};
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
        order::natural(&mut all);
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
pub fn question_of(file: &ServiceFile, answer: RecordId) -> Option<Question> {
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
pub fn assessments(file: &ServiceFile) -> Vec<&(RecordId, Assessment)> {
    let mut all: Vec<_> = file.assessments.iter().collect();
    order::by_key(&mut all, |(id, assessment)| {
        std::cmp::Reverse((assessment.begun_at, *id))
    });
    all
}

/// How the client's newest assessment stands; what the client file says, before the first.
#[must_use]
pub fn assessed(file: &ServiceFile) -> Standing {
    stands(file, &assessments(file))
}

/// How an assessment stood when it was the newest.
#[must_use]
pub fn assessed_then(file: &ServiceFile, assessment: RecordId) -> Option<Standing> {
    let all = assessments(file);
    let at = all.iter().position(|(id, _)| *id == assessment)?;
    Some(stands(file, &all[at..]))
}

/// What an assessment changed: answers that say something else than before, in the order of the questions.
#[must_use]
pub fn answer_changes(file: &ServiceFile, assessment: RecordId) -> Vec<AnswerChange> {
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
fn stands(file: &ServiceFile, all: &[&(RecordId, Assessment)]) -> Standing {
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
    order::by_key(&mut open, |question| !waited_for.contains(question));
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
fn circumstances(file: &ServiceFile) -> Circumstances {
    Circumstances {
        kind: kind_now(&file.base),
        experience: file.base.client.experience.clone(),
        team_size: file.base.client.team_size,
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
    order::map(known.map(|(question, choice)| {
        let given = Given {
            question,
            choices: vec![choice.to_owned()],
            text: None,
            source: Source::File,
        };
        (question, given)
    }))
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
mod tests;
