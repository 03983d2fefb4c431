//! Which templates a client's plan is made of: by the sort of engagement, by tier, and by level.

use super::library::{Library, Template, TemplateEach};
use super::tiers::{has_section, lists};
use crate::method::{Dimension, Level};
use crate::order;
use crate::records::{EngagementKind, Tier};

/// How far apart the places of two templates are, so that items of our own find room between.
const STEP: i64 = 10;

/// A template that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The template.
    pub template: &'a Template,
    /// Where its item stands in the plan: as in the library, whatever else was chosen.
    pub place: i64,
    /// Whether it waits in the drawer: complex, for a small client, and only if it comes up.
    pub drawer: bool,
    /// What its item comes after: what the library says, and behind a template that was not chosen what that one comes after.
    pub after: Vec<&'a Template>,
}

/// The templates for a client of that tier, in the order of the library: the lists of the tier in its sections, without those made for other
/// levels than the client's and without those the team leaves out; for a small client also what is complex, for the drawer.
///
/// Those that are made an item for each KOL are among them.
#[must_use]
pub fn choose<'a>(
    library: &'a Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
) -> Vec<Chosen<'a>> {
    let waits = |template: &Template| *tier == Tier::Small && template.complex;
    let is_chosen = |template: &Template| {
        let listed = lists(tier).contains(&template.list) || waits(template);
        let is_made = matches!(template.per, None | Some(TemplateEach::Kol));
        template.kind == *kind
            && !template.left_out
            && listed
            && is_made
            && has_section(tier, &template.section)
            && template.fits(&level)
    };
    let placed = library.items.iter().zip((STEP..).step_by(10));
    placed
        .filter(|(template, _)| is_chosen(template))
        .map(|(template, place)| Chosen {
            template,
            place,
            drawer: waits(template),
            after: after(library, template, is_chosen),
        })
        .collect()
}

/// The templates that are made an item for each KOL, for one that was agreed: whatever list they come with, since there is somebody now whom they are for.
/// A sort of engagement that has none of its own takes those of the others.
#[must_use]
pub fn choose_for_kol<'a>(
    library: &'a Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
) -> Vec<Chosen<'a>> {
    let is_each = |template: &Template| template.per == Some(TemplateEach::Kol);
    let mut each = library.items.iter().filter(|one| is_each(one));
    let has_own = each.any(|one| one.kind == *kind);
    let at_large = choose(library, kind, tier, level);
    let is_chosen = |template: &Template| {
        let is_own = !template.left_out && (!has_own || template.kind == *kind);
        is_each(template) && is_own || at_large.iter().any(|one| one.template.id == template.id)
    };
    let placed = library.items.iter().zip((STEP..).step_by(10));
    placed
        .filter(|(template, _)| is_each(template) && is_chosen(template))
        .map(|(template, place)| Chosen {
            template,
            place,
            drawer: false,
            after: after(library, template, is_chosen),
        })
        .collect()
}

