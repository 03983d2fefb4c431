//! An item of a plan: how it stands, and where.

use super::tiers::{SECTIONS, counts_in, lists};
use crate::id::RecordId;
use crate::method::{ServiceFile, running_engagements};
use crate::order;
use crate::records::{
    Adoption, Edit, Field, PlanItem, PlanList, PlanSection, PlanState, PlanWho, SuggestionPace,
    Tier, plan_item,
};
use crate::values::{Instant, Minutes};

/// The longest work on what is said in the meeting itself.
const QUICK_MINUTES: Minutes = Minutes(30);

/// The items of an engagement's plan, by place; of one place, KOL by KOL. Those without a place come last.
#[must_use]
pub fn plan_items(file: &ServiceFile, engagement: RecordId) -> Vec<&(RecordId, PlanItem)> {
    let all = file.items.iter();
    let mut items: Vec<_> = all
        .filter(|(_, item)| item.engagement == Some(engagement))
        .collect();
    order::by_key(&mut items, |(id, item)| {
        (item.place.is_none(), item.place, item.kol, *id)
    });
    items
}

/// The items of all engagements of a client that go on, those of the newest first; each plan in its order.
#[must_use]
pub fn items_of_running(file: &ServiceFile) -> Vec<&(RecordId, PlanItem)> {
    let running = running_engagements(&file.base).into_iter();
    running
        .flat_map(|(engagement, _)| plan_items(file, *engagement))
        .collect()
}

/// What a suggestion has to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// 能力可執行.
    Able,
    /// 願意做.
    Willing,
    /// 資源可負擔.
    Affordable,
}

impl Tick {
    /// All three, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Able, Self::Willing, Self::Affordable];

    /// Where it is kept.
    #[must_use]
    pub const fn field(self) -> Field<Option<bool>> {
        match self {
            Self::Able => plan_item::able(),
            Self::Willing => plan_item::willing(),
            Self::Affordable => plan_item::affordable(),
        }
    }

    /// What saying yes or no sets; said once more it is taken back, and nobody has looked.
    #[must_use]
    pub fn say(self, said: Option<bool>, now: bool) -> Edit {
        let next = (said != Some(now)).then_some(now);
        self.field().put(next.as_ref())
    }
}

/// The three ticks of a suggestion; `None` where nobody has looked yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// 能力可執行.
    pub able: Option<bool>,
    /// 願意做.
    pub willing: Option<bool>,
    /// 資源可負擔.
    pub affordable: Option<bool>,
}

impl Ticks {
    fn all(self) -> [(Tick, Option<bool>); 3] {
        [
            (Tick::Able, self.able),
            (Tick::Willing, self.willing),
            (Tick::Affordable, self.affordable),
        ]
    }

    /// Those that are missing: one is enough to keep the suggestion in reserve.
    #[must_use]
    pub fn missing(self) -> Vec<Tick> {
        let all = self.all().into_iter();
        all.filter_map(|(tick, said)| (said == Some(false)).then_some(tick))
            .collect()
    }

    /// What was said of one.
    #[must_use]
    pub fn said(self, tick: Tick) -> Option<bool> {
        match tick {
            Tick::Able => self.able,
            Tick::Willing => self.willing,
            Tick::Affordable => self.affordable,
        }
    }

    /// Those nobody has looked at.
    #[must_use]
    pub fn unseen(self) -> Vec<Tick> {
        let all = self.all().into_iter();
        all.filter_map(|(tick, said)| said.is_none().then_some(tick))
            .collect()
    }

    /// Whether anybody has looked at any of them.
    #[must_use]
    pub fn is_looked_at(self) -> bool {
        self.all().iter().any(|(_, said)| said.is_some())
    }
}

/// The ticks of an item.
#[must_use]
pub fn ticks(item: &PlanItem) -> Ticks {
    Ticks {
        able: item.able,
        willing: item.willing,
        affordable: item.affordable,
    }
}

/// How an item stands: what became of it before where it was put, that before what the client made of it, that before the ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemStanding {
    /// To be done.
    Open,
    /// In reserve: these ticks are missing.
    Reserve(Vec<Tick>),
    /// Handed over; nobody knows yet whether they do it.
    Handed,
    /// Handed over, and they do it.
    Adopted,
    /// Handed over, and they do not.
    NotAdopted,
    /// Done.
    Done,
    /// Left out.
    Dropped,
    /// Beyond the list of the tier.
    Parked,
    /// In the drawer, if it comes up.
    Drawer,
}

/// How an item stands. One that ended in a way this version does not know is left out.
#[must_use]
pub fn standing_of(item: &PlanItem) -> ItemStanding {
    if let Some(outcome) = &item.outcome {
        return match outcome.state {
            PlanState::Done => ItemStanding::Done,
            PlanState::Dropped | PlanState::Other(_) => ItemStanding::Dropped,
        };
    }
    if item.parked == Some(true) {
        return ItemStanding::Parked;
    }
    if item.drawer == Some(true) {
        return ItemStanding::Drawer;
    }
    if item.handed_at.is_some() {
        return match item.adoption {
            Some(Adoption::Adopted) => ItemStanding::Adopted,
            Some(Adoption::NotAdopted) => ItemStanding::NotAdopted,
            Some(Adoption::Other(_)) | None => ItemStanding::Handed,
        };
    }
    let missing = ticks(item).missing();
    if missing.is_empty() {
        ItemStanding::Open
    } else {
        ItemStanding::Reserve(missing)
    }
}

