//! The fixed points of an engagement, and the days that are counted from them.

use crate::method::WorkDays;
use crate::records::{Engagement, EngagementKind, Kol, Plan, PlanPoint};
use crate::values::{Date, Period};

/// The days others are counted from, as far as they are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// The work begins.
    pub start: Option<Date>,
    /// The survey before the launch opens.
    pub survey_start: Option<Date>,
    /// It closes.
    pub survey_end: Option<Date>,
    /// The campaign begins.
    pub launch: Option<Date>,
    /// It ends.
    pub end: Option<Date>,
    /// It ships.
    pub ship: Option<Date>,
    /// The contract is up for renewal.
    pub renewal: Option<Date>,
    /// The product was sent to the KOL.
    pub sent: Option<Date>,
}

impl Points {
    /// The day of a point. One that a newer version knows has none here.
    #[must_use]
    pub fn day(&self, point: &PlanPoint) -> Option<Date> {
        match point {
            PlanPoint::Start => self.start,
            PlanPoint::SurveyStart => self.survey_start,
            PlanPoint::SurveyEnd => self.survey_end,
            PlanPoint::Launch => self.launch,
            PlanPoint::End => self.end,
            PlanPoint::Ship => self.ship,
            PlanPoint::Renewal => self.renewal,
            PlanPoint::Sent => self.sent,
            PlanPoint::Other(_) => None,
        }
    }
}

/// The points an engagement of a kind has.
#[must_use]
pub fn plan_points(kind: Option<&EngagementKind>) -> &'static [PlanPoint] {
    match kind {
        Some(EngagementKind::Subscription) => &[PlanPoint::Start, PlanPoint::Renewal],
        _ => &[
            PlanPoint::Start,
            PlanPoint::SurveyStart,
            PlanPoint::SurveyEnd,
            PlanPoint::Launch,
            PlanPoint::End,
            PlanPoint::Ship,
        ],
    }
}

/// The fixed points of an engagement, its plan and, for an item that is for one, a KOL.
#[must_use]
pub fn points_of(engagement: &Engagement, plan: &Plan, kol: Option<&Kol>) -> Points {
    Points {
        start: plan.start,
        survey_start: plan.survey_start,
        survey_end: plan.survey_end,
        launch: engagement.period.and_then(Period::start),
        end: engagement.period.and_then(Period::end),
        ship: engagement.ship_date,
        renewal: engagement.renewal_date,
        sent: kol.and_then(|kol| kol.sent_on),
    }
}

/// The day so many working or calendar days after a point, before it if negative. A calendar day that is no working day gives way: up to the point to
/// the working day before it, after the point to the next.
pub(super) fn counted(point: Date, days: i32, working: bool, workdays: &WorkDays) -> Option<Date> {
    if working && days != 0 {
        return workdays.plus(point, days);
    }
    let day = point.plus_days(days)?;
    if days > 0 {
        workdays.plus(day, 0)
    } else {
        workdays.last_by(day)
    }
}