/// What an item comes after. One for the plan at large cannot come after what is made for each KOL, so it comes after what that comes after.
fn after<'a>(
    library: &'a Library,
    template: &Template,
    is_chosen: impl Fn(&Template) -> bool,
) -> Vec<&'a Template> {
    let mut seen = order::set([template.id.as_str()]);
    let mut ahead: Vec<&str> = template.after.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    while let Some(id) = ahead.pop() {
        let Some(one) = library.template(id).filter(|one| seen.insert(&one.id)) else {
            continue;
        };
        let can_wait = one.per.is_none() || one.per == template.per;
        if can_wait {
            all.push(one);
        }
        if !can_wait || !is_chosen(one) {
            ahead.extend(one.after.iter().map(String::as_str));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::testing::{library, template};
    use super::*;
    use crate::records::{PlanList, PlanSection};

    fn chosen<'a>(
        library: &'a Library,
        tier: &Tier,
        level: impl Fn(Dimension) -> Option<Level>,
    ) -> Vec<(&'a str, bool)> {
        choose(library, &EngagementKind::Product, tier, level)
            .into_iter()
            .map(|one| (one.template.id.as_str(), one.drawer))
            .collect()
    }

    fn unknown(_: Dimension) -> Option<Level> {
        None
    }

    #[test]
    fn each_tier_has_its_lists_in_its_sections() {
        let library = library([
            template("goal", PlanList::Simple),
            template("mail", PlanList::Basic),
            Template {
                section: PlanSection::Pr,
                ..template("list", PlanList::Basic)
            },
            Template {
                section: PlanSection::Video,
                ..template("early film", PlanList::Basic)
            },
            Template {
                section: PlanSection::Video,
                ..template("film", PlanList::Advanced)
            },
            Template {
                kind: EngagementKind::Cause,
                ..template("permits", PlanList::Simple)
            },
            template("other", PlanList::Other("royal".into())),
        ]);
        let ids = |tier| -> Vec<&str> {
            let all = chosen(&library, &tier, unknown).into_iter();
            all.map(|(id, _)| id).collect()
        };
        assert_eq!(ids(Tier::Small), ["goal"]);
        assert_eq!(ids(Tier::Mid), ["goal", "mail", "list"]);
        assert_eq!(
            ids(Tier::Large),
            ["goal", "mail", "list", "early film", "film"]
        );
    }

    #[test]
    fn what_is_complex_waits_in_a_small_clients_drawer() {
        let complex = |id, list| Template {
            complex: true,
            ..template(id, list)
        };
        let library = library([
            template("goal", PlanList::Simple),
            complex("survey", PlanList::Basic),
            complex("extension", PlanList::Advanced),
            Template {
                section: PlanSection::Pr,
                ..complex("list", PlanList::Basic)
            },
        ]);
        assert_eq!(
            chosen(&library, &Tier::Small, unknown),
            [("goal", false), ("survey", true), ("extension", true)]
        );
        assert_eq!(
            chosen(&library, &Tier::Mid, unknown),
            [("goal", false), ("survey", false), ("list", false)]
        );
    }

    #[test]
    fn no_pr_drops_pr_and_ample_fulfilment_keeps_tracking_only() {
        let of = |id, dimension, levels: &[u8]| Template {
            dimension: Some(dimension),
            levels: levels.to_vec(),
            ..template(id, PlanList::Simple)
        };
        let library = library([
            of("list", Dimension::Pr, &[2, 3]),
            of("packing", Dimension::Fulfilment, &[1, 2]),
            of("tracking", Dimension::Fulfilment, &[1, 2, 3]),
        ]);
        let ids = |level: fn(Dimension) -> Option<Level>| -> Vec<&str> {
            let all = chosen(&library, &Tier::Mid, level).into_iter();
            all.map(|(id, _)| id).collect()
        };
        assert_eq!(
            ids(|dimension| (dimension == Dimension::Pr).then_some(Level::One)),
            ["packing", "tracking"]
        );
        assert_eq!(ids(|_| Some(Level::Three)), ["list", "tracking"]);
        // What is not known is assumed to be needed.
        assert_eq!(ids(unknown), ["list", "packing", "tracking"]);
    }

    #[test]
    fn what_was_not_chosen_is_looked_through_to_what_it_comes_after() {
        let library = library([
            template("goal", PlanList::Simple),
            Template {
                after: vec!["goal".into()],
                dimension: Some(Dimension::Creative),
                levels: vec![1],
                ..template("pictures", PlanList::Simple)
            },
            Template {
                after: vec!["pictures".into(), "nowhere".into()],
                ..template("ads", PlanList::Simple)
            },
            Template {
                after: vec!["goal".into()],
                per: Some(TemplateEach::Kol),
                ..template("brief", PlanList::Simple)
            },
            Template {
                after: vec!["brief".into()],
                ..template("second wave", PlanList::Simple)
            },
        ]);
        let after = |level: fn(Dimension) -> Option<Level>, id: &str| -> Vec<String> {
            let all = choose(&library, &EngagementKind::Product, &Tier::Mid, level);
            let one = all.into_iter().find(|one| one.template.id == id).unwrap();
            one.after.into_iter().map(|one| one.id.clone()).collect()
        };
        assert_eq!(after(unknown, "ads"), ["pictures"]);
        // Should it be added later, it stands before it again.
        assert_eq!(after(|_| Some(Level::Three), "ads"), ["pictures", "goal"]);
        assert_eq!(after(unknown, "second wave"), ["goal"]);
    }

    #[test]
    fn a_kol_who_was_agreed_has_milestones_whatever_the_tier() {
        let each = |id, kind, after: &str| Template {
            per: Some(TemplateEach::Kol),
            kind,
            after: vec![after.into()],
            section: PlanSection::Pr,
            ..template(id, PlanList::Advanced)
        };
        let product = EngagementKind::Product;
        let library = library([
            template("goal", PlanList::Simple),
            Template {
                after: vec!["goal".into()],
                ..template("contracts", PlanList::Advanced)
            },
            each("brief", product.clone(), "contracts"),
            each("script", product.clone(), "brief"),
        ]);
        let of = |kind: &EngagementKind, tier| -> Vec<(String, i64, Vec<String>)> {
            let all = choose_for_kol(&library, kind, &tier, |_| Some(Level::One));
            let named = |one: &&Template| one.id.clone();
            all.iter()
                .map(|one| {
                    let after = one.after.iter().map(named).collect();
                    (one.template.id.clone(), one.place, after)
                })
                .collect()
        };
        let small = of(&product, Tier::Small);
        assert_eq!(
            small[0],
            ("brief".into(), 30, vec!["contracts".into(), "goal".into()])
        );
        assert_eq!(small[1], ("script".into(), 40, vec!["brief".into()]));
        assert_eq!(of(&product, Tier::Large)[0].2, ["contracts"]);
        // One that the team leaves out has none, and the other sorts do not lend theirs for it.
        let mut without = library.clone();
        without.items[2].left_out = true;
        let none = |_| Some(Level::One);
        let left = choose_for_kol(&without, &product, &Tier::Small, none);
        let ids: Vec<&str> = left.iter().map(|one| &*one.template.id).collect();
        assert_eq!(ids, ["script"]);
        // A cause has no list of its own for them.
        let cause = of(&EngagementKind::Cause, Tier::Mid);
        assert_eq!(
            cause.iter().map(|one| &*one.0).collect::<Vec<_>>(),
            ["brief", "script"]
        );
    }

    #[test]
    fn what_is_left_out_is_not_chosen_and_looked_through() {
        let library = library([
            template("goal", PlanList::Simple),
            Template {
                after: vec!["goal".into()],
                left_out: true,
                ..template("pictures", PlanList::Simple)
            },
            Template {
                after: vec!["pictures".into()],
                ..template("ads", PlanList::Simple)
            },
        ]);
        assert_eq!(
            chosen(&library, &Tier::Mid, unknown),
            [("goal", false), ("ads", false)]
        );
        let all = choose(&library, &EngagementKind::Product, &Tier::Mid, unknown);
        let after: Vec<&str> = all[1].after.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(after, ["pictures", "goal"]);
        assert_eq!(all[1].place, 30);
    }

    #[test]
    fn places_are_those_of_the_library() {
        let library = library([
            template("film", PlanList::Advanced),
            template("goal", PlanList::Simple),
        ]);
        let places = |tier| -> Vec<i64> {
            let all = choose(&library, &EngagementKind::Product, &tier, unknown).into_iter();
            all.map(|one| one.place).collect()
        };
        assert_eq!(places(Tier::Small), [20]);
        assert_eq!(places(Tier::Large), [10, 20]);
    }
}
