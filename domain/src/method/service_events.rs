//! What the service file adds to the timeline (時間軸): what was decided before signing, talks about cost, reminders, questions answered, hand-overs. The
//! timeline puts these among what the client file tells.

use std::collections::BTreeMap;

use super::{ServiceFile, hand_overs, talk_sum};
use crate::id::RecordId;
use crate::records::ScreeningDecision;
use crate::values::{Date, Instant, Rate};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceEvent {
    /// The record that tells of it.
    pub record: RecordId,
    /// When.
    pub at: Instant,
    /// What.
    pub what: ServiceWhat,
}

/// What it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceWhat {
    /// 選品評估: it was decided whether to sign.
    Screened {
        /// How.
        decision: ScreeningDecision,
        /// Why.
        reason: Option<String>,
        /// For which engagement.
        engagement: Option<String>,
    },
    /// 打預防針.
    CostTalk {
        /// What the shares come to, as far as any was said.
        sum: Option<Rate>,
        /// What they said to it.
        note: Option<String>,
    },
    /// 提醒: they were reminded of a promise.
    Nudged {
        /// Of which; none if it is gone.
        promise: Option<String>,
    },
    /// 資源評估: questions were answered, all of one day together.
    Answered {
        /// How many.
        count: u32,
    },
    /// 交接.
    HandedOver {
        /// Who looked after them.
        from: Option<String>,
        /// Who does since.
        to: Option<String>,
        /// What to mind.
        note: Option<String>,
    },
}

