//! Weekly figures (每週數字): which figures a client is asked for, and how each stands against the week before and against the pace.
//!
//! A week begins on Monday and is named by it. *Amount* and *backers* are what was reached by the end of the week, all of it; the other
//! figures are of the week alone. The limits are ours.

mod hours;
mod paste;

use std::cmp::Ordering;

use super::ServiceFile;
use super::only::weekly_id;
use crate::id::RecordId;
use crate::records::{Engagement, FieldSpec, Tier, WeeklyFigure, weekly_figure};
use crate::values::{Date, Money};

pub use self::hours::{
    LARGE_WEEK, MID_WEEK, SMALL_WEEK, Service, WeekHours, hours_by_tier, minutes_in_week,
    planned_week,
};
pub use self::paste::{GridCell, PasteProblem, Pasted, PastedCell, is_several_cells, read_paste};

/// An amount within this share of the pace, in percent either way, is on it.
const ON_PACE_PERCENT: i128 = 5;

/// Ten-thousandths of a unit, as [`Money`] counts.
const UNIT: i64 = 10_000;

/// The Monday of the week a day is in. What a record stores as its week may be any day of it: the demo book's days move with today.
#[must_use]
pub fn week_of(day: Date) -> Date {
    let since_monday = i32::try_from((day.weekday() + 6) % 7).unwrap_or(0);
    // The first day that is kept, 1900-01-01, is a Monday.
    day.plus_days(-since_monday).unwrap_or(day)
}

/// The Sunday that ends a week; its last day for pace and for hours.
fn end_of(week: Date) -> Date {
    let monday = week_of(week);
    monday.plus_days(6).unwrap_or(monday)
}

/// A figure of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// The amount reached.
    Amount,
    /// Backers.
    Backers,
    /// Spent on ads.
    AdSpend,
    /// What the ads brought.
    AdRevenue,
    /// Visits.
    Visits,
}

/// A figure's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureValue {
    /// An amount.
    Money(Money),
    /// A count.
    Count(i64),
}

impl Figure {
    /// All figures, in the order of the grid.
    pub const ALL: [Self; 5] = [
        Self::Amount,
        Self::Backers,
        Self::AdSpend,
        Self::AdRevenue,
        Self::Visits,
    ];

    /// Whether it is a key figure: one that a small client is asked for, too.
    #[must_use]
    pub fn is_key(self) -> bool {
        matches!(self, Self::Amount | Self::Backers)
    }

    /// Whether a client of that tier is asked for it every week: of small ones the key figures, of mid and large ones all. As long as the
    /// tier is not known nothing is left out.
    #[must_use]
    pub fn is_asked_of(self, tier: Option<&Tier>) -> bool {
        self.is_key() || tier != Some(&Tier::Small)
    }

    /// Its field.
    #[must_use]
    pub fn spec(self) -> FieldSpec {
        match self {
            Self::Amount => weekly_figure::amount().spec(),
            Self::Backers => weekly_figure::backers().spec(),
            Self::AdSpend => weekly_figure::ad_spend().spec(),
            Self::AdRevenue => weekly_figure::ad_revenue().spec(),
            Self::Visits => weekly_figure::visits().spec(),
        }
    }

    /// Its value in a week's figures.
    #[must_use]
    pub fn of(self, week: &WeeklyFigure) -> Option<FigureValue> {
        match self {
            Self::Amount => week.amount.map(FigureValue::Money),
            Self::Backers => week.backers.map(FigureValue::Count),
            Self::AdSpend => week.ad_spend.map(FigureValue::Money),
            Self::AdRevenue => week.ad_revenue.map(FigureValue::Money),
            Self::Visits => week.visits.map(FigureValue::Count),
        }
    }
}

/// The figures of an engagement, every week, by id: they are deleted with it.
pub fn weekly_figures_of(
    file: &ServiceFile,
    engagement: RecordId,
) -> impl Iterator<Item = &(RecordId, WeeklyFigure)> {
    let all = file.weekly_figures.iter();
    all.filter(move |(_, figures)| figures.engagement == Some(engagement))
}

