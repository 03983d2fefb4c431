//! Another tier, or other levels: the plan follows by adding and by parking. Nothing is deleted, and what was done stays and counts.

use super::adopt::{added, snapshot};
use super::choose::{Chosen, choose};
use super::item::{ItemStanding, join_list, standing_of};
use super::library::{Library, Template};
use super::plan_items;
use super::tiers::{counts_in, lists};
use crate::id::RecordId;
use crate::method::{Dimension, Level, ServiceFile, plan_id, works_with};
use crate::records::{Edit, EngagementKind, PlanItem, Tier, plan, plan_item};

/// An item that the plan would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added<'a> {
    /// The id it will have.
    pub item: RecordId,
    /// The KOL it is for.
    pub kol: Option<RecordId>,
    /// Its template.
    pub template: &'a Template,
    /// Whether it comes into the drawer.
    pub drawer: bool,
}

/// What following a tier would change in a plan: to be shown before it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retier<'a> {
    /// Items that come, in the order of the library; those of KOLs last.
    pub add: Vec<Added<'a>>,
    /// Open items that wait from now on, by place.
    pub park: Vec<RecordId>,
    /// Complex ones that go into the drawer, by place.
    pub put_away: Vec<RecordId>,
    /// Items that come back from waiting or out of the drawer, by place.
    pub unpark: Vec<RecordId>,
    /// Items beyond the tier that are done: they stay and count, by place.
    pub keep: Vec<RecordId>,
    /// What does it, the plan's own tier first. One action.
    pub edits: Vec<(RecordId, Vec<Edit>)>,
}

impl Retier<'_> {
    /// Whether the items stay as they are.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.add.is_empty()
            && self.park.is_empty()
            && self.put_away.is_empty()
            && self.unpark.is_empty()
    }
}

/// What an item does when the plan follows another tier.
enum Follows {
    Stays,
    Keeps,
    Parks,
    PutAway,
    ComesBack,
}

/// What following the tier and the levels would change in the plan of an engagement. What the client has in hand stays. So do items of our
/// own, and those of templates the library does not have or the team leaves out: nobody can tell whom they are for. So do the milestones of KOLs
/// who were agreed.
#[must_use]
pub fn retier<'a>(
    file: &ServiceFile,
    engagement: RecordId,
    library: &'a Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
) -> Retier<'a> {
    let items = plan_items(file, engagement);
    let chosen = choose(library, kind, tier, level);
    let kols = file.kols.iter();
    let agreed: Vec<RecordId> = kols
        .filter(|(_, kol)| kol.engagement == Some(engagement))
        .filter(|(_, kol)| works_with(kol))
        .map(|(id, _)| *id)
        .collect();
    let mut retier = Retier {
        edits: vec![(plan_id(engagement), vec![plan::tier().set(tier)])],
        ..Retier::default()
    };
    for (id, item) in &items {
        let template = item.template.as_deref();
        let template = template.and_then(|own| library.template(own));
        let Some(template) = template.filter(|template| !template.left_out) else {
            continue;
        };
        let choice = chosen.iter().find(|one| one.template.id == template.id);
        // Somebody was given our word: whatever the list is now, they are gone through with.
        if choice.is_none() && item.kol.is_some_and(|kol| agreed.contains(&kol)) {
            let joins = join_list(item, tier).map(|edit| (*id, vec![edit]));
            retier.edits.extend(joins);
            continue;
        }
        let edits = match follows(item, choice, tier) {
            Follows::Stays => continue,
            Follows::Keeps => {
                retier.keep.push(*id);
                continue;
            }
            Follows::Parks => {
                retier.park.push(*id);
                vec![plan_item::parked().set(&true)]
            }
            Follows::PutAway => {
                retier.put_away.push(*id);
                let parked = is_set(item.parked).then(|| plan_item::parked().clear());
                let drawer = plan_item::drawer().set(&true);
                parked.into_iter().chain([drawer]).collect()
            }
            Follows::ComesBack => {
                retier.unpark.push(*id);
                let parked = is_set(item.parked).then(|| plan_item::parked().clear());
                let drawer = is_set(item.drawer).then(|| plan_item::drawer().clear());
                parked.into_iter().chain(drawer).collect()
            }
        };
        retier.edits.push((*id, edits));
    }
    for kol in [None].into_iter().chain(agreed.into_iter().map(Some)) {
        for (item, one) in added(engagement, kol, &chosen, &items) {
            retier.edits.push((item, snapshot(engagement, kol, one)));
            retier.add.push(Added {
                item,
                kol,
                template: one.template,
                drawer: one.drawer,
            });
        }
    }
    retier
}

