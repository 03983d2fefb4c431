//! Today (今日): what asks for attention, over all clients, without opening any.
//!
//! The groups stand in this order, and what is in them in that:
//!
//! 1. meetings by their time, a running one first;
//! 2. clients taken over, the last first: whoever they come to has to know before anything else of them;
//! 3. wrap-ups, the oldest first;
//! 4. promises by their date, the longest overdue first, ours before theirs;
//! 5. items of plans by their day, the longest overdue first; to know them takes the plan, so they join once it is open ([`Today::plans`]);
//! 6. supplements that are due or late, the longest due first;
//! 7. clients nobody has talked with for longer than their tier allows, the furthest beyond it first.
//!
//! Archived clients are left out but for a meeting that is running; of those with whom all is done neither plans nor silence are anything to look at.

use super::{
    Draft, MeetingSummary, Promise, Summary, SupplementClock, SupplementState, TakenOver, WorkDays,
    is_missed, is_taken_over_by,
};
use crate::id::RecordId;
use crate::order;
use crate::records::{Stage, Tier};
use crate::values::Date;

/// Days a client is left alone who is put off with one tap.
pub const QUIET_LATER_DAYS: i32 = 7;

/// So many days without contact are allowed; after more of them a client is quiet *(ours, after `methodology.md` §4)*.
///
/// *large*: their preparation is followed item by item, in six hours a week: no week without a word. *mid*: all their figures are read every week, so in two of
/// them there is something to say. *small*: an hour a week over templates and key figures; a month is the longest after which they still know who we are. Where
/// the tier is not known, three weeks: less than a small client's, because nobody has found out yet what they need.
#[must_use]
pub fn quiet_after(tier: Option<&Tier>) -> i32 {
    match tier {
        Some(Tier::Large) => 7,
        Some(Tier::Mid) => 14,
        Some(Tier::Small) => 30,
        Some(Tier::Other(_)) | None => 21,
    }
}

/// What Today depends on besides the book.
#[derive(Clone, Copy, Debug)]
pub struct TodayRules {
    /// Today where the person is.
    pub today: Date,
    /// Minutes the person's clock is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Promises due within so many days are shown; 0 shows today's and overdue ones.
    pub ahead_days: i32,
}

/// What asks for attention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Running and today's meetings, and planned ones of days gone by that were neither held nor moved.
    pub meetings: Vec<TodayMeeting>,
    /// Promises due, of both sides.
    pub promises: Vec<TodayPromise>,
    /// Supplements that are to be sent.
    pub supplements: Vec<TodaySupplement>,
    /// Clients that were taken over and of whom nobody has said yet that they know.
    pub taken_over: Vec<TodayTakenOver>,
    /// Clients whose plans hold something that we do: which of it is due their schedules say.
    pub plans: Vec<RecordId>,
    /// Clients nobody talked with for too long.
    pub quiet: Vec<TodayQuiet>,
    /// Meetings that wait for their wrap-up.
    pub drafts: Vec<TodayDraft>,
}

impl Today {
    /// How many things are due by now: what the app's badge shows. Promises of days to come, plans that are to be opened first and quiet clients are not.
    #[must_use]
    pub fn due_count(&self, today: Date) -> usize {
        let due = self
            .promises
            .iter()
            .filter(|item| item.promise.due.is_some_and(|due| due <= today))
            .count();
        self.meetings.len() + due + self.supplements.len()
    }

    /// Leaves those clients that somebody of that name took over.
    #[must_use]
    pub fn taken_over_by(mut self, name: &str) -> Self {
        self.taken_over
            .retain(|item| is_taken_over_by(item.taken.to.as_deref(), name));
        self
    }

    /// Whether nothing asks for attention.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.meetings.is_empty()
            && self.promises.is_empty()
            && self.supplements.is_empty()
            && self.taken_over.is_empty()
            && self.quiet.is_empty()
            && self.drafts.is_empty()
    }
}

/// A meeting of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayMeeting {
    /// With whom.
    pub client: RecordId,
    /// The meeting.
    pub meeting: MeetingSummary,
    /// Planned for a day gone by.
    pub missed: bool,
}

/// A promise due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayPromise {
    /// To or from whom.
    pub client: RecordId,
    /// The promise.
    pub promise: Promise,
    /// Days until it is due; negative for days overdue.
    pub days_left: i32,
}

/// A supplement that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodaySupplement {
    /// To whom.
    pub client: RecordId,
    /// The meeting it follows.
    pub meeting: RecordId,
    /// Its days.
    pub clock: SupplementClock,
    /// Due or late.
    pub state: SupplementState,
}

