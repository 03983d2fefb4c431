use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::method::client_file::testing::id;
use crate::method::{ClientFile, ReservedTime};
use crate::values::{Instant, Outcome, Period};

/// Six hours.
const DAY: u32 = 360;

/// A day of 2026.
fn on(month: i8, day: i8) -> Date {
    Date::new(2026, month, day).unwrap()
}

/// An item by its number, which is its place as well: hours of work, days of waiting, what it comes after.
fn item(number: u8, hours: u32, wait_days: i64, after: &[u8]) -> (RecordId, PlanItem) {
    let item = PlanItem {
        place: Some(number.into()),
        work: Some(Minutes(hours * 60)),
        wait_days: Some(wait_days),
        after: after.iter().map(|number| id(*number).to_string()).collect(),
        ..PlanItem::default()
    };
    (id(number), item)
}

fn anchored(number: u8, point: PlanPoint, days: i64) -> (RecordId, PlanItem) {
    let (id, mut item) = item(number, 0, 0, &[]);
    item.anchor = Some(point);
    item.anchor_days = Some(days);
    (id, item)
}

fn ended(mut item: (RecordId, PlanItem), state: PlanState) -> (RecordId, PlanItem) {
    item.1.outcome = Some(Outcome {
        state,
        at: Instant::from_ms(0).unwrap(),
    });
    item
}

/// A plan for a launch.
#[derive(Debug)]
struct Case {
    engagement: Engagement,
    plan: Plan,
    kols: Vec<(RecordId, Kol)>,
    today: Date,
    items: Vec<(RecordId, PlanItem)>,
}

impl Case {
    fn back(launch: Date, items: Vec<(RecordId, PlanItem)>) -> Self {
        Self {
            engagement: Engagement {
                period: Period::new(Some(launch), None).ok(),
                ..Engagement::default()
            },
            plan: Plan::default(),
            kols: Vec::new(),
            today: on(1, 5),
            items,
        }
    }

    fn forward(start: Date, items: Vec<(RecordId, PlanItem)>) -> Self {
        Self {
            engagement: Engagement::default(),
            plan: Plan {
                direction: Some(PlanDirection::Forward),
                start: Some(start),
                ..Plan::default()
            },
            kols: Vec::new(),
            today: on(1, 5),
            items,
        }
    }

    fn schedule(&self) -> Schedule {
        let planning = Planning {
            engagement: &self.engagement,
            plan: &self.plan,
            kols: &self.kols,
            workdays: &WorkDays::new([]),
            day_minutes: DAY,
            today: self.today,
        };
        schedule(&self.items, &planning)
    }
}

/// Work and done, as `02-04 02-04 02-13`.
fn days(schedule: &Schedule, number: u8) -> String {
    let item = schedule.item(id(number)).unwrap();
    let days = [item.work_from, item.work_to, item.done];
    days.map(|day| day.iso()[5..].to_owned()).join(" ")
}

fn problems(schedule: &Schedule, number: u8) -> Vec<PlanProblem> {
    schedule.item(id(number)).unwrap().problems.clone()
}

fn fixed_by(schedule: &Schedule, number: u8) -> FixedBy {
    schedule.item(id(number)).unwrap().fixed_by.clone()
}

/// The page of a product's campaign: outline, first version, revision, design outside, proof, build.
fn page() -> Vec<(RecordId, PlanItem)> {
    vec![
        item(1, 6, 0, &[]),
        item(2, 12, 3, &[1]),
        item(3, 4, 0, &[2]),
        item(4, 0, 7, &[3]),
        item(5, 4, 0, &[4]),
        item(6, 4, 2, &[5]),
    ]
}

#[test]
fn the_page_is_reckoned_back_from_the_launch_over_new_year() {
    // A Monday; the Friday before is off, and so is 02-14 to 02-22.
    let schedule = Case::back(on(3, 2), page()).schedule();
    assert_eq!(days(&schedule, 6), "02-24 02-24 02-26");
    assert_eq!(days(&schedule, 5), "02-23 02-23 02-23");
    assert_eq!(days(&schedule, 4), "02-04 02-04 02-13");
    assert_eq!(days(&schedule, 3), "02-03 02-03 02-03");
    assert_eq!(days(&schedule, 2), "01-27 01-28 02-02");
    assert_eq!(days(&schedule, 1), "01-26 01-26 01-26");
    assert_eq!(fixed_by(&schedule, 6), FixedBy::Launch);
    assert_eq!(fixed_by(&schedule, 4), FixedBy::Before(id(5)));
    let order: Vec<RecordId> = schedule.items.iter().map(|item| item.id).collect();
    assert_eq!(order, [1, 2, 3, 4, 5, 6].map(id));
    assert!(schedule.items.iter().all(|item| item.problems.is_empty()));
}

