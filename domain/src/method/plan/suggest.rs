//! What to hand over to the client next, sorted into what is said in the meeting and what takes time (快速建議、花時間整理).

use std::collections::{BTreeMap, BTreeSet};

use super::item::{ItemStanding, items_of_running, pace_of, standing_of, ticks};
use crate::id::RecordId;
use crate::method::{ServiceFile, supplement_of};
use crate::order;
use crate::records::{PlanItem, PlanWait, PlanWho, SuggestionPace};

/// What can be suggested, each in the order of the items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// 快速建議: to be said in the meeting.
    pub quick: Vec<RecordId>,
    /// 花時間整理: to be worked on after it.
    pub slow: Vec<RecordId>,
    /// In reserve: a tick is missing.
    pub reserve: Vec<RecordId>,
}

/// Whether the client is to do or to hear of an item: they do it, they look at it, some advice in it is for them, or a tick was set, which
/// only suggestions have. What is done with each KOL is no advice to them.
pub(super) fn concerns_client(item: &PlanItem) -> bool {
    let advice = item.advice.as_deref().unwrap_or_default();
    let is_theirs = item.who == Some(PlanWho::Client) || item.wait_for == Some(PlanWait::Client);
    is_theirs && item.kol.is_none() || !advice.trim().is_empty() || ticks(item).is_looked_at()
}

/// How many quick suggestions a meeting has at hand, as long as the plan has any: what is said early is only known early.
const QUICK_AT_HAND: usize = 3;

/// What can be suggested next of a plan: what concerns the client, is open and not handed over, and comes after nothing that is still to be
/// done or handed over. Where that is little to say in a meeting, what the client hears of next anyway follows, in the order of the plan: to
/// come after something binds who does it, not who hears of it. What is in reserve is listed whatever it comes after.
#[must_use]
pub fn suggestions(items: &[&(RecordId, PlanItem)]) -> Suggestions {
    let all = order::map(items.iter().map(|(id, item)| (*id, item)));
    let mut found = Suggestions::default();
    let mut later = Vec::new();
    for (id, item) in items {
        match standing_of(item) {
            ItemStanding::Reserve(_) => found.reserve.push(*id),
            ItemStanding::Open if concerns_client(item) => {
                let is_quick = pace_of(item) == SuggestionPace::Quick;
                match ahead(&all, item) {
                    Ahead::Nothing if is_quick => found.quick.push(*id),
                    Ahead::Nothing => found.slow.push(*id),
                    Ahead::Open if is_quick => later.push(*id),
                    Ahead::Open | Ahead::Reserve => {}
                }
            }
            _ => {}
        }
    }
    let missing = QUICK_AT_HAND.saturating_sub(found.quick.len());
    found.quick.extend(later.into_iter().take(missing));
    found
}

/// The suggestions a meeting's supplement works out: plan by plan, each in its order.
#[must_use]
pub fn worked_out(file: &ServiceFile, meeting: RecordId) -> Vec<&(RecordId, PlanItem)> {
    let Some(own) = supplement_of(&file.base, meeting) else {
        return Vec::new();
    };
    let all = file.items.iter();
    let mut items: Vec<_> = all
        .filter(|(id, _)| own.items.contains(&id.to_string()))
        .collect();
    order::by_key(&mut items, |(id, item)| {
        (item.engagement, item.place.is_none(), item.place, *id)
    });
    items
}

