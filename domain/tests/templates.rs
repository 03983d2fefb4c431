//! The built-in template library: both languages have the same items, every value fits the item that is made of it, and each tier gets a plan
//! of the size the method asks for.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Chosen, Dimension, KOL_DAYS, Level, Library, Template, TemplateEach, adopt, adopt_for_kol,
    choose, plan_lists, readiness,
};
use yardstick_domain::records::{
    self, Edit, EngagementKind, PlanItem, PlanList, PlanPoint, PlanSection, PlanState, PlanWho,
    Tier,
};
use yardstick_domain::values::{Choice, Instant, Outcome};

const KINDS: [EngagementKind; 3] = [
    EngagementKind::Product,
    EngagementKind::Cause,
    EngagementKind::Subscription,
];

const TIERS: [Tier; 3] = [Tier::Small, Tier::Mid, Tier::Large];

fn bytes(language: &str) -> Vec<u8> {
    let path = format!(
        "{}/../public/data/templates.{language}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

fn library(language: &str) -> Library {
    Library::read(&bytes(language)).unwrap()
}

fn both() -> [(&'static str, Library); 2] {
    ["zh-TW", "en"].map(|language| (language, library(language)))
}

fn unknown(_: Dimension) -> Option<Level> {
    None
}

/// How many lists take an item in before it is reached.
fn rank(list: &PlanList) -> usize {
    PlanList::ALL.iter().position(|one| one == list).unwrap()
}

#[test]
fn both_languages_have_the_same_items_but_for_their_words() {
    let [chinese, english] = ["zh-TW", "en"].map(|language| {
        let mut all: Json = serde_json::from_slice(&bytes(language)).unwrap();
        for item in all["items"].as_array_mut().unwrap() {
            let item = item.as_object_mut().unwrap();
            assert!(item.remove("title").is_some() && item.remove("guidance").is_some());
        }
        all
    });
    assert_eq!(chinese, english);
}

#[test]
fn every_name_is_one_this_version_knows() {
    let json: Json = serde_json::from_slice(&bytes("en")).unwrap();
    for item in json["items"].as_array().unwrap() {
        let dimension = item["dimension"].as_str();
        let names = Dimension::ALL.map(|dimension| dimension.question().name());
        assert!(dimension.is_none_or(|name| names.contains(&name)), "{item}");
    }
    for one in library("en").items {
        let id = &one.id;
        assert!(KINDS.contains(&one.kind), "{id}");
        assert!(one.list.is_known() && one.section.is_known(), "{id}");
        assert!(matches!(one.who, PlanWho::Us | PlanWho::Client), "{id}");
        assert!(one.wait_for.as_ref().is_none_or(Choice::is_known), "{id}");
        assert!(one.per.as_ref().is_none_or(Choice::is_known), "{id}");
        let points: &[PlanPoint] = match one.kind {
            EngagementKind::Subscription => &[PlanPoint::Start, PlanPoint::Renewal],
            _ if one.per.is_some() => &[PlanPoint::Sent],
            _ => &[
                PlanPoint::SurveyStart,
                PlanPoint::SurveyEnd,
                PlanPoint::Launch,
                PlanPoint::End,
                PlanPoint::Ship,
            ],
        };
        let point = one.anchor.as_ref().map(|anchor| &anchor.point);
        assert!(point.is_none_or(|point| points.contains(point)), "{id}");
    }
}

#[test]
fn ids_are_unique_and_say_the_kind() {
    let all = library("en").items;
    let ids: BTreeSet<&str> = all.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), all.len());
    for one in &all {
        let rest = one.id.strip_prefix(one.kind.name()).unwrap();
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(
            rest.starts_with('-') && rest.chars().all(is_word),
            "{}",
            one.id
        );
        assert!(one.id.len() <= 48, "{}", one.id);
    }
}

#[test]
fn figures_are_within_reason() {
    for one in library("en").items {
        let id = &one.id;
        assert!((1..=5).contains(&one.weight), "{id}");
        assert!((15..=720).contains(&one.work_minutes.0), "{id}");
        assert!((0..=10).contains(&one.wait_days), "{id}");
        assert_eq!(
            one.wait_days > 0,
            one.wait_for.is_some(),
            "{id}: waits for nobody"
        );
        let levels: BTreeSet<u8> = one.levels.iter().copied().collect();
        assert_eq!(levels.len(), one.levels.len(), "{id}");
        assert!(
            !levels.is_empty() && levels.iter().all(|level| (1..=3).contains(level)),
            "{id}"
        );
        assert!(
            one.dimension.is_some() || levels.len() == 3,
            "{id}: levels of nothing"
        );
        // What is dropped first where there is none of it.
        assert_eq!(
            one.section == PlanSection::Pr,
            one.dimension == Some(Dimension::Pr),
            "{id}"
        );
        assert!(
            one.section != PlanSection::Pr || !levels.contains(&1),
            "{id}"
        );
        assert!(
            !one.complex || one.list != PlanList::Simple,
            "{id}: complex for everybody"
        );
    }
}

#[test]
fn what_comes_after_is_there_and_no_circle() {
    let library = library("en");
    let mut before: BTreeMap<&str, &Template> = BTreeMap::new();
    let mut ahead: Vec<&Template> = library.items.iter().collect();
    // Whatever comes only after what was taken is taken; a circle stays.
    while !ahead.is_empty() {
        let (next, rest): (Vec<&Template>, Vec<&Template>) = ahead
            .iter()
            .partition(|one| one.after.iter().all(|id| before.contains_key(id.as_str())));
        let left: Vec<&str> = rest.iter().map(|one| one.id.as_str()).collect();
        assert!(!next.is_empty(), "not there, or in a circle: {left:?}");
        before.extend(next.into_iter().map(|one| (one.id.as_str(), one)));
        ahead = rest;
    }
    for one in &library.items {
        for id in &one.after {
            let other = before[id.as_str()];
            assert_eq!(one.kind, other.kind, "{} after {id}", one.id);
            assert!(
                rank(&other.list) <= rank(&one.list),
                "{} after {id}",
                one.id
            );
            let out_of_drawer = other.list == PlanList::Simple || other.complex;
            assert!(!one.complex || out_of_drawer, "{} after {id}", one.id);
        }
    }
}

#[test]
fn each_tier_gets_a_plan_of_its_size() {
    let library = library("en");
    let count = |kind: &EngagementKind, tier: &Tier, drawer| {
        let all = choose(&library, kind, tier, unknown);
        all.iter().filter(|one| one.drawer == drawer).count()
    };
    let sizes = |kind: EngagementKind| TIERS.map(|tier| count(&kind, &tier, false));
    assert_eq!(sizes(EngagementKind::Product), [15, 25, 45]);
    assert_eq!(sizes(EngagementKind::Cause), [11, 18, 28]);
    assert_eq!(sizes(EngagementKind::Subscription), [10, 17, 26]);
    for kind in &KINDS {
        assert!(
            count(kind, &Tier::Small, true) > 0,
            "{kind:?}: an empty drawer"
        );
        assert_eq!(count(kind, &Tier::Mid, true), 0);
        let large = choose(&library, kind, &Tier::Large, unknown);
        let of_kind = library.items.iter().filter(|one| one.kind == *kind);
        assert_eq!(large.len(), of_kind.count(), "{kind:?}: what nobody gets");
    }
}

#[test]
fn every_section_of_a_large_client_has_something() {
    let library = library("en");
    for kind in &KINDS {
        let all = choose(&library, kind, &Tier::Large, unknown);
        let sections: BTreeSet<_> = all.iter().map(|one| &one.template.section).collect();
        // The ads of a subscription are ours.
        let ads = usize::from(*kind != EngagementKind::Subscription);
        assert_eq!(sections.len(), 5 + ads, "{kind:?}");
    }
}

#[test]
fn no_pr_drops_pr_and_ample_fulfilment_keeps_tracking_only() {
    let library = library("en");
    let ids = |level: fn(Dimension) -> Option<Level>| -> BTreeSet<String> {
        let all = choose(&library, &EngagementKind::Product, &Tier::Large, level);
        all.into_iter().map(|one| one.template.id.clone()).collect()
    };
    let no_pr = ids(|dimension| (dimension == Dimension::Pr).then_some(Level::One));
    assert_eq!(no_pr.len(), 45 - 13);
    assert!(!no_pr.iter().any(|id| id.contains("kol")));
    let ample = ids(|dimension| (dimension == Dimension::Fulfilment).then_some(Level::Three));
    assert!(!ample.contains("product-hands-and-packing"));
    assert!(ample.contains("product-shipping-updates"));
    let poor = ids(|dimension| (dimension == Dimension::Creative).then_some(Level::One));
    assert!(poor.contains("product-image-templates"));
    assert!(!poor.contains("product-shoot"));
}

fn read(edits: &[Edit]) -> PlanItem {
    let fields = edits.iter();
    PlanItem::read(fields.map(|edit| (edit.field.as_str(), edit.value.as_bytes())))
}

/// A plan with two KOLs.
fn plan(chosen: &[Chosen<'_>]) -> Vec<(RecordId, Vec<Edit>)> {
    let [engagement, first, second] = [1, 2, 3].map(|n| RecordId::from_bytes([n; 16]));
    let mut items = adopt(engagement, chosen, &[]);
    for kol in [first, second] {
        items.extend(adopt_for_kol(engagement, kol, chosen, &[]));
    }
    items
}

#[test]
fn every_item_that_is_made_fits_and_finishing_a_plan_is_its_aim() {
    for (language, library) in both() {
        for (kind, tier) in KINDS
            .iter()
            .flat_map(|kind| TIERS.iter().map(move |tier| (kind, tier)))
        {
            let chosen = choose(&library, kind, tier, unknown);
            let made = plan(&chosen);
            for edit in made.iter().flat_map(|(_, edits)| edits) {
                let name = edit.field.as_str();
                let fits = records::validate("plan_item", name, edit.value.as_bytes());
                assert_eq!(fits, Ok(()), "{language} {name}");
            }
            let ids: BTreeSet<String> = made.iter().map(|(id, _)| id.to_string()).collect();
            assert_eq!(ids.len(), made.len());
            let mut items: Vec<(RecordId, PlanItem)> =
                made.iter().map(|(id, edits)| (*id, read(edits))).collect();
            let of_lists = |item: &PlanItem| plan_lists(tier).contains(item.list.as_ref().unwrap());
            for (_, item) in &items {
                assert!(item.drawer == Some(true) || of_lists(item));
                assert!(
                    item.after.iter().all(|id| ids.contains(id)),
                    "{:?}",
                    item.template
                );
            }
            let all: Vec<_> = items.iter().collect();
            let before = readiness(&all, tier);
            assert_eq!(before.points, 0);
            for (_, item) in items.iter_mut().filter(|(_, item)| item.drawer.is_none()) {
                item.outcome = Some(Outcome {
                    state: PlanState::Done,
                    at: Instant::from_ms(1_795_313_100_000).unwrap(),
                });
            }
            let all: Vec<_> = items.iter().collect();
            let after = readiness(&all, tier);
            assert_eq!(
                (after.points, after.open),
                (before.aim, 0),
                "{kind:?} {tier:?}"
            );
        }
    }
}

#[test]
fn a_kol_takes_seventeen_working_days_from_the_day_the_product_is_sent() {
    let library = library("en");
    let each = library
        .items
        .iter()
        .filter(|one| one.per == Some(TemplateEach::Kol));
    // The work on each begins on the day after the one before is done, that on the first as the product is sent.
    let mut next = 0;
    let mut days = Vec::new();
    for one in each {
        let anchor = one.anchor.as_ref().unwrap();
        let done = next + one.wait_days;
        assert_eq!((&anchor.point, anchor.days), (&PlanPoint::Sent, done));
        assert!(anchor.working);
        days.push(done);
        next = done + 1;
    }
    assert_eq!(days, [1, 6, 8, 9, 13, 15, 16, i64::from(KOL_DAYS)]);
    assert_eq!(KOL_DAYS, 17);
}

#[test]
fn words_are_as_long_as_one_reads() {
    for (language, library) in both() {
        let (title, guidance) = if language == "en" {
            (10..=50, 200..=400)
        } else {
            (5..=18, 60..=140)
        };
        for one in library.items {
            let length = |text: &str| text.chars().count();
            assert!(
                title.contains(&length(&one.title)),
                "{language} {}",
                one.title
            );
            assert!(
                guidance.contains(&length(&one.guidance)),
                "{language} {}",
                one.id
            );
            let is_whole = one
                .guidance
                .ends_with(if language == "en" { '.' } else { '。' });
            assert!(is_whole, "{language} {}", one.id);
            let shouts = |c: char| matches!(c, '!' | '\u{ff01}');
            assert!(!one.guidance.contains(shouts), "{language} {}", one.id);
        }
    }
}

#[test]
fn chinese_is_chinese_and_english_is_english() {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for one in library("en").items {
        assert!(
            one.title.is_ascii() && one.guidance.is_ascii(),
            "{}",
            one.id
        );
    }
    for one in library("zh-TW").items {
        for text in [&one.title, &one.guidance] {
            assert!(text.contains(is_han), "{text}");
            // Marks of Chinese, and room between scripts.
            assert!(
                !text.contains([',', ';', ':', '?', '(', ')', '"']),
                "{text}"
            );
            let chars: Vec<char> = text.chars().collect();
            let touch = |pair: &[char]| {
                let [a, b] = [pair[0], pair[1]];
                is_han(a) && b.is_ascii_alphanumeric() || a.is_ascii_alphanumeric() && is_han(b)
            };
            assert!(!chars.windows(2).any(touch), "{text}");
        }
    }
}