#[test]
fn a_launch_that_moves_by_three_days_moves_the_page() {
    let before = Case::back(on(3, 2), page()).schedule();
    let after = Case::back(on(3, 5), page()).schedule();
    let shifts = shifts(&before, &after);
    let launch = ShiftCause::Point {
        point: PlanPoint::Launch,
        kol: None,
    };
    assert!(shifts.iter().all(|shift| shift.cause == launch));
    let told = shifts.iter().map(|s| (s.from, s.to, s.days));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (on(1, 26), on(1, 29), 3),
            (on(2, 2), on(2, 5), 3),
            (on(2, 3), on(2, 6), 3),
            (on(2, 13), on(2, 25), 12),
            (on(2, 23), on(2, 26), 3),
            (on(2, 26), on(3, 4), 6),
        ]
    );
    assert_eq!(super::shifts(&before, &before), []);
}

#[test]
fn forward_it_begins_with_the_plan() {
    let mut items = page();
    items.push(item(7, 2, 0, &[]));
    let mut case = Case::forward(on(2, 9), items);
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 1), "02-09 02-09 02-09");
    assert_eq!(days(&schedule, 7), "02-09 02-09 02-09");
    // It waits over New Year.
    assert_eq!(days(&schedule, 2), "02-10 02-11 02-23");
    assert_eq!(days(&schedule, 3), "02-24 02-24 02-24");
    assert_eq!(days(&schedule, 4), "02-25 02-25 03-09");
    assert_eq!(fixed_by(&schedule, 1), FixedBy::Start);
    assert_eq!(fixed_by(&schedule, 2), FixedBy::After(id(1)));
    assert!(schedule.items.iter().all(|item| item.problems.is_empty()));

    // Nobody works in the past, nor on a weekend.
    case.today = on(2, 28);
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 1), "03-02 03-02 03-02");
    assert_eq!(fixed_by(&schedule, 1), FixedBy::Today);

    // Only the end of the chain misses the launch.
    case.today = on(1, 5);
    case.engagement.period = Period::new(Some(on(3, 11)), None).ok();
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 6), "03-11 03-11 03-13");
    let late = PlanProblem::AfterLaunch { days: 3 };
    assert_eq!(problems(&schedule, 6), [late]);
    assert_eq!(problems(&schedule, 5), []);
}

#[test]
fn a_day_set_by_hand_holds_whatever_day_it_is() {
    let mut by_hand = item(1, 7, 1, &[]);
    by_hand.1.due = Some(on(10, 10));
    by_hand.1.anchor = Some(PlanPoint::Launch);
    let schedule = Case::back(on(11, 16), vec![by_hand]).schedule();
    // The Friday before that Saturday is off: it waits on the Thursday.
    assert_eq!(days(&schedule, 1), "10-06 10-07 10-10");
    assert_eq!(fixed_by(&schedule, 1), FixedBy::Hand);
}

#[test]
fn days_are_counted_from_points() {
    // A Sunday.
    let launch = || PlanPoint::Launch;
    let mut working = anchored(6, launch(), -5);
    working.1.anchor_working = Some(true);
    let items = vec![
        anchored(1, launch(), -7),
        anchored(2, launch(), -3),
        anchored(3, launch(), 0),
        anchored(4, launch(), 6),
        anchored(5, launch(), 23),
        working,
        item(7, 1, 0, &[3]),
    ];
    let schedule = Case::back(on(3, 8), items).schedule();
    let done = |number: u8| days(&schedule, number)[12..].to_owned();
    // The Sunday before, and the Friday before that is off.
    assert_eq!(done(1), "02-26");
    assert_eq!(done(2), "03-05");
    assert_eq!(done(3), "03-06");
    // A Saturday after the launch.
    assert_eq!(done(4), "03-16");
    assert_eq!(done(5), "03-31");
    assert_eq!(done(6), "03-02");
    assert_eq!(fixed_by(&schedule, 4), FixedBy::Anchor(launch()));
    // What comes after the launch's own post need not be done by the launch.
    assert_eq!(done(7), "03-09");
    assert_eq!(problems(&schedule, 7), []);
}