/// The figures of an engagement in the week of a day: the record that the app makes of it, else the first that says it is of that week, as
/// a record of the demo book does.
#[must_use]
pub fn weekly_of(
    file: &ServiceFile,
    engagement: RecordId,
    week: Date,
) -> Option<&(RecordId, WeeklyFigure)> {
    let (monday, own) = (week_of(week), weekly_id(engagement, week));
    let made = file.weekly_figures.iter().find(|(id, _)| *id == own);
    let of_week = || {
        weekly_figures_of(file, engagement)
            .find(|(_, figures)| figures.week.map(week_of) == Some(monday))
    };
    made.or_else(of_week)
}

/// How a figure stands against the week before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It is higher.
    Up,
    /// It is the same.
    Same,
    /// It is lower.
    Down,
}

/// A figure against the same one of the week before; nothing if either is not known, or their currencies differ.
#[must_use]
pub fn trend(figure: Figure, week: &WeeklyFigure, before: &WeeklyFigure) -> Option<Trend> {
    let order = match (figure.of(week)?, figure.of(before)?) {
        (FigureValue::Money(now), FigureValue::Money(then)) => {
            let is_same = now.currency() == then.currency();
            let order = now.ten_thousandths().cmp(&then.ten_thousandths());
            is_same.then_some(order)?
        }
        (FigureValue::Count(now), FigureValue::Count(then)) => now.cmp(&then),
        (FigureValue::Money(_), FigureValue::Count(_))
        | (FigureValue::Count(_), FigureValue::Money(_)) => return None,
    };
    Some(match order {
        Ordering::Greater => Trend::Up,
        Ordering::Equal => Trend::Same,
        Ordering::Less => Trend::Down,
    })
}

/// How an amount stands against the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// More than 5 % above it.
    Ahead,
    /// Within 5 % of it.
    On,
    /// More than 5 % below it.
    Behind,
}

/// An amount against what was to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceReading {
    /// How it stands.
    pub pace: Pace,
    /// What was to be expected by the end of the week, in whole units.
    pub expected: Money,
}

/// The amount reached by the end of a week against a straight line from nothing before the first day of the engagement to the success
/// amount on its last. Nothing if the days or the success amount are not known, before the first day, or in another currency; after the
/// last day all of it is expected.
#[must_use]
pub fn pace(engagement: &Engagement, week: Date, amount: Money) -> Option<PaceReading> {
    let success = engagement.success?;
    let period = engagement.period?;
    let (start, end) = (period.start()?, period.end()?);
    let all_days = start.days_until(end) + 1;
    let days = (start.days_until(end_of(week)) + 1).min(all_days);
    let is_comparable = amount.currency() == success.currency() && success.ten_thousandths() > 0;
    if days <= 0 || !is_comparable {
        return None;
    }
    // Both sides times all days, so that nothing is rounded.
    let expected = i128::from(success.ten_thousandths()) * i128::from(days);
    let real = i128::from(amount.ten_thousandths()) * i128::from(all_days);
    let pace = if (real - expected).abs() * 100 <= expected * ON_PACE_PERCENT {
        Pace::On
    } else if real > expected {
        Pace::Ahead
    } else {
        Pace::Behind
    };
    let whole = divided(expected, i128::from(all_days) * i128::from(UNIT))?;
    let expected = Money::from_whole(i64::try_from(whole).ok()?, success.currency())?;
    Some(PaceReading { pace, expected })
}

/// What an amount spent on ads brought, as hundredths of it (250: two and a half times). Nothing without spending, or if the two are not
/// of one currency.
#[must_use]
pub fn ad_return(week: &WeeklyFigure) -> Option<i64> {
    let (spend, revenue) = (week.ad_spend?, week.ad_revenue?);
    if spend.ten_thousandths() <= 0 || spend.currency() != revenue.currency() {
        return None;
    }
    let hundredths = i128::from(revenue.ten_thousandths()) * 100;
    i64::try_from(divided(hundredths, i128::from(spend.ten_thousandths()))?).ok()
}

