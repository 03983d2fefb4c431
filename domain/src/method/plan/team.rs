//! The team's library: what it changed laid over the built-in set, and templates of its own after it.
//!
//! What nobody has changed stays as it is built in, so it is in the language shown and follows a newer version of the set. Plans that were made are snapshots:
//! nothing in here touches them.

use std::collections::BTreeSet;

use super::library::{Anchor, Library, Template, TemplateEach};
use crate::bundle::Record;
use crate::change::Value;
use crate::id::RecordId;
use crate::method::{Dimension, template_id};
use crate::order;
use crate::records::{
    self, Edit, EngagementKind, Field, FieldSpec, PlanList, PlanPoint, PlanSection, PlanWho,
    TeamTemplate, TemplateDimension, template,
};
use crate::values::{Choice as _, Minutes};

/// Where a template of the library comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateOrigin {
    /// As it is built in.
    BuiltIn,
    /// Built in, and changed by the team.
    Changed,
    /// The team's own.
    Own,
}

/// The library that plans choose from: the built-in templates with what the team changed of them, in their order, then the team's own.
#[must_use]
pub fn team_library(built_in: &Library, team: &[(RecordId, TeamTemplate)]) -> Library {
    let mut changes = BTreeSet::new();
    let mut items: Vec<Template> = Vec::with_capacity(built_in.items.len() + team.len());
    for one in &built_in.items {
        let id = template_id(&one.id);
        changes.insert(id);
        let change = team.iter().find(|(own, _)| *own == id);
        items.push(match change {
            Some((_, change)) => laid_over(one.clone(), change),
            None => one.clone(),
        });
    }
    // What was changed of a template that only another version has is of no kind.
    let own = team.iter().filter(|(id, _)| !changes.contains(id));
    let own = own.filter_map(|(id, one)| Some((id, one, one.kind.as_ref()?)));
    let mut own: Vec<_> = own.collect();
    order::by_key(&mut own, |(id, one, _)| {
        (one.place.unwrap_or(i64::MAX), **id)
    });
    items.extend(
        own.into_iter()
            .map(|(id, one, kind)| laid_over(default_template(&id.to_string(), kind), one)),
    );
    Library { items }
}

/// A template of the team's own as long as it says nothing more.
#[must_use]
pub fn default_template(id: &str, kind: &EngagementKind) -> Template {
    Template {
        id: id.to_owned(),
        kind: kind.clone(),
        list: PlanList::Simple,
        section: PlanSection::Strategy,
        weight: 1,
        dimension: None,
        levels: vec![1, 2, 3],
        who: PlanWho::Us,
        complex: false,
        work_minutes: Minutes(60),
        wait_days: 0,
        wait_for: None,
        after: Vec::new(),
        anchor: None,
        per: None,
        title: String::new(),
        guidance: String::new(),
        left_out: false,
    }
}

/// Where a template comes from. One that is only left out is as it is built in.
#[must_use]
pub fn origin_of(built_in: &Library, one: &Template) -> TemplateOrigin {
    match built_in.template(&one.id) {
        None => TemplateOrigin::Own,
        Some(base) if is_same(base, one) => TemplateOrigin::BuiltIn,
        Some(_) => TemplateOrigin::Changed,
    }
}

/// Whether two say the same but for being left out.
fn is_same(a: &Template, b: &Template) -> bool {
    let plain = |one: &Template| {
        let mut one = one.clone();
        one.left_out = false;
        order::natural(&mut one.after);
        one
    };
    plain(a) == plain(b)
}

/// The record that says what the team made of a template: of a built-in one by its name, else the template's own. Nothing for a name that is neither.
#[must_use]
pub fn template_key(built_in: &Library, id: &str) -> Option<RecordId> {
    match built_in.template(id) {
        Some(_) => Some(template_id(id)),
        None => id.parse().ok(),
    }
}

/// Where the next template of the team's own stands.
#[must_use]
pub fn new_place(team: &[(RecordId, TeamTemplate)]) -> i64 {
    let places = team.iter().filter_map(|(_, one)| one.place);
    places
        .max()
        .unwrap_or_default()
        .saturating_add(10)
        .min(1_000_000)
}

