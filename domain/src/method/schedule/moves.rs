//! Who moved a fixed point, and what that shifted: read from the history of the engagement and of its plan, where it is kept.

use super::{Planning, Shift, schedule, shifts};
use crate::change::Value;
use crate::history::{Before, Line};
use crate::id::{ChangeId, DeviceId, RecordId};
use crate::records::{Engagement, Plan, PlanItem, PlanPoint, engagement, plan};
use crate::values::{Date, Period};

/// A fixed point that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointMove {
    /// Which.
    pub point: PlanPoint,
    /// Where it was; nothing where it had no day.
    pub from: Option<Date>,
    /// Where it went.
    pub to: Option<Date>,
}

/// A change that moved fixed points: the launch takes the end along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointChange {
    /// The change.
    pub id: ChangeId,
    /// The device it came from.
    pub device: DeviceId,
    /// When, unix ms.
    pub time: i64,
    /// Whether it is known where they were; if not, `from` says nothing.
    pub is_known: bool,
    /// The points that moved.
    pub moves: Vec<PointMove>,
}

impl PointChange {
    /// How it moved a point, if it did.
    #[must_use]
    pub fn of(&self, point: &PlanPoint) -> Option<&PointMove> {
        self.moves.iter().find(|one| one.point == *point)
    }
}

/// What a line of the history of a record of a kind moved, by what its field was before; nothing if that is no point, or stayed where it was.
#[must_use]
pub fn point_change(kind: &str, line: &Line, was: &Before) -> Option<PointChange> {
    let field = line.field.as_str();
    let (is_known, was) = match was {
        Before::Was(value) => (true, Some(value)),
        Before::Nothing => (true, None),
        Before::Unknown => (false, None),
    };
    let days = |value: Option<&Value>| points_in(kind, field, value);
    let moves = days(was)?.into_iter().zip(days(Some(&line.value))?);
    let moves = moves.map(|((point, from), (_, to))| PointMove { point, from, to });
    let moves: Vec<PointMove> = moves
        .filter(|one| one.from != one.to || (!is_known && one.to.is_some()))
        .collect();
    (!moves.is_empty()).then_some(PointChange {
        id: line.id,
        device: line.device,
        time: line.time,
        is_known,
        moves,
    })
}

