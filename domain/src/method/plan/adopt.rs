//! From templates to a plan: a snapshot of each as an item, made once however often and on however many devices it is made.

use super::choose::{Chosen, choose_for_kol};
use super::item::pace;
use super::library::{Library, TemplateEach};
use super::tiers::lists;
use crate::id::RecordId;
use crate::method::{Dimension, Level, ServiceFile, kol_item_id, plan_id, plan_item_id};
use crate::records::{
    ClientKind, Edit, EngagementKind, PlanDirection, PlanItem, PlanList, Tier, plan, plan_item,
};
use crate::values::{Choice, Instant};

/// The sort of work an engagement is planned as: what it says itself, else what the client comes with.
#[must_use]
pub fn plan_kind(file: &ServiceFile, engagement: RecordId) -> Option<EngagementKind> {
    let mut all = file.base.engagements.iter();
    let own = all.find(|(id, _)| *id == engagement);
    let own = own.and_then(|(_, engagement)| engagement.kind.clone());
    let of_client = || match file.base.client.kind.as_ref()? {
        ClientKind::Product => Some(EngagementKind::Product),
        ClientKind::Cause => Some(EngagementKind::Cause),
        ClientKind::Subscription => Some(EngagementKind::Subscription),
        ClientKind::Other(_) => None,
    };
    own.filter(Choice::is_known).or_else(of_client)
}

/// The plan of an engagement: reckoned back from its fixed points, or forward from its first day where it is a subscription.
#[must_use]
pub fn begin_plan(
    engagement: RecordId,
    kind: &EngagementKind,
    tier: &Tier,
    made_at: Instant,
) -> (RecordId, Vec<Edit>) {
    let direction = match kind {
        EngagementKind::Subscription => PlanDirection::Forward,
        EngagementKind::Product | EngagementKind::Cause | EngagementKind::Other(_) => {
            PlanDirection::Back
        }
    };
    let edits = vec![
        plan::engagement().set(&engagement),
        plan::made_at().set(&made_at),
        plan::tier().set(tier),
        plan::direction().set(&direction),
    ];
    (plan_id(engagement), edits)
}

