//! The words of a plan.

use yardstick_domain::records::{PlanItem, PlanPoint, PlanSection, PlanWait, PlanWho};

use crate::i18n::{Msg, format, t, t_n, t_with};

/// What an item is called.
pub(in crate::pages) fn title(item: &PlanItem) -> String {
    let title = item.title.as_deref().map(str::trim);
    match title.filter(|title| !title.is_empty()) {
        Some(title) => title.to_owned(),
        None => t(Msg::PlanUntitled),
    }
}

/// A part of the work; none for one that only a newer version knows.
pub(in crate::pages) fn section(section: &PlanSection) -> Option<Msg> {
    match section {
        PlanSection::Strategy => Some(Msg::PlanSectionStrategy),
        PlanSection::Ads => Some(Msg::PlanSectionAds),
        PlanSection::Design => Some(Msg::PlanSectionDesign),
        PlanSection::Pr => Some(Msg::PlanSectionPr),
        PlanSection::Video => Some(Msg::PlanSectionVideo),
        PlanSection::Fulfilment => Some(Msg::PlanSectionFulfilment),
        PlanSection::Other(_) => None,
    }
}

/// A fixed point.
pub(super) fn point(point: &PlanPoint) -> Option<Msg> {
    match point {
        PlanPoint::Start => Some(Msg::PlanPointStart),
        PlanPoint::SurveyStart => Some(Msg::PlanPointSurveyStart),
        PlanPoint::SurveyEnd => Some(Msg::PlanPointSurveyEnd),
        PlanPoint::Launch => Some(Msg::PlanPointLaunch),
        PlanPoint::End => Some(Msg::PlanPointEnd),
        PlanPoint::Ship => Some(Msg::PlanPointShip),
        PlanPoint::Renewal => Some(Msg::PlanPointRenewal),
        PlanPoint::Sent => Some(Msg::PlanPointSent),
        PlanPoint::Other(_) => None,
    }
}

/// Who does it, by name where there is one.
pub(super) fn who(item: &PlanItem) -> String {
    if let Some(name) = item.who_name.as_deref().filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let word = match &item.who {
        Some(PlanWho::Client) => Msg::PlanWhoClient,
        Some(PlanWho::Outside) => Msg::PlanWhoOutside,
        Some(PlanWho::Us | PlanWho::Other(_)) | None => Msg::PlanWhoUs,
    };
    t(word)
}

/// `3 小時 · 等客戶看 2 個工作天`.
pub(in crate::pages) fn effort(item: &PlanItem) -> String {
    let work = item.work.filter(|work| work.0 > 0).map(|work| {
        let hours = format::number(f64::from(work.0) / 60.0, 1);
        t_with(Msg::PlanHours, &[("hours", &hours)])
    });
    let days = item.wait_days.and_then(|days| u32::try_from(days).ok());
    let wait = days.filter(|days| *days > 0).map(|days| {
        let word = match &item.wait_for {
            Some(PlanWait::Client) => Msg::PlanWaitsClient,
            Some(PlanWait::Designer) => Msg::PlanWaitsDesigner,
            Some(PlanWait::Supplier) => Msg::PlanWaitsSupplier,
            Some(PlanWait::Platform) => Msg::PlanWaitsPlatform,
            Some(PlanWait::Other(_)) | None => Msg::PlanWaits,
        };
        t_n(word, days, &[])
    });
    let parts: Vec<String> = [Some(who(item)), work, wait]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}