#[test]
fn a_point_that_is_not_set_is_missed() {
    let mut case = Case::back(on(3, 2), vec![anchored(1, PlanPoint::Ship, 3)]);
    let missing = |point| PlanProblem::Missing(point);
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 1), "02-26 02-26 02-26");
    assert_eq!(problems(&schedule, 1), [missing(PlanPoint::Ship)]);

    case.items = vec![
        item(1, 1, 0, &[]),
        item(2, 1, 0, &[1]),
        item(3, 1, 0, &[]),
        item(4, 1, 0, &[3]),
    ];
    case.items[3].1.due = Some(on(1, 30));
    case.engagement = Engagement::default();
    let schedule = case.schedule();
    // Without a launch it begins now; what comes before a day that is known is still reckoned back.
    assert_eq!(days(&schedule, 1), "01-05 01-05 01-05");
    assert_eq!(days(&schedule, 2), "01-06 01-06 01-06");
    assert_eq!(days(&schedule, 3), "01-29 01-29 01-29");
    assert_eq!(problems(&schedule, 1), []);
    assert_eq!(problems(&schedule, 2), [missing(PlanPoint::Launch)]);
    assert_eq!(problems(&schedule, 3), []);

    case.items = vec![anchored(1, PlanPoint::Launch, -7)];
    let only_once = [missing(PlanPoint::Launch)];
    assert_eq!(problems(&case.schedule(), 1), only_once);
}

#[test]
fn items_that_come_after_each_other_say_so() {
    let items = vec![
        item(1, 1, 0, &[2]),
        item(2, 1, 0, &[1]),
        item(3, 1, 0, &[2]),
        item(4, 1, 0, &[4]),
    ];
    let schedule = Case::back(on(3, 2), items).schedule();
    let circle = [1, 2, 3, 4].map(|number| problems(&schedule, number) == [PlanProblem::Circle]);
    assert_eq!(circle, [true, true, false, true]);
    // What hangs on them is placed as ever.
    assert_eq!(days(&schedule, 3), "02-26 02-26 02-26");
    assert_eq!(days(&schedule, 2), "02-25 02-25 02-25");
}

#[test]
fn what_does_not_fit_is_said_and_not_moved() {
    let mut case = Case::back(on(3, 2), page());
    // The design would have had to be given out on 02-04.
    case.today = on(2, 9);
    case.plan.start = Some(on(2, 10));
    let schedule = case.schedule();
    assert_eq!(
        problems(&schedule, 4),
        [
            PlanProblem::BeforeToday { days: 3 },
            PlanProblem::BeforeStart { days: 4 }
        ]
    );
    assert_eq!(problems(&schedule, 5), []);

    // A proof that is promised too late.
    case.today = on(1, 5);
    case.plan.start = None;
    case.items[4].1.due = Some(on(2, 25));
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 6), "02-24 02-24 02-26");
    let early = PlanProblem::TooEarly {
        item: id(5),
        days: 2,
    };
    assert_eq!(problems(&schedule, 6), [early]);
    // It gives those before it more time.
    assert_eq!(days(&schedule, 4), "02-06 02-06 02-24");
}

#[test]
fn what_is_left_out_is_passed_through_and_what_is_done_is_not_waited_for() {
    let mut case = Case::back(on(3, 2), page());
    case.items[2] = ended(case.items[2].clone(), PlanState::Dropped);
    case.items[3].1.parked = Some(true);
    case.items[4].1.drawer = Some(true);
    let schedule = case.schedule();
    let open: Vec<RecordId> = schedule.items.iter().map(|item| item.id).collect();
    assert_eq!(open, [1, 2, 6].map(id));
    assert_eq!(days(&schedule, 2), "02-10 02-11 02-23");
    assert_eq!(fixed_by(&schedule, 2), FixedBy::Before(id(6)));

    case.items[2] = ended(case.items[2].clone(), PlanState::Done);
    let schedule = case.schedule();
    assert_eq!(fixed_by(&schedule, 2), FixedBy::Launch);

    let mut unknown = page().remove(0);
    unknown.1.after = ["comet".to_owned(), id(99).to_string()].into();
    case.items = vec![unknown];
    assert_eq!(days(&case.schedule(), 1), "02-26 02-26 02-26");
}

