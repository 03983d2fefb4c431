//! Making a plan of templates, and what another tier changes of it.

use super::library::{Chosen, Library, Template, choose, lists_of};
use crate::id::RecordId;
use crate::method::only::{kol_item_id, plan_id, plan_item_id};
use crate::method::tier::{Dimension, Level};
use crate::records::{Edit, EngagementKind, PlanDirection, PlanItem, Tier, plan, plan_item};
use crate::values::{Instant, Minutes};

/// A record with what is set of it.
type Record = (RecordId, Vec<Edit>);

/// The plan of an engagement and the items that are not in it yet. What is there stays as it was tailored. A campaign is reckoned back from its launch, a
/// subscription forward.
#[must_use]
pub fn make_plan(
    engagement: RecordId,
    kind: &EngagementKind,
    tier: &Tier,
    chosen: &[Chosen<'_>],
    existing: &[(RecordId, PlanItem)],
    now: Option<Instant>,
) -> (Record, Vec<Record>) {
    let direction = match kind {
        EngagementKind::Subscription => PlanDirection::Forward,
        _ => PlanDirection::Back,
    };
    let own = vec![
        plan::engagement().set(&engagement),
        plan::made_at().put(now.as_ref()),
        plan::tier().set(tier),
        plan::direction().set(&direction),
    ];
    let items = chosen
        .iter()
        .map(|one| (plan_item_id(engagement, &one.template.id), one))
        .filter(|(id, _)| existing.iter().all(|(other, _)| other != id))
        .map(|(id, one)| (id, snapshot(engagement, one)))
        .collect();
    ((plan_id(engagement), own), items)
}

/// A template as an item of the plan.
fn snapshot(engagement: RecordId, one: &Chosen<'_>) -> Vec<Edit> {
    let mut edits = content(engagement, one.template, one.place);
    for before in &one.template.after {
        let before = plan_item_id(engagement, before).to_string();
        edits.push(plan_item::after().add(&before));
    }
    if one.drawer {
        edits.push(plan_item::drawer().set(&true));
    }
    edits
}

fn content(engagement: RecordId, template: &Template, place: i64) -> Vec<Edit> {
    let mut edits = vec![
        plan_item::engagement().set(&engagement),
        plan_item::template().set(template.id.as_str()),
        plan_item::place().set(&place),
        plan_item::title().set(template.title.as_str()),
        plan_item::section().set(&template.section),
        plan_item::list().set(&template.list),
        plan_item::guidance().set(template.guidance.as_str()),
        plan_item::weight().set(&template.weight),
        plan_item::who().set(&template.who),
        plan_item::work().set(&Minutes(template.work_minutes)),
        plan_item::pace().set(&template.pace()),
    ];
    if template.wait_days > 0 {
        edits.push(plan_item::wait_days().set(&template.wait_days));
        edits.extend(
            template
                .wait_for
                .iter()
                .map(|whom| plan_item::wait_for().set(whom)),
        );
    }
    if let Some(anchor) = &template.anchor {
        edits.push(plan_item::anchor().set(&anchor.point));
        edits.push(plan_item::anchor_days().set(&anchor.days));
        if anchor.working {
            edits.push(plan_item::anchor_working().set(&true));
        }
    }
    edits
}

/// What is made for a KOL: each template of the kind that is per KOL, with those before it of the same KOL, else of the plan.
#[must_use]
pub fn make_kol_items(
    engagement: RecordId,
    kol: RecordId,
    library: &Library,
    kind: &EngagementKind,
    existing: &[(RecordId, PlanItem)],
) -> Vec<Record> {
    let is_per_kol = |id: &str| {
        let mut all = library.items.iter();
        all.any(|template| template.id == id && template.is_per_kol())
    };
    library
        .of_kind(kind)
        .into_iter()
        .filter(|(_, template)| template.is_per_kol())
        .map(|(place, template)| (kol_item_id(kol, &template.id), place, template))
        .filter(|(id, ..)| existing.iter().all(|(other, _)| other != id))
        .map(|(id, place, template)| {
            let mut edits = content(engagement, template, place);
            edits.push(plan_item::kol().set(&kol));
            for before in &template.after {
                let before = if is_per_kol(before) {
                    kol_item_id(kol, before)
                } else {
                    plan_item_id(engagement, before)
                };
                edits.push(plan_item::after().add(&before.to_string()));
            }
            (id, edits)
        })
        .collect()
}

/// What another tier changes of a plan. Nothing is deleted, and what was done or left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retier {
    /// Items that come with it.
    pub add: Vec<Record>,
    /// Items that are put away.
    pub park: Vec<RecordId>,
    /// Items that were put away and are back.
    pub unpark: Vec<RecordId>,
    /// Items that leave the drawer, because the client is no small one any more, or go into it.
    pub drawer: Vec<(RecordId, bool)>,
}