/// The items of what was chosen for the plan at large. Those that exist are left as they are.
#[must_use]
pub fn adopt(
    engagement: RecordId,
    chosen: &[Chosen<'_>],
    existing: &[&(RecordId, PlanItem)],
) -> Vec<(RecordId, Vec<Edit>)> {
    added(engagement, None, chosen, existing)
        .map(|(id, one)| (id, snapshot(engagement, None, one)))
        .collect()
}

/// The items of what was chosen for each KOL, for one of them. Those that exist are left as they are.
#[must_use]
pub fn adopt_for_kol(
    engagement: RecordId,
    kol: RecordId,
    chosen: &[Chosen<'_>],
    existing: &[&(RecordId, PlanItem)],
) -> Vec<(RecordId, Vec<Edit>)> {
    added(engagement, Some(kol), chosen, existing)
        .map(|(id, one)| (id, snapshot(engagement, Some(kol), one)))
        .collect()
}

/// The milestones of a KOL who was agreed. They come with the list of the tier, as what comes out of the drawer does, so that the aim stays what it was.
/// Those that exist are left as they are.
#[must_use]
pub fn kol_milestones(
    engagement: RecordId,
    kol: RecordId,
    library: &Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
    existing: &[&(RecordId, PlanItem)],
) -> Vec<(RecordId, Vec<Edit>)> {
    let chosen = choose_for_kol(library, kind, tier, level);
    let own = lists(tier);
    let mut all = adopt_for_kol(engagement, kol, &chosen, existing);
    for (_, edits) in &mut all {
        let (list, last) = (plan_item::list(), own.last().unwrap_or(&PlanList::Simple));
        let is_own = |edit: &Edit| own.iter().any(|one| *edit == list.set(one));
        if !edits.iter().any(is_own) {
            edits.push(list.set(last));
        }
    }
    all
}

/// What of it is not there yet, with the id of its item: for the plan at large, or for a KOL.
pub(super) fn added<'c, 'a>(
    engagement: RecordId,
    kol: Option<RecordId>,
    chosen: &'c [Chosen<'a>],
    existing: &[&(RecordId, PlanItem)],
) -> impl Iterator<Item = (RecordId, &'c Chosen<'a>)> {
    let each = kol.map(|_| TemplateEach::Kol);
    chosen
        .iter()
        .filter(move |one| one.template.per == each)
        .map(move |one| (item_id(engagement, kol, &one.template.id), one))
        .filter(|(id, _)| existing.iter().all(|(there, _)| there != id))
}

fn item_id(engagement: RecordId, kol: Option<RecordId>, template: &str) -> RecordId {
    match kol {
        Some(kol) => kol_item_id(kol, template),
        None => plan_item_id(engagement, template),
    }
}

/// A template as it is now, as an item. What it says nothing of is not set.
pub(super) fn snapshot(
    engagement: RecordId,
    kol: Option<RecordId>,
    chosen: &Chosen<'_>,
) -> Vec<Edit> {
    let template = chosen.template;
    let mut edits = vec![
        plan_item::engagement().set(&engagement),
        plan_item::template().set(template.id.as_str()),
        plan_item::place().set(&chosen.place),
        plan_item::title().set(template.title.as_str()),
        plan_item::section().set(&template.section),
        plan_item::list().set(&template.list),
        plan_item::guidance().set(template.guidance.as_str()),
        plan_item::weight().set(&template.weight),
        plan_item::who().set(&template.who),
        plan_item::work().set(&template.work_minutes),
        plan_item::pace().set(&pace(Some(&template.who), template.work_minutes)),
    ];
    if template.wait_days > 0 {
        edits.push(plan_item::wait_days().set(&template.wait_days));
    }
    edits.extend(
        template
            .wait_for
            .as_ref()
            .map(|who| plan_item::wait_for().set(who)),
    );
    edits.extend(chosen.after.iter().map(|one| {
        let of_kol = kol.filter(|_| one.per == Some(TemplateEach::Kol));
        plan_item::after().add(&item_id(engagement, of_kol, &one.id).to_string())
    }));
    if let Some(anchor) = &template.anchor {
        edits.push(plan_item::anchor().set(&anchor.point));
        edits.push(plan_item::anchor_days().set(&anchor.days));
        edits.push(plan_item::anchor_working().set(&anchor.working));
    }
    edits.extend(kol.map(|kol| plan_item::kol().set(&kol)));
    if chosen.drawer {
        edits.push(plan_item::drawer().set(&true));
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::super::choose::choose;
    use super::super::library::{Anchor, Library, Template};
    use super::super::testing::{library, made, refs, template};
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{self, PlanList, PlanPoint, PlanWait, SuggestionPace};
    use crate::values::Minutes;

    fn with_kols() -> Library {
        let each = |id, after: &str| Template {
            per: Some(TemplateEach::Kol),
            after: vec![after.into()],
            ..template(id, PlanList::Simple)
        };
        library([
            Template {
                work_minutes: Minutes(30),
                ..template("goal", PlanList::Simple)
            },
            Template {
                after: vec!["goal".into()],
                work_minutes: Minutes(30),
                wait_days: 2,
                wait_for: Some(PlanWait::Client),
                weight: 3,
                anchor: Some(Anchor {
                    point: PlanPoint::Launch,
                    days: -5,
                    working: true,
                }),
                ..template("contracts", PlanList::Simple)
            },
            each("brief", "contracts"),
            each("script", "brief"),
        ])
    }

    fn all(library: &Library) -> Vec<Chosen<'_>> {
        choose(library, &EngagementKind::Product, &Tier::Mid, |_| None)
    }

    #[test]
    fn an_item_is_a_snapshot_of_its_template() {
        let library = with_kols();
        let items = adopt(id(1), &all(&library), &[]);
        assert_eq!(items.len(), 2);
        let (contracts, edits) = &items[1];
        assert_eq!(*contracts, plan_item_id(id(1), "contracts"));
        let item = made(edits);
        assert_eq!(item.engagement, Some(id(1)));
        assert_eq!(item.template.as_deref(), Some("contracts"));
        assert_eq!(item.title.as_deref(), Some("contracts"));
        assert_eq!((item.place, item.weight), (Some(20), Some(3)));
        assert_eq!(
            (item.wait_days, item.wait_for),
            (Some(2), Some(PlanWait::Client))
        );
        assert_eq!(
            (item.anchor, item.anchor_days, item.anchor_working),
            (Some(PlanPoint::Launch), Some(-5), Some(true))
        );
        let goal = plan_item_id(id(1), "goal").to_string();
        assert_eq!(item.after.into_iter().collect::<Vec<_>>(), [goal]);
        // Half an hour can be said in the meeting, however long they then take.
        assert_eq!(item.pace, Some(SuggestionPace::Quick));
        assert_eq!(made(&items[0].1).pace, Some(SuggestionPace::Quick));
        assert_eq!((item.drawer, item.parked, item.kol), (None, None, None));
        for edit in items.iter().flat_map(|(_, edits)| edits) {
            let fits = records::validate("plan_item", edit.field.as_str(), edit.value.as_bytes());
            assert_eq!(fits, Ok(()), "{}", edit.field.as_str());
        }
    }

    #[test]
    fn what_is_there_is_left_as_it_is() {
        let library = with_kols();
        let there = [(plan_item_id(id(1), "goal"), PlanItem::default())];
        let items = adopt(id(1), &all(&library), &refs(&there));
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].0, plan_item_id(id(1), "contracts"));
        assert_eq!(adopt(id(2), &all(&library), &refs(&there)).len(), 2);
    }

    #[test]
    fn each_kol_has_items_of_its_own_that_come_after_one_another() {
        let library = with_kols();
        let items = adopt_for_kol(id(1), id(7), &all(&library), &[]);
        let ids: Vec<RecordId> = items.iter().map(|(id, _)| *id).collect();
        let (brief, script) = (kol_item_id(id(7), "brief"), kol_item_id(id(7), "script"));
        assert_eq!(ids, [brief, script]);
        let after = |n: usize| made(&items[n].1).after.into_iter().next();
        assert_eq!(after(0), Some(plan_item_id(id(1), "contracts").to_string()));
        assert_eq!(after(1), Some(brief.to_string()));
        assert_eq!(made(&items[0].1).kol, Some(id(7)));
        let there = [(brief, PlanItem::default())];
        assert_eq!(
            adopt_for_kol(id(1), id(7), &all(&library), &refs(&there)).len(),
            1
        );
        assert_eq!(
            adopt_for_kol(id(1), id(8), &all(&library), &refs(&there)).len(),
            2
        );
    }

    #[test]
    fn milestones_come_with_the_list_of_the_tier() {
        let mut library = with_kols();
        for one in &mut library.items {
            if one.per.is_some() {
                one.list = PlanList::Advanced;
            }
        }
        let lists = |tier| -> Vec<Option<PlanList>> {
            let kind = EngagementKind::Product;
            let all = kol_milestones(id(1), id(7), &library, &kind, &tier, |_| None, &[]);
            assert_eq!(all[0].0, kol_item_id(id(7), "brief"));
            all.iter().map(|(_, edits)| made(edits).list).collect()
        };
        assert_eq!(
            lists(Tier::Small),
            [Some(PlanList::Simple), Some(PlanList::Simple)]
        );
        assert_eq!(lists(Tier::Mid)[0], Some(PlanList::Basic));
        assert_eq!(lists(Tier::Large)[0], Some(PlanList::Advanced));
    }

    #[test]
    fn a_subscription_is_reckoned_forward() {
        let direction = |kind| {
            let (record, edits) = begin_plan(id(1), &kind, &Tier::Mid, at(20, 9, 0));
            assert_eq!(record, plan_id(id(1)));
            let fields = edits.iter();
            let plan = records::Plan::read(
                fields.map(|edit| (edit.field.as_str(), edit.value.as_bytes())),
            );
            assert_eq!(plan.engagement, Some(id(1)));
            assert_eq!(plan.made_at, Some(at(20, 9, 0)));
            assert_eq!(plan.tier, Some(Tier::Mid));
            plan.direction
        };
        assert_eq!(
            direction(EngagementKind::Subscription),
            Some(PlanDirection::Forward)
        );
        assert_eq!(direction(EngagementKind::Cause), Some(PlanDirection::Back));
    }
}