/// What they are called, for the message; one without a title is not named.
#[must_use]
pub fn titles_for_client(file: &ServiceFile, meeting: RecordId) -> Vec<String> {
    let titles = worked_out(file, meeting).into_iter();
    let titles = titles.filter_map(|(_, item)| Some(item.title.as_deref()?.trim()));
    titles
        .filter(|title| !title.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What was handed over in a meeting, by its title, in the order of the plans: what the client gets in writing.
#[must_use]
pub fn handed_titles(file: &ServiceFile, meeting: RecordId) -> Vec<String> {
    let items = items_of_running(file).into_iter();
    let handed = items.filter(|(_, item)| is_handed_in(item, meeting));
    let titles = handed.filter_map(|(_, item)| Some(item.title.as_deref()?.trim()));
    titles
        .filter(|title| !title.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a meeting lists: what can be suggested next, what was handed over in this meeting and what its supplement works out, so that either can
/// be taken back.
#[must_use]
pub fn suggestions_in(file: &ServiceFile, meeting: RecordId) -> Suggestions {
    let items = items_of_running(file);
    let found = suggestions(&items);
    let noted = worked_out(file, meeting).into_iter().map(|(id, _)| *id);
    let noted: Vec<RecordId> = noted.collect();
    let ids = |is_listed: &dyn Fn(RecordId, &PlanItem) -> bool| -> Vec<RecordId> {
        let listed = items.iter().filter(|(id, item)| is_listed(*id, item));
        listed.map(|(id, _)| *id).collect()
    };
    let quick = ids(&|id, item| found.quick.contains(&id) || is_handed_in(item, meeting));
    let mut slow = ids(&|id, _| found.slow.contains(&id) || noted.contains(&id));
    // Of an engagement that is over meanwhile.
    let rest: Vec<RecordId> = noted.into_iter().filter(|id| !slow.contains(id)).collect();
    slow.extend(rest);
    Suggestions {
        quick,
        slow,
        reserve: found.reserve,
    }
}

/// Whether an item was handed over in that meeting, and nothing has become of it since but the client's word.
fn is_handed_in(item: &PlanItem, meeting: RecordId) -> bool {
    let is_handed = matches!(
        standing_of(item),
        ItemStanding::Handed | ItemStanding::Adopted | ItemStanding::NotAdopted
    );
    is_handed && item.handed_in == Some(meeting)
}

/// What stands before an item.
enum Ahead {
    /// All of it is done or handed over.
    Nothing,
    /// Some of it is still to be done or handed over.
    Open,
    /// Some of it is in reserve: what comes after it is not spoken of.
    Reserve,
}

/// What an item comes after. What is not in the plan now is looked through to what that comes after.
fn ahead(all: &BTreeMap<RecordId, &PlanItem>, item: &PlanItem) -> Ahead {
    let mut found = Ahead::Nothing;
    let mut seen = BTreeSet::new();
    let mut left: Vec<&String> = item.after.iter().collect();
    while let Some(id) = left.pop() {
        if !seen.insert(id) {
            continue;
        }
        let before = id.parse().ok().and_then(|id: RecordId| all.get(&id));
        let Some(before) = before else {
            continue;
        };
        match standing_of(before) {
            ItemStanding::Done
            | ItemStanding::Handed
            | ItemStanding::Adopted
            | ItemStanding::NotAdopted => {}
            ItemStanding::Dropped | ItemStanding::Parked | ItemStanding::Drawer => {
                left.extend(&before.after);
            }
            ItemStanding::Open => {
                found = Ahead::Open;
                left.extend(&before.after);
            }
            ItemStanding::Reserve(_) => return Ahead::Reserve,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refs, settled};
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::method::{ClientFile, supplement_id};
    use crate::records::{Engagement, EngagementState, PlanState, Supplement};
    use crate::values::{Minutes, Outcome};
    use std::sync::Arc;

    fn for_client(after: &[u8]) -> PlanItem {
        PlanItem {
            who: Some(PlanWho::Client),
            work: Some(Minutes(30)),
            after: after.iter().map(|n| id(*n).to_string()).collect(),
            ..PlanItem::default()
        }
    }

    #[test]
    fn what_concerns_the_client_is_suggested_by_pace() {
        let ours = PlanItem {
            who: Some(PlanWho::Us),
            ..PlanItem::default()
        };
        let items = [
            (id(1), for_client(&[])),
            (id(2), ours.clone()),
            (
                id(3),
                PlanItem {
                    wait_for: Some(PlanWait::Client),
                    work: Some(Minutes(120)),
                    ..ours.clone()
                },
            ),
            (
                id(4),
                PlanItem {
                    advice: Some("three colours, not eight".into()),
                    ..ours.clone()
                },
            ),
            (
                id(5),
                PlanItem {
                    advice: Some(" ".into()),
                    ..ours.clone()
                },
            ),
            (
                id(6),
                PlanItem {
                    able: Some(true),
                    ..ours.clone()
                },
            ),
            (
                id(7),
                PlanItem {
                    willing: Some(false),
                    ..ours
                },
            ),
            (
                id(8),
                PlanItem {
                    handed_at: Some(at(20, 9, 0)),
                    ..for_client(&[])
                },
            ),
        ];
        let found = suggestions(&refs(&items));
        assert_eq!(found.quick, [id(1), id(4), id(6)]);
        assert_eq!(found.slow, [id(3)]);
        assert_eq!(found.reserve, [id(7)]);
    }

    #[test]
    fn what_takes_time_waits_until_what_it_comes_after_is_done_or_handed_over() {
        let slow = PlanItem {
            pace: Some(SuggestionPace::Slow),
            ..for_client(&[1])
        };
        let mut items = [(id(1), for_client(&[])), (id(2), slow)];
        assert_eq!(suggestions(&refs(&items)).slow, []);
        items[0].1.handed_at = Some(at(20, 9, 0));
        assert_eq!(suggestions(&refs(&items)).slow, [id(2)]);
    }

    #[test]
    fn three_can_be_said_where_the_plan_has_as_many_and_the_next_ones_come_first() {
        let items: Vec<_> = [&[2][..], &[], &[1], &[3], &[]]
            .into_iter()
            .zip(1..)
            .map(|(after, n)| (id(n), for_client(after)))
            .collect();
        assert_eq!(suggestions(&refs(&items)).quick, [id(2), id(5), id(1)]);
        assert_eq!(suggestions(&refs(&items[2..])).quick, [id(3), id(5), id(4)]);
    }

    #[test]
    fn what_comes_after_what_they_cannot_do_is_not_spoken_of() {
        let mut items = [(id(1), for_client(&[])), (id(2), for_client(&[1, 99]))];
        assert_eq!(suggestions(&refs(&items)).quick, [id(1), id(2)]);
        items[0].1.able = Some(false);
        assert_eq!(suggestions(&refs(&items)).quick, []);
        items[0].1.handed_at = Some(at(20, 9, 0));
        assert_eq!(suggestions(&refs(&items)).quick, [id(2)]);
        items[0].1.outcome = settled(PlanState::Done);
        assert_eq!(suggestions(&refs(&items)).quick, [id(2)]);
    }

    #[test]
    fn a_meeting_lists_what_was_handed_over_in_it_and_what_its_supplement_works_out() {
        let of = |engagement, item: PlanItem| PlanItem {
            engagement: Some(id(engagement)),
            ..item
        };
        let handed_in = |meeting| PlanItem {
            handed_at: Some(at(20, 9, 0)),
            handed_in: Some(id(meeting)),
            ..for_client(&[])
        };
        let slow = |title: &str| PlanItem {
            pace: Some(SuggestionPace::Slow),
            title: Some(title.into()),
            ..for_client(&[])
        };
        let own = Supplement {
            items: [id(5), id(6), id(7), id(99)]
                .map(|id| id.to_string())
                .into(),
            ..Supplement::default()
        };
        let over = Engagement {
            outcome: Some(Outcome {
                state: EngagementState::Reached,
                at: at(20, 9, 0),
            }),
            ..Engagement::default()
        };
        let file = ServiceFile {
            base: Arc::new(ClientFile {
                engagements: vec![(id(1), Engagement::default()), (id(2), over)],
                supplements: vec![(supplement_id(id(9)), own)],
                ..ClientFile::default()
            }),
            items: vec![
                (
                    id(1),
                    of(
                        1,
                        PlanItem {
                            title: Some(" pixel ".into()),
                            ..handed_in(9)
                        },
                    ),
                ),
                (id(2), of(1, handed_in(8))),
                (id(3), of(1, for_client(&[]))),
                (id(4), of(1, slow("not noted"))),
                (id(5), of(1, slow(" shelf life "))),
                (id(6), of(2, slow("of one that is over"))),
                (id(7), of(1, PlanItem::default())),
            ],
            ..ServiceFile::default()
        };
        let found = suggestions_in(&file, id(9));
        assert_eq!(found.quick, [id(1), id(3)]);
        assert_eq!(found.slow, [id(4), id(5), id(7), id(6)]);
        assert_eq!(
            titles_for_client(&file, id(9)),
            ["shelf life", "of one that is over"]
        );
        assert_eq!(handed_titles(&file, id(9)), ["pixel"]);
        assert_eq!(handed_titles(&file, id(8)), Vec::<String>::new());
        let other = suggestions_in(&file, id(8));
        assert_eq!(other.quick, [id(2), id(3)]);
        assert_eq!(other.slow, [id(4), id(5)]);
        assert_eq!(
            worked_out(&file, id(8)),
            Vec::<&(RecordId, PlanItem)>::new()
        );
    }

    #[test]
    fn what_is_out_of_the_plan_is_looked_through() {
        let mut items = [
            (id(1), for_client(&[])),
            (id(2), for_client(&[1])),
            (id(3), for_client(&[2])),
        ];
        items[2].1.pace = Some(SuggestionPace::Slow);
        items[1].1.parked = Some(true);
        assert_eq!(suggestions(&refs(&items)).slow, []);
        items[0].1.outcome = settled(PlanState::Done);
        assert_eq!(suggestions(&refs(&items)).slow, [id(3)]);
        // A circle somebody made ends, too.
        items[1].1.after = [id(3).to_string(), id(2).to_string()].into();
        items[2].1.after = [id(2).to_string()].into();
        assert_eq!(suggestions(&refs(&items)).slow, []);
        items[2].1.outcome = settled(PlanState::Dropped);
        items[1].1.parked = None;
        items[1].1.pace = Some(SuggestionPace::Slow);
        assert_eq!(suggestions(&refs(&items)), Suggestions::default());
    }
}