impl Retier {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.add.is_empty()
            && self.park.is_empty()
            && self.unpark.is_empty()
            && self.drawer.is_empty()
    }

    /// What does it.
    #[must_use]
    pub fn edits(&self) -> Vec<Record> {
        let park = self
            .park
            .iter()
            .map(|id| (*id, vec![plan_item::parked().set(&true)]));
        let unpark = self
            .unpark
            .iter()
            .map(|id| (*id, vec![plan_item::parked().clear()]));
        let drawer = self.drawer.iter().map(|(id, is_in)| {
            let edit = if *is_in {
                plan_item::drawer().set(&true)
            } else {
                plan_item::drawer().clear()
            };
            (*id, vec![edit])
        });
        self.add
            .iter()
            .cloned()
            .chain(park)
            .chain(unpark)
            .chain(drawer)
            .collect()
    }
}

/// What a tier changes of the plan of an engagement with these items. Items of our own, and those that the client has in hand already, stay.
#[must_use]
pub fn retier(
    engagement: RecordId,
    items: &[(RecordId, PlanItem)],
    library: &Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
) -> Retier {
    let chosen = choose(library, kind, tier, level);
    let mut change = Retier::default();
    let own: Vec<_> = items
        .iter()
        .filter(|(_, item)| item.engagement == Some(engagement))
        .collect();
    for (id, item) in &own {
        let (Some(template), None) = (&item.template, &item.outcome) else {
            continue;
        };
        let is_parked = item.parked == Some(true);
        let chosen = chosen.iter().find(|one| one.template.id == *template);
        // What is for a KOL goes with the lists alone.
        let list = item.list.as_ref();
        let belongs = match item.kol {
            Some(_) => list.is_some_and(|list| lists_of(tier).contains(list)),
            None => chosen.is_some(),
        };
        match (belongs, is_parked) {
            (false, false) if item.handed_at.is_none() => change.park.push(*id),
            (true, true) => change.unpark.push(*id),
            _ => {}
        }
        if let Some(one) = chosen {
            let is_in = item.drawer == Some(true);
            if is_in != one.drawer && item.handed_at.is_none() {
                change.drawer.push((*id, one.drawer));
            }
        }
    }
    let (_, add) = make_plan(engagement, kind, tier, &chosen, items, None);
    change.add = add;
    change
}

#[cfg(test)]
mod tests {
    use super::super::library::tests::library;
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{Plan, PlanState, SuggestionPace};
    use crate::values::Outcome;

    const ENGAGEMENT: RecordId = RecordId::from_bytes([7; 16]);
    const KIND: EngagementKind = EngagementKind::Product;

    /// The records as they are read back.
    fn read(records: &[Record]) -> Vec<(RecordId, PlanItem)> {
        let item = |edits: &[Edit]| {
            let fields = edits.iter();
            PlanItem::read(fields.map(|edit| (edit.field.as_str(), edit.value.as_bytes())))
        };
        records
            .iter()
            .map(|(id, edits)| (*id, item(edits)))
            .collect()
    }

    fn made(tier: &Tier) -> Vec<(RecordId, PlanItem)> {
        let library = library();
        let chosen = choose(&library, &KIND, tier, |_| None);
        let (_, items) = make_plan(ENGAGEMENT, &KIND, tier, &chosen, &[], None);
        read(&items)
    }

