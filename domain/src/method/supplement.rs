//! 額外補充: what follows a meeting without being asked, held back on purpose (預期之中、意料之外), sent, and answered or not.
//!
//! Its clock counts working days from the day the meeting ended (methodology §5, *ours*): held until the third, due on the fourth, late after the fifth.

use super::{ClientFile, MeetingStatus, WorkDays, is_internal, status, supplement_id};
use crate::id::RecordId;
use crate::order;
use crate::records::{NoteLine, Reaction, Supplement};
use crate::values::{Date, Instant, Minutes};

/// Working days after the meeting's day until which it is held, on which it is due, and after which it is late.
const HELD: i32 = 3;
const DUE: i32 = 4;
const LATE: i32 = 5;
/// One that is due more calendar days after the meeting than this deserves a warning.
const FAR_DAYS: i32 = 7;
/// So many of a client's first meetings have one where nobody says otherwise.
const BY_DEFAULT: usize = 3;
/// So many days after it was late nobody is asked any more for one that nobody has spoken of.
const ASKED_FOR_DAYS: i32 = 7;
/// So many days after it was sent it is asked how it was taken.
const TAKEN_DAYS: i32 = 14;
/// The work on one of which nobody has said how long it takes: an hour, the middle of what is offered to choose from. Better an hour that is not needed than
/// a week that has no room for what was promised to nobody.
const WORK: Minutes = Minutes(60);
/// By so many days after a meeting that time is over, whatever holidays there were.
const LONG_OVER_DAYS: i32 = 45;

/// The days of a meeting's supplement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplementClock {
    /// The last day it is held.
    pub held_until: Date,
    /// The day it is due.
    pub due: Date,
    /// The last day on which it is not late.
    pub late_after: Date,
    /// Calendar days from the meeting to the day it is due, where they are too many to pass without a word.
    pub far: Option<u32>,
}

impl SupplementClock {
    /// For a meeting that ended on that day; `None` where the calendar of working days does not reach.
    #[must_use]
    pub fn of(meeting_day: Date, days: &WorkDays) -> Option<Self> {
        let due = days.plus(meeting_day, DUE)?;
        let far = Some(meeting_day.days_until(due)).filter(|days| *days > FAR_DAYS);
        Some(Self {
            held_until: days.plus(meeting_day, HELD)?,
            due,
            late_after: days.plus(meeting_day, LATE)?,
            far: far.and_then(|days| u32::try_from(days).ok()),
        })
    }

    /// Which working day after the meeting it is, for one that is due.
    #[must_use]
    pub fn working_day(&self, today: Date) -> u32 {
        let day = if today < self.late_after { DUE } else { LATE };
        day.unsigned_abs()
    }

    /// Where one that was not sent stands.
    #[must_use]
    pub fn unsent(&self, today: Date) -> SupplementState {
        if today < self.due {
            SupplementState::Held {
                until: self.held_until,
            }
        } else if today <= self.late_after {
            SupplementState::Due { on: self.due }
        } else {
            SupplementState::Late {
                after: self.late_after,
            }
        }
    }
}

/// A supplement that is wanted and was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingSupplement {
    /// The meeting it follows.
    pub meeting: RecordId,
    /// When that ended.
    pub ended: Instant,
    /// Whether somebody has said that there is one, or begun it; else it is one of the first meetings of a client.
    pub is_said: bool,
}

/// Where a supplement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupplementState {
    /// Not yet, on purpose.
    Held {
        /// The last day of that.
        until: Date,
    },
    /// It is to be sent now.
    Due {
        /// The day it came due.
        on: Date,
    },
    /// It should have been sent.
    Late {
        /// The last day on which it was not late.
        after: Date,
    },
    /// It was sent; how it was taken is not known yet.
    Sent {
        /// When.
        at: Instant,
    },
    /// It was sent and taken in some way.
    Taken {
        /// When it was sent.
        at: Instant,
        /// How.
        reaction: Reaction,
    },
}

impl SupplementState {
    /// Where a supplement stands today; `None` for one that was not sent and whose days are not known.
    #[must_use]
    pub fn of(
        supplement: &Supplement,
        clock: Option<&SupplementClock>,
        today: Date,
    ) -> Option<Self> {
        match (supplement.sent_at, &supplement.reaction) {
            (Some(at), Some(reaction)) => Some(Self::Taken {
                at,
                reaction: reaction.clone(),
            }),
            (Some(at), None) => Some(Self::Sent { at }),
            (None, _) => clock.map(|clock| clock.unsent(today)),
        }
    }
}

