//! The result of an engagement, beside how ready its plan is: what was reached last ÷ what the client would call a success.
//!
//! What was reached is written down in two places, as readings of the engagement and week by week; the later one of its day counts. A week's figure
//! is of its Sunday. Of a week that is not over nobody says on which of its days it was so; beside a reading of that week the larger amount is the later
//! one, since what was reached only grows.

use crate::id::RecordId;
use crate::method::{ServiceFile, reached, share_of, week_of, weekly_figures_of};
use crate::values::{Date, Money};

/// What an engagement has reached of what the client would call a success.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EngagementResult {
    /// The amount that was reached.
    pub reached: Money,
    /// The day it was so.
    pub on: Date,
    /// The success amount.
    pub success: Money,
    /// The share, in percent; none where the currencies differ.
    pub percent: Option<f64>,
}

/// The result of an engagement: reached ÷ success amount, which is another for every client. None without a figure or without an amount.
#[must_use]
pub fn result(
    file: &ServiceFile,
    engagement: RecordId,
    today: Date,
    utc_offset_minutes: i32,
) -> Option<EngagementResult> {
    let mut all = file.base.engagements.iter();
    let (_, own) = all.find(|(id, _)| *id == engagement)?;
    let success = own.success?;
    let (on, reached) = latest(file, engagement, today, utc_offset_minutes)?;
    Some(EngagementResult {
        reached,
        on,
        success,
        percent: share_of(reached, success),
    })
}

fn latest(
    file: &ServiceFile,
    engagement: RecordId,
    today: Date,
    utc_offset_minutes: i32,
) -> Option<(Date, Money)> {
    let reading = reached(&file.base, engagement, utc_offset_minutes);
    let reading = reading.first().map(|latest| (latest.on, latest.amount));
    let weeks = weekly_figures_of(file, engagement);
    let weeks = weeks.filter_map(|(_, figures)| Some((week_of(figures.week?), figures.amount?)));
    let past = weeks.filter(|(monday, _)| *monday <= today);
    let Some((monday, amount)) = past.max_by_key(|(monday, _)| *monday) else {
        return reading;
    };
    let sunday = monday.plus_days(6).unwrap_or(monday);
    let weekly = (sunday.min(today), amount);
    let Some(reading) = reading else {
        return Some(weekly);
    };
    let is_of_running_week = today < sunday && monday <= reading.0 && reading.0 <= today;
    let is_same = reading.1.currency() == amount.currency();
    let is_weekly = if is_of_running_week && is_same {
        amount.ten_thousandths() > reading.1.ten_thousandths()
    } else {
        weekly.0 > reading.0
    };
    Some(if is_weekly { weekly } else { reading })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::ClientFile;
    use crate::method::client_file::testing::{OFFSET, day, id};
    use crate::records::{Engagement, Reading, WeeklyFigure};
    use crate::values::Currency;

    fn twd(whole: i64) -> Money {
        Money::from_whole(whole, Currency::TWD).unwrap()
    }

    /// Readings and weekly figures of the engagement, each of a day of November 2026; the 16th is a Monday.
    fn file(readings: &[(i8, i64)], weeks: &[(i8, i64)]) -> ServiceFile {
        let reading = |(on, amount): &(i8, i64)| Reading {
            engagement: Some(id(1)),
            amount: Some(twd(*amount)),
            on: Some(day(*on)),
            ..Reading::default()
        };
        let week = |(on, amount): &(i8, i64)| WeeklyFigure {
            engagement: Some(id(1)),
            week: Some(day(*on)),
            amount: Some(twd(*amount)),
            ..WeeklyFigure::default()
        };
        let own = Engagement {
            success: Some(twd(1_000)),
            ..Engagement::default()
        };
        let readings = readings.iter().map(|one| (id(5), reading(one)));
        ServiceFile {
            base: Arc::new(ClientFile {
                engagements: vec![(id(1), own)],
                readings: readings.collect(),
                ..ClientFile::default()
            }),
            weekly_figures: weeks.iter().map(|one| (id(6), week(one))).collect(),
            ..ServiceFile::default()
        }
    }

    fn found(readings: &[(i8, i64)], weeks: &[(i8, i64)], today: i8) -> Option<(i8, f64)> {
        let result = result(&file(readings, weeks), id(1), day(today), OFFSET)?;
        Some((result.on.day(), result.percent?))
    }

    #[test]
    fn it_is_the_share_of_the_clients_own_success() {
        assert_eq!(found(&[], &[], 28), None);
        assert_eq!(found(&[(20, 350)], &[], 28), Some((20, 35.0)));
        assert_eq!(
            found(&[], &[(9, 100), (16, 200), (2, 50)], 28),
            Some((22, 20.0))
        );
        let mut file = file(&[(20, 350)], &[]);
        assert_eq!(result(&file, id(2), day(28), OFFSET), None);
        Arc::make_mut(&mut file.base).engagements[0].1.success = None;
        assert_eq!(result(&file, id(1), day(28), OFFSET), None);
    }

    #[test]
    fn of_a_reading_and_a_weeks_figure_the_later_counts() {
        // The week of the 16th ends on the 22nd.
        assert_eq!(found(&[(20, 350)], &[(16, 300)], 28), Some((22, 30.0)));
        assert_eq!(found(&[(23, 350)], &[(16, 400)], 28), Some((23, 35.0)));
        // Of one day, what says it is of that day.
        assert_eq!(found(&[(22, 350)], &[(16, 300)], 28), Some((22, 35.0)));
        assert_eq!(found(&[(12, 350)], &[(16, 300)], 18), Some((18, 30.0)));
    }

    #[test]
    fn of_a_week_that_is_not_over_the_larger_one_is_later() {
        assert_eq!(found(&[(17, 350)], &[(16, 300)], 19), Some((17, 35.0)));
        assert_eq!(found(&[(17, 300)], &[(16, 350)], 19), Some((19, 35.0)));
        // Once it is over it is of its last day.
        assert_eq!(found(&[(17, 350)], &[(16, 300)], 22), Some((22, 30.0)));
    }
}
