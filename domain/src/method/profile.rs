//! The communication profile (溝通特性): how to talk with a client, from four marks, each with the signs it rests on.
//!
//! After `methodology.md` §12. Firm views are noted and lead to no advice of their own there. Where the method's advice on talking about design
//! differs, what invites to more of it holds *(ours)*: high literacy before frequent interaction before deep use; and with a client who has
//! raised design nobody avoids it. What is not known counts as neither high nor low.

use super::tier::Level;
use super::{ServiceFile, profile_id};
use crate::id::RecordId;
use crate::records::{Edit, FieldSpec, Profile, profile};
use crate::values::Instant;

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Characteristic {
    /// 數位接受度; never judged by age.
    Literacy,
    /// 使用深度.
    Depth,
    /// 互動頻率.
    Frequency,
    /// 有主見.
    Firmness,
}

impl Characteristic {
    /// All four, in the order of the method.
    pub const ALL: [Self; 4] = [Self::Literacy, Self::Depth, Self::Frequency, Self::Firmness];

    /// How it is marked; `None` as long as it is not.
    #[must_use]
    pub fn level(self, profile: &Profile) -> Option<Level> {
        let mark = match self {
            Self::Literacy => profile.literacy,
            Self::Depth => profile.depth,
            Self::Frequency => profile.frequency,
            Self::Firmness => profile.firmness,
        }?;
        Level::ALL
            .into_iter()
            .find(|level| i64::from(level.mark()) == mark)
    }

    /// What shows it, as it was written down; `None` for nothing but space.
    #[must_use]
    pub fn signs(self, profile: &Profile) -> Option<&str> {
        let signs = match self {
            Self::Literacy => &profile.literacy_signs,
            Self::Depth => &profile.depth_signs,
            Self::Frequency => &profile.frequency_signs,
            Self::Firmness => &profile.firmness_signs,
        };
        let signs = signs.as_deref().map(str::trim);
        signs.filter(|signs| !signs.is_empty())
    }

    /// Whether it is marked without a sign that shows it.
    #[must_use]
    pub fn is_unfounded(self, profile: &Profile) -> bool {
        self.level(profile).is_some() && self.signs(profile).is_none()
    }

    /// The field with its mark.
    #[must_use]
    pub fn mark_spec(self) -> FieldSpec {
        match self {
            Self::Literacy => profile::literacy(),
            Self::Depth => profile::depth(),
            Self::Frequency => profile::frequency(),
            Self::Firmness => profile::firmness(),
        }
        .spec()
    }

    /// The edit that marks it.
    #[must_use]
    pub fn marked(self, level: Level) -> Edit {
        match self {
            Self::Literacy => profile::literacy(),
            Self::Depth => profile::depth(),
            Self::Frequency => profile::frequency(),
            Self::Firmness => profile::firmness(),
        }
        .set(&i64::from(level.mark()))
    }

    /// The field with its signs.
    #[must_use]
    pub fn signs_spec(self) -> FieldSpec {
        match self {
            Self::Literacy => profile::literacy_signs(),
            Self::Depth => profile::depth_signs(),
            Self::Frequency => profile::frequency_signs(),
            Self::Firmness => profile::firmness_signs(),
        }
        .spec()
    }
}

/// How to talk with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TalkAdvice {
    /// They raised design themselves, then: they trust us.
    TrustsUs(Instant),
    /// The most precious ones; from here come deep use and word of mouth.
    MostPrecious,
    /// Discuss the design with them, make them part of it.
    DiscussDesign,
    /// Research the scene in which they work.
    ResearchScene,
    /// List what they still do offline, as the next candidates.
    ListOffline,
    /// Talk about design, some.
    SomeDesignTalk,
    /// Talk about design, little.
    LittleDesignTalk,
    /// Solve it fast.
    SolveFast,
    /// Do not talk about design.
    NoDesignTalk,
}

/// What a profile comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Communication {
    /// How to talk with them, most of all first.
    pub advice: Vec<TalkAdvice>,
    /// What is marked without a sign that shows it: such a mark is not founded, and neither is what follows from it.
    pub unfounded: Vec<Characteristic>,
}

/// The profile of a client, if anything of it was written down.
#[must_use]
pub fn profile_of(file: &ServiceFile, client: RecordId) -> Option<&Profile> {
    let id = profile_id(client);
    let mut all = file.profiles.iter();
    all.find(|(own, _)| *own == id).map(|(_, profile)| profile)
}