fn is_set(flag: Option<bool>) -> bool {
    flag == Some(true)
}

fn follows(item: &PlanItem, choice: Option<&Chosen<'_>>, tier: &Tier) -> Follows {
    let standing = standing_of(item);
    let (is_done, is_dropped) = (
        standing == ItemStanding::Done,
        standing == ItemStanding::Dropped,
    );
    let is_handed = item.handed_at.is_some();
    match choice {
        _ if is_dropped => Follows::Stays,
        None if is_done => Follows::Keeps,
        // Parked already, or taken in by hand from where it was parked.
        None if item.parked.is_some() || is_handed => Follows::Stays,
        None => Follows::Parks,
        Some(choice) if choice.drawer => {
            // One that came up has joined the tier's own list, and stays out.
            let is_own = lists(tier).contains(counts_in(item.list.as_ref()));
            match (is_done, is_own) {
                (true, _) => Follows::Keeps,
                (false, true) if is_set(item.parked) => Follows::ComesBack,
                (false, true) => Follows::Stays,
                (false, false) if standing == ItemStanding::Drawer || is_handed => Follows::Stays,
                (false, false) => Follows::PutAway,
            }
        }
        Some(_) if is_set(item.parked) || is_set(item.drawer) => Follows::ComesBack,
        Some(_) => Follows::Stays,
    }
}

#[cfg(test)]
mod tests {
    use super::super::library::TemplateEach;
    use super::super::testing::{library, made, settled, template};
    use super::super::{adopt, adopt_for_kol, readiness, take_out};
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::method::{kol_item_id, plan_item_id};
    use crate::records::{Kol, KolState, PlanList, PlanState};

    const ENGAGEMENT: u8 = 1;

    fn templates() -> Library {
        library([
            template("goal", PlanList::Simple),
            Template {
                dimension: Some(Dimension::Pr),
                levels: vec![2, 3],
                ..template("release", PlanList::Simple)
            },
            template("report", PlanList::Basic),
            Template {
                complex: true,
                ..template("survey", PlanList::Basic)
            },
            template("film", PlanList::Advanced),
            Template {
                per: Some(TemplateEach::Kol),
                ..template("brief", PlanList::Advanced)
            },
        ])
    }

    fn unknown(_: Dimension) -> Option<Level> {
        None
    }