/// What is written down of a meeting's supplement.
#[must_use]
pub fn supplement_of(file: &ClientFile, meeting: RecordId) -> Option<&Supplement> {
    if file.supplements.is_empty() {
        return None;
    }
    let id = supplement_id(meeting);
    let all = &file.supplements;
    let at = all.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    all.get(at).map(|(_, supplement)| supplement)
}

/// Whether a meeting is to have one: as somebody said, else where something of it is written down, else for the first meetings of a client.
#[must_use]
pub fn wants_supplement(file: &ClientFile, meeting: RecordId) -> bool {
    is_wanted(supplement_of(file, meeting), || {
        first_held(file).contains(&meeting)
    })
}

fn is_wanted(said: Option<&Supplement>, is_among_first: impl FnOnce() -> bool) -> bool {
    let wanted = said.and_then(|said| said.wanted);
    wanted.unwrap_or_else(|| said.is_some_and(is_begun) || is_among_first())
}

/// Whether anything of it is written down, besides whether it is wanted.
pub(super) fn is_begun(supplement: &Supplement) -> bool {
    let is_written = |text: &String| !text.trim().is_empty();
    supplement.sent_at.is_some()
        || supplement.text.as_ref().is_some_and(is_written)
        || !supplement.lines.is_empty()
        || !supplement.items.is_empty()
}

/// Meetings that are over, by when they ended.
fn held(file: &ClientFile) -> Vec<(Instant, RecordId)> {
    let meetings = file.meetings.iter();
    let ended = meetings.filter_map(|(id, meeting)| match status(meeting) {
        MeetingStatus::Ended { to, .. } => Some((to, *id)),
        MeetingStatus::Planned(_) | MeetingStatus::Running(_) => None,
    });
    let mut held: Vec<_> = ended.collect();
    order::natural(&mut held);
    held
}

fn first_held(file: &ClientFile) -> Vec<RecordId> {
    let first = held(file).into_iter().take(BY_DEFAULT);
    first.map(|(_, id)| id).collect()
}

/// The supplements of a client that are wanted and were not sent, by when their meetings ended.
#[must_use]
pub fn open_supplements(file: &ClientFile) -> Vec<MeetingSupplement> {
    let held = held(file).into_iter().enumerate();
    held.filter_map(|(place, (ended, meeting))| {
        let said = supplement_of(file, meeting);
        let is_sent = said.is_some_and(|said| said.sent_at.is_some());
        let is_open = !is_sent && is_wanted(said, || place < BY_DEFAULT);
        is_open.then(|| MeetingSupplement {
            meeting,
            ended,
            is_said: said.is_some_and(|said| said.wanted == Some(true) || is_begun(said)),
        })
    })
    .collect()
}

/// Supplements of a client that were sent lately and of which nobody has said how they were taken: the meeting, when it ended, when it was sent; the one sent
/// first first.
#[must_use]
pub fn untaken_supplements(
    file: &ClientFile,
    today: Date,
    utc_offset_minutes: i32,
) -> Vec<(RecordId, Instant, Instant)> {
    let sent = held(file).into_iter().filter_map(|(ended, meeting)| {
        let supplement = supplement_of(file, meeting)?;
        let at = supplement.sent_at?;
        let day = at.local_date(utc_offset_minutes)?;
        let is_asked = supplement.reaction.is_none() && day.days_until(today) <= TAKEN_DAYS;
        is_asked.then_some((meeting, ended, at))
    });
    let mut sent: Vec<_> = sent.collect();
    order::by_key(&mut sent, |(meeting, _, at)| (*at, *meeting));
    sent
}

impl MeetingSupplement {
    /// Its days and where it stands today; `None` where nobody is to be asked for it, because nobody has spoken of it and it is long over, or where its
    /// days are not known.
    #[must_use]
    pub fn stands(
        &self,
        today: Date,
        utc_offset_minutes: i32,
        days: &WorkDays,
    ) -> Option<(SupplementClock, SupplementState)> {
        let day = self.ended.local_date(utc_offset_minutes)?;
        if !self.is_said && day.days_until(today) > LONG_OVER_DAYS {
            return None;
        }
        let clock = SupplementClock::of(day, days)?;
        let is_asked = self.is_said || clock.late_after.days_until(today) <= ASKED_FOR_DAYS;
        is_asked.then(|| (clock, clock.unsent(today)))
    }
}

