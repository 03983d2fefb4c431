//! The words for what records hold: fields, choices, and slips of typing.

use yardstick_domain::records::{ClientKind, Stage};
use yardstick_domain::values::{Choice, InputError};

use crate::i18n::{Msg, t, t_with};

/// What a field is called.
pub fn field(kind: &str, field: &str) -> Option<Msg> {
    let message = match (kind, field) {
        ("client", "name") => Msg::ClientName,
        ("client", "kind") => Msg::ClientKind,
        ("client", "industry") => Msg::ClientIndustry,
        ("client", "tax_id") => Msg::ClientTaxId,
        ("client", "address") => Msg::ClientAddress,
        ("client", "line_group") => Msg::ClientLineGroup,
        ("client", "stage") => Msg::ClientStage,
        ("client", "owner") => Msg::ClientOwner,
        ("client", "deputy") => Msg::ClientDeputy,
        ("client", "team_size") => Msg::ClientTeamSize,
        ("client", "experience") => Msg::ClientExperience,
        ("client", "tags") => Msg::ClientTags,
        ("client", "archived") => Msg::ClientArchived,
        ("client", "advice") => Msg::ClientAdvice,
        ("contact", "name") => Msg::ContactName,
        ("contact", "role") => Msg::ContactRole,
        ("contact", "department") => Msg::ContactDepartment,
        ("contact", "decision_maker") => Msg::ContactDecisionMaker,
        ("contact", "phone") => Msg::ContactPhone,
        ("contact", "email") => Msg::ContactEmail,
        ("contact", "line") => Msg::ContactLine,
        ("contact", "preferred_channel") => Msg::ContactPreferred,
        ("contact", "order") => Msg::ContactOrder,
        ("meeting", "title") => Msg::MeetTitle,
        ("engagement", "title") => Msg::EngagementTitle,
        ("engagement", "kind") => Msg::EngagementKind,
        ("engagement", "target") => Msg::EngagementTarget,
        ("engagement", "success") => Msg::EngagementSuccessAmount,
        ("engagement", "period") => Msg::EngagementPeriod,
        ("engagement", "ship_date") => Msg::EngagementShipDate,
        ("engagement", "fee_rate") => Msg::EngagementFeeRate,
        ("engagement", "contract_value") => Msg::EngagementContractValue,
        ("engagement", "renewal_date") => Msg::EngagementRenewalDate,
        ("engagement", "product_strength") => Msg::EngagementProductStrength,
        ("engagement", "cause_reach") => Msg::EngagementCauseReach,
        ("engagement", "similarity") => Msg::EngagementSimilarity,
        ("engagement", "outcome") => Msg::EngagementOutcome,
        ("reading", "amount") => Msg::ReadingReached,
        ("reading", "on") => Msg::ReadingOn,
        ("task", "made_at") => Msg::TasksMadeAt,
        ("assessment", "tier") => Msg::ClientTier,
        ("assessment", "tier_reason") => Msg::TierReason,
        ("answer", "text") => Msg::AskSaid,
        ("plan_item", "title") => Msg::PlanFieldTitle,
        ("plan_item", "section") => Msg::PlanFieldSection,
        ("plan_item", "advice") => Msg::PlanFieldAdvice,
        ("plan_item", "weight") => Msg::PlanFieldWeight,
        ("plan_item", "guidance") => Msg::PlanFieldGuidance,
        ("plan_item", "after") => Msg::PlanFieldAfter,
        ("plan_item", "handed_at") => Msg::PlanHanded,
        ("plan_item", "who") => Msg::PlanFieldWho,
        ("plan_item", "who_name") => Msg::PlanFieldWhoName,
        ("plan_item", "work") => Msg::PlanFieldWork,
        ("plan_item", "wait_days") => Msg::PlanFieldWaitDays,
        ("plan_item", "wait_for") => Msg::PlanFieldWaitFor,
        ("plan_item", "due") => Msg::PlanFieldDue,
        ("plan_item", "pace") => Msg::PlanFieldPace,
        ("plan_item", "drawer") => Msg::PlanFieldDrawer,
        ("plan_item", "able") => Msg::PlanAble,
        ("plan_item", "willing") => Msg::PlanWilling,
        ("plan_item", "affordable") => Msg::PlanAffordable,
        ("plan_item", "adoption") => Msg::PlanAdoption,
        ("plan_item", "adoption_reason") => Msg::PlanAdoptionReason,
        ("plan_item", "outcome") => Msg::PlanFieldOutcome,
        ("plan", "start") => Msg::PlanFieldStart,
        ("plan", "survey_start") => Msg::PlanFieldSurveyStart,
        ("plan", "survey_end") => Msg::PlanFieldSurveyEnd,
        ("plan", "direction") => Msg::PlanFieldDirection,
        ("practice", "large_week") => Msg::PracticeLargeWeek,
        ("practice", "mid_week") => Msg::PracticeMidWeek,
        ("practice", "small_week") => Msg::PracticeSmallWeek,
        ("practice", "day") => Msg::PracticeDay,
        ("practice", "mid_open") => Msg::PracticeMidOpen,
        ("practice", "small_open") => Msg::PracticeSmallOpen,
        ("absence", "period") => Msg::PracticePeriod,
        ("absence", "who") => Msg::PracticeWho,
        ("absence", "reason") => Msg::PracticeReason,
        ("need", "text") => Msg::NeedText,
        ("need", "element") => Msg::NeedElement,
        ("need", "core") => Msg::NeedCore,
        ("need", "solved_by") => Msg::NeedSolvedBy,
        ("need", "we_can") => Msg::NeedWeCan,
        ("need", "outcome") => Msg::NeedOutcome,
        ("supplement", "meeting") => Msg::SyncKindMeeting,
        ("supplement", "wanted") => Msg::SupplementWanted,
        ("supplement", "text") => Msg::SupplementText,
        ("supplement", "lines") => Msg::SupplementLines,
        ("supplement", "items") => Msg::SupplementItems,
        ("supplement", "work") => Msg::SupplementWork,
        ("supplement", "sent_at") => Msg::SupplementSent,
        ("supplement", "reaction") => Msg::SupplementReaction,
        ("nudge", "task") => Msg::SyncKindTask,
        ("nudge", "at") => Msg::NudgeAt,
        ("nudge", "text") => Msg::NudgeMessage,
        ("screening", "suits") => Msg::ScreeningSuits,
        ("screening", "suits_note") => Msg::ScreeningSuitsNote,
        ("screening", "team") => Msg::ScreeningTeam,
        ("screening", "team_note") => Msg::ScreeningTeamNote,
        ("screening", "resources") => Msg::ScreeningResources,
        ("screening", "resources_note") => Msg::ScreeningResourcesNote,
        ("screening", "knowledge") => Msg::ScreeningKnowledge,
        ("screening", "knowledge_note") => Msg::ScreeningKnowledgeNote,
        ("screening", "market") => Msg::ScreeningMarket,
        ("screening", "market_note") => Msg::ScreeningMarketNote,
        ("screening", "decision") => Msg::ScreeningDecision,
        ("screening", "reason") => Msg::ScreeningReason,
        ("screening", "decided_at") => Msg::ScreeningDecidedAt,
        ("screening", "engagement") => Msg::EngagementEngagement,
        ("cost_talk", "at") => Msg::CosttalkAt,
        ("cost_talk", "attendees") => Msg::MeetAttendees,
        ("cost_talk", "ads_share") => Msg::CosttalkAds,
        ("cost_talk", "production_share") => Msg::CosttalkProduction,
        ("cost_talk", "hidden_share") => Msg::CosttalkHidden,
        ("cost_talk", "other_share") => Msg::CosttalkOther,
        ("cost_talk", "note") => Msg::CosttalkNote,
        ("profile", "begun_at") => Msg::ProfileBegunAt,
        ("profile", "literacy") => Msg::ProfileLiteracy,
        ("profile", "literacy_signs") => Msg::ProfileLiteracySigns,
        ("profile", "depth") => Msg::ProfileDepth,
        ("profile", "depth_signs") => Msg::ProfileDepthSigns,
        ("profile", "frequency") => Msg::ProfileFrequency,
        ("profile", "frequency_signs") => Msg::ProfileFrequencySigns,
        ("profile", "firmness") => Msg::ProfileFirmness,
        ("profile", "firmness_signs") => Msg::ProfileFirmnessSigns,
        ("profile", "raised_design_at") => Msg::ProfileRaisedAt,
        ("weekly_figure", "engagement") => Msg::EngagementEngagement,
        ("weekly_figure", "week") => Msg::WeeklyWeek,
        ("weekly_figure", "amount") => Msg::WeeklyAmount,
        ("weekly_figure", "backers") => Msg::WeeklyBackers,
        ("weekly_figure", "ad_spend") => Msg::WeeklyAdSpend,
        ("weekly_figure", "ad_revenue") => Msg::WeeklyAdRevenue,
        ("weekly_figure", "visits") => Msg::WeeklyVisits,
        ("weekly_figure", "note") => Msg::WeeklyNote,
        _ => return None,
    };
    Some(message)
}

