//! Reckoning everybody's schedules anew, as what shows our days over all clients does after an edit.

use std::sync::Arc;
use std::time::Instant;

use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    ClientFile, Schedule, ServiceFile, WorkDays, load, plan_id, schedule_of,
};
use yardstick_domain::records::{Engagement, Plan, PlanItem, PlanPoint};
use yardstick_domain::values::{Date, Minutes, Period};

use crate::latency::Times;
use crate::table::Table;
use crate::work::Dice;

const CLIENTS: u64 = 60;
const ITEMS: u64 = 60;
const DAY_MINUTES: u32 = 360;
/// 2026-03-03.
const TODAY: i32 = 20_515;
const RUNS: u32 = 101;

pub(crate) fn measure(table: &mut Table) {
    let Some(today) = Date::from_unix_days(TODAY) else {
        return;
    };
    let mut dice = Dice(17);
    let files: Vec<_> = (0..CLIENTS).map(|_| file(&mut dice)).collect();
    let workdays = WorkDays::new([]);
    let times = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            let schedules: Vec<(RecordId, Schedule)> = files
                .iter()
                .map(|(id, file)| (*id, schedule_of(file, *id, &workdays, DAY_MINUTES, today)))
                .collect();
            let schedules = schedules.iter().map(|(id, schedule)| (*id, schedule));
            std::hint::black_box(load(schedules, [], &workdays, DAY_MINUTES, today));
            began.elapsed()
        })
        .collect();
    table.row(
        &format!("schedules of {CLIENTS} plans of {ITEMS} items and what our days hold, on this machine: p50"),
        &format!("{:.2} ms", Times::of(times).percentile_ms(50)),
        "aim 16 ms, in the browser",
    );
}

fn id(dice: &mut Dice) -> RecordId {
    let number = u128::from(dice.below(u64::MAX)) << 64 | u128::from(dice.below(u64::MAX));
    RecordId::from_bytes(number.to_le_bytes())
}

/// The file of one client with one engagement, of the same id, whose plan has chains of items.
fn file(dice: &mut Dice) -> (RecordId, ServiceFile) {
    let engagement = id(dice);
    let launch = i32::try_from(40 + dice.below(120)).unwrap_or(0);
    let launch = Date::from_unix_days(TODAY + launch);
    let record = Engagement {
        period: Period::new(launch, None).ok(),
        ..Engagement::default()
    };
    let mut items: Vec<(RecordId, PlanItem)> = Vec::new();
    for place in 0..ITEMS {
        let before = (0..dice.below(3)).filter_map(|_| {
            let other = usize::try_from(dice.below(place.max(1))).ok()?;
            items.get(other).map(|(id, _)| id.to_string())
        });
        let item = PlanItem {
            engagement: Some(engagement),
            place: i64::try_from(place).ok(),
            after: before.collect(),
            work: u32::try_from(dice.below(24) * 30).ok().map(Minutes),
            wait_days: i64::try_from(dice.below(8)).ok(),
            anchor: (dice.below(5) == 0).then_some(PlanPoint::Launch),
            anchor_days: i64::try_from(dice.below(40)).ok().map(|days| days - 30),
            ..PlanItem::default()
        };
        items.push((id(dice), item));
    }
    items.sort_by_key(|(id, _)| *id);
    let plan = Plan {
        engagement: Some(engagement),
        ..Plan::default()
    };
    let base = ClientFile {
        engagements: vec![(engagement, record)],
        ..ClientFile::default()
    };
    let file = ServiceFile {
        base: Arc::new(base),
        plans: vec![(plan_id(engagement), plan)],
        items,
        ..ServiceFile::default()
    };
    (engagement, file)
}
