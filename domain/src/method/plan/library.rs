//! The templates (公版) and which of them a client gets.

use serde::Deserialize;

use super::super::tier::{Dimension, Level};
use crate::records::{
    EngagementKind, PlanList, PlanPoint, PlanSection, PlanWait, PlanWho, SuggestionPace, Tier,
};

/// Work that is said in a meeting rather than sat down to: at most so many minutes.
const QUICK_MINUTES: u32 = 30;

/// Where a template counts its day from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Anchor {
    /// The fixed point.
    pub point: PlanPoint,
    /// Days from there to the day it is done.
    pub days: i64,
    /// Whether those are working days.
    #[serde(default)]
    pub working: bool,
}

/// One template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Template {
    /// Its name, the same in every language.
    pub id: String,
    /// The sort of engagement it is for.
    pub kind: EngagementKind,
    /// The list it comes with.
    pub list: PlanList,
    /// The part of the work.
    pub section: PlanSection,
    /// What it weighs among the items of its list.
    pub weight: i64,
    /// The dimension whose level decides whether it is chosen; `None`: it always is.
    #[serde(default)]
    pub dimension: Option<String>,
    /// The levels at which it is, as marks from 1 to 3.
    pub levels: Vec<u8>,
    /// Who does it.
    pub who: PlanWho,
    /// Whether it waits in the drawer of a small client.
    pub complex: bool,
    /// Our work on it, in minutes.
    pub work_minutes: u32,
    /// Working days it then waits.
    pub wait_days: i64,
    /// For whom.
    #[serde(default)]
    pub wait_for: Option<PlanWait>,
    /// The templates it comes after.
    pub after: Vec<String>,
    /// Where its day is counted from.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// What it is made once for each of; `kol` alone by now.
    #[serde(default)]
    pub per: Option<String>,
    /// What is to be done.
    pub title: String,
    /// How, for whoever has not done it before.
    pub guidance: String,
}

impl Template {
    /// How long it takes to hand over: what is little work and waits for nobody is said in the meeting.
    #[must_use]
    pub fn pace(&self) -> SuggestionPace {
        if self.work_minutes <= QUICK_MINUTES && self.wait_days == 0 {
            SuggestionPace::Quick
        } else {
            SuggestionPace::Slow
        }
    }

    /// Whether it is made once for each KOL.
    #[must_use]
    pub fn is_per_kol(&self) -> bool {
        self.per.as_deref() == Some("kol")
    }

    fn dimension(&self) -> Option<Dimension> {
        match self.dimension.as_deref()? {
            "social" => Some(Dimension::Social),
            "ads" => Some(Dimension::Ads),
            "creative" => Some(Dimension::Creative),
            "pr" => Some(Dimension::Pr),
            "fulfilment" => Some(Dimension::Fulfilment),
            _ => None,
        }
    }
}

/// All templates, in the order of the work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Library {
    /// The templates.
    pub items: Vec<Template>,
}

impl Library {
    /// Reads the file of a language (`public/data/templates.<language>.json`).
    ///
    /// # Errors
    /// It is no such file.
    pub fn read(file: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(file)
    }

    /// Those for a sort of engagement, each with its place.
    #[must_use]
    pub fn of_kind(&self, kind: &EngagementKind) -> Vec<(i64, &Template)> {
        let own = self.items.iter();
        let own = own.filter(|template| template.kind == *kind);
        (0..).zip(own).collect()
    }
}

/// A template that is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// Which.
    pub template: &'a Template,
    /// Where it stands in the plan.
    pub place: i64,
    /// Whether it waits in the drawer.
    pub drawer: bool,
}

/// The lists of a tier: 簡易版, with it 初階版, with both 進階版. A tier this version does not know gets the least.
#[must_use]
pub fn lists_of(tier: &Tier) -> &'static [PlanList] {
    match tier {
        Tier::Large => &[PlanList::Simple, PlanList::Basic, PlanList::Advanced],
        Tier::Mid => &[PlanList::Simple, PlanList::Basic],
        Tier::Small | Tier::Other(_) => &[PlanList::Simple],
    }
}

/// Whether a tier's plan has that part of the work: video is for large clients, PR not for small ones.
fn has_section(tier: &Tier, section: &PlanSection) -> bool {
    match section {
        PlanSection::Video => *tier == Tier::Large,
        PlanSection::Pr => matches!(tier, Tier::Large | Tier::Mid),
        _ => true,
    }
}

