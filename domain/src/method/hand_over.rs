//! 交接: a client goes from one of us to another, with everything that is open.
//!
//! Whose something is follows the client: what we promised, the items that we do, supplements and planned meetings name nobody of us, so they are whoever's the
//! client is. An item that names the one who hands over names the one who takes over from then on. The one who handed over stands as deputy, so that there is
//! somebody to ask, and to give the client back to.

use super::{
    MeetingStatus, MeetingSupplement, Promise, ServiceFile, is_plan_item_open, items_of_running,
    open_promises, open_supplements, status,
};
use crate::id::RecordId;
use crate::order;
use crate::records::{Client, Edit, HandOver, PlanItem, PlanWho, client, hand_over, plan_item};
use crate::values::Instant;

/// What goes along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoesAlong {
    /// What we promised and have not kept yet, soonest first.
    pub ours: Vec<Promise>,
    /// What they promised: somebody has to look after it.
    pub theirs: Vec<Promise>,
    /// Items of the plans that go on which we do: their ids and titles, in the order of the plan.
    pub items: Vec<(RecordId, Option<String>)>,
    /// Supplements that are wanted and were not sent.
    pub supplements: Vec<MeetingSupplement>,
    /// Meetings that are planned and when, the next first.
    pub meetings: Vec<(RecordId, Instant)>,
}

/// What goes along with a client who is handed over.
#[must_use]
pub fn goes_along(file: &ServiceFile) -> GoesAlong {
    let (ours, theirs) = open_promises(&file.base)
        .into_iter()
        .partition(|promise| promise.ours);
    let items = items_of_running(file).into_iter();
    let items = items.filter(|(_, item)| is_to_do(item));
    let planned = file.base.meetings.iter();
    let planned = planned.filter_map(|(id, meeting)| match status(meeting) {
        MeetingStatus::Planned(at) => Some((*id, at?)),
        MeetingStatus::Running(_) | MeetingStatus::Ended { .. } => None,
    });
    let mut meetings: Vec<_> = planned.collect();
    order::by_key(&mut meetings, |(id, at)| (*at, *id));
    GoesAlong {
        ours,
        theirs,
        items: items.map(|(id, item)| (*id, item.title.clone())).collect(),
        supplements: open_supplements(&file.base),
        meetings,
    }
}

/// Whether we do an item, and it is still to be done.
fn is_to_do(item: &PlanItem) -> bool {
    matches!(item.who, None | Some(PlanWho::Us)) && is_plan_item_open(item)
}

/// The edits of a hand-over: one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// Of the client.
    pub client: Vec<Edit>,
    /// Of items that named who hands over.
    pub items: Vec<(RecordId, Edit)>,
    /// Of the hand-over itself.
    pub record: Vec<Edit>,
}

/// Hands a client over to somebody, who is named. `by` hands over where nobody is written down as looking after the client.
#[must_use]
pub fn handed_over(file: &ServiceFile, by: &str, to: &str, note: &str, now: Instant) -> HandedOver {
    let own = &file.base.client;
    let owner = own.owner.as_deref().map(str::trim);
    let from = owner.filter(|name| !name.is_empty()).unwrap_or(by.trim());
    let to = to.trim();
    let from_edit =
        |field: crate::records::Field<Option<String>>| (!from.is_empty()).then(|| field.set(from));
    // Where nobody is known to hand over, an item that names nobody is not theirs.
    let named = items_of_running(file).into_iter().filter(|(_, item)| {
        let name = item.who_name.as_deref().map(str::trim);
        is_to_do(item) && !from.is_empty() && name == Some(from)
    });
    let note = note.trim();
    let mut record = vec![hand_over::to().set(to), hand_over::at().set(&now)];
    record.extend(from_edit(hand_over::from()));
    record.extend((!note.is_empty()).then(|| hand_over::note().set(note)));
    let mut client = vec![client::owner().set(to)];
    client.extend(from_edit(client::deputy()).filter(|_| from != to));
    HandedOver {
        client,
        items: named
            .map(|(id, _)| (*id, plan_item::who_name().set(to)))
            .collect(),
        record,
    }
}

/// Whether a client went to somebody of that name: as both are written, but for space around them. Nobody's name is nobody's.
#[must_use]
pub fn is_taken_over_by(to: Option<&str>, name: &str) -> bool {
    let to = to.map(str::trim).unwrap_or_default();
    !to.is_empty() && to == name.trim()
}