/// The quotient, rounded half up; the divisor is above zero.
fn divided(number: i128, by: i128) -> Option<i128> {
    (2 * number + by).checked_div_euclid(2 * by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{day, id};
    use crate::values::{Currency, Period};

    fn dollars(whole: i64) -> Option<Money> {
        Money::from_whole(whole, Currency::TWD)
    }

    fn engagement() -> Engagement {
        Engagement {
            success: dollars(1_200_000),
            // 45 days, from a Wednesday to a Saturday.
            period: Period::new(Some(day(4)), Date::new(2026, 12, 18)).ok(),
            ..Engagement::default()
        }
    }

    fn figures(amount: i64) -> WeeklyFigure {
        WeeklyFigure {
            engagement: Some(id(1)),
            amount: dollars(amount),
            ..WeeklyFigure::default()
        }
    }

    #[test]
    fn a_week_is_named_by_its_monday() {
        for (of, monday) in [(23, 23), (24, 23), (29, 23), (22, 16), (30, 30)] {
            assert_eq!(week_of(day(of)), day(monday), "{of}");
        }
        let first = Date::new(1900, 1, 1).unwrap();
        assert_eq!(week_of(first), first);
        assert_eq!(week_of(Date::new(2027, 1, 2).unwrap()).iso(), "2026-12-28");
        assert_eq!(end_of(day(24)), day(29));
    }

    #[test]
    fn two_devices_make_one_record_of_a_week() {
        let own = weekly_id(id(1), day(23));
        assert_eq!(own, weekly_id(id(1), day(29)));
        assert_ne!(own, weekly_id(id(1), day(30)));
        assert_ne!(own, weekly_id(id(2), day(23)));
    }

    #[test]
    fn a_week_is_found_by_its_record_or_by_any_day_of_it() {
        let of = |week: Option<Date>, amount| WeeklyFigure {
            week,
            ..figures(amount)
        };
        let made = weekly_id(id(1), day(23));
        let mut file = ServiceFile {
            weekly_figures: vec![
                (id(5), of(Some(day(18)), 5)),
                (id(6), of(Some(day(26)), 6)),
                (id(7), of(None, 7)),
            ],
            ..ServiceFile::default()
        };
        let found = |file: &ServiceFile, week| weekly_of(file, id(1), week).map(|(id, _)| *id);
        assert_eq!(found(&file, day(23)), Some(id(6)));
        assert_eq!(found(&file, day(16)), Some(id(5)));
        assert_eq!(found(&file, day(30)), None);
        assert_eq!(weekly_of(&file, id(2), day(23)), None);
        assert_eq!(weekly_figures_of(&file, id(1)).count(), 3);
        // What the app makes is the one, also while it says nothing but a figure.
        file.weekly_figures.push((made, figures(8)));
        assert_eq!(found(&file, day(24)), Some(made));
    }

    #[test]
    fn a_small_client_is_asked_for_the_key_figures_alone() {
        let asked = |tier: Option<Tier>| -> Vec<Figure> {
            let all = Figure::ALL.into_iter();
            all.filter(|figure| figure.is_asked_of(tier.as_ref()))
                .collect()
        };
        assert_eq!(asked(Some(Tier::Small)), [Figure::Amount, Figure::Backers]);
        assert_eq!(asked(Some(Tier::Mid)), Figure::ALL);
        assert_eq!(asked(Some(Tier::Large)), Figure::ALL);
        assert_eq!(asked(None), Figure::ALL);
    }

    #[test]
    fn each_figure_stands_against_the_week_before() {
        let before = WeeklyFigure {
            backers: Some(300),
            ad_spend: dollars(10_000),
            visits: Some(4_000),
            ..figures(520_000)
        };
        let week = WeeklyFigure {
            backers: Some(300),
            ad_spend: dollars(12_000),
            ad_revenue: dollars(30_000),
            visits: Some(3_999),
            ..figures(610_000)
        };
        let trends = Figure::ALL.map(|figure| trend(figure, &week, &before));
        let (up, same, down) = (Some(Trend::Up), Some(Trend::Same), Some(Trend::Down));
        assert_eq!(trends, [up, same, up, None, down]);
        let elsewhere = WeeklyFigure {
            amount: Money::from_whole(1, Currency::from_code("USD").unwrap()),
            ..WeeklyFigure::default()
        };
        assert_eq!(trend(Figure::Amount, &week, &elsewhere), None);
    }

    #[test]
    fn the_pace_is_a_straight_line_to_the_success_amount() {
        let of = |week, amount| pace(&engagement(), week, dollars(amount).unwrap());
        let reads = |week, amount| {
            let reading = of(week, amount).unwrap();
            (reading.pace, reading.expected.format())
        };
        // By Sunday the 22nd 19 of 45 days are over: 506,667 of 1,200,000.
        let expected = || "NT$506,667".to_owned();
        assert_eq!(reads(day(16), 500_000), (Pace::On, expected()));
        assert_eq!(reads(day(20), 532_000), (Pace::On, expected()));
        assert_eq!(reads(day(16), 532_001), (Pace::Ahead, expected()));
        assert_eq!(reads(day(16), 481_334), (Pace::On, expected()));
        assert_eq!(reads(day(16), 481_333), (Pace::Behind, expected()));
        // The first week has five days of it, the last one and every one after it all.
        assert_eq!(reads(day(4), 0), (Pace::Behind, "NT$133,333".to_owned()));
        let end = Date::new(2026, 12, 14).unwrap();
        let after = Date::new(2027, 1, 4).unwrap();
        let whole = || "NT$1,200,000".to_owned();
        assert_eq!(reads(end, 1_200_000), (Pace::On, whole()));
        assert_eq!(reads(after, 1_139_999), (Pace::Behind, whole()));
        assert_eq!(reads(after, 1_140_000), (Pace::On, whole()));
        // Before it began nothing is expected of it.
        assert_eq!(of(day(1), 1_000), None);
    }

    #[test]
    fn there_is_no_pace_without_days_or_a_success_amount() {
        let amount = dollars(100).unwrap();
        let without = |change: &dyn Fn(&mut Engagement)| {
            let mut own = engagement();
            change(&mut own);
            pace(&own, day(16), amount)
        };
        assert!(without(&|_| ()).is_some());
        assert_eq!(without(&|own| own.success = None), None);
        assert_eq!(without(&|own| own.success = dollars(0)), None);
        assert_eq!(without(&|own| own.period = None), None);
        let open = Period::new(Some(day(4)), None).ok();
        assert_eq!(without(&|own| own.period = open), None);
        let dollar = Currency::from_code("USD").unwrap();
        assert_eq!(
            without(&|own| own.success = Money::from_whole(5, dollar)),
            None
        );
    }

    #[test]
    fn what_ads_brought_is_reckoned_by_what_they_cost() {
        let of = |spend, revenue| {
            ad_return(&WeeklyFigure {
                ad_spend: spend,
                ad_revenue: revenue,
                ..WeeklyFigure::default()
            })
        };
        assert_eq!(of(dollars(12_000), dollars(30_000)), Some(250));
        assert_eq!(of(dollars(30_000), dollars(20_000)), Some(67));
        assert_eq!(of(dollars(12_000), dollars(0)), Some(0));
        assert_eq!(of(dollars(0), dollars(30_000)), None);
        assert_eq!(of(None, dollars(30_000)), None);
        assert_eq!(of(dollars(12_000), None), None);
        let other = Money::from_whole(5, Currency::from_code("USD").unwrap());
        assert_eq!(of(dollars(12_000), other), None);
    }
}