    fn chosen<'a>(library: &'a Library, tier: &Tier) -> Vec<Chosen<'a>> {
        choose(library, &EngagementKind::Product, tier, unknown)
    }

    fn file(items: Vec<(RecordId, Vec<Edit>)>) -> ServiceFile {
        let items = items.into_iter();
        ServiceFile {
            items: items.map(|(id, edits)| (id, made(&edits))).collect(),
            ..ServiceFile::default()
        }
    }

    /// The file after the edits.
    fn apply(file: &ServiceFile, edits: &[(RecordId, Vec<Edit>)]) -> ServiceFile {
        let mut file = file.clone();
        for (id, edits) in edits
            .iter()
            .filter(|(id, _)| *id != plan_id(self::id(ENGAGEMENT)))
        {
            match file.items.iter_mut().find(|(there, _)| there == id) {
                None => file.items.push((*id, made(edits))),
                Some((_, item)) => {
                    for edit in edits {
                        let value = serde_json::from_slice(edit.value.as_bytes()).unwrap();
                        match edit.field.as_str() {
                            "parked" => item.parked = value,
                            "drawer" => item.drawer = value,
                            other => panic!("{other}"),
                        }
                    }
                }
            }
        }
        file
    }

    fn to<'a>(file: &ServiceFile, library: &'a Library, tier: &Tier) -> Retier<'a> {
        retier(
            file,
            id(ENGAGEMENT),
            library,
            &EngagementKind::Product,
            tier,
            unknown,
        )
    }

    fn item(template: &str) -> RecordId {
        plan_item_id(id(ENGAGEMENT), template)
    }

    fn added_ids<'a>(retier: &Retier<'a>) -> Vec<&'a str> {
        retier
            .add
            .iter()
            .map(|one| one.template.id.as_str())
            .collect()
    }

    #[test]
    fn a_larger_tier_adds_and_takes_out_of_the_drawer() {
        let library = templates();
        let small = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Small), &[]));
        assert_eq!(small.items.len(), 3);
        assert!(to(&small, &library, &Tier::Small).changes_nothing());

        let mid = to(&small, &library, &Tier::Mid);
        assert_eq!(added_ids(&mid), ["report"]);
        assert_eq!(mid.unpark, [item("survey")]);
        assert!(mid.park.is_empty() && mid.put_away.is_empty() && mid.keep.is_empty());
        let (plan, edits) = &mid.edits[0];
        assert_eq!(*plan, plan_id(id(ENGAGEMENT)));
        assert_eq!(edits, &[plan::tier().set(&Tier::Mid)]);

        let after = apply(&small, &mid.edits);
        assert_eq!(after.items.len(), 4);
        assert!(to(&after, &library, &Tier::Mid).changes_nothing());
    }

    #[test]
    fn a_smaller_tier_parks_and_what_was_done_stays_and_counts() {
        let library = templates();
        let mut large = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Large), &[]));
        for (_, one) in &mut large.items {
            if matches!(one.template.as_deref(), Some("goal" | "report")) {
                one.outcome = settled(PlanState::Done);
            }
        }
        let points = |file: &ServiceFile, tier| {
            let items = plan_items(file, id(ENGAGEMENT));
            readiness(&items, tier).points
        };
        assert_eq!(points(&large, &Tier::Large), 30 + 10);

        let small = to(&large, &library, &Tier::Small);
        assert!(small.add.is_empty() && small.unpark.is_empty());
        assert_eq!(small.park, [item("film")]);
        assert_eq!(small.put_away, [item("survey")]);
        assert_eq!(small.keep, [item("report")]);
        let after = apply(&large, &small.edits);
        assert_eq!(points(&after, &Tier::Small), 30 + 10);
        assert!(to(&after, &library, &Tier::Small).changes_nothing());

        // And back: nothing was lost.
        let again = to(&after, &library, &Tier::Large);
        assert_eq!(again.unpark, [item("survey"), item("film")]);
        assert_eq!(points(&apply(&after, &again.edits), &Tier::Large), 30 + 10);
        let back = apply(&after, &again.edits);
        assert_eq!(back.items, large.items);
    }

    #[test]
    fn what_the_client_has_in_hand_stays() {
        let library = templates();
        let mut large = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Large), &[]));
        for (_, one) in &mut large.items {
            one.handed_at = Some(at(20, 9, 0));
        }
        assert!(to(&large, &library, &Tier::Small).changes_nothing());
    }

    #[test]
    fn an_answer_parks_what_is_not_for_that_level() {
        let library = templates();
        let mid = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Mid), &[]));
        let none = |_| Some(Level::One);
        let kind = EngagementKind::Product;
        let parked = retier(&mid, id(ENGAGEMENT), &library, &kind, &Tier::Mid, none);
        assert_eq!(parked.park, [item("release")]);
        let after = apply(&mid, &parked.edits);
        assert_eq!(to(&after, &library, &Tier::Mid).unpark, [item("release")]);
    }

    #[test]
    fn what_was_taken_in_by_hand_is_not_put_away_again() {
        let library = templates();
        let mut small = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Large), &[]));
        let parked = to(&small, &library, &Tier::Small).park;
        for (own, plan_item) in &mut small.items {
            // Each was parked once, and a person took it in since.
            plan_item.parked = parked.contains(own).then_some(false);
        }
        assert!(!parked.is_empty());
        assert!(to(&small, &library, &Tier::Small).park.is_empty());
    }

    #[test]
    fn what_came_up_stays_out_of_the_drawer() {
        let library = templates();
        let mut small = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Small), &[]));
        let survey = small.items.iter_mut().find(|(id, _)| *id == item("survey"));
        let (_, survey) = survey.unwrap();
        let out = made(&take_out(survey, &Tier::Small));
        (survey.drawer, survey.list) = (out.drawer, out.list);
        assert!(to(&small, &library, &Tier::Small).changes_nothing());
        assert_eq!(added_ids(&to(&small, &library, &Tier::Mid)), ["report"]);
        assert!(to(&small, &library, &Tier::Mid).unpark.is_empty());
    }

    #[test]
    fn what_is_ours_and_what_was_left_out_stays() {
        let library = templates();
        let mut mid = file(adopt(id(ENGAGEMENT), &chosen(&library, &Tier::Mid), &[]));
        for (_, one) in &mut mid.items {
            if one.list == Some(PlanList::Basic) {
                one.outcome = settled(PlanState::Dropped);
            }
        }
        let ours = |template: Option<&str>| PlanItem {
            engagement: Some(id(ENGAGEMENT)),
            template: template.map(str::to_owned),
            list: Some(PlanList::Advanced),
            ..PlanItem::default()
        };
        mid.items.push((id(8), ours(None)));
        mid.items.push((id(9), ours(Some("of another library"))));
        assert!(to(&mid, &library, &Tier::Small).changes_nothing());
    }

    #[test]
    fn each_kol_who_was_agreed_gets_what_is_added_for_it_and_keeps_it() {
        let library = templates();
        let all = chosen(&library, &Tier::Large);
        let mut items = adopt(id(ENGAGEMENT), &all, &[]);
        for kol in [5, 8] {
            items.extend(adopt_for_kol(id(ENGAGEMENT), id(kol), &all, &[]));
        }
        let kol = |engagement, state| Kol {
            engagement: Some(id(engagement)),
            state: Some(state),
            ..Kol::default()
        };
        let mut large = file(items);
        large.kols = vec![
            (id(5), kol(ENGAGEMENT, KolState::Agreed)),
            (id(6), kol(ENGAGEMENT, KolState::Contracted)),
            (id(7), kol(2, KolState::Agreed)),
            (id(8), kol(ENGAGEMENT, KolState::Declined)),
            (id(9), kol(ENGAGEMENT, KolState::Asked)),
        ];
        let again = to(&large, &library, &Tier::Large);
        let added: Vec<_> = again.add.iter().map(|one| (one.item, one.kol)).collect();
        assert_eq!(added, [(kol_item_id(id(6), "brief"), Some(id(6)))]);
        let mid = to(&large, &library, &Tier::Mid);
        assert_eq!(mid.park, [item("film"), kol_item_id(id(8), "brief")]);
        // It counts in the smaller list from then on.
        let brief = kol_item_id(id(5), "brief");
        let mut edits = mid.edits.iter();
        let (_, joins) = edits.find(|(item, _)| *item == brief).unwrap();
        assert_eq!(*joins, [plan_item::list().set(&PlanList::Basic)]);
    }
}
