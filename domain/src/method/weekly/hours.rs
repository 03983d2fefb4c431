//! Time follows tier: hours a week, planned and real side by side. Giving too much is flagged like giving too little.

use super::{end_of, week_of};
use crate::method::{ClientFile, ServiceFile, assessed};
use crate::records::{Practice, Stage, Tier};
use crate::values::{Date, Minutes};

/// Our time a week for a large client, unless the team has set another *(ours)*.
pub const LARGE_WEEK: Minutes = Minutes(6 * 60);
/// For a mid one *(ours)*.
pub const MID_WEEK: Minutes = Minutes(3 * 60);
/// For a small one *(ours)*.
pub const SMALL_WEEK: Minutes = Minutes(60);

/// More than this share of the plan, in percent, is too much; less than that one too little.
const OVER_PERCENT: u64 = 125;
const UNDER_PERCENT: u64 = 50;
/// Less than this off the plan is neither, in minutes.
const AT_LEAST_OFF: u32 = 60;

/// What is off about the time a client gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// More than a quarter above the plan, and an hour at least.
    Over,
    /// Less than half of the plan, and an hour at least below it.
    Under,
}

/// A client's hours in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekHours {
    /// The tier they follow.
    pub tier: Option<Tier>,
    /// What is planned for it; nothing while the tier is not known.
    pub planned: Option<Minutes>,
    /// What was spent.
    pub real: Minutes,
    /// What is off about it.
    pub service: Option<Service>,
}

/// Our time a week for a client of that tier: as the team has set it, else 6, 3 and 1 hours.
#[must_use]
pub fn planned_week(tier: &Tier, practice: &Practice) -> Option<Minutes> {
    match tier {
        Tier::Large => Some(practice.large_week.unwrap_or(LARGE_WEEK)),
        Tier::Mid => Some(practice.mid_week.unwrap_or(MID_WEEK)),
        Tier::Small => Some(practice.small_week.unwrap_or(SMALL_WEEK)),
        Tier::Other(_) => None,
    }
}

/// What was spent for a client in the week of a day. Minutes fall on the local day they were written down for.
#[must_use]
pub fn minutes_in_week(file: &ClientFile, week: Date, utc_offset_minutes: i32) -> Minutes {
    let monday = week_of(week);
    let of_week = file.time_entries.iter().filter(|(_, entry)| {
        let day = entry.at.and_then(|at| at.local_date(utc_offset_minutes));
        day.map(week_of) == Some(monday)
    });
    let minutes = of_week.filter_map(|(_, entry)| entry.minutes);
    Minutes(minutes.fold(0, |sum, own| sum.saturating_add(own.0)))
}

/// A client's hours in the week of a day, and whether they are off the plan. Too little is said of live clients alone, and not before the
/// week is over.
#[must_use]
pub fn hours_by_tier(
    file: &ServiceFile,
    week: Date,
    practice: &Practice,
    today: Date,
    utc_offset_minutes: i32,
) -> WeekHours {
    let tier = assessed(file).tier().cloned();
    let planned = tier.as_ref().and_then(|tier| planned_week(tier, practice));
    let real = minutes_in_week(&file.base, week, utc_offset_minutes);
    let is_live = file.base.client.stage == Some(Stage::Live);
    let can_be_under = is_live && today > end_of(week);
    let service = planned.and_then(|planned| off(planned, real));
    WeekHours {
        tier,
        planned,
        real,
        service: service.filter(|service| *service == Service::Over || can_be_under),
    }
}

