//! The plan on paper: what is printed for ourselves, and what of it a client may be given.

use super::item::{ItemStanding, by_section, plan_items, standing_of};
use crate::id::RecordId;
use crate::method::schedule::{Schedule, plan_points};
use crate::method::{ServiceFile, plan_id};
use crate::order;
use crate::records::{Engagement, PlanItem, PlanPoint, PlanSection, PlanWho, Tier};
use crate::values::Date;

/// Who is given the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperFor {
    /// Ourselves.
    Us,
    /// The client: neither their tier, nor what is kept in reserve, nor what we noted they make of what they were given.
    Client,
}

/// An item as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperItem {
    /// Which.
    pub id: RecordId,
    /// What is to be done.
    pub title: Option<String>,
    /// The KOL it is for.
    pub kol: Option<String>,
    /// Who does it.
    pub who: Option<PlanWho>,
    /// Their name.
    pub who_name: Option<String>,
    /// The day it is to be done: as scheduled, else as set by hand.
    pub due: Option<Date>,
    /// How it stands.
    pub standing: ItemStanding,
}

/// A part of the work as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPart {
    /// Which; `None` for items that say none.
    pub section: Option<PlanSection>,
    /// Its items.
    pub items: Vec<PaperItem>,
}

/// A plan as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The client's name.
    pub client: Option<String>,
    /// The engagement.
    pub engagement: Engagement,
    /// The tier the list follows; not for the client.
    pub tier: Option<Tier>,
    /// The fixed points that have a day, the first first.
    pub points: Vec<(PlanPoint, Date)>,
    /// The items by part of the work.
    pub parts: Vec<PaperPart>,
}

/// The plan of an engagement on paper. What is parked, left out or in the drawer is on none.
#[must_use]
pub fn paper(
    file: &ServiceFile,
    engagement: RecordId,
    schedule: &Schedule,
    reader: PaperFor,
) -> Paper {
    let is_ours = reader == PaperFor::Us;
    let engagements = &file.base.engagements;
    let of = engagements.iter().find(|(id, _)| *id == engagement);
    let of = of.map(|(_, of)| of.clone()).unwrap_or_default();
    let id = plan_id(engagement);
    let plan = file.plans.iter().find(|(own, _)| *own == id);
    let mut points: Vec<(PlanPoint, Date)> = plan_points(of.kind.as_ref())
        .iter()
        .filter_map(|point| Some((point.clone(), schedule.points.day(point)?)))
        .collect();
    order::by_key(&mut points, |(_, day)| *day);
    let items: Vec<&(RecordId, PlanItem)> = plan_items(file, engagement)
        .into_iter()
        .filter(|(_, item)| printed(item, reader).is_some())
        .collect();
    let line = |(id, item): &(RecordId, PlanItem)| {
        let kol = item.kol.and_then(|kol| {
            let found = file.kols.iter().find(|(id, _)| *id == kol);
            found.and_then(|(_, kol)| kol.name.clone())
        });
        Some(PaperItem {
            id: *id,
            title: item.title.clone(),
            kol,
            who: item.who.clone(),
            who_name: item.who_name.clone(),
            due: schedule.item(*id).map(|item| item.done).or(item.due),
            standing: printed(item, reader)?,
        })
    };
    let parts = by_section(&items).into_iter().map(|part| PaperPart {
        section: part.section,
        items: part.items.into_iter().filter_map(line).collect(),
    });
    Paper {
        client: file.base.client.name.clone(),
        engagement: of,
        tier: plan
            .and_then(|(_, plan)| plan.tier.clone())
            .filter(|_| is_ours),
        points,
        parts: parts.collect(),
    }
}