/// A client that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayTakenOver {
    /// Who.
    pub client: RecordId,
    /// From whom, by whom, when.
    pub taken: TakenOver,
}

/// A client nobody talked with for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TodayQuiet {
    /// Who.
    pub client: RecordId,
    /// Days since the last contact.
    pub days: i32,
    /// Days their tier allows.
    pub allowed: i32,
}

/// A meeting that waits for its wrap-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TodayDraft {
    /// With whom it was.
    pub client: RecordId,
    /// What is left to do.
    pub draft: Draft,
}

/// What asks for attention today.
#[must_use]
pub fn today<'a>(
    book: impl IntoIterator<Item = (RecordId, &'a Summary)>,
    rules: &TodayRules,
    days: &WorkDays,
) -> Today {
    let mut found = Today::default();
    for (client, summary) in book {
        found.meetings.extend(meetings(client, summary, rules));
        if summary.archived {
            continue;
        }
        found.promises.extend(promises(client, summary, rules));
        found
            .supplements
            .extend(supplements(client, summary, rules, days));
        if let Some(taken) = &summary.taken_over {
            found.taken_over.push(TodayTakenOver {
                client,
                taken: taken.clone(),
            });
        }
        if summary.open_items > 0 && !is_over(summary) {
            found.plans.push(client);
        }
        found.quiet.extend(quiet(client, summary, rules));
        found
            .drafts
            .extend(summary.drafts.iter().map(|draft| TodayDraft {
                client,
                draft: draft.clone(),
            }));
    }
    order::by_key(&mut found.meetings, |item| {
        (!item.meeting.running, item.meeting.at, item.meeting.id)
    });
    order::by_key(&mut found.promises, |item| {
        (item.days_left, !item.promise.ours, item.promise.task)
    });
    order::by_key(&mut found.supplements, |item| {
        (item.clock.due, item.client, item.meeting)
    });
    order::by_key(&mut found.quiet, |item| {
        (item.allowed - item.days, item.client)
    });
    order::by_key(&mut found.taken_over, |item| {
        std::cmp::Reverse((item.taken.at, item.client))
    });
    order::by_key(&mut found.drafts, |item| {
        (item.draft.ended, item.draft.meeting)
    });
    found
}

fn meetings(
    client: RecordId,
    summary: &Summary,
    rules: &TodayRules,
) -> impl Iterator<Item = TodayMeeting> {
    summary.meetings.iter().filter_map(move |meeting| {
        let day = meeting.at.local_date(rules.utc_offset_minutes)?;
        let listed = meeting.running || (day <= rules.today && !summary.archived);
        let missed =
            !meeting.running && is_missed(meeting.at, rules.today, rules.utc_offset_minutes);
        listed.then(|| TodayMeeting {
            client,
            meeting: meeting.clone(),
            missed,
        })
    })
}

fn promises(
    client: RecordId,
    summary: &Summary,
    rules: &TodayRules,
) -> impl Iterator<Item = TodayPromise> {
    summary.promises.iter().filter_map(move |promise| {
        let days_left = rules.today.days_until(promise.due?);
        (days_left <= rules.ahead_days).then(|| TodayPromise {
            client,
            promise: promise.clone(),
            days_left,
        })
    })
}

/// Those that are held back are nobody's business yet. Of a client with whom all is done only those count that somebody has spoken of.
fn supplements(
    client: RecordId,
    summary: &Summary,
    rules: &TodayRules,
    days: &WorkDays,
) -> impl Iterator<Item = TodaySupplement> {
    let over = is_over(summary);
    let open = summary.supplements.iter();
    open.filter(move |open| open.is_said || !over)
        .filter_map(move |open| {
            let (clock, state) = open.stands(rules.today, rules.utc_offset_minutes, days)?;
            let is_held = matches!(state, SupplementState::Held { .. });
            (!is_held).then_some(TodaySupplement {
                client,
                meeting: open.meeting,
                clock,
                state,
            })
        })
}

/// Whether all is done with a client.
fn is_over(summary: &Summary) -> bool {
    matches!(summary.stage, Some(Stage::Closed | Stage::Lost))
}

