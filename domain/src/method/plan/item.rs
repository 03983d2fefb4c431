//! How an item stands: the three ticks, handed over or not, what the client made of it; and what of it weighs on the client at once.

use crate::id::RecordId;
use crate::records::{
    Adoption, PlanItem, PlanSection, PlanState, PlanWho, Practice, SuggestionPace, Tier,
};

/// How much a small client has open at once, where nobody has set it (`methodology.md` §4).
const SMALL_OPEN: usize = 3;
/// How much a mid client has.
const MID_OPEN: usize = 6;

/// One of the three ticks every suggestion has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// 能力可執行.
    Able,
    /// 願意做.
    Willing,
    /// 資源可負擔.
    Affordable,
}

/// How an item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemStanding {
    /// To be done, and nothing speaks against it.
    Open,
    /// These ticks are missing: it is not suggested now.
    Reserve(Vec<Tick>),
    /// Handed over; what they make of it is not known yet.
    Handed,
    /// They do it.
    Adopted,
    /// They do not.
    NotAdopted,
    /// Done.
    Done,
    /// Left out.
    Dropped,
    /// Beyond the list of the tier.
    Parked,
    /// Only if it comes up.
    Drawer,
}

/// How an item stands. What became of it comes first, then where it was put, then what the client made of it, then its ticks: one that was refused is
/// missing, one that nobody has looked at is not.
#[must_use]
pub fn standing_of(item: &PlanItem) -> ItemStanding {
    match item.outcome.as_ref().map(|outcome| &outcome.state) {
        Some(PlanState::Done) => return ItemStanding::Done,
        Some(PlanState::Dropped | PlanState::Other(_)) => return ItemStanding::Dropped,
        None => {}
    }
    if item.parked == Some(true) {
        return ItemStanding::Parked;
    }
    match &item.adoption {
        Some(Adoption::Adopted) => return ItemStanding::Adopted,
        Some(Adoption::NotAdopted) => return ItemStanding::NotAdopted,
        Some(Adoption::Other(_)) | None if item.handed_at.is_some() => {
            return ItemStanding::Handed;
        }
        Some(Adoption::Other(_)) | None => {}
    }
    if item.drawer == Some(true) {
        return ItemStanding::Drawer;
    }
    let ticks = [
        (Tick::Able, item.able),
        (Tick::Willing, item.willing),
        (Tick::Affordable, item.affordable),
    ];
    let missing: Vec<Tick> = ticks
        .into_iter()
        .filter(|(_, is_so)| *is_so == Some(false))
        .map(|(tick, _)| tick)
        .collect();
    if missing.is_empty() {
        ItemStanding::Open
    } else {
        ItemStanding::Reserve(missing)
    }
}

/// What could be handed over next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// 快速建議: said in the meeting.
    pub quick: Vec<RecordId>,
    /// 花時間整理: worked out after it.
    pub slow: Vec<RecordId>,
    /// 備而不用: a tick is missing.
    pub reserve: Vec<RecordId>,
}

/// What could be handed over next of the plans of a client: open items of which all they come after is done, left out or handed over already, in their
/// order. How fast an item is handed over it says itself; one of ours that does not say it is quick.
#[must_use]
pub fn suggestions(items: &[(RecordId, PlanItem)]) -> Suggestions {
    let waits = |item: &PlanItem| {
        item.after.iter().any(|before| {
            let mut all = items.iter();
            let before = all.find(|(id, _)| id.to_string() == *before);
            before.is_some_and(|(_, before)| {
                matches!(
                    standing_of(before),
                    ItemStanding::Open | ItemStanding::Reserve(_)
                )
            })
        })
    };
    let mut found = Suggestions::default();
    for (id, item) in in_order(items) {
        match standing_of(item) {
            ItemStanding::Reserve(_) => found.reserve.push(*id),
            ItemStanding::Open if !waits(item) => match item.pace {
                Some(SuggestionPace::Slow) => found.slow.push(*id),
                _ => found.quick.push(*id),
            },
            _ => {}
        }
    }
    found
}

