//! The words for a communication profile (溝通特性): its marks, and how to talk with them.

use yardstick_domain::method::{Characteristic, Level, TalkAdvice, communication};
use yardstick_domain::records::Profile;

use super::{now, show};
use crate::i18n::{Msg, t, t_with};

/// What a profile comes to, as a person reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How to talk with them, one sentence each.
    pub advice: Vec<String>,
    /// Which marks have no sign that shows them.
    pub unfounded: Option<String>,
}

/// What a profile comes to.
pub fn said(profile: &Profile) -> Said {
    let communication = communication(profile);
    let unfounded = communication.unfounded.into_iter();
    let unfounded: Vec<String> = unfounded.map(|what| t(label(what))).collect();
    let unfounded = (!unfounded.is_empty())
        .then(|| t_with(Msg::ProfileUnfounded, &[("what", &unfounded.join(" · "))]));
    Said {
        advice: communication.advice.into_iter().map(advice).collect(),
        unfounded,
    }
}

/// What is marked.
pub fn label(what: Characteristic) -> Msg {
    match what {
        Characteristic::Literacy => Msg::ProfileLiteracy,
        Characteristic::Depth => Msg::ProfileDepth,
        Characteristic::Frequency => Msg::ProfileFrequency,
        Characteristic::Firmness => Msg::ProfileFirmness,
    }
}

/// A mark in its own words.
pub fn level(what: Characteristic, level: Level) -> Msg {
    match (what, level) {
        (Characteristic::Literacy, Level::One) => Msg::ProfileLiteracy1,
        (Characteristic::Literacy, Level::Two) => Msg::ProfileLiteracy2,
        (Characteristic::Literacy, Level::Three) => Msg::ProfileLiteracy3,
        (Characteristic::Depth, Level::One) => Msg::ProfileDepth1,
        (Characteristic::Depth, Level::Two) => Msg::ProfileDepth2,
        (Characteristic::Depth, Level::Three) => Msg::ProfileDepth3,
        (Characteristic::Frequency, Level::One) => Msg::ProfileFrequency1,
        (Characteristic::Frequency, Level::Two) => Msg::ProfileFrequency2,
        (Characteristic::Frequency, Level::Three) => Msg::ProfileFrequency3,
        (Characteristic::Firmness, Level::One) => Msg::ProfileFirmness1,
        (Characteristic::Firmness, Level::Two) => Msg::ProfileFirmness2,
        (Characteristic::Firmness, Level::Three) => Msg::ProfileFirmness3,
    }
}

/// How something is marked and what shows it, in one line.
pub fn standing(what: Characteristic, profile: &Profile) -> String {
    let Some(own) = what.level(profile) else {
        return t(Msg::ProfileNotMarked);
    };
    let signs = what.signs(profile).map(str::to_owned);
    let signs = signs.unwrap_or_else(|| t(Msg::ProfileNoSigns));
    [&t(level(what, own)), " · ", &signs].concat()
}

fn advice(advice: TalkAdvice) -> String {
    match advice {
        TalkAdvice::TrustsUs(raised) => {
            let day = now::local_day(raised).map(show::day).unwrap_or_default();
            t_with(Msg::ProfileTrustsUs, &[("day", &day)])
        }
        TalkAdvice::MostPrecious => t(Msg::ProfileMostPrecious),
        TalkAdvice::DiscussDesign => t(Msg::ProfileDiscussDesign),
        TalkAdvice::ResearchScene => t(Msg::ProfileResearchScene),
        TalkAdvice::ListOffline => t(Msg::ProfileListOffline),
        TalkAdvice::SomeDesignTalk => t(Msg::ProfileSomeDesign),
        TalkAdvice::LittleDesignTalk => t(Msg::ProfileLittleDesign),
        TalkAdvice::SolveFast => t(Msg::ProfileSolveFast),
        TalkAdvice::NoDesignTalk => t(Msg::ProfileNoDesign),
    }
}