#[test]
fn what_follows_the_end_is_not_due_by_the_launch() {
    let end = || PlanPoint::End;
    let mut case = Case::back(
        on(3, 2),
        vec![
            anchored(1, end(), 1),
            item(2, 6, 0, &[1]),
            item(3, 6, 0, &[2]),
            item(4, 6, 0, &[3]),
            item(5, 6, 0, &[]),
        ],
    );
    case.engagement.period = Period::new(Some(on(3, 2)), Some(on(4, 13))).ok();
    case.items[3].1.due = Some(on(4, 30));
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 1), "04-14 04-14 04-14");
    // As late as the report that has its day allows.
    assert_eq!(days(&schedule, 2), "04-28 04-28 04-28");
    assert_eq!(fixed_by(&schedule, 3), FixedBy::Before(id(4)));
    // Nothing holds them back any more.
    case.items[3].1.due = None;
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 2), "04-15 04-15 04-15");
    assert_eq!(days(&schedule, 4), "04-17 04-17 04-17");
    assert_eq!(fixed_by(&schedule, 4), FixedBy::After(id(3)));
    assert_eq!(days(&schedule, 5), "02-26 02-26 02-26");
    assert!(schedule.items.iter().all(|item| item.problems.is_empty()));

    // The launch has come: what is still open is done now.
    case.today = on(3, 4);
    let schedule = case.schedule();
    assert_eq!(days(&schedule, 5), "03-04 03-04 03-04");
    let late = PlanProblem::AfterLaunch { days: 3 };
    assert_eq!(problems(&schedule, 5), [late]);
}

#[test]
fn a_kol_has_days_from_when_it_was_sent() {
    let kol = |mut item: (RecordId, PlanItem)| {
        item.1.kol = Some(id(50));
        item
    };
    let sent = || PlanPoint::Sent;
    let mut case = Case::back(
        on(3, 9),
        vec![
            kol(anchored(1, sent(), 1)),
            kol(anchored(2, sent(), 6)),
            kol(anchored(3, sent(), 17)),
            anchored(4, sent(), 6),
        ],
    );
    let sent_on = |day: Date| {
        let kol = Kol {
            sent_on: Some(day),
            ..Kol::default()
        };
        vec![(id(49), Kol::default()), (id(50), kol)]
    };
    case.kols = sent_on(on(2, 10));
    let before = case.schedule();
    let done = |number: u8| days(&before, number)[12..].to_owned();
    assert_eq!([done(1), done(2), done(3)], ["02-11", "02-25", "03-13"]);
    let late = PlanProblem::AfterLaunch { days: 4 };
    assert_eq!(problems(&before, 3), [late]);
    assert_eq!(problems(&before, 4), [PlanProblem::Missing(sent())]);

    case.kols = sent_on(on(2, 12));
    let moved = shifts(&before, &case.schedule());
    let told: Vec<_> = moved.iter().map(|s| (s.item, s.days)).collect();
    assert_eq!(told, [(id(1), 2), (id(2), 5), (id(3), 4)]);
    let cause = ShiftCause::Point {
        point: sent(),
        kol: Some(id(50)),
    };
    assert!(moved.iter().all(|shift| shift.cause == cause));

    // Of a second wave the launch is long past.
    case.kols = sent_on(on(3, 10));
    assert_eq!(problems(&case.schedule(), 3), []);
}

#[test]
fn a_kol_to_whom_nothing_was_sent_follows_the_launch() {
    let mut last = anchored(1, PlanPoint::Sent, 17);
    last.1.kol = Some(id(50));
    let mut case = Case::back(on(3, 9), vec![last]);
    case.kols = vec![(id(50), Kol::default())];
    let before = case.schedule();
    assert_eq!(&days(&before, 1)[12..], "03-09");
    assert_eq!(problems(&before, 1), []);
    case.engagement.period = Period::new(Some(on(3, 12)), None).ok();
    let moved = shifts(&before, &case.schedule());
    assert_eq!(moved[0].days, 3);
    let launch = ShiftCause::Point {
        point: PlanPoint::Launch,
        kol: None,
    };
    assert_eq!(moved[0].cause, launch);
    // Without a launch there is nothing to count from.
    case.engagement.period = None;
    let sent = PlanProblem::Missing(PlanPoint::Sent);
    assert!(problems(&case.schedule(), 1).contains(&sent));
}