/// How to talk with a client of that profile.
#[must_use]
pub fn communication(profile: &Profile) -> Communication {
    let is_high = |what: Characteristic| what.level(profile) == Some(Level::Three);
    let raised = profile.raised_design_at.is_some();
    let literate = is_high(Characteristic::Literacy);
    let deep = is_high(Characteristic::Depth);
    let frequent = is_high(Characteristic::Frequency);
    let low = Characteristic::ALL
        .into_iter()
        .all(|what| what.level(profile) == Some(Level::One));
    let advice = [
        profile.raised_design_at.map(TalkAdvice::TrustsUs),
        frequent.then_some(TalkAdvice::MostPrecious),
        literate.then_some(TalkAdvice::DiscussDesign),
        (deep || frequent).then_some(TalkAdvice::ResearchScene),
        deep.then_some(TalkAdvice::ListOffline),
        (frequent && !literate).then_some(TalkAdvice::SomeDesignTalk),
        (deep && !frequent && !literate && !raised).then_some(TalkAdvice::LittleDesignTalk),
        low.then_some(TalkAdvice::SolveFast),
        (low && !raised).then_some(TalkAdvice::NoDesignTalk),
    ];
    Communication {
        advice: advice.into_iter().flatten().collect(),
        unfounded: Characteristic::ALL
            .into_iter()
            .filter(|what| what.is_unfounded(profile))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};

    /// `[literacy, depth, frequency, firmness]`, 0 for what is not known.
    fn profile(marks: [i64; 4]) -> Profile {
        let [literacy, depth, frequency, firmness] = marks.map(|mark| (mark > 0).then_some(mark));
        Profile {
            literacy,
            depth,
            frequency,
            firmness,
            ..Profile::default()
        }
    }

    fn advice(marks: [i64; 4]) -> Vec<TalkAdvice> {
        communication(&profile(marks)).advice
    }

    #[test]
    fn high_literacy_discusses_the_design() {
        assert_eq!(advice([3, 0, 0, 0]), [TalkAdvice::DiscussDesign]);
        assert_eq!(advice([3, 1, 1, 1]), [TalkAdvice::DiscussDesign]);
    }

    #[test]
    fn deep_use_is_researched_also_with_low_literacy() {
        let expected = [
            TalkAdvice::ResearchScene,
            TalkAdvice::ListOffline,
            TalkAdvice::LittleDesignTalk,
        ];
        assert_eq!(advice([1, 3, 1, 1]), expected);
        assert_eq!(advice([0, 3, 2, 3]), expected);
    }

    #[test]
    fn who_is_frequent_is_the_most_precious() {
        assert_eq!(
            advice([2, 2, 3, 2]),
            [
                TalkAdvice::MostPrecious,
                TalkAdvice::ResearchScene,
                TalkAdvice::SomeDesignTalk
            ]
        );
    }

    #[test]
    fn what_invites_to_more_talk_about_design_holds() {
        assert_eq!(
            advice([1, 3, 3, 1]),
            [
                TalkAdvice::MostPrecious,
                TalkAdvice::ResearchScene,
                TalkAdvice::ListOffline,
                TalkAdvice::SomeDesignTalk,
            ]
        );
        assert_eq!(
            advice([3, 3, 3, 3]),
            [
                TalkAdvice::MostPrecious,
                TalkAdvice::DiscussDesign,
                TalkAdvice::ResearchScene,
                TalkAdvice::ListOffline,
            ]
        );
    }

    #[test]
    fn low_on_all_is_solved_fast_and_what_is_not_known_is_not_low() {
        assert_eq!(
            advice([1, 1, 1, 1]),
            [TalkAdvice::SolveFast, TalkAdvice::NoDesignTalk]
        );
        assert_eq!(advice([1, 1, 1, 0]), []);
        assert_eq!(advice([1, 1, 1, 2]), []);
    }

    #[test]
    fn firm_views_and_the_middle_lead_to_no_advice() {
        assert_eq!(advice([2, 2, 2, 3]), []);
        assert_eq!(advice([0, 0, 0, 0]), []);
        // A mark outside of one to three is none.
        assert_eq!(advice([4, 0, 0, 0]), []);
    }

    #[test]
    fn who_raised_design_trusts_us_and_it_is_not_avoided() {
        let raised = |marks| {
            communication(&Profile {
                raised_design_at: Some(at(5, 10, 0)),
                ..profile(marks)
            })
            .advice
        };
        let trusts = TalkAdvice::TrustsUs(at(5, 10, 0));
        assert_eq!(raised([0, 0, 0, 0]), [trusts]);
        assert_eq!(raised([1, 1, 1, 1]), [trusts, TalkAdvice::SolveFast]);
        assert_eq!(
            raised([1, 3, 1, 1]),
            [trusts, TalkAdvice::ResearchScene, TalkAdvice::ListOffline]
        );
    }

    #[test]
    fn a_mark_without_signs_is_not_founded() {
        let marked = Profile {
            literacy_signs: Some("自己試完了新的後台".into()),
            depth_signs: Some(" \n".into()),
            firmness_signs: Some("改過三次提案".into()),
            ..profile([3, 2, 3, 0])
        };
        let communication = communication(&marked);
        assert_eq!(
            communication.unfounded,
            [Characteristic::Depth, Characteristic::Frequency]
        );
        assert!(communication.advice.contains(&TalkAdvice::DiscussDesign));
        assert_eq!(Characteristic::Depth.signs(&marked), None);
        assert!(!Characteristic::Firmness.is_unfounded(&marked));
    }

    #[test]
    fn every_characteristic_has_its_own_fields() {
        for what in Characteristic::ALL {
            let (mark, signs) = (what.mark_spec().name, what.signs_spec().name);
            assert_eq!(signs, [mark, "_signs"].concat());
            let edit = what.marked(Level::Two);
            assert_eq!(edit.field.as_str(), mark);
            let read = Profile::read([
                (mark, edit.value.as_bytes()),
                (signs, "\"看得出來\"".as_bytes()),
            ]);
            assert_eq!(what.level(&read), Some(Level::Two));
            assert_eq!(what.signs(&read), Some("看得出來"));
        }
    }

    #[test]
    fn a_client_has_one_profile() {
        let file = ServiceFile {
            profiles: vec![(profile_id(id(4)), profile([1, 0, 0, 0]))],
            ..ServiceFile::default()
        };
        assert!(profile_of(&file, id(4)).is_some());
        assert_eq!(profile_of(&file, id(5)), None);
    }
}