/// Who may take over a client, by name, each once: the deputy first, then colleagues, then who looks after other clients; not who looks after this one.
///
/// `devices` says of every device there ever was whose it is and whether it was shut out. Whoever has none left is one of us no longer, and is not offered
/// whatever else still names them.
#[must_use]
pub fn takers<'a>(
    client: &'a Client,
    devices: &'a [(String, bool)],
    owners: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let of = |shut_out: bool| {
        let devices = devices.iter().filter(|(_, own)| *own == shut_out);
        let names = devices.map(|(name, _)| name.trim());
        order::set(names)
    };
    let (here, mut gone) = (of(false), of(true));
    gone.retain(|name| !here.contains(name));
    let owner = client.owner.as_deref().map(str::trim);
    let mut names = Vec::new();
    let all = client.deputy.as_deref().into_iter();
    for name in all.chain(here).chain(owners).map(str::trim) {
        let is_offered = !name.is_empty() && owner != Some(name) && !gone.contains(name);
        if is_offered && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The hand-overs of a client, the last first.
#[must_use]
pub fn hand_overs(file: &ServiceFile) -> Vec<&(RecordId, HandOver)> {
    let all = file.base.hand_overs.iter();
    let mut all: Vec<_> = all.filter(|(_, own)| own.at.is_some()).collect();
    order::by_key(&mut all, |(id, own)| std::cmp::Reverse((own.at, *id)));
    all
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::method::ClientFile;
    use crate::method::client_file::testing::{at, day, held, id, task};
    use crate::records::{
        Engagement, EngagementState, Meeting, PERSON_NAME_CHARS, PlanState, Side, Supplement,
        validate,
    };
    use crate::values::Outcome;

    fn item(change: impl FnOnce(&mut PlanItem)) -> PlanItem {
        let mut item = PlanItem {
            engagement: Some(id(1)),
            ..PlanItem::default()
        };
        change(&mut item);
        item
    }

    fn file(owner: Option<&str>) -> ServiceFile {
        let ended = Engagement {
            outcome: Some(Outcome {
                state: EngagementState::Reached,
                at: at(1, 9, 0),
            }),
            ..Engagement::default()
        };
        let planned = |d| Meeting {
            planned_at: Some(at(d, 9, 0)),
            ..Meeting::default()
        };
        let mut kept = task(Side::Ours, "範本", None);
        kept.outcome = Some(Outcome {
            state: crate::records::TaskState::Done,
            at: at(2, 9, 0),
        });
        let base = ClientFile {
            client: Client {
                owner: owner.map(str::to_owned),
                ..Client::default()
            },
            engagements: vec![(id(1), Engagement::default()), (id(2), ended)],
            meetings: vec![
                (id(3), held(at(18, 10, 0), at(18, 11, 0))),
                (id(4), planned(30)),
                (id(5), planned(28)),
            ],
            tasks: vec![
                (id(21), task(Side::Ours, "報價", Some(day(25)))),
                (id(22), task(Side::Theirs, "照片", None)),
                (id(23), kept),
            ],
            supplements: vec![(id(31), Supplement::default())],
            ..ClientFile::default()
        };
        let settled = Outcome {
            state: PlanState::Done,
            at: at(2, 9, 0),
        };
        ServiceFile {
            base: Arc::new(base),
            items: vec![
                (id(11), item(|item| item.who_name = Some(" 林小滿".into()))),
                (id(12), item(|item| item.who_name = Some("外包".into()))),
                (id(13), item(|item| item.who = Some(PlanWho::Client))),
                (id(14), item(|item| item.outcome = Some(settled))),
                (id(15), item(|item| item.engagement = Some(id(2)))),
            ],
            ..ServiceFile::default()
        }
    }

    #[test]
    fn what_is_open_goes_along() {
        let along = goes_along(&file(None));
        let tasks = |promises: &[Promise]| promises.iter().map(|one| one.task).collect::<Vec<_>>();
        assert_eq!(
            (tasks(&along.ours), tasks(&along.theirs)),
            (vec![id(21)], vec![id(22)])
        );
        let items: Vec<_> = along.items.iter().map(|(id, _)| *id).collect();
        assert_eq!(items, [id(11), id(12)]);
        // Of the meeting that was held.
        assert_eq!(along.supplements.len(), 1);
        let meetings: Vec<_> = along.meetings.iter().map(|(id, _)| *id).collect();
        assert_eq!(meetings, [id(5), id(4)]);
    }

    #[test]
    fn the_client_is_theirs_who_handed_over_is_deputy_and_items_by_name_follow() {
        let done = handed_over(
            &file(Some("林小滿")),
            "我",
            " 陳安 ",
            " 老闆怕冷場 ",
            at(22, 9, 0),
        );
        assert_eq!(
            done.client,
            [client::owner().set("陳安"), client::deputy().set("林小滿")]
        );
        assert_eq!(done.items, [(id(11), plan_item::who_name().set("陳安"))]);
        assert_eq!(
            done.record,
            [
                hand_over::to().set("陳安"),
                hand_over::at().set(&at(22, 9, 0)),
                hand_over::from().set("林小滿"),
                hand_over::note().set("老闆怕冷場"),
            ]
        );
    }

    #[test]
    fn where_nobody_looked_after_them_whoever_does_it_hands_over() {
        let done = handed_over(&file(Some(" ")), "我", "陳安", "", at(22, 9, 0));
        assert_eq!(done.record[2..], [hand_over::from().set("我")]);
        assert_eq!(done.client[1..], [client::deputy().set("我")]);
        let alone = handed_over(&file(None), "陳安", "陳安", "", at(22, 9, 0));
        assert_eq!(alone.client, [client::owner().set("陳安")]);
    }

    #[test]
    fn where_nobody_is_known_to_hand_over_items_that_name_nobody_stay_as_they_are() {
        let mut file = file(None);
        let unnamed = [Some(String::new()), Some(" ".into()), None];
        for ((_, item), name) in file.items.iter_mut().zip(unnamed) {
            item.who_name = name;
            item.who = None;
        }
        let done = handed_over(&file, " ", "陳安", "", at(22, 9, 0));
        assert_eq!(done.items, []);
        assert_eq!(done.client, [client::owner().set("陳安")]);
        assert_eq!(done.record.len(), 2);
    }

    #[test]
    fn the_longest_name_of_an_account_fits_wherever_a_hand_over_writes_it() {
        let long = "長".repeat(PERSON_NAME_CHARS as usize);
        let mut file = file(Some(&long));
        for (_, item) in &mut file.items {
            item.who_name = Some(long.clone());
        }
        let other = "安".repeat(PERSON_NAME_CHARS as usize);
        let mut fits = Vec::new();
        for owner in [Some(long.clone()), None] {
            Arc::make_mut(&mut file.base).client.owner = owner;
            let done = handed_over(&file, &long, &other, "", at(22, 9, 0));
            assert!(!done.items.is_empty());
            let items = done.items.into_iter().map(|(_, edit)| edit).collect();
            let kinds = [
                ("client", done.client),
                ("hand_over", done.record),
                ("plan_item", items),
            ];
            for (kind, edits) in kinds {
                let edits = edits.iter();
                fits.extend(
                    edits.map(|edit| validate(kind, edit.field.as_str(), edit.value.as_bytes())),
                );
            }
        }
        assert!(fits.len() > 8);
        assert!(fits.iter().all(Result::is_ok), "{fits:?}");
    }

    #[test]
    fn a_client_is_known_to_be_taken_over_by_who_took_it_over_alone() {
        assert!(is_taken_over_by(Some("陳安 "), " 陳安"));
        assert!(!is_taken_over_by(Some("陳安"), "林小滿"));
        for nobody in [None, Some(""), Some(" ")] {
            assert!(!is_taken_over_by(nobody, " "));
        }
    }

    #[test]
    fn colleagues_are_offered_and_who_has_left_is_not() {
        let client = Client {
            owner: Some("林小滿 ".into()),
            deputy: Some(" 陳安".into()),
            ..Client::default()
        };
        let devices = [
            ("林小滿", false),
            ("阿哲", false),
            ("阿哲", true),
            ("離職的人", true),
            ("離職的人", true),
            ("陳安", false),
            (" ", false),
        ];
        let devices = devices.map(|(name, shut_out)| (name.to_owned(), shut_out));
        let owners = ["離職的人", "外部顧問", " 阿哲 "];
        assert_eq!(
            takers(&client, &devices, owners),
            ["陳安", "阿哲", "外部顧問"]
        );
        let left = Client {
            deputy: Some("離職的人".into()),
            ..Client::default()
        };
        assert_eq!(takers(&left, &devices, []), ["林小滿", "阿哲", "陳安"]);
    }

    #[test]
    fn the_last_hand_over_comes_first() {
        let mut base = ClientFile::default();
        let of = |d: Option<i8>| HandOver {
            at: d.map(|d| at(d, 9, 0)),
            ..HandOver::default()
        };
        base.hand_overs = vec![
            (id(1), of(Some(20))),
            (id(2), of(None)),
            (id(3), of(Some(21))),
        ];
        let file = ServiceFile {
            base: Arc::new(base),
            ..ServiceFile::default()
        };
        let ids: Vec<_> = hand_overs(&file).iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [id(3), id(1)]);
    }
}
