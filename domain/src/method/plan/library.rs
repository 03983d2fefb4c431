//! The template library (公版): what a plan can be made of, as `public/data/templates.<language>.json` has it.
//!
//! ```json
//! {"version": 1, "items": [{"id": "product-sheet", "kind": "product", "list": "simple", "section": "strategy", "weight": 1,
//!   "dimension": null, "levels": [1, 2, 3], "who": "us", "complex": false, "work_minutes": 30, "wait_days": 2, "wait_for": "client",
//!   "after": [], "anchor": {"point": "launch", "days": -5, "working": true}, "per": null, "title": "…", "guidance": "…"}]}
//! ```
//!
//! Both languages have the same items, word for word but for title and guidance. A library of a newer version is read as far as this one
//! knows it: a name it does not know is kept, a field it does not know is passed over.

use serde::{Deserialize, Deserializer};

use crate::method::{Dimension, Level};
use crate::records::{EngagementKind, PlanList, PlanPoint, PlanSection, PlanWait, PlanWho};
use crate::values::{Minutes, choices};

choices! {
    /// What a template is made an item for, where it is not for the plan at large.
    pub enum TemplateEach {
        /// Each KOL.
        Kol = "kol",
    }
}

/// A fixed point, and how far from it an item is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Anchor {
    /// The point.
    pub point: PlanPoint,
    /// Days from there; before it, if negative.
    pub days: i64,
    /// Whether those are working days.
    #[serde(default)]
    pub working: bool,
}

/// A template: what an item of a plan comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Template {
    /// Its name in the library, the same in every language and version.
    pub id: String,
    /// The sort of engagement it is for.
    pub kind: EngagementKind,
    /// The list it comes with.
    pub list: PlanList,
    /// The part of the work.
    pub section: PlanSection,
    /// What it weighs among the items of its list.
    pub weight: i64,
    /// What of the client decides whether it is chosen. One this version does not know decides nothing.
    #[serde(default, deserialize_with = "dimension")]
    pub dimension: Option<Dimension>,
    /// The levels of that, 1 to 3, for which it is chosen.
    #[serde(default)]
    pub levels: Vec<u8>,
    /// Who does it.
    pub who: PlanWho,
    /// Whether it waits in the drawer for a small client.
    #[serde(default)]
    pub complex: bool,
    /// Our work on it.
    pub work_minutes: Minutes,
    /// Working days it then waits.
    #[serde(default)]
    pub wait_days: i64,
    /// For whom.
    #[serde(default)]
    pub wait_for: Option<PlanWait>,
    /// The templates it comes after.
    #[serde(default)]
    pub after: Vec<String>,
    /// The fixed point it is counted from.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// What it is made an item for; nothing for the plan at large.
    #[serde(default)]
    pub per: Option<TemplateEach>,
    /// What is to be done.
    pub title: String,
    /// How it is done, for whoever has not done it before.
    pub guidance: String,
    /// Whether the team makes plans without it. It stays in the library: others come after what it comes after.
    #[serde(default)]
    pub left_out: bool,
}

impl Template {
    /// Whether it is for a client at that level of its dimension; one whose level is not known yet may need it.
    pub(super) fn fits(&self, level: impl Fn(Dimension) -> Option<Level>) -> bool {
        let known = self.dimension.and_then(level);
        known.is_none_or(|level| self.levels.contains(&level.mark()))
    }

    /// One that is for every level depends on nothing.
    pub(super) fn simplify(&mut self) {
        if [1, 2, 3].iter().all(|level| self.levels.contains(level)) {
            self.dimension = None;
            self.levels = vec![1, 2, 3];
        }
    }
}

/// The dimension of a name.
fn dimension<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Dimension>, D::Error> {
    let name = Option::<String>::deserialize(from)?;
    let is_named = |dimension: &Dimension| name.as_deref() == Some(dimension.question().name());
    Ok(Dimension::ALL.into_iter().find(is_named))
}

/// The library, in the order in which the items of a plan stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Library {
    /// Its templates.
    pub items: Vec<Template>,
}

impl Library {
    /// Reads a library file.
    ///
    /// # Errors
    /// What is no library.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let mut library: Self = serde_json::from_slice(bytes)?;
        library.items.iter_mut().for_each(Template::simplify);
        Ok(library)
    }

    /// The template of an id.
    #[must_use]
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.items.iter().find(|template| template.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_of_a_newer_version_is_read_as_far_as_it_is_known() {
        let json = r#"{"version": 9, "moon": true, "items": [{"id": "x", "kind": "festival", "list": "royal", "section": "sound", "weight": 2,
            "dimension": "patience", "levels": [4], "who": "robot", "work_minutes": 30, "wait_for": "weather",
            "anchor": {"point": "eclipse", "days": -2, "hours": 3}, "per": "venue", "title": "t", "guidance": "g", "colour": "red"}]}"#;
        let library = Library::read(json.as_bytes()).unwrap();
        let template = library.template("x").unwrap();
        assert_eq!(template.kind, EngagementKind::Other("festival".into()));
        assert_eq!(template.wait_for, Some(PlanWait::Other("weather".into())));
        assert_eq!(template.per, Some(TemplateEach::Other("venue".into())));
        assert_eq!(
            template.anchor,
            Some(Anchor {
                point: PlanPoint::Other("eclipse".into()),
                days: -2,
                working: false
            })
        );
        assert_eq!(template.dimension, None);
        assert!(template.fits(|_| Some(Level::One)));
        assert!(Library::read(b"[]").is_err());
    }
}
