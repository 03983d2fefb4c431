//! The words of a plan.

use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    FixedBy, ItemStanding, PlanProblem, PointMove, Scheduled, Tick, standing_of,
};
use yardstick_domain::records::{PlanItem, PlanPoint, PlanSection, PlanWait, PlanWho, Tier};
use yardstick_domain::values::{Instant, Minutes};

use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::pages::parts::{now, show};

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

/// The list of a tier.
pub(super) fn list(tier: &Tier) -> Msg {
    match tier {
        Tier::Large => Msg::PlanListAdvanced,
        Tier::Mid => Msg::PlanListBasic,
        Tier::Small | Tier::Other(_) => Msg::PlanListSimple,
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

/// `45 分`; from an hour on `1.5 小時`.
fn work_time(work: Minutes) -> String {
    if work.0 < 60 {
        return t_n(Msg::PlanMinutes, work.0, &[]);
    }
    let hours = format::number(f64::from(work.0) / 60.0, 1);
    t_with(Msg::PlanHours, &[("hours", &hours)])
}

/// `3 小時 · 等客戶看 2 個工作天`.
pub(in crate::pages) fn effort(item: &PlanItem) -> String {
    let work = item.work.filter(|work| work.0 > 0).map(work_time);
    let parts: Vec<String> = [Some(who(item)), work, wait(item)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// `等客戶看 2 個工作天`; nothing for one that waits for nobody.
pub(super) fn wait(item: &PlanItem) -> Option<String> {
    let days = item.wait_days.and_then(|days| u32::try_from(days).ok());
    let days = days.filter(|days| *days > 0)?;
    let word = match &item.wait_for {
        Some(PlanWait::Client) => Msg::PlanWaitsClient,
        Some(PlanWait::Designer) => Msg::PlanWaitsDesigner,
        Some(PlanWait::Supplier) => Msg::PlanWaitsSupplier,
        Some(PlanWait::Platform) => Msg::PlanWaitsPlatform,
        Some(PlanWait::Other(_)) | None => Msg::PlanWaits,
    };
    Some(t_n(word, days, &[]))
}

/// Several, in one line.
pub(in crate::pages) fn listed(parts: impl IntoIterator<Item = String>) -> String {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |one, other| {
        t_with(Msg::PlanAnd, &[("one", &one), ("other", &other)])
    })
}

/// What is missing, or was not looked at: `能力、資源`.
pub(super) fn ticks(ticks: &[Tick]) -> String {
    listed(ticks.iter().map(|tick| {
        t(match tick {
            Tick::Able => Msg::PlanTickAble,
            Tick::Willing => Msg::PlanTickWilling,
            Tick::Affordable => Msg::PlanTickAffordable,
        })
    }))
}

/// How an item stands, in words.
pub(super) fn standing(item: &PlanItem) -> String {
    let on = |message: Msg, at: Option<Instant>| {
        let day = at.and_then(now::local_day).map(show::day);
        t_with(message, &[("day", &day.unwrap_or_default())])
    };
    match standing_of(item) {
        ItemStanding::Open => t(Msg::PlanStateOpen),
        ItemStanding::Reserve(missing) => {
            t_with(Msg::PlanStateReserve, &[("what", &ticks(&missing))])
        }
        ItemStanding::Handed => on(Msg::PlanStateHanded, item.handed_at),
        ItemStanding::Adopted => t(Msg::PlanStateAdopted),
        ItemStanding::NotAdopted => t(Msg::PlanStateNotAdopted),
        ItemStanding::Done => {
            let at = item.outcome.as_ref().map(|outcome| outcome.at);
            on(Msg::PlanStateDone, at)
        }
        ItemStanding::Dropped => t(Msg::PlanStateDropped),
        ItemStanding::Parked => t(Msg::PlanStateParked),
        ItemStanding::Drawer => t(Msg::PlanStateDrawer),
    }
}

/// When the work is done: `11/20 到 11/24 做`.
pub(super) fn work_days(item: &Scheduled) -> String {
    let from = show::short_day(item.work_from);
    let to = show::short_day(item.work_to);
    if item.work_from == item.work_to {
        t_with(Msg::PlanWorkOn, &[("day", &from)])
    } else {
        t_with(Msg::PlanWorkFrom, &[("from", &from), ("to", &to)])
    }
}

/// What does not fit.
pub(super) fn problem(problem: &PlanProblem) -> String {
    let days = |message, days: &i32| t_n(message, days.unsigned_abs(), &[]);
    match problem {
        PlanProblem::BeforeToday { days: late } => days(Msg::PlanBeforeToday, late),
        PlanProblem::BeforeStart { days: late } => days(Msg::PlanBeforeStart, late),
        PlanProblem::TooEarly { days: late, .. } => days(Msg::PlanTooEarly, late),
        PlanProblem::AfterLaunch { days: late } => days(Msg::PlanAfterLaunch, late),
        PlanProblem::Missing(point) => {
            let point = self::point(point).map(t).unwrap_or_default();
            t_with(Msg::PlanPointMissing, &[("point", &point)])
        }
        PlanProblem::AfterEnd { days: late } => days(Msg::PlanAfterEnd, late),
        PlanProblem::Circle => t(Msg::PlanCircle),
    }
}

/// What fixed its days; `title` names another item.
pub(super) fn fixed_by(fixed_by: &FixedBy, title: impl Fn(RecordId) -> String) -> String {
    let item = |message, id: &RecordId| t_with(message, &[("item", &title(*id))]);
    match fixed_by {
        FixedBy::Hand => t(Msg::PlanWhyHand),
        FixedBy::Anchor(point) => {
            let point = self::point(point).map(t).unwrap_or_default();
            t_with(Msg::PlanWhyAnchor, &[("point", &point)])
        }
        FixedBy::Before(other) => item(Msg::PlanWhyBefore, other),
        FixedBy::After(other) => item(Msg::PlanWhyAfter, other),
        FixedBy::Launch => t(Msg::PlanWhyLaunch),
        FixedBy::Start => t(Msg::PlanWhyStart),
        FixedBy::Today => t(Msg::PlanWhyToday),
    }
}

/// A fixed point that was moved: `上線 3/2 → 3/16`. Where it was may not be known.
pub(super) fn moved(one: &PointMove, is_known: bool) -> String {
    let point = self::point(&one.point).map(t).unwrap_or_default();
    let [from, to] = [one.from, one.to].map(|day| day.map(show::short_day));
    let values = |from: &str, to: &str, message: Msg| {
        t_with(message, &[("point", &point), ("from", from), ("to", to)])
    };
    match (from.filter(|_| is_known), to) {
        (Some(from), Some(to)) => values(&from, &to, Msg::PlanPointMoved),
        (Some(from), None) => values(&from, "", Msg::PlanPointCleared),
        (None, to) => values("", &to.unwrap_or_default(), Msg::PlanPointSet),
    }
}