/// How long it takes *us* to hand something over: quick, if it is said rather than prepared, since the client does it; or if it is half an
/// hour's work. How long the client then takes is theirs.
pub(super) fn pace(who: Option<&PlanWho>, work: Minutes) -> SuggestionPace {
    if who == Some(&PlanWho::Client) || work <= QUICK_MINUTES {
        SuggestionPace::Quick
    } else {
        SuggestionPace::Slow
    }
}

/// How long it takes to hand an item over: as a person has said, else by its work.
#[must_use]
pub fn pace_of(item: &PlanItem) -> SuggestionPace {
    let said = item.pace.clone();
    let said = said.filter(|pace| !matches!(pace, SuggestionPace::Other(_)));
    said.unwrap_or_else(|| pace(item.who.as_ref(), item.work.unwrap_or_default()))
}

/// Takes an item out of the drawer: it came up. It joins the list of the tier it is for, so that the aim stays what it was.
#[must_use]
pub fn take_out(item: &PlanItem, tier: &Tier) -> Vec<Edit> {
    let out = [plan_item::drawer().clear()].into_iter();
    out.chain(join_list(item, tier)).collect()
}

/// Puts an item that is beyond the list of a tier into it.
pub(super) fn join_list(item: &PlanItem, tier: &Tier) -> Option<Edit> {
    let own = lists(tier);
    let is_beyond = !own.contains(counts_in(item.list.as_ref()));
    let last = own.last().unwrap_or(&PlanList::Simple);
    is_beyond.then(|| plan_item::list().set(last))
}

/// Puts an item into the drawer, uncounted until it comes up.
#[must_use]
pub fn put_away() -> Vec<Edit> {
    vec![plan_item::drawer().set(&true)]
}

/// Hands an item over to the client now: in a meeting, or without one.
#[must_use]
pub fn hand_over(now: Instant, meeting: Option<RecordId>) -> Vec<Edit> {
    vec![
        plan_item::handed_at().set(&now),
        plan_item::handed_in().put(meeting.as_ref()),
    ]
}

/// Takes back that an item was handed over, and with it what the client made of it.
#[must_use]
pub fn take_back() -> Vec<Edit> {
    vec![
        plan_item::handed_at().clear(),
        plan_item::handed_in().clear(),
        plan_item::adoption().clear(),
    ]
}

/// A part of the work with its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanPart<'a> {
    /// Which; `None` for items that say none.
    pub section: Option<PlanSection>,
    /// Its items.
    pub items: Vec<&'a (RecordId, PlanItem)>,
}