/// Makes a changed template say again what is built in. Whether it is left out stays.
#[must_use]
pub fn back_to_built_in(record: &Record) -> Vec<Edit> {
    let is_kept = |name: &str| name == records::DELETED || name == template::left_out().name();
    let set = record.values().filter(|(name, _)| !is_kept(name));
    set.map(|(name, _)| Edit {
        field: name.into(),
        value: Value::null(),
    })
    .collect()
}

/// The templates that one can come after: those of its kind that do not wait for it themselves.
#[must_use]
pub fn can_come_after<'a>(library: &'a Library, one: &Template) -> Vec<&'a Template> {
    let can = |other: &&Template| {
        other.kind == one.kind && other.id != one.id && !waits_for(library, other, &one.id)
    };
    library.items.iter().filter(can).collect()
}

/// Whether a template waits for itself, over others.
#[must_use]
pub fn comes_after_itself(library: &Library, id: &str) -> bool {
    library
        .template(id)
        .is_some_and(|one| waits_for(library, one, id))
}

fn waits_for(library: &Library, one: &Template, id: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead: Vec<&str> = one.after.iter().map(String::as_str).collect();
    while let Some(next) = ahead.pop() {
        if next == id {
            return true;
        }
        if let Some(next) = library.template(next).filter(|next| seen.insert(&next.id)) {
            ahead.extend(next.after.iter().map(String::as_str));
        }
    }
    false
}

fn put<T: Clone>(place: &mut T, said: Option<&T>) {
    if let Some(said) = said {
        place.clone_from(said);
    }
}

/// A template with what the team says of it.
fn laid_over(mut one: Template, team: &TeamTemplate) -> Template {
    let title = team.title.as_ref();
    put(
        &mut one.title,
        title.filter(|title| !title.trim().is_empty()),
    );
    put(&mut one.guidance, team.guidance.as_ref());
    put(&mut one.section, team.section.as_ref());
    put(&mut one.list, team.list.as_ref());
    put(&mut one.weight, team.weight.as_ref());
    put(&mut one.who, team.who.as_ref());
    put(&mut one.work_minutes, team.work.as_ref());
    put(&mut one.wait_days, team.wait_days.as_ref());
    one.wait_for = team.wait_for.clone().or(one.wait_for);
    if one.wait_days == 0 {
        one.wait_for = None;
    }
    put(&mut one.complex, team.complex.as_ref());
    put(&mut one.left_out, team.left_out.as_ref());
    if let Some(is_per_kol) = team.per_kol {
        one.per = is_per_kol.then_some(TemplateEach::Kol);
    }
    one.dimension = team
        .dimension
        .as_ref()
        .and_then(dimension_of)
        .or(one.dimension);
    if team.level_from.is_some() || team.level_to.is_some() {
        let (from, to) = level_range(&one);
        let (from, to) = (team.level_from.unwrap_or(from), team.level_to.unwrap_or(to));
        // Said the wrong way round it means the same.
        one.levels = levels(from.min(to), from.max(to));
    }
    one.simplify();
    // What was taken away stays away, even where the team had added it before a newer set did.
    let built_in = std::mem::take(&mut one.after);
    let (away, stays): (Vec<String>, Vec<String>) = built_in
        .into_iter()
        .partition(|id| team.not_after.contains(id));
    one.after = stays;
    let more = team.after.iter();
    let more = more.filter(|id| !away.contains(id) && !one.after.contains(id));
    let more: Vec<String> = more.cloned().collect();
    one.after.extend(more);
    let base = one.anchor.take();
    let is_anchored = base.is_some() || team.anchor.is_some();
    one.anchor = team.anchored.unwrap_or(is_anchored).then(|| {
        let base = base.unwrap_or_else(|| default_anchor(&one.kind));
        Anchor {
            point: team.anchor.clone().unwrap_or(base.point),
            days: team.anchor_days.unwrap_or(base.days),
            working: team.anchor_working.unwrap_or(base.working),
        }
    });
    one
}