fn in_order(items: &[(RecordId, PlanItem)]) -> Vec<&(RecordId, PlanItem)> {
    let mut all: Vec<_> = items.iter().collect();
    // What we thought of ourselves has no place: it is of today, and first.
    all.sort_by_key(|(id, item)| (item.place, *id));
    all
}

/// How many items a client has open at once: handed over and not settled, or adopted and not done; theirs alone, for ours do not weigh on them.
#[must_use]
pub fn open_at_client<'a>(items: impl IntoIterator<Item = &'a (RecordId, PlanItem)>) -> usize {
    let theirs = items.into_iter().filter(|(_, item)| {
        let is_with_them = matches!(
            standing_of(item),
            ItemStanding::Handed | ItemStanding::Adopted
        );
        is_with_them && item.who != Some(PlanWho::Outside)
    });
    theirs.count()
}

/// More open at once than a client can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overload {
    /// Items open at the client.
    pub open: usize,
    /// As many as they can take.
    pub cap: usize,
}

/// Whether a client has more open at once than their tier can take: small 3, mid 6, both editable; a large one has hands of its own.
#[must_use]
pub fn overload<'a>(
    items: impl IntoIterator<Item = &'a (RecordId, PlanItem)>,
    tier: &Tier,
    practice: &Practice,
) -> Option<Overload> {
    let set = |set: Option<i64>, default| {
        set.and_then(|set| usize::try_from(set).ok())
            .unwrap_or(default)
    };
    let cap = match tier {
        Tier::Large => return None,
        Tier::Mid => set(practice.mid_open, MID_OPEN),
        Tier::Small | Tier::Other(_) => set(practice.small_open, SMALL_OPEN),
    };
    let open = open_at_client(items);
    (open > cap).then_some(Overload { open, cap })
}

/// A part of the work with its items in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanPart {
    /// Which; `None` for items of ours that say none.
    pub section: Option<PlanSection>,
    /// Its items.
    pub items: Vec<RecordId>,
}