#[test]
fn an_item_that_is_moved_is_the_cause_of_what_moves_with_it() {
    let mut case = Case::back(on(3, 2), page());
    let before = case.schedule();
    let causes = |case: &Case| -> Vec<(RecordId, i32, i32)> {
        let shifts = shifts(&before, &case.schedule());
        let of_five = ShiftCause::Item(id(5));
        assert!(shifts.iter().all(|shift| shift.cause == of_five));
        let told = shifts
            .iter()
            .map(|shift| (shift.item, shift.days, shift.begins));
        told.collect()
    };
    case.items[4].1.due = Some(on(2, 13));
    let told = [
        (id(1), -7, -7),
        (id(2), -7, -7),
        (id(3), -7, -7),
        (id(4), -1, -1),
        (id(5), -10, -10),
    ];
    assert_eq!(causes(&case)[3..], told[3..]);
    assert_eq!(causes(&case).len(), 5);
    // More work on it: it is done on the same day and begins earlier.
    case.items[4].1.due = None;
    case.items[4].1.work = Some(Minutes(DAY + 1));
    assert_eq!(causes(&case)[4], (id(5), 0, -10));
    // It is done: those before it have more time.
    case.items[4] = ended(case.items[4].clone(), PlanState::Dropped);
    assert_eq!(causes(&case).len(), 4);

    case.plan.direction = Some(PlanDirection::Forward);
    let shifts = shifts(&before, &case.schedule());
    let other_way = |shift: &Shift| shift.cause == ShiftCause::Direction;
    assert!(!shifts.is_empty() && shifts.iter().all(other_way));
}

#[test]
fn the_hours_of_a_day_are_one_pool() {
    let workdays = WorkDays::new([]);
    let mut theirs = item(3, 6, 0, &[]);
    theirs.1.who = Some(PlanWho::Client);
    // Seven hours over two days, from a Friday to a Monday.
    let one = Case::back(on(11, 24), vec![item(1, 7, 0, &[]), theirs]).schedule();
    let other = Case::back(on(11, 24), vec![item(2, 4, 0, &[])]).schedule();
    let load = |today| {
        load(
            [(id(80), &one), (id(81), &other)],
            [],
            &workdays,
            DAY,
            today,
        )
    };
    let share = |client: u8, item: u8, minutes: u32| LoadShare {
        client: id(client),
        of: LoadOf::Item(id(item)),
        minutes,
    };
    let days = load(on(11, 1));
    assert_eq!(
        days.iter().map(|d| (d.day, d.minutes)).collect::<Vec<_>>(),
        [(on(11, 20), 210), (on(11, 23), 450)]
    );
    let over: Vec<bool> = days.iter().map(DayLoad::is_overloaded).collect();
    assert_eq!(over, [false, true]);
    assert_eq!(days[1].shares, [share(80, 1, 210), share(81, 2, 240)]);
    // What was not done on Friday is left for Monday; later, all is for that day.
    let days = load(on(11, 21));
    assert_eq!(days[0].shares, [share(80, 1, 420), share(81, 2, 240)]);
    let days = load(on(11, 30));
    assert_eq!((days[0].day, days[0].minutes), (on(11, 30), 660));
}

#[test]
fn what_supplements_reserve_is_of_the_same_pool() {
    let workdays = WorkDays::new([]);
    let one = Case::back(on(11, 24), vec![item(1, 4, 0, &[])]).schedule();
    // Met on Wednesday: written from Thursday to Monday, which holds the item as well.
    let reserved = ReservedTime {
        meeting: id(9),
        work: Minutes(61),
        from: on(11, 19),
        to: on(11, 23),
    };
    let load = |today| {
        let reserved = [(id(81), reserved)];
        load([(id(80), &one)], reserved, &workdays, DAY, today)
    };
    let told = |today| -> Vec<(Date, u32)> {
        let days = load(today).into_iter();
        days.map(|day| (day.day, day.minutes)).collect()
    };
    assert_eq!(
        told(on(11, 18)),
        [(on(11, 19), 21), (on(11, 20), 20), (on(11, 23), 260)]
    );
    let monday = load(on(11, 18)).pop().unwrap();
    assert_eq!(monday.shares[1].of, LoadOf::Supplement(id(9)));
    // Once it is late, all of it is for the next day.
    assert_eq!(told(on(11, 25)), [(on(11, 25), 301)]);
}

