use std::collections::BTreeMap;

use super::*;
use crate::export::{TemplateWords, templates_table};
use crate::method::{Anchor, Dimension, TemplateEach, team_library, template_id};
use crate::records::{PlanPoint, PlanSection, PlanWait};
use crate::values::{Currency, Date, Minutes};

fn context() -> InputContext {
    InputContext {
        today: Date::new(2026, 11, 22).unwrap(),
        currency: Currency::TWD,
        utc_offset_minutes: 480,
    }
}

fn built_in(language: &str) -> Library {
    let bytes: &[u8] = match language {
        "en" => include_bytes!("../../../../public/data/templates.en.json"),
        _ => include_bytes!("../../../../public/data/templates.zh-TW.json"),
    };
    Library::read(bytes).unwrap()
}

fn checked(text: &str, library: &Library) -> TemplatePlan {
    checked_without(text, library, &[])
}

fn checked_without(text: &str, library: &Library, left_out: &[usize]) -> TemplatePlan {
    let table = Table::read_text(text).unwrap();
    let left_out = left_out.iter().copied().collect();
    check_templates(&table, library, &left_out, &context())
}

/// Headers by their words in the interface, at a place among the words of each.
fn file(library: &Library) -> String {
    let header = |column: TemplateColumn| {
        let known = words::TEMPLATE_HEADERS.iter();
        let mut known = known.filter(|(own, _)| *own == column);
        known.next().unwrap().1[0].to_owned()
    };
    let bytes = templates_table(
        library,
        &TemplateWords {
            header: &header,
            choice: &|_, _| None,
            yes: "是".into(),
            no: "否".into(),
        },
        &context(),
    );
    Table::text(&bytes).unwrap().to_owned()
}

/// The team's records after edits.
fn after(team: &[(RecordId, TeamTemplate)], edits: &[Edit]) -> Vec<(RecordId, TeamTemplate)> {
    assert!(team.is_empty(), "tests begin anew");
    let mut records: BTreeMap<RecordId, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for edit in edits {
        assert_eq!(edit.key.client, RecordId::NIL);
        assert_eq!(edit.key.kind.as_str(), template::SPEC.name);
        let (name, value) = (edit.key.field.as_str(), edit.value.as_bytes());
        crate::records::validate(template::SPEC.name, name, value).unwrap();
        let fields = records.entry(edit.key.record).or_default();
        fields.insert(name.to_owned(), value.to_vec());
    }
    let read = |fields: &BTreeMap<String, Vec<u8>>| {
        let fields = fields.iter();
        TeamTemplate::read(fields.map(|(name, value)| (name.as_str(), value.as_slice())))
    };
    records
        .iter()
        .map(|(id, fields)| (*id, read(fields)))
        .collect()
}

fn ids() -> impl FnMut() -> RecordId {
    let mut drawn = 0_u8;
    move || {
        drawn += 1;
        RecordId::from_bytes([drawn; 16])
    }
}

/// What the team has after an import.
fn imported(text: &str, built_in: &Library) -> Library {
    let plan = checked(text, built_in);
    assert_eq!(plan.faults, []);
    team_library(built_in, &after(&[], &plan.edits(built_in, &[], ids())))
}

fn faults(plan: &TemplatePlan) -> Vec<(usize, TemplateColumn, TemplateFault)> {
    let faults = plan.faults.iter();
    faults.map(|one| (one.row, one.column, one.fault)).collect()
}

#[test]
fn what_went_out_comes_in_and_changes_nothing() {
    for language in ["zh-TW", "en"] {
        let library = built_in(language);
        let plan = checked(&file(&library), &library);
        assert_eq!(plan.faults, [], "{language}");
        assert_eq!(plan.unknown, [""; 0]);
        assert_eq!(plan.templates, []);
        assert_eq!(plan.same, library.items.len());
        assert!(!plan.is_ready());
    }
}

#[test]
fn what_one_team_made_another_has_after_importing_it() {
    let built_in = built_in("zh-TW");
    let own = RecordId::from_bytes([0xa1; 16]);
    let first = TeamTemplate {
        title: Some("=先談、再寫".into()),
        guidance: Some("一\n二, \"三\"".into()),
        work: Some(Minutes(45)),
        wait_days: Some(3),
        anchored: Some(true),
        anchor: Some(PlanPoint::Start),
        anchor_days: Some(-7),
        after: ["product-rewards".to_owned()].into(),
        ..TeamTemplate::default()
    };
    let out = TeamTemplate {
        left_out: Some(true),
        level_from: Some(1),
        level_to: Some(3),
        not_after: ["product-goal-and-costs".to_owned()].into(),
        ..TeamTemplate::default()
    };
    let ours = TeamTemplate {
        kind: Some(EngagementKind::Product),
        title: Some("拍一支開箱".into()),
        section: Some(PlanSection::Video),
        dimension: Some(crate::records::TemplateDimension::Creative),
        level_from: Some(2),
        per_kol: Some(true),
        after: ["product-sheet".to_owned()].into(),
        ..TeamTemplate::default()
    };
    let team = [
        (template_id("product-sheet"), first),
        (template_id("product-rewards"), out),
        (own, ours),
    ];
    // The circle of the first two is one that the import would refuse.
    let mut team = team.to_vec();
    team[0].1.after.clear();
    let theirs = team_library(&built_in, &team);
    let again = imported(&file(&theirs), &built_in);
    let sorted = |library: &Library| {
        let mut library = library.clone();
        for one in &mut library.items {
            order::natural(&mut one.after);
        }
        library
    };
    assert_eq!(sorted(&again), sorted(&theirs));
    let one = again.template(&own.to_string()).unwrap();
    assert_eq!(
        (one.dimension, &one.levels),
        (Some(Dimension::Creative), &vec![2, 3])
    );
    assert_eq!(one.per, Some(TemplateEach::Kol));
}