/// What a template is counted from, where nothing more is said than that it is: what its plan is reckoned from.
fn default_anchor(kind: &EngagementKind) -> Anchor {
    let point = match kind {
        EngagementKind::Subscription => PlanPoint::Start,
        EngagementKind::Product | EngagementKind::Cause | EngagementKind::Other(_) => {
            PlanPoint::Launch
        }
    };
    Anchor {
        point,
        days: 0,
        working: false,
    }
}

/// The lowest and the highest level a template is for.
pub(crate) fn level_range(one: &Template) -> (i64, i64) {
    let levels = || one.levels.iter().map(|level| i64::from(*level));
    (levels().min().unwrap_or(1), levels().max().unwrap_or(3))
}

/// All levels from one to another.
pub(crate) fn levels(from: i64, to: i64) -> Vec<u8> {
    let all = 1..=3_u8;
    all.filter(|level| (from..=to).contains(&i64::from(*level)))
        .collect()
}

fn dimension_of(name: &TemplateDimension) -> Option<Dimension> {
    let is_named = |dimension: &Dimension| dimension.question().name() == name.name();
    Dimension::ALL.into_iter().find(is_named)
}

/// What makes the team's record of a template say `wanted`: nothing more than what differs from what is built in, or all of it for one of the team's own
/// (of which `built_in` is nothing). `said` is what it says so far.
#[must_use]
pub fn edits_to(built_in: Option<&Template>, said: &TeamTemplate, wanted: &Template) -> Vec<Edit> {
    let blank = default_template(&wanted.id, &wanted.kind);
    let to = Saying {
        is_own: built_in.is_none(),
        edits: Vec::new(),
    };
    to.all(built_in.unwrap_or(&blank), said, wanted)
}

/// Edits in the making.
struct Saying {
    is_own: bool,
    edits: Vec<Edit>,
}

impl Saying {
    /// Says `wanted` where that is not what holds anyway.
    fn say<T: Clone + PartialEq + serde::Serialize>(
        &mut self,
        field: &Field<Option<T>>,
        said: Option<&T>,
        base: &T,
        wanted: &T,
    ) {
        let to = (self.is_own || base != wanted).then_some(wanted);
        self.put(field, said, to);
    }

    fn put<T: Clone + PartialEq + serde::Serialize>(
        &mut self,
        field: &Field<Option<T>>,
        said: Option<&T>,
        to: Option<&T>,
    ) {
        if said != to {
            self.edits.push(field.put(to));
        }
    }

    /// Puts members into a set and takes others out.
    fn members(
        &mut self,
        field: &Field<BTreeSet<String>>,
        said: &BTreeSet<String>,
        to: &BTreeSet<String>,
    ) {
        let gone = said.difference(to).map(|id| field.remove(id));
        let new = to.difference(said).map(|id| field.add(id));
        self.edits.extend(gone.chain(new));
    }