/// How an item stands on the paper; nothing for one that is not on it.
fn printed(item: &PlanItem, reader: PaperFor) -> Option<ItemStanding> {
    let standing = standing_of(item);
    match (&standing, reader) {
        (ItemStanding::Dropped | ItemStanding::Parked | ItemStanding::Drawer, _)
        | (ItemStanding::Reserve(_), PaperFor::Client) => None,
        (ItemStanding::Adopted | ItemStanding::NotAdopted, PaperFor::Client) => {
            Some(ItemStanding::Handed)
        }
        _ => Some(standing),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::testing::settled;
    use super::*;
    use crate::method::client_file::testing::{at, day, id};
    use crate::method::schedule::schedule_of;
    use crate::method::{ClientFile, Tick, WorkDays};
    use crate::records::{Adoption, Client, EngagementKind, Kol, Plan, PlanState};
    use crate::values::Period;

    const ENGAGEMENT: u8 = 1;

    fn item(section: Option<PlanSection>, title: &str) -> PlanItem {
        PlanItem {
            engagement: Some(id(ENGAGEMENT)),
            section,
            title: Some(title.into()),
            ..PlanItem::default()
        }
    }

    fn file() -> ServiceFile {
        let design = || Some(PlanSection::Design);
        let client = Client {
            name: Some("山嵐茶園".into()),
            ..Client::default()
        };
        let engagement = Engagement {
            kind: Some(EngagementKind::Product),
            period: Period::new(Some(day(25)), Some(day(30))).ok(),
            ..Engagement::default()
        };
        let plan = Plan {
            tier: Some(Tier::Small),
            start: Some(day(2)),
            ..Plan::default()
        };
        let items = vec![
            (id(11), item(design(), "first version")),
            (
                id(12),
                PlanItem {
                    willing: Some(false),
                    ..item(design(), "in reserve")
                },
            ),
            (
                id(13),
                PlanItem {
                    handed_at: Some(at(3, 9, 0)),
                    adoption: Some(Adoption::NotAdopted),
                    ..item(None, "handed over")
                },
            ),
            (
                id(14),
                PlanItem {
                    outcome: settled(PlanState::Done),
                    due: Some(day(5)),
                    kol: Some(id(50)),
                    ..item(design(), "brief")
                },
            ),
            (
                id(15),
                PlanItem {
                    parked: Some(true),
                    ..item(design(), "parked")
                },
            ),
            (
                id(16),
                PlanItem {
                    drawer: Some(true),
                    ..item(design(), "in the drawer")
                },
            ),
            (
                id(17),
                PlanItem {
                    outcome: settled(PlanState::Dropped),
                    ..item(design(), "left out")
                },
            ),
        ];
        let kol = Kol {
            name: Some("小步".into()),
            ..Kol::default()
        };
        ServiceFile {
            base: Arc::new(ClientFile {
                client,
                engagements: vec![(id(ENGAGEMENT), engagement)],
                ..ClientFile::default()
            }),
            plans: vec![(plan_id(id(ENGAGEMENT)), plan)],
            items,
            kols: vec![(id(50), kol)],
            ..ServiceFile::default()
        }
    }

    fn printed_for(reader: PaperFor) -> Paper {
        let file = file();
        let schedule = schedule_of(&file, id(ENGAGEMENT), &WorkDays::new([]), 360, day(1));
        paper(&file, id(ENGAGEMENT), &schedule, reader)
    }

    fn standings(paper: &Paper) -> Vec<(RecordId, ItemStanding)> {
        let items = paper.parts.iter().flat_map(|part| &part.items);
        items.map(|item| (item.id, item.standing.clone())).collect()
    }

    #[test]
    fn ours_has_the_tier_and_everything_that_is_in_the_list_or_in_reserve() {
        let ours = printed_for(PaperFor::Us);
        assert_eq!(ours.client.as_deref(), Some("山嵐茶園"));
        assert_eq!(ours.tier, Some(Tier::Small));
        assert_eq!(
            standings(&ours),
            [
                (id(11), ItemStanding::Open),
                (id(12), ItemStanding::Reserve(vec![Tick::Willing])),
                (id(14), ItemStanding::Done),
                (id(13), ItemStanding::NotAdopted),
            ]
        );
        assert_eq!(
            ours.points,
            [
                (PlanPoint::Start, day(2)),
                (PlanPoint::Launch, day(25)),
                (PlanPoint::End, day(30)),
            ]
        );
    }

    #[test]
    fn a_client_is_given_no_tier_no_reserve_and_nothing_of_what_we_noted() {
        let theirs = printed_for(PaperFor::Client);
        assert_eq!(theirs.tier, None);
        assert_eq!(
            standings(&theirs),
            [
                (id(11), ItemStanding::Open),
                (id(14), ItemStanding::Done),
                (id(13), ItemStanding::Handed),
            ]
        );
    }

    #[test]
    fn a_line_has_the_day_it_is_scheduled_for_and_the_kol_it_is_for() {
        let ours = printed_for(PaperFor::Us);
        let design = &ours.parts[0];
        assert_eq!(design.section, Some(PlanSection::Design));
        assert_eq!(design.items[0].due, Some(day(24)));
        assert_eq!(design.items[2].due, Some(day(5)));
        assert_eq!(design.items[2].kol.as_deref(), Some("小步"));
    }
}