/// The items by part of the work, in the order of a plan (strategy, ads, design, PR, video, fulfilment); those of none last. What has no
/// item is left out. Items stay in the order they come in.
#[must_use]
pub fn by_section<'a>(items: &[&'a (RecordId, PlanItem)]) -> Vec<PlanPart<'a>> {
    let known = |item: &'a PlanItem| {
        let section = item.section.as_ref();
        section.filter(|section| SECTIONS.contains(section))
    };
    let sections = SECTIONS.iter().map(Some).chain([None]);
    sections
        .map(|section| {
            let own = items.iter().copied();
            let own = own.filter(|(_, item)| known(item) == section);
            PlanPart {
                section: section.cloned(),
                items: own.collect(),
            }
        })
        .filter(|part| !part.items.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{made, refs, settled};
    use super::*;
    use crate::method::client_file::testing::{at, id};

    #[test]
    fn one_tick_that_is_missing_puts_it_in_reserve() {
        let mut item = PlanItem::default();
        assert_eq!(standing_of(&item), ItemStanding::Open);
        assert!(!ticks(&item).is_looked_at());
        item.able = Some(true);
        assert_eq!(standing_of(&item), ItemStanding::Open);
        item.willing = Some(false);
        item.affordable = Some(false);
        let missing = vec![Tick::Willing, Tick::Affordable];
        assert_eq!(standing_of(&item), ItemStanding::Reserve(missing));
    }

    #[test]
    fn a_tick_said_once_more_is_taken_back() {
        let able = |edit: &Edit| made(std::slice::from_ref(edit)).able;
        assert_eq!(able(&Tick::Able.say(None, true)), Some(true));
        assert_eq!(able(&Tick::Able.say(Some(true), false)), Some(false));
        let back = Tick::Able.say(Some(true), true);
        assert_eq!(back, plan_item::able().clear());
        let said = ticks(&PlanItem {
            willing: Some(false),
            ..PlanItem::default()
        });
        assert_eq!(said.unseen(), [Tick::Able, Tick::Affordable]);
        assert_eq!(
            Tick::ALL.map(|tick| said.said(tick)),
            [None, Some(false), None]
        );
    }

    #[test]
    fn an_item_stands_by_the_last_that_happened_to_it() {
        let mut item = PlanItem {
            able: Some(false),
            handed_at: Some(at(20, 9, 0)),
            ..PlanItem::default()
        };
        assert_eq!(standing_of(&item), ItemStanding::Handed);
        item.adoption = Some(Adoption::Other("half".into()));
        assert_eq!(standing_of(&item), ItemStanding::Handed);
        item.adoption = Some(Adoption::Adopted);
        assert_eq!(standing_of(&item), ItemStanding::Adopted);
        item.adoption = Some(Adoption::NotAdopted);
        assert_eq!(standing_of(&item), ItemStanding::NotAdopted);
        item.drawer = Some(true);
        assert_eq!(standing_of(&item), ItemStanding::Drawer);
        item.parked = Some(true);
        assert_eq!(standing_of(&item), ItemStanding::Parked);
        item.outcome = settled(PlanState::Dropped);
        assert_eq!(standing_of(&item), ItemStanding::Dropped);
        item.outcome = settled(PlanState::Other("sold".into()));
        assert_eq!(standing_of(&item), ItemStanding::Dropped);
        item.outcome = settled(PlanState::Done);
        assert_eq!(standing_of(&item), ItemStanding::Done);
    }

    #[test]
    fn an_item_is_quick_by_its_work_unless_a_person_says_otherwise() {
        let mut item = PlanItem {
            work: Some(Minutes(30)),
            ..PlanItem::default()
        };
        assert_eq!(pace_of(&item), SuggestionPace::Quick);
        item.wait_days = Some(2);
        assert_eq!(pace_of(&item), SuggestionPace::Quick);
        item.work = Some(Minutes(31));
        assert_eq!(pace_of(&item), SuggestionPace::Slow);
        item.pace = Some(SuggestionPace::Other("x".into()));
        assert_eq!(pace_of(&item), SuggestionPace::Slow);
        item.who = Some(PlanWho::Client);
        assert_eq!(pace_of(&item), SuggestionPace::Quick);
        item.pace = Some(SuggestionPace::Slow);
        assert_eq!(pace_of(&item), SuggestionPace::Slow);
    }

    #[test]
    fn what_comes_up_joins_the_clients_own_list() {
        let item = PlanItem {
            list: Some(PlanList::Advanced),
            drawer: Some(true),
            ..PlanItem::default()
        };
        let out = made(&take_out(&item, &Tier::Small));
        assert_eq!((out.drawer, out.list), (None, Some(PlanList::Simple)));
        assert_eq!(take_out(&item, &Tier::Large).len(), 1);
        assert_eq!(made(&put_away()).drawer, Some(true));
    }

    #[test]
    fn handing_over_says_when_and_where_and_taking_back_leaves_nothing_of_it() {
        let handed = made(&hand_over(at(20, 9, 0), Some(id(1))));
        assert_eq!(handed.handed_at, Some(at(20, 9, 0)));
        assert_eq!(handed.handed_in, Some(id(1)));
        assert_eq!(standing_of(&handed), ItemStanding::Handed);
        assert_eq!(made(&hand_over(at(20, 9, 0), None)).handed_in, None);
        let mut edits = hand_over(at(20, 9, 0), Some(id(1)));
        edits.push(plan_item::adoption().set(&Adoption::Adopted));
        edits.extend(take_back());
        assert_eq!(made(&edits), PlanItem::default());
    }

    #[test]
    fn a_plan_stands_by_place_and_by_section_with_what_has_none_last() {
        let of = |section, place| PlanItem {
            engagement: Some(id(1)),
            section,
            place,
            ..PlanItem::default()
        };
        let file = ServiceFile {
            items: vec![
                (id(1), of(None, Some(5))),
                (id(2), of(Some(PlanSection::Fulfilment), Some(10))),
                (id(3), of(Some(PlanSection::Strategy), None)),
                (id(4), of(Some(PlanSection::Strategy), Some(30))),
                (
                    id(5),
                    of(Some(PlanSection::Other("sound".into())), Some(40)),
                ),
                (id(6), PlanItem::default()),
                (id(7), of(Some(PlanSection::Design), Some(20))),
            ],
            ..ServiceFile::default()
        };
        let items = plan_items(&file, id(1));
        let ids = |items: &[&(RecordId, PlanItem)]| -> Vec<RecordId> {
            items.iter().map(|(id, _)| *id).collect()
        };
        assert_eq!(ids(&items), [1, 2, 7, 4, 5, 3].map(id));
        let sections: Vec<_> = by_section(&items)
            .into_iter()
            .map(|part| (part.section, ids(&part.items)))
            .collect();
        assert_eq!(
            sections,
            [
                (Some(PlanSection::Strategy), vec![id(4), id(3)]),
                (Some(PlanSection::Design), vec![id(7)]),
                (Some(PlanSection::Fulfilment), vec![id(2)]),
                (None, vec![id(1), id(5)]),
            ]
        );
        assert_eq!(by_section(&refs(&[])), []);
    }
}