/// The working time that a supplement reserves, and between which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservedTime {
    /// The meeting it follows.
    pub meeting: RecordId,
    /// How much.
    pub work: Minutes,
    /// The first working day after the meeting.
    pub from: Date,
    /// The last day it is held: it is ready when it is due.
    pub to: Date,
}

/// The working time that the supplements of a client reserve: those that are held, due or late. One that was sent needs none any more.
#[must_use]
pub fn reserved_time(
    file: &ClientFile,
    today: Date,
    utc_offset_minutes: i32,
    days: &WorkDays,
) -> Vec<ReservedTime> {
    let open = open_supplements(file).into_iter();
    open.filter_map(|open| {
        let (clock, _) = open.stands(today, utc_offset_minutes, days)?;
        let said = supplement_of(file, open.meeting);
        let work = said.and_then(|said| said.work);
        Some(ReservedTime {
            meeting: open.meeting,
            work: work.unwrap_or(WORK),
            from: days.plus(open.ended.local_date(utc_offset_minutes)?, 1)?,
            to: clock.held_until,
        })
    })
    .collect()
}

/// A line of a meeting that its supplement can go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitableLine {
    /// Which.
    pub line: RecordId,
    /// What was said.
    pub text: String,
    /// Ours alone: it can be gone back to, but its words are not in the message.
    pub is_internal: bool,
    /// Whether the supplement goes back to it.
    pub is_cited: bool,
}

/// The lines of a meeting that its supplement can go back to, in order.
#[must_use]
pub fn citable_lines(file: &ClientFile, meeting: RecordId) -> Vec<CitableLine> {
    let cited = supplement_of(file, meeting).map(|supplement| &supplement.lines);
    let line = |(id, line): &(RecordId, NoteLine)| {
        let text = line.text.as_ref()?.trim();
        (!text.is_empty()).then(|| CitableLine {
            line: *id,
            text: text.to_owned(),
            is_internal: is_internal(line),
            is_cited: cited.is_some_and(|cited| cited.contains(&id.to_string())),
        })
    };
    file.lines_of(meeting).filter_map(line).collect()
}