/// A client with whom all is done, who has a meeting planned from today on, or who was put off to a day that is still to come, is not quiet. One nobody has ever
/// talked with is not, either: there is nothing to keep up.
fn quiet(client: RecordId, summary: &Summary, rules: &TodayRules) -> Option<TodayQuiet> {
    let day = |meeting: &MeetingSummary| meeting.at.local_date(rules.utc_offset_minutes);
    let planned = summary
        .meetings
        .iter()
        .any(|meeting| meeting.running || day(meeting) >= Some(rules.today));
    let days = summary
        .last_contact?
        .local_date(rules.utc_offset_minutes)?
        .days_until(rules.today);
    let is_put_off = summary.quiet_until.is_some_and(|until| until > rules.today);
    let allowed = quiet_after(summary.tier.as_ref());
    let is_quiet = !is_over(summary) && !planned && !is_put_off && days > allowed;
    is_quiet.then_some(TodayQuiet {
        client,
        days,
        allowed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::MeetingSupplement;
    use crate::method::client_file::testing::{OFFSET, at, day, id};
    use crate::values::Instant;

    const RULES: fn() -> TodayRules = || TodayRules {
        today: day(22),
        utc_offset_minutes: OFFSET,
        ahead_days: 2,
    };

    fn promise(n: u8, ours: bool, due: Option<Date>) -> Promise {
        Promise {
            task: id(n),
            ours,
            title: String::new(),
            due,
        }
    }

    fn planned(n: u8, at: Instant, running: bool) -> MeetingSummary {
        MeetingSummary {
            id: id(n),
            at,
            running,
            title: None,
            place: None,
        }
    }

    fn of(summaries: &[Summary]) -> Today {
        today(
            (1..).zip(summaries).map(|(n, summary)| (id(n), summary)),
            &RULES(),
            &WorkDays::new([]),
        )
    }

    #[test]
    fn promises_come_longest_overdue_first() {
        let promises = vec![
            promise(1, false, Some(day(22))),
            promise(2, true, Some(day(22))),
            promise(3, true, Some(day(20))),
            promise(4, true, Some(day(24))),
            promise(5, true, Some(day(25))),
            promise(6, true, None),
        ];
        let found = of(&[Summary {
            promises,
            ..Summary::default()
        }]);
        let order: Vec<_> = found
            .promises
            .iter()
            .map(|item| (item.promise.task, item.days_left))
            .collect();
        assert_eq!(order, [(id(3), -2), (id(2), 0), (id(1), 0), (id(4), 2)]);
        assert_eq!(found.due_count(day(22)), 3);
    }

    #[test]
    fn meetings_of_the_day_in_the_persons_zone() {
        let meetings = vec![
            planned(1, at(22, 14, 0), false),
            planned(2, at(22, 0, 30), false),
            planned(3, at(23, 0, 30), false),
            planned(4, at(20, 9, 0), false),
            planned(5, at(22, 15, 0), true),
        ];
        let found = of(&[Summary {
            meetings,
            ..Summary::default()
        }]);
        let order: Vec<_> = found
            .meetings
            .iter()
            .map(|item| (item.meeting.id, item.missed))
            .collect();
        assert_eq!(
            order,
            [
                (id(5), false),
                (id(4), true),
                (id(2), false),
                (id(1), false)
            ]
        );
    }

    fn supplement(n: u8, ended: Instant, is_said: bool) -> MeetingSupplement {
        MeetingSupplement {
            meeting: id(n),
            ended,
            is_said,
        }
    }

    #[test]
    fn supplements_that_are_held_back_are_not_shown_and_late_ones_come_first() {
        // The 22nd is a Sunday: of Monday the 16th it is late after Monday the 23rd, of Friday the 13th since Friday, of Tuesday the 17th due tomorrow.
        let supplements = vec![
            supplement(1, at(16, 10, 0), false),
            supplement(2, at(13, 10, 0), true),
            supplement(3, at(17, 10, 0), true),
        ];
        let summary = |stage: Option<Stage>, archived: bool| Summary {
            stage,
            archived,
            supplements: supplements.clone(),
            ..Summary::default()
        };
        let found = of(&[summary(None, false)]);
        let order: Vec<_> = found
            .supplements
            .iter()
            .map(|item| (item.meeting, item.state.clone()))
            .collect();
        assert_eq!(
            order,
            [
                (id(2), SupplementState::Late { after: day(20) }),
                (id(1), SupplementState::Due { on: day(20) })
            ]
        );
        assert_eq!((found.due_count(day(22)), found.is_empty()), (2, false));
        // Of a client with whom all is done only what somebody has spoken of.
        let meetings = |found: &Today| {
            let supplements = found.supplements.iter();
            supplements.map(|item| item.meeting).collect::<Vec<_>>()
        };
        assert_eq!(
            meetings(&of(&[summary(Some(Stage::Closed), false)])),
            [id(2)]
        );
        assert!(meetings(&of(&[summary(None, true)])).is_empty());
    }

    #[test]
    fn quiet_after_more_days_than_allowed() {
        let check = |change: fn(&mut Summary), days: Option<i32>| {
            let mut summary = Summary {
                last_contact: Some(at(7, 9, 0)),
                tier: Some(Tier::Mid),
                ..Summary::default()
            };
            change(&mut summary);
            assert_eq!(of(&[summary]).quiet.first().map(|item| item.days), days);
        };
        check(|_| {}, Some(15));
        check(|s| s.last_contact = Some(at(8, 9, 0)), None);
        check(|s| s.last_contact = None, None);
        check(|s| s.stage = Some(Stage::Closed), None);
        check(|s| s.stage = Some(Stage::Live), Some(15));
        check(|s| s.archived = true, None);
        check(|s| s.quiet_until = Some(day(23)), None);
        check(|s| s.quiet_until = Some(day(22)), Some(15));
        check(|s| s.tier = Some(Tier::Small), None);
        check(|s| s.tier = None, None);
        check(|s| s.tier = Some(Tier::Other("vast".into())), None);
        check(|s| s.meetings = vec![planned(1, at(25, 9, 0), false)], None);
        check(
            |s| s.meetings = vec![planned(1, at(20, 9, 0), false)],
            Some(15),
        );
    }

    #[test]
    fn the_tier_says_how_long_silence_may_be_and_who_is_furthest_beyond_it_comes_first() {
        // Seen from the 22nd of November: days since the last contact.
        let silent = |tier: Option<Tier>, last: Instant| Summary {
            last_contact: Some(last),
            tier,
            ..Summary::default()
        };
        let october = |d: i8| {
            let day = Date::new(2026, 10, d).unwrap();
            Instant::from_local(day, 540, OFFSET).unwrap()
        };
        let found = of(&[
            silent(Some(Tier::Large), at(15, 9, 0)),
            silent(Some(Tier::Large), at(14, 9, 0)),
            silent(Some(Tier::Small), october(23)),
            silent(Some(Tier::Small), october(19)),
            silent(None, at(1, 9, 0)),
            silent(None, october(31)),
            silent(Some(Tier::Mid), at(5, 9, 0)),
        ]);
        let order: Vec<_> = found
            .quiet
            .iter()
            .map(|item| (item.client, item.days, item.allowed))
            .collect();
        assert_eq!(
            order,
            [
                (id(4), 34, 30),
                (id(7), 17, 14),
                (id(2), 8, 7),
                (id(6), 22, 21)
            ]
        );
    }

    #[test]
    fn plans_are_looked_at_where_something_of_ours_is_open() {
        let plan = |open_items, stage, archived| Summary {
            open_items,
            stage,
            archived,
            ..Summary::default()
        };
        let found = of(&[
            plan(3, Some(Stage::Live), false),
            plan(0, Some(Stage::Live), false),
            plan(3, Some(Stage::Lost), false),
            plan(3, None, true),
        ]);
        assert_eq!(found.plans, [id(1)]);
        // Whether anything of it is due nobody knows yet.
        assert_eq!((found.due_count(day(22)), found.is_empty()), (0, true));
    }

    #[test]
    fn what_was_taken_over_is_shown_to_whoever_took_it_over() {
        let taken = |n: u8, d: i8, to: Option<&str>| Summary {
            taken_over: Some(TakenOver {
                id: id(n),
                at: at(d, 9, 0),
                from: Some("林小滿".into()),
                to: to.map(str::to_owned),
            }),
            ..Summary::default()
        };
        let found = of(&[
            taken(11, 20, Some("陳安")),
            taken(12, 21, Some(" 陳安 ")),
            taken(13, 21, Some("林小滿")),
            taken(14, 21, None),
        ]);
        assert_eq!(found.taken_over.len(), 4);
        let clients = |found: Today| {
            let all = found.taken_over.iter();
            all.map(|item| item.client).collect::<Vec<_>>()
        };
        assert_eq!(clients(found.clone().taken_over_by("陳安")), [id(2), id(1)]);
        assert!(clients(found.taken_over_by("")).is_empty());
    }

    #[test]
    fn archived_clients_keep_still_unless_a_meeting_runs() {
        let busy = Summary {
            archived: true,
            promises: vec![promise(1, true, Some(day(1)))],
            meetings: vec![
                planned(2, at(22, 9, 0), false),
                planned(3, at(22, 9, 0), true),
            ],
            drafts: vec![Draft {
                meeting: id(4),
                ended: at(1, 9, 0),
                marks: 0,
                undated: 0,
            }],
            ..Summary::default()
        };
        let found = of(&[busy]);
        assert_eq!(
            found
                .meetings
                .iter()
                .map(|item| item.meeting.id)
                .collect::<Vec<_>>(),
            [id(3)]
        );
        assert!(found.promises.is_empty() && found.drafts.is_empty() && found.quiet.is_empty());
        assert!(of(&[]).is_empty());
    }
}