    fn all(mut self, base: &Template, said: &TeamTemplate, wanted: &Template) -> Vec<Edit> {
        if self.is_own {
            self.put(&template::kind(), said.kind.as_ref(), Some(&wanted.kind));
        }
        let title = said.title.as_ref();
        self.say(&template::title(), title, &base.title, &wanted.title);
        // A text that says nothing is none.
        let guidance = Some(&wanted.guidance).filter(|text| !text.is_empty());
        let guidance = guidance.filter(|text| self.is_own || **text != base.guidance);
        self.put(&template::guidance(), said.guidance.as_ref(), guidance);
        let section = said.section.as_ref();
        self.say(
            &template::section(),
            section,
            &base.section,
            &wanted.section,
        );
        self.say(
            &template::list(),
            said.list.as_ref(),
            &base.list,
            &wanted.list,
        );
        let weight = said.weight.as_ref();
        self.say(&template::weight(), weight, &base.weight, &wanted.weight);
        self.say(&template::who(), said.who.as_ref(), &base.who, &wanted.who);
        let (work, base_work) = (&wanted.work_minutes, &base.work_minutes);
        self.say(&template::work(), said.work.as_ref(), base_work, work);
        let days = said.wait_days.as_ref();
        self.say(
            &template::wait_days(),
            days,
            &base.wait_days,
            &wanted.wait_days,
        );
        let wait_for = wanted.wait_for.as_ref();
        let wait_for = wait_for.filter(|who| base.wait_for.as_ref() != Some(who));
        self.put(&template::wait_for(), said.wait_for.as_ref(), wait_for);
        let complex = said.complex.as_ref();
        self.say(
            &template::complex(),
            complex,
            &base.complex,
            &wanted.complex,
        );
        let is_per_kol = |one: &Template| one.per == Some(TemplateEach::Kol);
        let per = (is_per_kol(base), is_per_kol(wanted));
        self.put(
            &template::per_kol(),
            said.per_kol.as_ref(),
            (per.0 != per.1).then_some(&per.1),
        );
        let left_out = (base.left_out != wanted.left_out).then_some(&wanted.left_out);
        self.put(&template::left_out(), said.left_out.as_ref(), left_out);
        self.levels(base, said, wanted);
        let set = |one: &Template| order::set(one.after.iter().cloned());
        let (was, will) = (set(base), set(wanted));
        let added = order::set(will.difference(&was).cloned());
        let gone = order::set(was.difference(&will).cloned());
        self.members(&template::after(), &said.after, &added);
        self.members(&template::not_after(), &said.not_after, &gone);
        self.anchor(base, said, wanted);
        self.edits
    }

    fn levels(&mut self, base: &Template, said: &TeamTemplate, wanted: &Template) {
        let name = |one: &Template| {
            let dimension = one.dimension?;
            Some(TemplateDimension::from_name(dimension.question().name()))
        };
        let dimension = name(wanted).filter(|own| name(base).as_ref() != Some(own));
        self.put(
            &template::dimension(),
            said.dimension.as_ref(),
            dimension.as_ref(),
        );
        let (was, will) = (level_range(base), level_range(wanted));
        let from = (was.0 != will.0).then_some(&will.0);
        let to = (was.1 != will.1).then_some(&will.1);
        self.put(&template::level_from(), said.level_from.as_ref(), from);
        self.put(&template::level_to(), said.level_to.as_ref(), to);
    }

    fn anchor(&mut self, base: &Template, said: &TeamTemplate, wanted: &Template) {
        let is = (base.anchor.is_some(), wanted.anchor.is_some());
        let anchored = (is.0 != is.1).then_some(&is.1);
        self.put(&template::anchored(), said.anchored.as_ref(), anchored);
        let default = default_anchor(&base.kind);
        let was = base.anchor.as_ref().unwrap_or(&default);
        let will = wanted.anchor.as_ref().unwrap_or(was);
        let point = (was.point != will.point).then_some(&will.point);
        self.put(&template::anchor(), said.anchor.as_ref(), point);
        let days = (was.days != will.days).then_some(&will.days);
        self.put(&template::anchor_days(), said.anchor_days.as_ref(), days);
        let working = (was.working != will.working).then_some(&will.working);
        self.put(
            &template::anchor_working(),
            said.anchor_working.as_ref(),
            working,
        );
    }
}