/// Everything of the kind, in no order. `oldest` knows when an answer was written down that does not say it.
#[must_use]
pub fn service_events(
    file: &ServiceFile,
    oldest: &dyn Fn(&str, RecordId) -> Option<Instant>,
    utc_offset_minutes: i32,
) -> Vec<ServiceEvent> {
    let mut events = Vec::new();
    let mut happened = |record, at: Option<Instant>, what| {
        events.extend(at.map(|at| ServiceEvent { record, at, what }));
    };
    for (id, screening) in &file.screenings {
        if let Some(decision) = screening.decision.clone() {
            let mut engagements = file.base.engagements.iter();
            let engagement = engagements.find(|(id, _)| Some(*id) == screening.engagement);
            let at = screening.decided_at.or_else(|| oldest("screening", *id));
            let what = ServiceWhat::Screened {
                decision,
                reason: screening.reason.clone(),
                engagement: engagement.and_then(|(_, own)| own.title.clone()),
            };
            happened(*id, at, what);
        }
    }
    for (id, talk) in &file.cost_talks {
        let what = ServiceWhat::CostTalk {
            sum: talk_sum(talk),
            note: talk.note.clone(),
        };
        happened(*id, talk.at, what);
    }
    for (id, nudge) in &file.nudges {
        let mut tasks = file.base.tasks.iter();
        let task = tasks.find(|(id, _)| Some(*id) == nudge.task);
        let what = ServiceWhat::Nudged {
            promise: task.and_then(|(_, task)| task.title.clone()),
        };
        happened(*id, nudge.at, what);
    }
    for (id, own) in hand_overs(file) {
        let what = ServiceWhat::HandedOver {
            from: own.from.clone(),
            to: own.to.clone(),
            note: own.note.clone(),
        };
        happened(*id, own.at, what);
    }
    let mut days: BTreeMap<Date, (Instant, RecordId, u32)> = BTreeMap::new();
    for (id, answer) in &file.answers {
        let at = answer.chosen_at.or_else(|| oldest("answer", *id));
        let day = at.and_then(|at| at.local_date(utc_offset_minutes));
        if let Some((at, day)) = at.zip(day) {
            let (last, record, count) = days.entry(day).or_insert((at, *id, 0));
            if at > *last {
                (*last, *record) = (at, *id);
            }
            *count += 1;
        }
    }
    for (at, record, count) in days.into_values() {
        happened(record, Some(at), ServiceWhat::Answered { count });
    }
    events
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::ClientFile;
    use crate::method::client_file::testing::{OFFSET, at, id, task};
    use crate::order;
    use crate::records::{Answer, CostTalk, Engagement, HandOver, Nudge, Screening, Side};

    fn no(_: &str, _: RecordId) -> Option<Instant> {
        None
    }

    #[test]
    fn each_stands_where_it_happened_and_says_what_it_was() {
        let base = ClientFile {
            engagements: vec![(
                id(1),
                Engagement {
                    title: Some("募資".into()),
                    ..Engagement::default()
                },
            )],
            tasks: vec![(id(2), task(Side::Theirs, "報價", None))],
            hand_overs: vec![(
                id(3),
                HandOver {
                    to: Some("陳安".into()),
                    at: Some(at(5, 9, 0)),
                    ..HandOver::default()
                },
            )],
            ..ClientFile::default()
        };
        let decided = Screening {
            engagement: Some(id(1)),
            decision: Some(ScreeningDecision::Wait),
            reason: Some("等打樣".into()),
            decided_at: Some(at(1, 9, 0)),
            ..Screening::default()
        };
        let talk = CostTalk {
            at: Some(at(2, 9, 0)),
            ads_share: Some(Rate(2_500)),
            hidden_share: Some(Rate(500)),
            ..CostTalk::default()
        };
        let nudge = |task, d| Nudge {
            task: Some(task),
            at: Some(at(d, 9, 0)),
            ..Nudge::default()
        };
        let file = ServiceFile {
            base: Arc::new(base),
            screenings: vec![(id(11), decided), (id(12), Screening::default())],
            cost_talks: vec![(id(13), talk), (id(14), CostTalk::default())],
            nudges: vec![(id(15), nudge(id(2), 3)), (id(16), nudge(id(9), 4))],
            ..ServiceFile::default()
        };
        let mut events = service_events(&file, &no, OFFSET);
        order::by_key(&mut events, |event| event.at);
        let expected = [
            (
                id(11),
                ServiceWhat::Screened {
                    decision: ScreeningDecision::Wait,
                    reason: Some("等打樣".into()),
                    engagement: Some("募資".into()),
                },
            ),
            (
                id(13),
                ServiceWhat::CostTalk {
                    sum: Some(Rate(3_000)),
                    note: None,
                },
            ),
            (
                id(15),
                ServiceWhat::Nudged {
                    promise: Some("報價".into()),
                },
            ),
            (id(16), ServiceWhat::Nudged { promise: None }),
            (
                id(3),
                ServiceWhat::HandedOver {
                    from: None,
                    to: Some("陳安".into()),
                    note: None,
                },
            ),
        ];
        let found: Vec<_> = events
            .into_iter()
            .map(|event| (event.record, event.what))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_answers_of_a_day_stand_together_at_the_last_of_them() {
        let answer = |chosen_at| Answer {
            chosen_at,
            ..Answer::default()
        };
        let file = ServiceFile {
            answers: vec![
                (id(1), answer(Some(at(10, 9, 0)))),
                (id(2), answer(Some(at(10, 23, 30)))),
                (id(3), answer(Some(at(11, 0, 10)))),
                (id(4), answer(None)),
            ],
            ..ServiceFile::default()
        };
        let days = |oldest: &dyn Fn(&str, RecordId) -> Option<Instant>| {
            let all = service_events(&file, oldest, OFFSET).into_iter();
            all.map(|event| (event.record, event.at, event.what))
                .collect::<Vec<_>>()
        };
        let of = |count| ServiceWhat::Answered { count };
        assert_eq!(
            days(&no),
            [
                (id(2), at(10, 23, 30), of(2)),
                (id(3), at(11, 0, 10), of(1))
            ]
        );
        let written = |kind: &str, _| (kind == "answer").then(|| at(11, 8, 0));
        assert_eq!(days(&written)[1], (id(4), at(11, 8, 0), of(2)));
    }
}