#[test]
fn launches_within_a_week_are_too_close() {
    let launch = |day: Date, number: u8| Launch {
        day,
        client: id(number),
        engagement: id(number + 100),
    };
    let (a, b, c) = (
        launch(on(11, 20), 1),
        launch(on(11, 13), 2),
        launch(on(11, 28), 3),
    );
    let close = close_launches([a, b, c]);
    assert_eq!(
        close,
        [CloseLaunches {
            first: b,
            second: a,
            days: 7
        }]
    );

    let with = |day: Option<Date>, ended: bool| Engagement {
        period: day.and_then(|day| Period::new(Some(day), None).ok()),
        outcome: ended.then(|| Outcome {
            state: crate::records::EngagementState::Cancelled,
            at: Instant::from_ms(0).unwrap(),
        }),
        ..Engagement::default()
    };
    let file = ClientFile {
        engagements: vec![
            (id(101), with(Some(on(11, 20)), false)),
            (id(102), with(Some(on(11, 20)), true)),
            (id(103), with(None, false)),
        ],
        ..ClientFile::default()
    };
    assert_eq!(launches(id(1), &file).collect::<Vec<_>>(), [a]);
}

#[test]
fn the_schedule_of_an_engagement_is_of_its_own_items() {
    let case = Case::back(on(3, 2), page());
    let (mine, other) = (id(200), id(201));
    let mut items = case.items.clone();
    for (_, item) in &mut items {
        item.engagement = Some(mine);
    }
    items[5].1.engagement = Some(other);
    let base = ClientFile {
        engagements: vec![
            (mine, case.engagement.clone()),
            (other, Engagement::default()),
        ],
        ..ClientFile::default()
    };
    let file = ServiceFile {
        items,
        ..ServiceFile::of(Arc::new(base), &BTreeMap::new())
    };
    let of = |id| schedule_of(&file, id, &WorkDays::new([]), DAY, on(1, 5));
    assert_eq!(of(mine).items.len(), 5);
    assert_eq!(days(&of(mine), 5), "02-26 02-26 02-26");
    assert_eq!(of(other).items.len(), 1);
    assert_eq!(of(id(202)).items, []);
}

#[test]
fn days_out_of_reach_are_not_made_up() {
    let mut early = item(1, 1_000, 0, &[]);
    early.1.due = Date::new(1900, 1, 2);
    let schedule = Case::back(on(3, 2), vec![early, item(2, 1, 0, &[1])]).schedule();
    assert_eq!(schedule.unplaced, [id(1)]);
    assert_eq!(days(&schedule, 2), "02-26 02-26 02-26");
    // Nobody works at all.
    let never = Period::new(Date::new(1900, 1, 1), Date::new(2199, 12, 31)).unwrap();
    let case = Case::back(on(3, 2), page());
    let planning = Planning {
        engagement: &case.engagement,
        plan: &case.plan,
        kols: &[],
        workdays: &WorkDays::new([never]),
        day_minutes: 0,
        today: case.today,
    };
    assert_eq!(super::schedule(&case.items, &planning).unplaced.len(), 6);
}

const MOST: u8 = 12;