/// What a client gets: the lists of their tier, of that the parts their tier has, of that what their levels ask for. A level nobody has asked about leaves
/// nothing out. Complex items of a small client wait in the drawer. What is made for each KOL is no part of it
/// ([`make_kol_items`](super::make_kol_items)).
pub fn choose<'a>(
    library: &'a Library,
    kind: &EngagementKind,
    tier: &Tier,
    level: impl Fn(Dimension) -> Option<Level>,
) -> Vec<Chosen<'a>> {
    let lists = lists_of(tier);
    let is_asked_for = |template: &Template| {
        let level = template.dimension().and_then(&level);
        level.is_none_or(|level| template.levels.contains(&level.mark()))
    };
    library
        .of_kind(kind)
        .into_iter()
        .filter(|(_, template)| !template.is_per_kol())
        .filter(|(_, template)| lists.contains(&template.list))
        .filter(|(_, template)| has_section(tier, &template.section))
        .filter(|(_, template)| is_asked_for(template))
        .map(|(place, template)| Chosen {
            template,
            place,
            drawer: template.complex && *tier == Tier::Small,
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn template(id: &str, list: PlanList, section: PlanSection) -> Template {
        Template {
            id: id.into(),
            kind: EngagementKind::Product,
            list,
            section,
            weight: 2,
            dimension: None,
            levels: vec![1, 2, 3],
            who: PlanWho::Us,
            complex: false,
            work_minutes: 60,
            wait_days: 0,
            wait_for: None,
            after: Vec::new(),
            anchor: None,
            per: None,
            title: id.into(),
            guidance: String::new(),
        }
    }

    pub(crate) fn library() -> Library {
        use PlanList::{Advanced, Basic, Simple};
        use PlanSection::{Ads, Design, Fulfilment, Pr, Strategy, Video};
        let pr = Template {
            dimension: Some("pr".into()),
            levels: vec![2, 3],
            ..template("kol-list", Basic, Pr)
        };
        let track = Template {
            dimension: Some("fulfilment".into()),
            ..template("track", Simple, Fulfilment)
        };
        let pack = Template {
            dimension: Some("fulfilment".into()),
            levels: vec![1, 2],
            after: vec!["track".into()],
            ..template("pack", Simple, Fulfilment)
        };
        let pixel = Template {
            complex: true,
            work_minutes: 30,
            ..template("pixel", Simple, Ads)
        };
        let brief = Template {
            per: Some("kol".into()),
            after: vec!["kol-list".into()],
            ..template("kol-brief", Advanced, Pr)
        };
        let script = Template {
            per: Some("kol".into()),
            after: vec!["kol-brief".into()],
            ..template("kol-script", Advanced, Pr)
        };
        Library {
            items: vec![
                template("goal", Simple, Strategy),
                pixel,
                template("page", Basic, Design),
                pr,
                brief,
                script,
                template("film", Advanced, Video),
                track,
                pack,
                Template {
                    kind: EngagementKind::Cause,
                    ..template("cause", Simple, Strategy)
                },
            ],
        }
    }

    fn chosen(tier: &Tier, level: impl Fn(Dimension) -> Option<Level>) -> Vec<String> {
        let library = library();
        let chosen = choose(&library, &EngagementKind::Product, tier, level);
        chosen
            .into_iter()
            .map(|one| one.template.id.clone())
            .collect()
    }

    #[test]
    fn a_tier_gets_its_lists_and_its_sections() {
        let nothing_known = |_| None;
        assert_eq!(
            chosen(&Tier::Small, nothing_known),
            ["goal", "pixel", "track", "pack"]
        );
        assert_eq!(
            chosen(&Tier::Mid, nothing_known),
            ["goal", "pixel", "page", "kol-list", "track", "pack"]
        );
        assert_eq!(
            chosen(&Tier::Large, nothing_known),
            ["goal", "pixel", "page", "kol-list", "film", "track", "pack"]
        );
    }

    #[test]
    fn a_level_leaves_out_what_it_does_not_ask_for() {
        let ample = |dimension| (dimension == Dimension::Fulfilment).then_some(Level::Three);
        assert_eq!(chosen(&Tier::Small, ample), ["goal", "pixel", "track"]);
        let no_pr = |dimension| (dimension == Dimension::Pr).then_some(Level::One);
        assert!(!chosen(&Tier::Large, no_pr).contains(&"kol-list".to_owned()));
    }

    #[test]
    fn what_is_complex_waits_in_the_drawer_of_a_small_client_alone() {
        let library = library();
        let drawers = |tier: &Tier| {
            let chosen = choose(&library, &EngagementKind::Product, tier, |_| None);
            chosen.iter().filter(|one| one.drawer).count()
        };
        assert_eq!((drawers(&Tier::Small), drawers(&Tier::Mid)), (1, 0));
    }

    #[test]
    fn little_work_that_waits_for_nobody_is_said_in_the_meeting() {
        let library = library();
        assert_eq!(library.items[1].pace(), SuggestionPace::Quick);
        assert_eq!(library.items[0].pace(), SuggestionPace::Slow);
        let waits = Template {
            wait_days: 2,
            ..library.items[1].clone()
        };
        assert_eq!(waits.pace(), SuggestionPace::Slow);
    }
}