fn off(planned: Minutes, real: Minutes) -> Option<Service> {
    if planned.0.abs_diff(real.0) < AT_LEAST_OFF {
        return None;
    }
    let (plan, spent) = (u64::from(planned.0), u64::from(real.0) * 100);
    if spent > plan * OVER_PERCENT {
        Some(Service::Over)
    } else if spent < plan * UNDER_PERCENT {
        Some(Service::Under)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
    use crate::records::{Assessment, Client, TimeEntry};
    use crate::values::Instant;

    fn entry(minutes: u32, at: Instant) -> TimeEntry {
        TimeEntry {
            minutes: Some(Minutes(minutes)),
            at: Some(at),
            ..TimeEntry::default()
        }
    }

    fn file(stage: Stage, tier: Option<Tier>, entries: Vec<TimeEntry>) -> ServiceFile {
        let base = ClientFile {
            client: Client {
                stage: Some(stage),
                ..Client::default()
            },
            time_entries: (1..).map(id).zip(entries).collect(),
            ..ClientFile::default()
        };
        let set = |tier| Assessment {
            begun_at: Some(at(1, 9, 0)),
            tier: Some(tier),
            tier_reason: Some("集團的第一個案子".to_owned()),
        };
        ServiceFile {
            base: Arc::new(base),
            assessments: tier.map(|tier| (id(9), set(tier))).into_iter().collect(),
            ..ServiceFile::default()
        }
    }

    fn hours(file: &ServiceFile, today: Date) -> WeekHours {
        hours_by_tier(file, day(16), &Practice::default(), today, OFFSET)
    }

    #[test]
    fn minutes_fall_on_the_local_day_they_were_spent() {
        let entries = vec![
            entry(10, at(16, 0, 0)),
            entry(20, at(22, 23, 59)),
            entry(40, at(15, 23, 59)),
            entry(80, at(23, 0, 0)),
            TimeEntry {
                minutes: Some(Minutes(160)),
                ..TimeEntry::default()
            },
        ];
        let file = file(Stage::Live, None, entries);
        assert_eq!(minutes_in_week(&file.base, day(18), OFFSET), Minutes(30));
        // Somebody whose Monday begins eight hours later.
        assert_eq!(minutes_in_week(&file.base, day(18), 0), Minutes(100));
    }

    #[test]
    fn the_plan_of_a_week_is_the_tiers() {
        let planned = |tier, practice: &Practice| planned_week(&tier, practice).unwrap().0;
        let ours = Practice::default();
        let tiers = || [Tier::Large, Tier::Mid, Tier::Small];
        assert_eq!(tiers().map(|tier| planned(tier, &ours)), [360, 180, 60]);
        let set = Practice {
            large_week: Some(Minutes(480)),
            mid_week: Some(Minutes(240)),
            small_week: Some(Minutes(30)),
            ..Practice::default()
        };
        assert_eq!(tiers().map(|tier| planned(tier, &set)), [480, 240, 30]);
        assert_eq!(planned_week(&Tier::Other("vip".into()), &ours), None);
    }

    #[test]
    fn too_much_is_a_quarter_and_an_hour_above_the_plan() {
        let service = |tier, minutes| {
            let file = file(Stage::Live, Some(tier), vec![entry(minutes, at(18, 9, 0))]);
            hours(&file, day(18)).service
        };
        let over = Some(Service::Over);
        // 6 h: a quarter more is 7 h 30.
        assert_eq!(service(Tier::Large, 450), None);
        assert_eq!(service(Tier::Large, 451), over);
        // 3 h: a quarter more is 3 h 45, an hour more 4 h.
        assert_eq!(service(Tier::Mid, 239), None);
        assert_eq!(service(Tier::Mid, 240), over);
        assert_eq!(service(Tier::Small, 119), None);
        assert_eq!(service(Tier::Small, 120), over);
    }

    #[test]
    fn too_little_is_less_than_half_once_the_week_is_over() {
        let service = |stage, tier, minutes, today| {
            let file = file(stage, Some(tier), vec![entry(minutes, at(18, 9, 0))]);
            hours(&file, today).service
        };
        let live = |tier, minutes| service(Stage::Live, tier, minutes, day(23));
        let under = Some(Service::Under);
        assert_eq!(live(Tier::Large, 180), None);
        assert_eq!(live(Tier::Large, 179), under);
        assert_eq!(live(Tier::Mid, 90), None);
        assert_eq!(live(Tier::Mid, 89), under);
        assert_eq!(live(Tier::Small, 1), None, "not an hour below");
        assert_eq!(live(Tier::Small, 0), under);
        assert_eq!(service(Stage::Live, Tier::Large, 0, day(22)), None);
        assert_eq!(service(Stage::Preparing, Tier::Large, 0, day(23)), None);
    }

    #[test]
    fn without_a_tier_there_is_no_plan_and_nothing_off() {
        let file = file(Stage::Live, None, vec![entry(900, at(18, 9, 0))]);
        let hours = hours(&file, day(30));
        assert_eq!(hours.real, Minutes(900));
        assert_eq!(
            (hours.tier, hours.planned, hours.service),
            (None, None, None)
        );
    }
}