impl Template {
    /// The value of a field of its record, such that it would say what the template is; nothing where it has none. Of sets nothing.
    #[must_use]
    pub fn value(&self, field: &FieldSpec) -> Option<Value> {
        // All that it is, as of one of the team's own of which nothing was said.
        let blank = TeamTemplate::default();
        let levels = level_range(self);
        let all = edits_to(None, &blank, self).into_iter();
        let rest = [
            template::per_kol().set(&(self.per == Some(TemplateEach::Kol))),
            template::left_out().set(&self.left_out),
            template::level_from().set(&levels.0),
            template::level_to().set(&levels.1),
            template::anchored().set(&self.anchor.is_some()),
        ];
        let anchor = self.anchor.iter().flat_map(|anchor| {
            [
                template::anchor().set(&anchor.point),
                template::anchor_days().set(&anchor.days),
                template::anchor_working().set(&anchor.working),
            ]
        });
        let mut found = rest.into_iter().chain(anchor).chain(all);
        let found = found.find(|edit| edit.field.as_str() == field.name)?;
        Some(found.value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::choose::choose;
    use super::super::testing::{library, template as built};
    use super::*;
    use crate::method::client_file::testing::id;
    use crate::records::{PlanWait, Tier};

    /// A record after edits.
    fn after(said: &TeamTemplate, edits: &[Edit]) -> TeamTemplate {
        // What is not edited stays: said again, then edited.
        let mut fields: std::collections::BTreeMap<String, Vec<u8>> = all_said(said);
        for edit in edits {
            fields.insert(
                edit.field.as_str().to_owned(),
                edit.value.as_bytes().to_vec(),
            );
        }
        TeamTemplate::read(
            fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_slice())),
        )
    }

    fn all_said(said: &TeamTemplate) -> std::collections::BTreeMap<String, Vec<u8>> {
        let edits = [
            template::kind().put(said.kind.as_ref()),
            template::place().put(said.place.as_ref()),
            template::title().put(said.title.as_deref()),
            template::guidance().put(said.guidance.as_deref()),
            template::section().put(said.section.as_ref()),
            template::list().put(said.list.as_ref()),
            template::weight().put(said.weight.as_ref()),
            template::who().put(said.who.as_ref()),
            template::work().put(said.work.as_ref()),
            template::wait_days().put(said.wait_days.as_ref()),
            template::wait_for().put(said.wait_for.as_ref()),
            template::dimension().put(said.dimension.as_ref()),
            template::level_from().put(said.level_from.as_ref()),
            template::level_to().put(said.level_to.as_ref()),
            template::complex().put(said.complex.as_ref()),
            template::per_kol().put(said.per_kol.as_ref()),
            template::anchored().put(said.anchored.as_ref()),
            template::anchor().put(said.anchor.as_ref()),
            template::anchor_days().put(said.anchor_days.as_ref()),
            template::anchor_working().put(said.anchor_working.as_ref()),
            template::left_out().put(said.left_out.as_ref()),
        ];
        let sets = [
            (template::after(), &said.after),
            (template::not_after(), &said.not_after),
        ];
        let members = sets
            .iter()
            .flat_map(|(field, set)| set.iter().map(|id| field.add(id)));
        edits
            .into_iter()
            .chain(members)
            .map(|edit| {
                (
                    edit.field.as_str().to_owned(),
                    edit.value.as_bytes().to_vec(),
                )
            })
            .collect()
    }

    fn set() -> Library {
        library([
            Template {
                wait_days: 2,
                wait_for: Some(PlanWait::Client),
                anchor: Some(Anchor {
                    point: PlanPoint::Launch,
                    days: -5,
                    working: true,
                }),
                ..built("sheet", PlanList::Simple)
            },
            Template {
                after: vec!["sheet".into()],
                dimension: Some(Dimension::Pr),
                levels: vec![2, 3],
                ..built("release", PlanList::Basic)
            },
        ])
    }

    #[test]
    fn what_nobody_changed_is_as_it_is_built_in() {
        let set = set();
        assert_eq!(team_library(&set, &[]), set);
        let nothing = (template_id("sheet"), TeamTemplate::default());
        assert_eq!(team_library(&set, &[nothing]), set);
        // Of a template that only a newer version has.
        let unknown = TeamTemplate {
            title: Some("?".into()),
            ..TeamTemplate::default()
        };
        assert_eq!(team_library(&set, &[(template_id("moon"), unknown)]), set);
    }