/// The points a field holds, with the day each has by a value; nothing for a field that holds none.
fn points_in(
    kind: &str,
    field: &str,
    value: Option<&Value>,
) -> Option<Vec<(PlanPoint, Option<Date>)>> {
    let is_of = |spec: &str, name: &str| kind == spec && field == name;
    let of = engagement::SPEC.name;
    if is_of(of, engagement::period().name()) {
        let period: Option<Period> = value.and_then(read).flatten();
        return Some(vec![
            (PlanPoint::Launch, period.and_then(Period::start)),
            (PlanPoint::End, period.and_then(Period::end)),
        ]);
    }
    let points = [
        (of, engagement::ship_date().name(), PlanPoint::Ship),
        (of, engagement::renewal_date().name(), PlanPoint::Renewal),
        (plan::SPEC.name, plan::start().name(), PlanPoint::Start),
        (
            plan::SPEC.name,
            plan::survey_start().name(),
            PlanPoint::SurveyStart,
        ),
        (
            plan::SPEC.name,
            plan::survey_end().name(),
            PlanPoint::SurveyEnd,
        ),
    ];
    let (_, _, point) = points
        .into_iter()
        .find(|(spec, name, _)| is_of(spec, name))?;
    Some(vec![(point, value.and_then(read).flatten())])
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<Option<T>> {
    serde_json::from_slice(value.as_bytes()).ok()
}

/// What a change shifted, reckoned with the plan as it is otherwise now: with the points where they were, beside where they went. Nothing is known of
/// one that does not say where they were.
#[must_use]
pub fn shifted_by(
    change: &PointChange,
    items: &[&(RecordId, PlanItem)],
    planning: &Planning<'_>,
) -> Vec<Shift> {
    if !change.is_known {
        return Vec::new();
    }
    let with = |day: fn(&PointMove) -> Option<Date>| {
        let (mut of, mut own) = (planning.engagement.clone(), planning.plan.clone());
        for one in &change.moves {
            put_point(&mut of, &mut own, &one.point, day(one));
        }
        let planning = Planning {
            engagement: &of,
            plan: &own,
            ..*planning
        };
        schedule(items.iter().copied(), &planning)
    };
    shifts(&with(|one| one.from), &with(|one| one.to))
}

/// Puts a point on a day, or takes its day away. A period that would end before it begins stays as it is.
fn put_point(engagement: &mut Engagement, plan: &mut Plan, point: &PlanPoint, day: Option<Date>) {
    let start = engagement.period.and_then(Period::start);
    let end = engagement.period.and_then(Period::end);
    let period = |start: Option<Date>, end: Option<Date>| {
        let period = Period::new(start, end);
        period
            .or_else(|_| Period::new(start, None))
            .ok()
            .filter(|period| period.start().is_some() || period.end().is_some())
    };
    match point {
        PlanPoint::Launch => engagement.period = period(day, end),
        PlanPoint::End => engagement.period = period(start, day),
        PlanPoint::Ship => engagement.ship_date = day,
        PlanPoint::Renewal => engagement.renewal_date = day,
        PlanPoint::Start => plan.start = day,
        PlanPoint::SurveyStart => plan.survey_start = day,
        PlanPoint::SurveyEnd => plan.survey_end = day,
        PlanPoint::Sent | PlanPoint::Other(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::before;
    use crate::id::Writer;
    use crate::method::WorkDays;
    use crate::method::client_file::testing::{day, id};
    use crate::records::Edit;
    use crate::values::Minutes;

    /// A line of the history; `counter` is its place as well.
    fn line(counter: u32, edit: Edit, replaces: &[u32]) -> Line {
        let id = |counter| ChangeId {
            writer: Writer(1),
            counter,
        };
        Line {
            seq: counter.into(),
            id: id(counter),
            field: edit.field,
            value: edit.value,
            replaces: replaces.iter().copied().map(id).collect(),
            time: i64::from(counter) * 1_000,
            device: DeviceId::NIL,
            replaced: false,
            action: None,
            batch: None,
            of: None,
            before: None,
        }
    }

    /// What lines, newest first, moved. `more`: they do not reach to the beginning.
    fn changes(kind: &str, lines: &[Line], more: bool) -> Vec<PointChange> {
        let all = lines.iter().enumerate();
        all.filter_map(|(at, line)| point_change(kind, line, &before(lines, at, more)))
            .collect()
    }

    fn run(launch: i8, end: i8) -> Edit {
        let period = Period::new(Some(day(launch)), Some(day(end))).unwrap();
        engagement::period().set(&period)
    }

    fn one(point: PlanPoint, from: Option<i8>, to: Option<i8>) -> PointMove {
        PointMove {
            point,
            from: from.map(day),
            to: to.map(day),
        }
    }

    #[test]
    fn the_history_says_who_moved_which_point_from_where_to_where() {
        let lines = [
            line(9, run(16, 26), &[4]),
            line(8, engagement::title().set("tea"), &[]),
            line(4, run(10, 20), &[]),
        ];
        let changes = changes("engagement", &lines, false);
        assert_eq!(changes.len(), 2);
        assert_eq!((changes[0].time, changes[0].is_known), (9_000, true));
        assert_eq!(
            changes[0].moves,
            [
                one(PlanPoint::Launch, Some(10), Some(16)),
                one(PlanPoint::End, Some(20), Some(26)),
            ]
        );
        assert_eq!(
            changes[1].of(&PlanPoint::Launch),
            Some(&one(PlanPoint::Launch, None, Some(10)))
        );
    }

    #[test]
    fn a_point_that_stayed_was_not_moved() {
        let lines = [line(9, run(10, 26), &[4]), line(4, run(10, 20), &[])];
        let changes = changes("engagement", &lines, false);
        assert_eq!(changes[0].moves, [one(PlanPoint::End, Some(20), Some(26))]);
        assert_eq!(changes[0].of(&PlanPoint::Launch), None);
    }

    #[test]
    fn a_point_of_the_plan_is_read_where_it_is_kept_and_can_be_let_go_of() {
        let lines = [
            line(5, plan::start().clear(), &[2]),
            line(2, plan::start().set(&day(3)), &[]),
        ];
        let changes = changes("plan", &lines, false);
        assert_eq!(changes[0].moves, [one(PlanPoint::Start, Some(3), None)]);
        assert_eq!(super::tests::changes("engagement", &lines, false), []);
    }

    #[test]
    fn where_it_was_may_lie_further_back_than_the_lines() {
        let lines = [line(9, run(16, 26), &[4])];
        let changes = changes("engagement", &lines, true);
        assert!(!changes[0].is_known);
        assert_eq!(changes[0].moves.len(), 2);
        let of = Engagement::default();
        let planning = planning(&of);
        assert_eq!(shifted_by(&changes[0], &[], &planning), []);
    }

    fn planning(of: &Engagement) -> Planning<'_> {
        static DAYS: std::sync::LazyLock<WorkDays> = std::sync::LazyLock::new(|| WorkDays::new([]));
        static PLAN: std::sync::LazyLock<Plan> = std::sync::LazyLock::new(Plan::default);
        Planning {
            engagement: of,
            plan: &PLAN,
            kols: &[],
            workdays: &DAYS,
            day_minutes: 360,
            today: day(1),
        }
    }

    #[test]
    fn what_a_move_shifted_is_the_plan_with_the_point_here_and_there() {
        let lines = [line(9, run(25, 28), &[4]), line(4, run(18, 21), &[])];
        let change = changes("engagement", &lines, false).remove(0);
        let work = PlanItem {
            work: Some(Minutes(60)),
            ..PlanItem::default()
        };
        let by_hand = PlanItem {
            due: Some(day(9)),
            ..work.clone()
        };
        let items = [(id(1), work), (id(2), by_hand)];
        let refs: Vec<_> = items.iter().collect();
        // Moved once more since; what this change did is told as it was.
        let of = Engagement {
            period: Period::new(Some(day(26)), None).ok(),
            ..Engagement::default()
        };
        let shifts = shifted_by(&change, &refs, &planning(&of));
        assert_eq!(shifts.len(), 1);
        assert_eq!((shifts[0].item, shifts[0].days), (id(1), 7));
    }
}