/// The items by section, in the order of the work; those without one come last.
#[must_use]
pub fn by_section(items: &[(RecordId, PlanItem)]) -> Vec<PlanPart> {
    const ORDER: [PlanSection; 6] = [
        PlanSection::Strategy,
        PlanSection::Ads,
        PlanSection::Design,
        PlanSection::Pr,
        PlanSection::Video,
        PlanSection::Fulfilment,
    ];
    let at = |item: &PlanItem| {
        let section = item.section.as_ref();
        section.and_then(|section| ORDER.iter().position(|own| own == section))
    };
    let ordered = in_order(items);
    let places = (0..ORDER.len()).map(Some).chain([None]);
    places
        .map(|place| PlanPart {
            section: place.map(|place| ORDER[place].clone()),
            items: ordered
                .iter()
                .filter(|(_, item)| at(item) == place)
                .map(|(id, _)| *id)
                .collect(),
        })
        .filter(|part| !part.items.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::values::Outcome;

    fn ended(state: PlanState) -> Option<Outcome<PlanState>> {
        Some(Outcome {
            state,
            at: at(20, 9, 0),
        })
    }

    fn handed(adoption: Option<Adoption>) -> PlanItem {
        PlanItem {
            handed_at: Some(at(20, 9, 0)),
            who: Some(PlanWho::Client),
            adoption,
            ..PlanItem::default()
        }
    }

    #[test]
    fn one_tick_that_is_missing_puts_an_item_in_reserve() {
        let mut item = PlanItem::default();
        assert_eq!(standing_of(&item), ItemStanding::Open);
        item.able = Some(true);
        item.affordable = Some(false);
        assert_eq!(
            standing_of(&item),
            ItemStanding::Reserve(vec![Tick::Affordable])
        );
        item.willing = Some(false);
        let both = ItemStanding::Reserve(vec![Tick::Willing, Tick::Affordable]);
        assert_eq!(standing_of(&item), both);
        // It was handed over all the same.
        item.handed_at = Some(at(20, 9, 0));
        assert_eq!(standing_of(&item), ItemStanding::Handed);
    }

    #[test]
    fn what_became_of_it_goes_before_everything() {
        let mut item = handed(Some(Adoption::NotAdopted));
        assert_eq!(standing_of(&item), ItemStanding::NotAdopted);
        item.parked = Some(true);
        assert_eq!(standing_of(&item), ItemStanding::Parked);
        item.outcome = ended(PlanState::Done);
        assert_eq!(standing_of(&item), ItemStanding::Done);
        item.outcome = ended(PlanState::Dropped);
        assert_eq!(standing_of(&item), ItemStanding::Dropped);
        let drawer = PlanItem {
            drawer: Some(true),
            ..PlanItem::default()
        };
        assert_eq!(standing_of(&drawer), ItemStanding::Drawer);
    }

    #[test]
    fn what_comes_after_something_open_is_not_suggested_yet() {
        let slow = |after: Option<u8>| PlanItem {
            pace: Some(SuggestionPace::Slow),
            after: after.map(|n| id(n).to_string()).into_iter().collect(),
            ..PlanItem::default()
        };
        let mut items = vec![
            (id(1), slow(None)),
            (id(2), slow(Some(1))),
            (id(3), PlanItem::default()),
            (
                id(4),
                PlanItem {
                    willing: Some(false),
                    ..PlanItem::default()
                },
            ),
            (id(5), slow(Some(99))),
        ];
        let found = suggestions(&items);
        assert_eq!(found.quick, [id(3)]);
        assert_eq!(found.slow, [id(1), id(5)]);
        assert_eq!(found.reserve, [id(4)]);
        items[0].1.handed_at = Some(at(20, 9, 0));
        assert_eq!(suggestions(&items).slow, [id(2), id(5)]);
        items[0].1.outcome = ended(PlanState::Done);
        assert_eq!(suggestions(&items).slow, [id(2), id(5)]);
    }

    #[test]
    fn more_at_once_than_a_client_can_take_is_told() {
        let items: Vec<_> = (0..4)
            .map(|n| (id(n), handed((n > 1).then_some(Adoption::Adopted))))
            .collect();
        assert_eq!(open_at_client(&items), 4);
        let found = overload(&items, &Tier::Small, &Practice::default());
        assert_eq!(found, Some(Overload { open: 4, cap: 3 }));
        assert_eq!(overload(&items, &Tier::Mid, &Practice::default()), None);
        assert_eq!(overload(&items, &Tier::Large, &Practice::default()), None);
        let own = Practice {
            small_open: Some(4),
            mid_open: Some(2),
            ..Practice::default()
        };
        assert_eq!(overload(&items, &Tier::Small, &own), None);
        let found = overload(&items, &Tier::Mid, &own);
        assert_eq!(found, Some(Overload { open: 4, cap: 2 }));
    }

    #[test]
    fn sections_come_in_the_order_of_the_work() {
        let of = |section, place| PlanItem {
            section,
            place: Some(place),
            ..PlanItem::default()
        };
        let items = [
            (id(1), of(Some(PlanSection::Fulfilment), 3)),
            (id(2), of(Some(PlanSection::Strategy), 2)),
            (id(3), of(Some(PlanSection::Strategy), 1)),
            (id(4), of(None, 0)),
        ];
        let parts = by_section(&items);
        let parts: Vec<_> = parts
            .into_iter()
            .map(|part| (part.section, part.items))
            .collect();
        assert_eq!(
            parts,
            [
                (Some(PlanSection::Strategy), vec![id(3), id(2)]),
                (Some(PlanSection::Fulfilment), vec![id(1)]),
                (None, vec![id(4)]),
            ]
        );
    }
}
