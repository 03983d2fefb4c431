//! Assessments (資源評估) and their answers.

use std::collections::BTreeSet;

use crate::records::declare::kind;
use crate::values::{Instant, choices};

choices! {
    /// How much of our time a client gets (客戶分級).
    pub enum Tier {
        /// 大客戶.
        Large = "large",
        /// 中客戶.
        Mid = "mid",
        /// 小客戶.
        Small = "small",
    }
}

choices! {
    /// What can be chosen of the questions that take one answer; which question has which of them says `method::Question`.
    pub enum AnswerChoice {
        /// Of a level: there is enough of it (3).
        Ample = "ample",
        /// Of a level: there is some (2).
        Some = "some",
        /// Of a level: there is none (1).
        None = "none",
        /// Of a team: somebody for each thing.
        Several = "several",
        /// Of a team: a few share it.
        Few = "few",
        /// Of a team: one does all.
        One = "one",
        /// They have done it before.
        Experienced = "experienced",
        /// It is their first.
        First = "first",
        /// They want to do it, step by step if need be.
        Eager = "eager",
        /// They would try.
        Willing = "willing",
        /// They would rather wait.
        Hesitant = "hesitant",
    }
}

kind! {
    /// One assessment of a client, kept by date. What was answered in it are records of their own.
    assessment: Assessment {
        /// When the first question was asked.
        begun_at: Option<Instant> = of::instant(),
        /// The tier a person has set in place of the rule's; it holds with a reason alone.
        tier: Option<Tier> = of::choice::<Tier>(),
        /// Why.
        tier_reason: Option<String> = of::multiline(500),
    }
}

kind! {
    /// One answer. Its id says to which question of which assessment (`method::answer_id`), so that two who ask the same write one answer.
    answer: Answer {
        /// What was chosen.
        choice: Option<AnswerChoice> = of::choice::<AnswerChoice>(),
        /// What was chosen, of a question that takes several: names that `method::Question` has.
        choices: BTreeSet<String> = of::set(32),
        /// When it was chosen: with it, none of several is an answer, too.
        chosen_at: Option<Instant> = of::instant(),
        /// What they said about it.
        text: Option<String> = of::multiline(2_000),
    }
}