/// A stage; what it is called depends on what the client came with.
pub fn stage(stage: &Stage, kind: Option<&ClientKind>) -> Option<Msg> {
    let message = match (stage, kind) {
        (Stage::Lead, _) => Msg::StageLead,
        (Stage::Onboarding, _) => Msg::StageOnboarding,
        (Stage::Preparing, _) => Msg::StagePreparing,
        (Stage::Live, Some(ClientKind::Subscription)) => Msg::StageLiveUse,
        (Stage::Live, _) => Msg::StageLiveCampaign,
        (Stage::Fulfilment, Some(ClientKind::Product)) => Msg::StageFulfilmentCampaign,
        (Stage::Fulfilment, _) => Msg::StageFulfilmentCause,
        (Stage::Renewal, _) => Msg::StageRenewal,
        (Stage::Closed, _) => Msg::StageClosed,
        (Stage::Lost, _) => Msg::StageLost,
        (Stage::Other(_), _) => return None,
    };
    Some(message)
}

/// What a client comes with.
pub fn client_kind(kind: &ClientKind) -> Option<Msg> {
    choice("kind", kind.name(), None)
}

/// One of the alternatives of a field; none for one that only a newer version knows.
pub fn choice(field: &str, name: &str, kind: Option<&ClientKind>) -> Option<Msg> {
    let message = match (field, name) {
        ("stage", name) => return stage(&Stage::from_name(name), kind),
        ("kind", "product") => Msg::KindProduct,
        ("kind", "cause") => Msg::KindCause,
        ("kind", "subscription") => Msg::KindSubscription,
        ("experience", "first") => Msg::ExperienceFirst,
        ("experience", "experienced") => Msg::ExperienceExperienced,
        ("preferred_channel", "phone") => Msg::ChannelPhone,
        ("preferred_channel", "line") => Msg::ChannelLine,
        ("preferred_channel", "email") => Msg::ChannelEmail,
        ("preferred_channel", "in_person") => Msg::ChannelInPerson,
        ("tier", "large") => Msg::TierLarge,
        ("tier", "mid") => Msg::TierMid,
        ("tier", "small") => Msg::TierSmall,
        ("choice", "ample") => Msg::AskChoiceAmple,
        ("choice", "some") => Msg::AskChoiceSome,
        ("choice", "none") => Msg::AskChoiceNone,
        ("choice", "several") => Msg::AskTeamSeveral,
        ("choice", "few") => Msg::AskTeamFew,
        ("choice", "one") => Msg::AskTeamAlone,
        ("choice", "experienced") => Msg::ExperienceExperienced,
        ("choice", "first") => Msg::ExperienceFirst,
        ("choice", "eager") => Msg::AskWillingnessEager,
        ("choice", "willing") => Msg::AskWillingnessWilling,
        ("choice", "hesitant") => Msg::AskWillingnessHesitant,
        ("element", "people") => Msg::AskElementPeople,
        ("element", "time") => Msg::AskElementTime,
        ("element", "resources") => Msg::AskElementResources,
        ("we_can", "yes") => Msg::NeedWeCanYes,
        ("we_can", "partly") => Msg::NeedWeCanPartly,
        ("we_can", "no") => Msg::NeedWeCanNo,
        ("section", "strategy") => Msg::PlanSectionStrategy,
        ("section", "ads") => Msg::PlanSectionAds,
        ("section", "design") => Msg::PlanSectionDesign,
        ("section", "pr") => Msg::PlanSectionPr,
        ("section", "video") => Msg::PlanSectionVideo,
        ("section", "fulfilment") => Msg::PlanSectionFulfilment,
        ("who", "us") => Msg::PlanWhoUs,
        ("who", "client") => Msg::PlanWhoClient,
        ("who", "outside") => Msg::PlanWhoOutside,
        ("wait_for", "client") => Msg::PlanWaitClient,
        ("wait_for", "designer") => Msg::PlanWaitDesigner,
        ("wait_for", "supplier") => Msg::PlanWaitSupplier,
        ("wait_for", "platform") => Msg::PlanWaitPlatform,
        ("pace", "quick") => Msg::PlanQuick,
        ("pace", "slow") => Msg::PlanSlow,
        ("direction", "back") => Msg::PlanBack,
        ("direction", "forward") => Msg::PlanForward,
        ("adoption", "adopted") => Msg::PlanAdopted,
        ("adoption", "not_adopted") => Msg::PlanNotAdopted,
        ("outcome", "done") => Msg::PlanDone,
        ("reaction", "delighted") => Msg::SupplementDelighted,
        ("reaction", "noted") => Msg::SupplementNoted,
        ("reaction", "silent") => Msg::SupplementSilent,
        ("suits" | "team" | "resources" | "knowledge" | "market", "for") => Msg::ScreeningFor,
        ("suits" | "team" | "resources" | "knowledge" | "market", "unclear") => {
            Msg::ScreeningUnclear
        }
        ("suits" | "team" | "resources" | "knowledge" | "market", "against") => {
            Msg::ScreeningAgainst
        }
        ("decision", "sign") => Msg::ScreeningSign,
        ("decision", "wait") => Msg::ScreeningWait,
        ("decision", "decline") => Msg::ScreeningDecline,
        ("outcome", "met") => Msg::NeedMet,
        ("outcome", "dropped") => Msg::NeedDropped,
        ("outcome", "reached") => Msg::OutcomeReached,
        ("outcome", "missed") => Msg::OutcomeMissed,
        ("outcome", "cancelled") => Msg::OutcomeCancelled,
        ("outcome", "declined") => Msg::OutcomeDeclined,
        _ => return None,
    };
    Some(message)
}