    #[test]
    fn a_change_is_laid_over_and_the_rest_stays() {
        let set = set();
        let change = TeamTemplate {
            title: Some("收齊資料".into()),
            wait_days: Some(0),
            anchor_days: Some(-10),
            ..TeamTemplate::default()
        };
        let team = team_library(&set, &[(template_id("sheet"), change)]);
        let one = team.template("sheet").unwrap();
        assert_eq!(origin_of(&set, one), TemplateOrigin::Changed);
        assert_eq!(one.title, "收齊資料");
        assert_eq!(one.guidance, "sheet");
        assert_eq!((one.wait_days, &one.wait_for), (0, &None));
        let anchor = one.anchor.as_ref().unwrap();
        assert_eq!((anchor.days, anchor.working), (-10, true));
        let other = team.template("release").unwrap();
        assert_eq!(origin_of(&set, other), TemplateOrigin::BuiltIn);
    }

    #[test]
    fn what_was_taken_away_stays_away_when_a_newer_set_brings_it() {
        let mut set = set();
        let more = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let change = TeamTemplate {
            after: more(&["release"]),
            not_after: more(&["release"]),
            ..TeamTemplate::default()
        };
        let after = |set: &Library| {
            let team = team_library(set, &[(template_id("sheet"), change.clone())]);
            team.template("sheet").unwrap().after.clone()
        };
        // What is not built in was added by the team.
        assert!(after(&set).contains(&"release".to_owned()));
        let mut items = set.items.iter_mut();
        let sheet = items.find(|one| one.id == "sheet").unwrap();
        sheet.after = vec!["release".into()];
        assert!(!after(&set).contains(&"release".to_owned()));
    }

    #[test]
    fn levels_may_be_said_the_wrong_way_round_and_all_of_them_are_none() {
        let set = set();
        let levels = |from, to| {
            let change = TeamTemplate {
                level_from: from,
                level_to: to,
                ..TeamTemplate::default()
            };
            let team = team_library(&set, &[(template_id("release"), change)]);
            let one = team.template("release").unwrap().clone();
            (one.dimension, one.levels)
        };
        assert_eq!(levels(Some(3), Some(2)), (Some(Dimension::Pr), vec![2, 3]));
        assert_eq!(levels(None, Some(2)), (Some(Dimension::Pr), vec![2]));
        assert_eq!(levels(Some(1), None), (None, vec![1, 2, 3]));
    }

    #[test]
    fn what_is_left_out_is_not_chosen_and_comes_back_as_it_was() {
        let set = set();
        let out = TeamTemplate {
            left_out: Some(true),
            ..TeamTemplate::default()
        };
        let team = team_library(&set, &[(template_id("sheet"), out)]);
        let one = team.template("sheet").unwrap();
        assert!(one.left_out);
        assert_eq!(origin_of(&set, one), TemplateOrigin::BuiltIn);
        let kind = EngagementKind::Product;
        let all = choose(&team, &kind, &Tier::Large, |_| None);
        let ids: Vec<&str> = all.iter().map(|one| one.template.id.as_str()).collect();
        assert_eq!(ids, ["release"]);
    }

