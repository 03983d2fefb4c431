//! The words of an assessment: what is said aloud, the choices, and what follows from them.

use yardstick_domain::method::{
    Capacity, Depth, Dimension, Given, Level, Question, Standing, TierReason,
};
use yardstick_domain::records::Tier;
use yardstick_domain::values::Choice;

use super::words;
use crate::i18n::{Msg, t, t_with};

/// What a question is about.
pub fn label(question: Question) -> Msg {
    match question {
        Question::Team => Msg::AskLabelTeam,
        Question::Outsourcing => Msg::AskLabelOutsourcing,
        Question::Owners => Msg::AskLabelOwners,
        Question::Experience => Msg::AskLabelExperience,
        Question::Schedule => Msg::AskLabelSchedule,
        Question::CarryingOut => Msg::AskLabelCarryingOut,
        Question::Social => Msg::AskLabelSocial,
        Question::Ads => Msg::AskLabelAds,
        Question::Creative => Msg::AskLabelCreative,
        Question::Pr => Msg::AskLabelPr,
        Question::Fulfilment => Msg::AskLabelFulfilment,
        Question::Budget => Msg::AskLabelBudget,
        Question::Channels => Msg::AskLabelChannels,
        Question::Willingness => Msg::AskLabelWillingness,
    }
}

/// The sentence one can say aloud.
pub fn sentence(question: Question) -> Msg {
    match question {
        Question::Team => Msg::AskSayTeam,
        Question::Outsourcing => Msg::AskSayOutsourcing,
        Question::Owners => Msg::AskSayOwners,
        Question::Experience => Msg::AskSayExperience,
        Question::Schedule => Msg::AskSaySchedule,
        Question::CarryingOut => Msg::AskSayCarryingOut,
        Question::Social => Msg::AskSaySocial,
        Question::Ads => Msg::AskSayAds,
        Question::Creative => Msg::AskSayCreative,
        Question::Pr => Msg::AskSayPr,
        Question::Fulfilment => Msg::AskSayFulfilment,
        Question::Budget => Msg::AskSayBudget,
        Question::Channels => Msg::AskSayChannels,
        Question::Willingness => Msg::AskSayWillingness,
    }
}

/// A choice, neutral enough to be seen; none for a name that the question does not have.
pub fn choice(question: Question, name: &str) -> Option<Msg> {
    let message = match (question, name) {
        (Question::Team, "several") => Msg::AskTeamSeveral,
        (Question::Team, "few") => Msg::AskTeamFew,
        (Question::Team, "one") => Msg::AskTeamAlone,
        (Question::Outsourcing, "ads") => Msg::AskOutAds,
        (Question::Outsourcing, "creative") => Msg::AskOutCreative,
        (Question::Outsourcing, "page") => Msg::AskOutPage,
        (Question::Outsourcing, "rewards") => Msg::AskOutRewards,
        (Question::Outsourcing, "shipping") => Msg::AskOutShipping,
        (Question::Outsourcing, "nothing") => Msg::AskOutNothing,
        (Question::Experience, "experienced") => Msg::AskExperienceExperienced,
        (Question::Experience, "first") => Msg::AskExperienceFirst,
        (Question::Social, "ample") => Msg::AskSocialAmple,
        (Question::Social, "some") => Msg::AskSocialSome,
        (Question::Social, "none") => Msg::AskSocialNone,
        (Question::Ads, "ample") => Msg::AskAdsAmple,
        (Question::Ads, "some") => Msg::AskAdsSome,
        (Question::Ads, "none") => Msg::AskAdsNone,
        (Question::Creative, "ample") => Msg::AskCreativeAmple,
        (Question::Creative, "some") => Msg::AskCreativeSome,
        (Question::Creative, "none") => Msg::AskCreativeNone,
        (Question::Pr, "ample") => Msg::AskPrAmple,
        (Question::Pr, "some") => Msg::AskPrSome,
        (Question::Pr, "none") => Msg::AskPrNone,
        (Question::Fulfilment, "ample") => Msg::AskFulfilmentAmple,
        (Question::Fulfilment, "some") => Msg::AskFulfilmentSome,
        (Question::Fulfilment, "none") => Msg::AskFulfilmentNone,
        (Question::Budget, "ample") => Msg::AskBudgetAmple,
        (Question::Budget, "some") => Msg::AskBudgetSome,
        (Question::Budget, "none") => Msg::AskBudgetNone,
        (Question::Channels, "page") => Msg::AskChannelPage,
        (Question::Channels, "instagram") => Msg::AskChannelInstagram,
        (Question::Channels, "line") => Msg::AskChannelLine,
        (Question::Channels, "mailing") => Msg::AskChannelMailing,
        (Question::Channels, "community") => Msg::AskChannelCommunity,
        (Question::Channels, "media") => Msg::AskChannelMedia,
        (Question::Channels, "kol") => Msg::AskChannelKol,
        (Question::Channels, "koc") => Msg::AskChannelKoc,
        (Question::Willingness, "eager") => Msg::AskWillingnessEager,
        (Question::Willingness, "willing") => Msg::AskWillingnessWilling,
        (Question::Willingness, "hesitant") => Msg::AskWillingnessHesitant,
        _ => return None,
    };
    Some(message)
}