#[test]
fn a_few_columns_change_only_what_they_say() {
    let built_in = built_in("zh-TW");
    let text = "編號,我們要花的時間（分鐘）,備註\nproduct-sheet,1 小時,x\nproduct-rewards,,y";
    let plan = checked(text, &built_in);
    assert_eq!((plan.changed(), plan.added(), plan.same), (1, 0, 1));
    assert_eq!(plan.unknown, ["備註"]);
    assert_eq!(plan.templates[0].columns, [TemplateColumn::Field("work")]);
    let team = imported(text, &built_in);
    let wanted = Template {
        work_minutes: Minutes(60),
        ..built_in.template("product-sheet").unwrap().clone()
    };
    assert_eq!(team.template("product-sheet"), Some(&wanted));
}

#[test]
fn empty_cells_mean_none_only_where_a_template_can_do_without() {
    let built_in = built_in("zh-TW");
    let has = |one: &&Template| one.anchor.is_some() && !one.after.is_empty() && one.wait_days > 0;
    let one = built_in.items.iter().find(has).unwrap();
    let text = format!("編號,做法,等誰,接在哪些之後,從哪一天算\n{},,,,\n", one.id);
    let team = imported(&text, &built_in);
    let wanted = Template {
        after: Vec::new(),
        anchor: None,
        ..one.clone()
    };
    assert_eq!(team.template(&one.id), Some(&wanted));
}

#[test]
fn new_ones_come_after_each_other_by_their_titles() {
    let built_in = built_in("zh-TW");
    let text = "類型,要做什麼,接在哪些之後,等誰,之後等幾個工作天,從哪一天算,差幾天,只算工作天\n\
        產品型,送樣,收齊產品資料表、拍照,客戶,3,上線,-5,是\n產品型,拍照,,,,,,";
    let plan = checked(text, &built_in);
    assert_eq!((plan.added(), plan.changed()), (2, 0));
    let team = imported(text, &built_in);
    let [first, second] = team.items.last_chunk().unwrap();
    assert_eq!((&*first.title, &*second.title), ("送樣", "拍照"));
    let after: BTreeSet<&str> = first.after.iter().map(String::as_str).collect();
    assert_eq!(after, BTreeSet::from(["product-sheet", &second.id]));
    assert_eq!(first.wait_for, Some(PlanWait::Client));
    let anchor = Anchor {
        point: PlanPoint::Launch,
        days: -5,
        working: true,
    };
    assert_eq!(first.anchor, Some(anchor));
    // Once more it is known.
    let again = checked(text, &team);
    assert_eq!((again.same, again.templates.len()), (2, 0));
}

#[test]
fn a_row_with_a_fault_is_in_the_way_of_all() {
    let built_in = built_in("zh-TW");
    let text = "編號,類型,要做什麼,我們要花的時間,比重,接在哪些之後\n\
        product-sheet,產品型,改名,三頭六臂,1,\n\
        product-moon,,,,,\n\
        ,產品型,,,,\n\
        ,火星型,什麼,,,\n\
        ,,沒說類型,,,\n\
        product-rewards,議題型,,,,\n\
        ,產品型,新的,,101,沒有這項\n\
        product-sheet,,又來,,,\n\
        ,產品型,繞一圈,,,繞一圈\n";
    let plan = checked(text, &built_in);
    let field = TemplateColumn::Field;
    let value = |error| TemplateFault::Value(error);
    assert_eq!(
        faults(&plan),
        [
            (2, field("work"), value(InputError::NotADuration)),
            (3, TemplateColumn::Id, TemplateFault::NoSuchTemplate),
            (4, field("title"), value(InputError::Empty)),
            (5, field("kind"), value(InputError::NotAChoice)),
            (6, field("kind"), value(InputError::Empty)),
            (7, field("kind"), TemplateFault::OtherKind),
            (8, field("weight"), value(InputError::TooLarge { max: 100 })),
            (8, TemplateColumn::After, TemplateFault::NoSuchTemplate),
            (9, field("title"), TemplateFault::Twice { row: 2 }),
            (10, TemplateColumn::After, TemplateFault::Circle),
        ]
    );
    assert!(!plan.is_ready());
    assert!(plan.edits(&built_in, &[], ids()).is_empty());
    // Left out, the rest is ready.
    let rows: Vec<usize> = plan.rows_with_faults().into_iter().collect();
    let rest = checked_without(&[text, ",產品型,好的,,,\n"].concat(), &built_in, &rows);
    assert_eq!((rest.left_out, rest.added()), (9, 1));
    assert!(rest.is_ready());
}

#[test]
fn without_a_name_nothing_can_be_told() {
    let plan = checked("做法,比重\n寫,2", &built_in("zh-TW"));
    assert!(!plan.has_names && !plan.is_ready());
    let plan = checked("kind,title\nproduct,", &built_in("en"));
    let empty = TemplateFault::Value(InputError::Empty);
    assert_eq!(faults(&plan), [(2, TITLE, empty)]);
}