/// The words of the lines a meeting's supplement goes back to, as far as the client may see them.
#[must_use]
pub fn cited_for_client(file: &ClientFile, meeting: RecordId) -> Vec<String> {
    let lines = citable_lines(file, meeting).into_iter();
    lines
        .filter(|line| line.is_cited && !line.is_internal)
        .map(|line| line.text)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{OFFSET, at, held, id, line};
    use crate::records::{LineKind, Meeting};
    use std::collections::BTreeSet;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn days() -> WorkDays {
        WorkDays::new([])
    }

    #[track_caller]
    fn check_days(met: Date, expected: [Date; 3], far: Option<u32>) {
        let clock = SupplementClock::of(met, &days()).unwrap();
        let found = [clock.held_until, clock.due, clock.late_after];
        assert_eq!((found, clock.far), (expected, far), "met on {met:?}");
    }

    #[test]
    fn its_days_are_working_days_after_the_meeting() {
        // Thursday; Friday is off.
        check_days(
            date(2026, 10, 8),
            [date(2026, 10, 14), date(2026, 10, 15), date(2026, 10, 16)],
            None,
        );
        // Saturday.
        check_days(
            date(2026, 11, 21),
            [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)],
            None,
        );
        // Thursday before New Year.
        check_days(
            date(2026, 2, 12),
            [date(2026, 2, 24), date(2026, 2, 25), date(2026, 2, 26)],
            Some(13),
        );
    }

    #[test]
    fn it_goes_from_held_through_due_to_late() {
        let clock = SupplementClock::of(date(2026, 11, 18), &days()).unwrap();
        // Met on Wednesday: held until Monday, due on Tuesday, late after Wednesday.
        let nothing = Supplement::default();
        let state =
            |day: i8| SupplementState::of(&nothing, Some(&clock), date(2026, 11, day)).unwrap();
        let until = date(2026, 11, 23);
        for day in 18..=23 {
            assert_eq!(state(day), SupplementState::Held { until }, "{day}");
        }
        let on = date(2026, 11, 24);
        assert_eq!(state(24), SupplementState::Due { on });
        assert_eq!(state(25), SupplementState::Due { on });
        let after = date(2026, 11, 25);
        assert_eq!(state(26), SupplementState::Late { after });
        assert_eq!(clock.working_day(date(2026, 11, 24)), 4);
        assert_eq!(clock.working_day(date(2026, 11, 25)), 5);
    }

    #[test]
    fn the_days_off_before_it_is_due_are_days_of_holding() {
        // Met on Tuesday: the third working day is a Friday, the fourth a Monday.
        let clock = SupplementClock::of(date(2026, 11, 17), &days()).unwrap();
        let until = date(2026, 11, 20);
        for day in [21, 22] {
            let state = clock.unsent(date(2026, 11, day));
            assert_eq!(state, SupplementState::Held { until }, "{day}");
        }
        let state = clock.unsent(date(2026, 11, 23));
        assert_eq!(
            state,
            SupplementState::Due {
                on: date(2026, 11, 23)
            }
        );
    }

    #[test]
    fn what_was_sent_stands_by_itself() {
        let mut supplement = Supplement {
            sent_at: Some(at(24, 9, 0)),
            ..Supplement::default()
        };
        let today = date(2026, 11, 30);
        let state = |supplement: &Supplement| SupplementState::of(supplement, None, today);
        assert_eq!(
            state(&supplement),
            Some(SupplementState::Sent { at: at(24, 9, 0) })
        );
        supplement.reaction = Some(Reaction::Delighted);
        assert_eq!(
            state(&supplement),
            Some(SupplementState::Taken {
                at: at(24, 9, 0),
                reaction: Reaction::Delighted
            })
        );
        assert_eq!(state(&Supplement::default()), None);
    }

    /// Five meetings of a client, of which one was never held, in the order of their days.
    fn four_held() -> ClientFile {
        let planned = Meeting {
            planned_at: Some(at(1, 9, 0)),
            ..Meeting::default()
        };
        ClientFile {
            meetings: vec![
                (id(1), held(at(10, 9, 0), at(10, 10, 0))),
                (id(2), held(at(2, 9, 0), at(2, 10, 0))),
                (id(3), planned),
                (id(4), held(at(4, 9, 0), at(4, 10, 0))),
                (id(5), held(at(20, 9, 0), at(20, 10, 0))),
            ],
            ..ClientFile::default()
        }
    }

    fn say(file: &mut ClientFile, meeting: u8, supplement: Supplement) {
        file.supplements
            .push((supplement_id(id(meeting)), supplement));
        file.sort();
    }

    fn open(file: &ClientFile) -> Vec<(RecordId, bool)> {
        let open = open_supplements(file).into_iter();
        open.map(|open| (open.meeting, open.is_said)).collect()
    }

    #[test]
    fn the_first_three_that_were_held_have_one_by_default() {
        let mut file = four_held();
        assert_eq!(
            open(&file),
            [(id(2), false), (id(4), false), (id(1), false)]
        );
        assert!(wants_supplement(&file, id(1)) && !wants_supplement(&file, id(5)));
        // What somebody says goes before.
        let wanted = |wanted| Supplement {
            wanted: Some(wanted),
            ..Supplement::default()
        };
        say(&mut file, 4, wanted(false));
        say(&mut file, 5, wanted(true));
        assert_eq!(open(&file), [(id(2), false), (id(1), false), (id(5), true)]);
        assert!(!wants_supplement(&file, id(4)) && wants_supplement(&file, id(5)));
    }

    #[test]
    fn one_that_was_begun_is_wanted_and_one_that_was_sent_is_not_open() {
        let mut file = four_held();
        say(
            &mut file,
            5,
            Supplement {
                lines: BTreeSet::from([id(11).to_string()]),
                ..Supplement::default()
            },
        );
        say(
            &mut file,
            2,
            Supplement {
                sent_at: Some(at(6, 9, 0)),
                ..Supplement::default()
            },
        );
        assert_eq!(open(&file), [(id(4), false), (id(1), false), (id(5), true)]);
        assert!(wants_supplement(&file, id(2)));
    }

    #[test]
    fn it_is_asked_for_two_weeks_how_it_was_taken() {
        let mut file = four_held();
        let sent = |day: i8, reaction: Option<Reaction>| Supplement {
            sent_at: Some(at(day, 9, 0)),
            reaction,
            ..Supplement::default()
        };
        say(&mut file, 1, sent(16, None));
        say(&mut file, 2, sent(6, None));
        say(&mut file, 4, sent(10, Some(Reaction::Noted)));
        let meetings = |today: i8| {
            let found = untaken_supplements(&file, date(2026, 11, today), OFFSET);
            found
                .iter()
                .map(|(meeting, ..)| *meeting)
                .collect::<Vec<_>>()
        };
        assert_eq!(meetings(20), [id(2), id(1)]);
        assert_eq!(meetings(21), [id(1)]);
    }

    #[test]
    fn one_that_nobody_spoke_of_is_not_asked_for_for_ever() {
        let ended = Instant::from_local(date(2026, 11, 18), 600, OFFSET).unwrap();
        let asked = |is_said: bool, today: Date| {
            let open = MeetingSupplement {
                meeting: id(1),
                ended,
                is_said,
            };
            open.stands(today, OFFSET, &days()).is_some()
        };
        // Late after the 25th.
        assert!(asked(false, date(2026, 11, 18)));
        assert!(asked(false, date(2026, 12, 2)));
        assert!(!asked(false, date(2026, 12, 3)));
        assert!(!asked(false, date(2027, 3, 1)));
        assert!(asked(true, date(2026, 12, 3)));
        assert!(asked(true, date(2027, 3, 1)));
    }

    #[test]
    fn the_meetings_day_is_that_of_the_persons_zone() {
        // Half past midnight on Thursday the 19th in Taipei, Wednesday in London.
        let open = MeetingSupplement {
            meeting: id(1),
            ended: at(19, 0, 30),
            is_said: true,
        };
        let due = |offset: i32| {
            let (clock, _) = open.stands(date(2026, 11, 19), offset, &days()).unwrap();
            clock.due
        };
        assert_eq!(due(OFFSET), date(2026, 11, 25));
        assert_eq!(due(0), date(2026, 11, 24));
    }

    #[test]
    fn what_is_ours_alone_is_gone_back_to_without_its_words() {
        let mut file = ClientFile {
            meetings: vec![(id(1), held(at(22, 10, 0), at(22, 11, 0)))],
            lines: vec![
                (id(11), line(1, LineKind::Need, "想要問卷 ", at(22, 10, 1))),
                (
                    id(12),
                    line(1, LineKind::Concern, "怕沒人理", at(22, 10, 2)),
                ),
                (
                    id(13),
                    line(1, LineKind::Decision, "先做問卷", at(22, 10, 3)),
                ),
                (id(14), line(1, LineKind::Need, "", at(22, 10, 4))),
                (id(15), line(2, LineKind::Need, "另一場", at(22, 10, 5))),
            ],
            ..ClientFile::default()
        };
        say(
            &mut file,
            1,
            Supplement {
                lines: [11, 12, 15].map(|n| id(n).to_string()).into(),
                ..Supplement::default()
            },
        );
        let lines = citable_lines(&file, id(1));
        let marks: Vec<_> = lines
            .iter()
            .map(|line| (line.line, line.is_internal, line.is_cited))
            .collect();
        assert_eq!(
            marks,
            [
                (id(11), false, true),
                (id(12), true, true),
                (id(13), false, false)
            ]
        );
        assert_eq!(cited_for_client(&file, id(1)), ["想要問卷"]);
        assert_eq!(cited_for_client(&file, id(9)), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_sent_reserves_the_time_until_it_is_due() {
        let supplement = |work, sent_at| Supplement {
            wanted: Some(true),
            work,
            sent_at,
            ..Supplement::default()
        };
        let mut supplements = vec![
            (supplement_id(id(1)), supplement(Some(Minutes(120)), None)),
            (supplement_id(id(2)), supplement(None, Some(at(19, 9, 0)))),
        ];
        order::by_key(&mut supplements, |(id, _)| *id);
        let file = ClientFile {
            // Both met on Wednesday; the third a day later, and of it nobody has said anything.
            meetings: vec![
                (id(1), held(at(18, 9, 0), at(18, 10, 0))),
                (id(2), held(at(18, 13, 0), at(18, 14, 0))),
                (id(3), held(at(19, 9, 0), at(19, 10, 0))),
            ],
            supplements,
            ..ClientFile::default()
        };
        let today = date(2026, 11, 20);
        let reserved = reserved_time(&file, today, OFFSET, &days());
        assert_eq!(
            reserved,
            [
                ReservedTime {
                    meeting: id(1),
                    work: Minutes(120),
                    from: date(2026, 11, 19),
                    to: date(2026, 11, 23),
                },
                ReservedTime {
                    meeting: id(3),
                    work: WORK,
                    from: date(2026, 11, 20),
                    to: date(2026, 11, 24),
                },
            ]
        );
        // Nobody is asked any more for the one that nobody has spoken of.
        let later = reserved_time(&file, date(2027, 1, 20), OFFSET, &days());
        assert_eq!(later.len(), 1);
    }
}
