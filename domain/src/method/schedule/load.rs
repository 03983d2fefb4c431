//! One pool of hours over all clients: what our days hold, and launches that are too close.

use std::collections::BTreeMap;

use super::Schedule;
use crate::id::RecordId;
use crate::method::{ClientFile, ReservedTime, WorkDays, running_engagements};
use crate::order;
use crate::values::{Date, Minutes, Period};

/// Launches at most so many days apart are too close.
pub const CLOSE_DAYS: i32 = 7;

/// What takes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadOf {
    /// The item of a plan.
    Item(RecordId),
    /// The supplement of that meeting.
    Supplement(RecordId),
}

/// What something takes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadShare {
    /// The client.
    pub client: RecordId,
    /// What.
    pub of: LoadOf,
    /// Minutes of our work.
    pub minutes: u32,
}

/// What a working day holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayLoad {
    /// The day.
    pub day: Date,
    /// Minutes of our work in all.
    pub minutes: u32,
    /// Minutes we have.
    pub capacity: u32,
    /// What it is made of, by client as given and then as scheduled.
    pub shares: Vec<LoadShare>,
}

impl DayLoad {
    /// Whether it holds more than we can do.
    #[must_use]
    pub fn is_overloaded(&self) -> bool {
        self.minutes > self.capacity
    }
}

/// The days that hold work of ours, over all clients: the items of plans, and the time that supplements reserve. The work of an item is spread evenly
/// over its days, odd minutes on the first of them. Days that have passed hold none any more: what is still open is spread over those that are left,
/// and if none is, it is all on the next one.
#[must_use]
pub fn load<'a>(
    schedules: impl IntoIterator<Item = (RecordId, &'a Schedule)>,
    reserved: impl IntoIterator<Item = (RecordId, ReservedTime)>,
    workdays: &WorkDays,
    day_minutes: u32,
    today: Date,
) -> Vec<DayLoad> {
    let mut days: BTreeMap<Date, Vec<LoadShare>> = BTreeMap::new();
    let Some(next) = workdays.plus(today, 0) else {
        return Vec::new();
    };
    let mut spread = |client: RecordId, of: LoadOf, work: Minutes, (from, to): (Date, Date)| {
        let mut day = from.max(next);
        let count = u32::try_from(workdays.between(day, to) + 1).unwrap_or(0);
        let count = count.max(1);
        let (each, odd) = (work.0 / count, work.0 % count);
        for number in 0..count {
            let minutes = each + u32::from(number < odd);
            if minutes == 0 {
                break;
            }
            days.entry(day).or_default().push(LoadShare {
                client,
                of,
                minutes,
            });
            match workdays.plus(day, 1) {
                Some(following) => day = following,
                None => break,
            }
        }
    };
    for (client, schedule) in schedules {
        for item in &schedule.items {
            let span = (item.work_from, item.work_to);
            spread(client, LoadOf::Item(item.id), item.work, span);
        }
    }
    for (client, one) in reserved {
        let span = (one.from, one.to);
        spread(client, LoadOf::Supplement(one.meeting), one.work, span);
    }
    let loads = days.into_iter().map(|(day, shares)| DayLoad {
        day,
        minutes: shares
            .iter()
            .fold(0, |sum, share| sum.saturating_add(share.minutes)),
        capacity: day_minutes,
        shares,
    });
    loads.collect()
}

/// The launch of an engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Launch {
    /// The day.
    pub day: Date,
    /// The client.
    pub client: RecordId,
    /// The engagement.
    pub engagement: RecordId,
}

/// Two launches that are too close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseLaunches {
    /// The earlier one.
    pub first: Launch,
    /// The later one.
    pub second: Launch,
    /// Days between them.
    pub days: i32,
}

/// The launches of a client's running engagements.
pub fn launches(client: RecordId, file: &ClientFile) -> impl Iterator<Item = Launch> {
    let running = running_engagements(file).into_iter();
    running.filter_map(move |(engagement, record)| {
        Some(Launch {
            day: record.period.and_then(Period::start)?,
            client,
            engagement: *engagement,
        })
    })
}

/// Each two launches that are [`CLOSE_DAYS`] apart or less, the earliest first.
#[must_use]
pub fn close_launches(launches: impl IntoIterator<Item = Launch>) -> Vec<CloseLaunches> {
    let mut launches: Vec<Launch> = launches.into_iter().collect();
    order::by_key(&mut launches, |launch| {
        (launch.day, launch.client, launch.engagement)
    });
    let mut close = Vec::new();
    for (at, first) in launches.iter().enumerate() {
        for second in launches.iter().skip(at + 1) {
            let days = first.day.days_until(second.day);
            if days > CLOSE_DAYS {
                break;
            }
            close.push(CloseLaunches {
                first: *first,
                second: *second,
                days,
            });
        }
    }
    close
}