    #[test]
    fn the_teams_own_stand_at_the_end_and_are_chosen_like_others() {
        let set = set();
        let own = |title: &str, place| TeamTemplate {
            kind: Some(EngagementKind::Product),
            title: Some(title.into()),
            place,
            ..TeamTemplate::default()
        };
        let team = [
            (id(7), own("second", Some(20))),
            (id(8), own("first", Some(10))),
            (id(6), own("last", None)),
        ];
        assert_eq!(new_place(&team), 30);
        let library = team_library(&set, &team);
        let titles: Vec<&str> = library.items.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["sheet", "release", "first", "second", "last"]);
        let kind = EngagementKind::Product;
        let all = choose(&library, &kind, &Tier::Small, |_| None);
        assert_eq!(all.last().unwrap().template.title, "last");
        let last = library.items.last().unwrap();
        assert_eq!(origin_of(&set, last), TemplateOrigin::Own);
        assert_eq!(template_key(&set, &last.id), Some(id(6)));
        assert_eq!(template_key(&set, "sheet"), Some(template_id("sheet")));
        assert_eq!(template_key(&set, "moon"), None);
    }

    #[test]
    fn nothing_can_come_after_what_waits_for_it() {
        let set = set();
        let ids = |one: &str| -> Vec<&str> {
            let all = can_come_after(&set, set.template(one).unwrap());
            all.into_iter().map(|one| one.id.as_str()).collect()
        };
        assert_eq!(ids("release"), ["sheet"]);
        assert!(ids("sheet").is_empty());
        assert!(!comes_after_itself(&set, "release"));
        let circle = TeamTemplate {
            after: ["release".to_owned()].into(),
            ..TeamTemplate::default()
        };
        let team = team_library(&set, &[(template_id("sheet"), circle)]);
        assert!(comes_after_itself(&team, "release"));
    }

    #[test]
    fn edits_say_what_is_wanted_and_nothing_more() {
        let set = set();
        let base = set.template("sheet").unwrap();
        let wanted = Template {
            title: "t".into(),
            anchor: None,
            wait_days: 0,
            wait_for: None,
            after: vec!["release".into()],
            ..base.clone()
        };
        let none = TeamTemplate::default();
        let edits = edits_to(Some(base), &none, &wanted);
        let names: Vec<&str> = edits.iter().map(|edit| edit.field.as_str()).collect();
        assert_eq!(names, ["title", "wait_days", "after/release", "anchored"]);
        let said = after(&none, &edits);
        let team = team_library(&set, &[(template_id("sheet"), said.clone())]);
        assert_eq!(team.template("sheet"), Some(&wanted));
        assert!(edits_to(Some(base), &said, &wanted).is_empty());
        // And back.
        let back = edits_to(Some(base), &said, base);
        let said = after(&said, &back);
        assert_eq!(said, none);
    }

    #[test]
    fn a_template_tells_each_of_its_fields() {
        let set = set();
        let one = set.template("release").unwrap();
        let value = |field: FieldSpec| one.value(&field).map(|value| value.as_str().to_owned());
        assert_eq!(
            value(template::title().spec()).as_deref(),
            Some("\"release\"")
        );
        assert_eq!(
            value(template::dimension().spec()).as_deref(),
            Some("\"pr\"")
        );
        assert_eq!(value(template::level_from().spec()).as_deref(), Some("2"));
        assert_eq!(value(template::left_out().spec()).as_deref(), Some("false"));
        assert_eq!(value(template::anchor().spec()), None);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_wanted_can_be_said(
            flags: [bool; 6], levels in (1..=3_i64, 1..=3_i64), days in -30..30_i64, wait in 0..4_i64, before: [bool; 6], is_own: bool,
        ) {
            let set = set();
            let base = set.template("release").unwrap();
            let want = |flags: [bool; 6]| {
                let mut one = Template {
                    title: if flags[0] { "t".into() } else { base.title.clone() },
                    complex: flags[1],
                    left_out: flags[2],
                    per: flags[3].then_some(TemplateEach::Kol),
                    after: if flags[4] { vec!["sheet".into()] } else { Vec::new() },
                    anchor: flags[5].then_some(Anchor { point: PlanPoint::End, days, working: flags[0] }),
                    wait_days: wait,
                    wait_for: (wait > 0).then_some(PlanWait::Designer),
                    dimension: flags[1].then_some(Dimension::Ads),
                    levels: self::levels(levels.0.min(levels.1), levels.0.max(levels.1)),
                    ..base.clone()
                };
                if one.dimension.is_none() {
                    one.levels = vec![1, 2, 3];
                }
                one.simplify();
                one
            };
            let built_in = (!is_own).then_some(base);
            let over = |said: &TeamTemplate| match built_in {
                Some(base) => laid_over(base.clone(), said),
                None => laid_over(default_template(&base.id, &base.kind), said),
            };
            let mut said = TeamTemplate::default();
            for flags in [before, flags] {
                let wanted = want(flags);
                said = after(&said, &edits_to(built_in, &said, &wanted));
                proptest::prop_assert_eq!(over(&said), wanted.clone());
                proptest::prop_assert!(edits_to(built_in, &said, &wanted).is_empty());
            }
        }
    }
}