fn any_item(number: u8) -> impl Strategy<Value = (RecordId, PlanItem)> {
    let points = [
        None,
        None,
        None,
        Some(PlanPoint::Launch),
        Some(PlanPoint::End),
        Some(PlanPoint::Sent),
        Some(PlanPoint::Ship),
        Some(PlanPoint::Other("comet".to_owned())),
    ];
    let states = [None, None, None, None, Some(true), Some(false)];
    (
        0_u32..40,
        0_i64..9,
        prop::collection::vec(0..MOST, 0..4),
        prop::sample::select(points.to_vec()),
        -30_i64..30,
        prop::option::weighted(0.15, 20_500_i32..20_800),
        prop::sample::select(states.to_vec()),
        any::<[bool; 3]>(),
    )
        .prop_map(
            move |(hours, wait, after, anchor, days, due, state, [a, b, c])| {
                let (id, mut item) = item(number, hours, wait, &after);
                item.anchor = anchor;
                item.anchor_days = Some(days);
                item.anchor_working = a.then_some(b);
                item.due = due.and_then(Date::from_unix_days);
                item.kol = c.then_some(self::id(50));
                item.parked = state.filter(|_| a);
                match state {
                    Some(true) => ended((id, item), PlanState::Done),
                    Some(false) if !a => ended((id, item), PlanState::Dropped),
                    _ => (id, item),
                }
            },
        )
}

fn any_case() -> impl Strategy<Value = Case> {
    let items: Vec<_> = (0..MOST).map(any_item).collect();
    let day = || prop::option::weighted(0.8, 20_500_i32..20_800);
    (
        items,
        day(),
        day(),
        day(),
        any::<bool>(),
        20_500_i32..20_800,
    )
        .prop_map(|(items, launch, start, sent, back, today)| {
            let date = |day: Option<i32>| day.and_then(Date::from_unix_days);
            let mut case = Case::back(on(1, 5), items);
            let end = launch.map(|day| day + 40);
            case.engagement.period = Period::new(date(launch), date(end)).ok();
            case.plan.start = date(start);
            case.plan.direction = (!back).then_some(PlanDirection::Forward);
            case.kols = vec![(
                id(50),
                Kol {
                    sent_on: date(sent),
                    ..Kol::default()
                },
            )];
            case.today = Date::from_unix_days(today).unwrap();
            case
        })
}

fn says_so(item: &Scheduled, before: RecordId, others: &Schedule) -> bool {
    let is_circle = |item: &Scheduled| item.problems.contains(&PlanProblem::Circle);
    let is_early = |problem: &PlanProblem| matches!(problem, PlanProblem::TooEarly { .. });
    item.problems.iter().any(is_early)
        || (is_circle(item) && others.item(before).is_some_and(is_circle))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_is_planned_has_days_that_hold(case in any_case(), other in any_case()) {
        let workdays = WorkDays::new([]);
        let schedule = case.schedule();
        let open = case.items.iter().filter(|(_, item)| is_open(item)).count();
        prop_assert_eq!(schedule.items.len() + schedule.unplaced.len(), open);
        prop_assert_eq!(schedule.unplaced.len(), 0);
        for item in &schedule.items {
            prop_assert!(workdays.is_working(item.work_from) && workdays.is_working(item.work_to));
            prop_assert!(item.work_from <= item.work_to && item.work_to <= item.done);
            let (_, planned) = case.items.iter().find(|(id, _)| *id == item.id).unwrap();
            let takes = planned.work.unwrap().0.div_ceil(DAY).max(1);
            prop_assert_eq!(workdays.between(item.work_from, item.work_to) + 1, i32::try_from(takes).unwrap());
            for before in &planned.after {
                let before = before.parse().unwrap();
                if let Some(first) = schedule.item(before).filter(|_| before != item.id) {
                    prop_assert!(first.done < item.work_from || says_so(item, before, &schedule), "{item:?} after {first:?}");
                }
            }
        }
        let starts: Vec<Date> = schedule.items.iter().map(|item| item.work_from).collect();
        prop_assert!(starts.is_sorted());
        // All of our work is somewhere, and none in the past or on a day off.
        let load = load([(id(80), &schedule)], [], &workdays, DAY, case.today);
        let planned: u32 = schedule.items.iter().map(|item| item.work.0).sum();
        prop_assert_eq!(load.iter().map(|day| day.minutes).sum::<u32>(), planned);
        prop_assert!(load.iter().all(|day| day.day >= case.today && workdays.is_working(day.day)));
        // Any two can be compared, and the order in which items come does not matter.
        let _ = shifts(&schedule, &other.schedule());
        let turned = Case { items: case.items.iter().rev().cloned().collect(), ..case };
        prop_assert_eq!(shifts(&schedule, &turned.schedule()), vec![]);
        prop_assert_eq!(turned.schedule(), schedule);
    }
}