/// The key element a question belongs to.
pub fn element(question: Question) -> Option<Msg> {
    words::choice("element", question.element().name(), None)
}

/// An answer as a person reads it: the choices, then their own words.
pub fn answer(given: &Given) -> String {
    let choices = given.choices.iter();
    let choices = choices.filter_map(|name| choice(given.question, name).map(t));
    let parts: Vec<String> = choices.chain(given.text.clone()).collect();
    if parts.is_empty() {
        return t(Msg::AskChoiceNone);
    }
    parts.join(" · ")
}

/// What we do, as far as a client has something.
pub fn what_we_do(dimension: Dimension, level: Level) -> Msg {
    match (dimension, level) {
        (Dimension::Social, Level::Three) => Msg::AskDoSocial3,
        (Dimension::Social, Level::Two) => Msg::AskDoSocial2,
        (Dimension::Social, Level::One) => Msg::AskDoSocial1,
        (Dimension::Ads, Level::Three) => Msg::AskDoAds3,
        (Dimension::Ads, Level::Two) => Msg::AskDoAds2,
        (Dimension::Ads, Level::One) => Msg::AskDoAds1,
        (Dimension::Creative, Level::Three) => Msg::AskDoCreative3,
        (Dimension::Creative, Level::Two | Level::One) => Msg::AskDoCreative2,
        (Dimension::Pr, Level::Three) => Msg::AskDoPr3,
        (Dimension::Pr, Level::Two) => Msg::AskDoPr2,
        (Dimension::Pr, Level::One) => Msg::AskDoPr1,
        (Dimension::Fulfilment, Level::Three) => Msg::AskDoFulfilment3,
        (Dimension::Fulfilment, Level::Two) => Msg::AskDoFulfilment2,
        (Dimension::Fulfilment, Level::One) => Msg::AskDoFulfilment1,
    }
}

/// A tier; none for one that only a newer version knows.
pub fn tier(tier: &Tier) -> Option<Msg> {
    words::choice("tier", tier.name(), None)
}

/// Why a tier is what it is.
pub fn reason(reason: TierReason) -> String {
    let count = |message, count: usize| t_with(message, &[("count", &count.to_string())]);
    match reason {
        TierReason::Budget(Level::One) => t(Msg::TierBudget1),
        TierReason::Budget(Level::Two) => t(Msg::TierBudget2),
        TierReason::Budget(Level::Three) => t(Msg::TierBudget3),
        TierReason::Social(Level::One) => t(Msg::TierSocial1),
        TierReason::Social(Level::Two) => t(Msg::TierSocial2),
        TierReason::Social(Level::Three) => t(Msg::TierSocial3),
        TierReason::OthersAmple(n) => count(Msg::TierOthersAmple, n),
        TierReason::Missing(n) => count(Msg::TierMissing, n),
        TierReason::NothingMissing => t(Msg::TierNothingMissing),
        TierReason::NothingAmple => t(Msg::TierNothingAmple),
        TierReason::BudgetUnknown => t(Msg::TierBudgetUnknown),
        TierReason::SocialUnknown => t(Msg::TierSocialUnknown),
    }
}

/// The tier as it stands, with *provisional* where the next answer may change it.
pub fn tier_word(standing: &Standing) -> Option<String> {
    let word = t(tier(standing.tier()?)?);
    Some(if standing.is_provisional() {
        [&word, " · ", &t(Msg::TierProvisional)].concat()
    } else {
        word
    })
}

/// The private line: how deep to explain, how much they can do, and whether they want to.
pub fn private_line(standing: &Standing) -> Vec<String> {
    let depth = standing.depth().map(|depth| {
        let how = match depth {
            Depth::Tips => Msg::AskDepthTips,
            Depth::Benefit => Msg::AskDepthBenefit,
            Depth::Steps => Msg::AskDepthSteps,
        };
        t_with(Msg::AskDepth, &[("how", &t(how))])
    });
    let capacity = standing.capacity().map(|capacity| {
        let how = match capacity {
            Capacity::Much => Msg::AskCapacityMuch,
            Capacity::Some => Msg::AskCapacitySome,
            Capacity::Little => Msg::AskCapacityLittle,
        };
        t_with(Msg::AskCapacity, &[("how", &t(how))])
    });
    let eager = standing.is_eager().then(|| t(Msg::AskEager));
    [depth, capacity, eager].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use yardstick_domain::method::Answered;

    use super::*;

    #[test]
    fn every_choice_has_its_words() {
        for question in Question::ALL {
            if let Answered::One(names) | Answered::Several(names) = question.answered() {
                for name in names {
                    assert!(choice(question, name).is_some(), "{question:?} {name}");
                }
            }
        }
    }
}