    #[test]
    fn a_plan_is_a_snapshot_of_its_templates() {
        let library = library();
        let chosen = choose(&library, &KIND, &Tier::Small, |_| None);
        let now = Some(at(20, 9, 0));
        let ((own, edits), items) = make_plan(ENGAGEMENT, &KIND, &Tier::Small, &chosen, &[], now);
        assert_eq!(own, plan_id(ENGAGEMENT));
        let fields = edits.iter();
        let plan = Plan::read(fields.map(|edit| (edit.field.as_str(), edit.value.as_bytes())));
        assert_eq!(plan.direction, Some(PlanDirection::Back));
        assert_eq!((plan.tier, plan.made_at), (Some(Tier::Small), now));
        let items = read(&items);
        let titles: Vec<_> = items
            .iter()
            .filter_map(|(_, item)| item.title.as_deref())
            .collect();
        assert_eq!(titles, ["goal", "pixel", "track", "pack"]);
        let (pixel, pack) = (&items[1].1, &items[3].1);
        assert_eq!(
            (pixel.drawer, pixel.pace.clone()),
            (Some(true), Some(SuggestionPace::Quick))
        );
        let track = plan_item_id(ENGAGEMENT, "track").to_string();
        assert!(pack.after.contains(&track) && pack.after.len() == 1);
    }

    #[test]
    fn what_is_there_stays_as_it_was_tailored() {
        let library = library();
        let existing = made(&Tier::Small);
        let chosen = choose(&library, &KIND, &Tier::Mid, |_| None);
        let (_, items) = make_plan(ENGAGEMENT, &KIND, &Tier::Mid, &chosen, &existing, None);
        let titles: Vec<_> = read(&items)
            .into_iter()
            .filter_map(|(_, item)| item.title)
            .collect();
        assert_eq!(titles, ["page", "kol-list"]);
    }

    #[test]
    fn each_kol_has_items_of_its_own() {
        let library = library();
        let items = read(&make_kol_items(ENGAGEMENT, id(3), &library, &KIND, &[]));
        assert_eq!(items.len(), 2);
        let after = |at: usize| items[at].1.after.iter().cloned().collect::<Vec<_>>();
        assert_eq!(after(0), [plan_item_id(ENGAGEMENT, "kol-list").to_string()]);
        assert_eq!(after(1), [items[0].0.to_string()]);
        assert!(items.iter().all(|(_, item)| item.kol == Some(id(3))));
        assert!(make_kol_items(ENGAGEMENT, id(3), &library, &KIND, &items).is_empty());
    }

    #[test]
    fn another_tier_adds_or_parks_and_what_was_done_stays() {
        let library = library();
        let mut items = made(&Tier::Mid);
        let page = items
            .iter()
            .position(|(_, item)| item.title.as_deref() == Some("page"))
            .unwrap();
        items[page].1.outcome = Some(Outcome {
            state: PlanState::Done,
            at: at(20, 9, 0),
        });
        let down = retier(ENGAGEMENT, &items, &library, &KIND, &Tier::Small, |_| None);
        assert_eq!(down.park, [plan_item_id(ENGAGEMENT, "kol-list")]);
        assert_eq!(down.drawer, [(plan_item_id(ENGAGEMENT, "pixel"), true)]);
        assert!(down.add.is_empty() && down.unpark.is_empty());
        // Done, and up again: what was parked is back.
        for (id, edits) in down.edits() {
            let (_, item) = items.iter_mut().find(|(own, _)| *own == id).unwrap();
            for edit in &edits {
                match edit.field.as_str() {
                    "parked" => item.parked = Some(true),
                    _ => item.drawer = Some(true),
                }
            }
        }
        let up = retier(ENGAGEMENT, &items, &library, &KIND, &Tier::Large, |_| None);
        assert_eq!(up.unpark, [plan_item_id(ENGAGEMENT, "kol-list")]);
        assert_eq!(up.drawer, [(plan_item_id(ENGAGEMENT, "pixel"), false)]);
        let added: Vec<_> = read(&up.add)
            .into_iter()
            .filter_map(|(_, item)| item.title)
            .collect();
        assert_eq!(added, ["film"]);
        assert!(!up.is_empty());
    }

    #[test]
    fn what_the_client_has_in_hand_is_not_put_away() {
        let library = library();
        let mut items = made(&Tier::Mid);
        for (_, item) in &mut items {
            item.handed_at = Some(at(20, 9, 0));
        }
        let down = retier(ENGAGEMENT, &items, &library, &KIND, &Tier::Small, |_| None);
        assert!(down.is_empty());
        let no_pr = |dimension| (dimension == Dimension::Pr).then_some(Level::One);
        assert!(
            retier(
                ENGAGEMENT,
                &made(&Tier::Mid),
                &library,
                &KIND,
                &Tier::Mid,
                no_pr
            )
            .park
            .len()
                == 1
        );
    }
}
