//! What an engagement has reached, by its readings.

use super::ClientFile;
use crate::id::RecordId;
use crate::order;
use crate::records::Reading;
use crate::values::{Date, Money};

/// What an engagement had reached on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The reading that says so.
    pub reading: RecordId,
    /// The day it was so.
    pub on: Date,
    /// The amount until then.
    pub amount: Money,
}

impl Reached {
    /// The share of an amount that was reached, in percent; none of another currency, or of nothing.
    #[must_use]
    pub fn percent_of(&self, whole: Money) -> Option<f64> {
        share_of(self.amount, whole)
    }
}

/// The share of an amount in another, in percent; none of another currency, or of nothing.
#[must_use]
pub fn share_of(part: Money, whole: Money) -> Option<f64> {
    let is_comparable = whole.currency() == part.currency() && whole.ten_thousandths() > 0;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share is shown with three digits"
    )]
    let share = |money: Money| money.ten_thousandths() as f64;
    is_comparable.then(|| share(part) / share(whole) * 100.0)
}

/// The readings of an engagement, by id: they are deleted with it.
pub fn readings_of(
    file: &ClientFile,
    engagement: RecordId,
) -> impl Iterator<Item = &(RecordId, Reading)> {
    let all = file.readings.iter();
    all.filter(move |(_, reading)| reading.engagement == Some(engagement))
}

/// What an engagement has reached, the latest first; of two readings of one day, the one written down later. Those without an amount or a day are passed over.
#[must_use]
pub fn reached(file: &ClientFile, engagement: RecordId, utc_offset_minutes: i32) -> Vec<Reached> {
    let readings = readings_of(file, engagement).filter_map(|(id, reading)| {
        let on = day(reading, utc_offset_minutes)?;
        let reached = Reached {
            reading: *id,
            on,
            amount: reading.amount?,
        };
        Some(((on, reading.made_at, *id), reached))
    });
    let mut all: Vec<_> = readings.collect();
    order::by_key(&mut all, |(order, _)| std::cmp::Reverse(*order));
    all.into_iter().map(|(_, reached)| reached).collect()
}

fn day(reading: &Reading, utc_offset_minutes: i32) -> Option<Date> {
    let made = || reading.made_at?.local_date(utc_offset_minutes);
    reading.on.or_else(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
    use crate::values::Currency;

    fn twd(whole: i64) -> Money {
        Money::from_whole(whole, Currency::TWD).unwrap()
    }

    fn reading(on: Option<i8>, amount: i64) -> Reading {
        Reading {
            engagement: Some(id(1)),
            amount: Some(twd(amount)),
            on: on.map(day),
            ..Reading::default()
        }
    }

    #[test]
    fn the_latest_day_counts_and_of_one_day_what_was_written_later() {
        let made = |reading, d, hour| Reading {
            made_at: Some(at(d, hour, 0)),
            ..reading
        };
        let other = Reading {
            engagement: Some(id(2)),
            ..reading(Some(30), 9)
        };
        let file = ClientFile {
            readings: vec![
                (id(11), made(reading(Some(20), 450_000), 20, 18)),
                (id(12), made(reading(Some(20), 430_000), 20, 9)),
                // Of an earlier day, though written down last.
                (id(13), made(reading(Some(12), 200_000), 22, 9)),
                (id(14), made(reading(None, 300_000), 18, 23)),
                (id(15), other),
                (
                    id(16),
                    Reading {
                        amount: None,
                        ..reading(Some(21), 1)
                    },
                ),
                (id(17), reading(None, 1)),
            ],
            ..ClientFile::default()
        };
        let all = reached(&file, id(1), OFFSET);
        let found: Vec<_> = all.iter().map(|one| (one.reading, one.on)).collect();
        assert_eq!(
            found,
            [
                (id(11), day(20)),
                (id(12), day(20)),
                (id(14), day(18)),
                (id(13), day(12))
            ]
        );
        assert_eq!(reached(&file, id(3), OFFSET), []);
    }

    #[test]
    fn a_share_is_of_the_same_currency_and_of_something() {
        let one = Reached {
            reading: id(1),
            on: day(1),
            amount: twd(450_000),
        };
        let usd = Money::from_whole(1_200_000, Currency::from_code("USD").unwrap()).unwrap();
        assert_eq!(one.percent_of(twd(1_200_000)), Some(37.5));
        assert_eq!(one.percent_of(usd), None);
        assert_eq!(one.percent_of(twd(0)), None);
    }
}
