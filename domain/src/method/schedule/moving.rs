//! Moving a fixed point: what is set, and the plan as it would be, so that what moves with it is shown before it is done.

use super::points::{plan_points, points_of};
use crate::records::{Edit, Engagement, Plan, PlanPoint, engagement, plan};
use crate::values::{Date, Period};

/// A fixed point that is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPoint {
    /// The engagement as it would be.
    pub engagement: Engagement,
    /// The plan as it would be.
    pub plan: Plan,
    /// What is set of the engagement.
    pub of_engagement: Option<Edit>,
    /// What is set of the plan.
    pub of_plan: Option<Edit>,
}

/// Moves a point to a day. The launch takes the end along, so that the campaign stays as long as it is. An end before the launch is none: `None`. The day
/// a product is sent is a KOL's own, and no point of the plan.
#[must_use]
pub fn move_point(
    engagement: &Engagement,
    plan: &Plan,
    point: &PlanPoint,
    day: Date,
) -> Option<MovedPoint> {
    let mut moved = MovedPoint {
        engagement: engagement.clone(),
        plan: plan.clone(),
        of_engagement: None,
        of_plan: None,
    };
    let launch = engagement.period.and_then(Period::start);
    let end = engagement.period.and_then(Period::end);
    match point {
        PlanPoint::Launch => {
            let length = launch.zip(end).map(|(launch, end)| launch.days_until(end));
            let end = match length {
                Some(days) => day.plus_days(days),
                None => end,
            };
            moved.set_period(Period::new(Some(day), end).ok()?);
        }
        PlanPoint::End => moved.set_period(Period::new(launch, Some(day)).ok()?),
        PlanPoint::Ship => {
            moved.engagement.ship_date = Some(day);
            moved.of_engagement = Some(engagement::ship_date().set(&day));
        }
        PlanPoint::Renewal => {
            moved.engagement.renewal_date = Some(day);
            moved.of_engagement = Some(engagement::renewal_date().set(&day));
        }
        PlanPoint::Start => {
            moved.plan.start = Some(day);
            moved.of_plan = Some(plan::start().set(&day));
        }
        PlanPoint::SurveyStart => {
            moved.plan.survey_start = Some(day);
            moved.of_plan = Some(plan::survey_start().set(&day));
        }
        PlanPoint::SurveyEnd => {
            moved.plan.survey_end = Some(day);
            moved.of_plan = Some(plan::survey_end().set(&day));
        }
        PlanPoint::Sent | PlanPoint::Other(_) => return None,
    }
    Some(moved)
}

impl MovedPoint {
    fn set_period(&mut self, period: Period) {
        self.engagement.period = Some(period);
        self.of_engagement = Some(engagement::period().set(&period));
    }
}

/// The other fixed points that a move takes along because they are kept with the one that is moved: from which day, to which.
#[must_use]
pub fn moved_along(
    engagement: &Engagement,
    plan: &Plan,
    point: &PlanPoint,
    moved: &MovedPoint,
) -> Vec<(PlanPoint, Date, Date)> {
    let was = points_of(engagement, plan, None);
    let is = points_of(&moved.engagement, &moved.plan, None);
    let others = plan_points(engagement.kind.as_ref()).iter();
    others
        .filter(|other| *other != point)
        .filter_map(|other| Some((other.clone(), was.day(other)?, is.day(other)?)))
        .filter(|(_, from, to)| from != to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::day;

    fn campaign(launch: i8, end: i8) -> Engagement {
        Engagement {
            period: Period::new(Some(day(launch)), Some(day(end))).ok(),
            ..Engagement::default()
        }
    }

    #[test]
    fn the_launch_takes_the_end_along() {
        let moved = move_point(
            &campaign(2, 20),
            &Plan::default(),
            &PlanPoint::Launch,
            day(5),
        );
        let moved = moved.unwrap();
        assert_eq!(moved.engagement, campaign(5, 23));
        let launch = PlanPoint::Launch;
        let along = moved_along(&campaign(2, 20), &Plan::default(), &launch, &moved);
        assert_eq!(along, [(PlanPoint::End, day(20), day(23))]);
        assert_eq!(moved.of_engagement.unwrap().field.as_str(), "period");
        assert_eq!(moved.of_plan, None);
        // Of a campaign without an end the launch alone.
        let moved = move_point(
            &Engagement::default(),
            &Plan::default(),
            &PlanPoint::Launch,
            day(5),
        );
        let period = moved.unwrap().engagement.period.unwrap();
        assert_eq!((period.start(), period.end()), (Some(day(5)), None));
    }

    #[test]
    fn an_end_is_not_before_the_launch() {
        let to = |to| move_point(&campaign(10, 20), &Plan::default(), &PlanPoint::End, to);
        assert_eq!(to(day(9)), None);
        assert_eq!(to(day(25)).unwrap().engagement, campaign(10, 25));
    }

    #[test]
    fn every_other_point_is_set_where_it_is_kept() {
        let (engagement, plan) = (campaign(10, 20), Plan::default());
        let fields = [
            (PlanPoint::Ship, Some("ship_date"), None),
            (PlanPoint::Renewal, Some("renewal_date"), None),
            (PlanPoint::Start, None, Some("start")),
            (PlanPoint::SurveyStart, None, Some("survey_start")),
            (PlanPoint::SurveyEnd, None, Some("survey_end")),
        ];
        for (point, of_engagement, of_plan) in fields {
            let moved = move_point(&engagement, &plan, &point, day(15)).unwrap();
            let name =
                |edit: &Option<Edit>| edit.as_ref().map(|edit| edit.field.as_str().to_owned());
            assert_eq!(name(&moved.of_engagement).as_deref(), of_engagement);
            assert_eq!(name(&moved.of_plan).as_deref(), of_plan);
        }
        assert_eq!(
            move_point(&engagement, &plan, &PlanPoint::Sent, day(15)),
            None
        );
    }
}