/// A mark from 1 (low) to 3 (high).
pub fn mark(mark: i64) -> Option<Msg> {
    match mark {
        1 => Some(Msg::LevelLow),
        2 => Some(Msg::LevelMiddle),
        3 => Some(Msg::LevelHigh),
        _ => None,
    }
}

/// Said beside a text over whose head the value was changed, to the text of `now`.
pub fn overtaken(now: &str) -> String {
    if now.is_empty() {
        t(Msg::FieldOvertakenByNothing)
    } else {
        t_with(Msg::FieldOvertaken, &[("value", now)])
    }
}

/// What is wrong with what was typed.
pub fn input_error(error: InputError) -> String {
    let message = match error {
        InputError::Empty => Msg::ErrorRequired,
        InputError::TooLong { .. } => Msg::ErrorTooLong,
        InputError::NotANumber => Msg::ErrorNumber,
        InputError::NotAnAmount => Msg::ErrorMoney,
        InputError::TooSmall { .. } => Msg::ErrorTooSmall,
        InputError::TooLarge { .. } => Msg::ErrorTooLarge,
        InputError::NegativeAmount => Msg::ErrorNegativeAmount,
        InputError::TooManyDecimals { .. } => Msg::ErrorTooManyDecimals,
        InputError::UnknownCurrency => Msg::ErrorUnknownCurrency,
        InputError::NotADate => Msg::ErrorDate,
        InputError::NoSuchDay => Msg::ErrorNoSuchDay,
        InputError::NotAPeriod => Msg::ErrorPeriod,
        InputError::NotATime => Msg::ErrorTime,
        InputError::NotADuration => Msg::ErrorDuration,
        InputError::EndBeforeStart => Msg::ErrorDateOrder,
        InputError::NotAnEmail => Msg::ErrorEmail,
        InputError::NotAPhone => Msg::ErrorPhone,
        InputError::NotATaxId => Msg::ErrorTaxId,
        InputError::TaxIdChecksum => Msg::ErrorTaxIdChecksum,
        InputError::NotAChoice => Msg::ErrorChoice,
        InputError::NotAReference => Msg::ErrorReference,
    };
    match error.limit() {
        Some((name, limit)) => t_with(message, &[(name, &limit.to_string())]),
        None => t(message),
    }
}
