//! The message catalogues fit each other, what looks for faults in them finds them, and what is served of them says each message in its place.
//!
//! The build looks as well and stops at a fault; here the looking itself is tried.

#[path = "../../build/catalogue.rs"]
mod catalogue;
#[path = "../../build/served.rs"]
mod served;

use std::collections::BTreeMap;
use std::path::Path;

use catalogue::Catalogue;

use super::catalogue::Texts;
use super::messages::{COUNT, KEYS};
use super::{LoadError, Locale};

fn catalogue_of(locale: Locale) -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/i18n");
    Catalogue::read(&folder.join(format!("{}.json", locale.tag()))).expect("a catalogue")
}

fn faults_of(chinese: &str, english: &str) -> Vec<String> {
    let read = |json| Catalogue::parse(json).expect("JSON of the test");
    catalogue::faults(&read(chinese), &read(english))
}

#[track_caller]
fn check_fault(chinese: &str, english: &str, expected: &str) {
    let faults = faults_of(chinese, english);
    assert!(
        faults.iter().any(|fault| fault.contains(expected)),
        "{expected:?} is not among {faults:#?}"
    );
}

#[test]
fn the_catalogues_have_no_faults() {
    let (chinese, english) = (catalogue_of(Locale::ZhTw), catalogue_of(Locale::En));
    assert!(chinese.entries().count() > 100);
    assert_eq!(catalogue::faults(&chinese, &english), Vec::<String>::new());
}

#[test]
fn every_message_is_served_in_its_place() {
    let chinese = catalogue_of(Locale::ZhTw);
    for locale in Locale::ALL {
        let own = catalogue_of(locale);
        let written: BTreeMap<&str, &str> = own.entries().collect();
        let served = served::texts(&chinese, &own).expect("every message");
        let json = serde_json::to_vec(&served).expect("JSON");
        let read = Texts::read(locale, &json).expect("what the app reads");
        for (message, key) in KEYS {
            let form = |ending: &str| {
                written
                    .get(format!("{key}{ending}").as_str())
                    .or_else(|| written.get(key))
                    .copied()
            };
            let (one, other) = (form("_one"), form("_other"));
            assert_eq!(Some(read.counted(*message, true)), one, "{key}");
            assert_eq!(Some(read.counted(*message, false)), other, "{key}");
            assert_eq!(Some(read.text(*message)), other, "{key}");
        }
    }
}

#[test]
fn what_is_served_of_another_build_is_not_shown() {
    let read = |texts: &[&str]| {
        let json = serde_json::to_vec(texts).expect("JSON");
        Texts::read(Locale::En, &json)
    };
    assert!(read(&vec!["x"; COUNT]).is_ok());
    for count in [0, COUNT - 1, COUNT + 1] {
        assert!(matches!(
            read(&vec!["x"; count]),
            Err(LoadError::Unfitting(found)) if found == count
        ));
    }
    let keyed = Texts::read(Locale::En, br#"{"a.b": "x"}"#);
    assert!(matches!(keyed, Err(LoadError::Damaged(_))));
}

#[test]
fn plural_forms_stand_for_one_message() {
    let faults = faults_of(
        r#"{"a.notes": "{n} 則"}"#,
        r#"{"a.notes_one": "a note", "a.notes_other": "{n} notes"}"#,
    );
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_message_that_one_language_lacks_is_found() {
    check_fault(r#"{"a.b": "中"}"#, "{}", "en a.b: missing");
    check_fault("{}", r#"{"a.b": "x"}"#, "zh-TW a.b: missing");
}

#[test]
fn different_placeholders_are_found() {
    check_fault(
        r#"{"a.b": "{name} 好"}"#,
        r#"{"a.b": "Hello"}"#,
        "a.b: zh-TW fills in",
    );
}

#[test]
fn half_a_plural_is_found() {
    check_fault(
        r#"{"a.b": "{n}"}"#,
        r#"{"a.b_one": "{n}"}"#,
        "either one text, or",
    );
    check_fault(
        r#"{"a.b_one": "一"}"#,
        r#"{"a.b": "x"}"#,
        "Chinese has no plural",
    );
}

#[test]
fn empty_texts_doubled_and_ill_formed_keys_are_found() {
    check_fault(r#"{"a.b": " "}"#, r#"{"a.b": "x"}"#, "zh-TW a.b: empty");
    check_fault(
        r#"{"a.b": "中", "a.b": "文"}"#,
        r#"{"a.b": "x"}"#,
        "stands there twice",
    );
    check_fault(r#"{"a.b": "中\t文"}"#, r#"{"a.b": "x"}"#, "a tab");
    check_fault(
        r#"{"Title": "中"}"#,
        r#"{"Title": "x"}"#,
        "a key is section.name",
    );
}

#[test]
fn one_language_in_the_other_is_found() {
    check_fault(
        r#"{"a.b": "按 save 存檔"}"#,
        r#"{"a.b": "Save"}"#,
        "English word \"save\"",
    );
    check_fault(
        r#"{"a.b": "存檔"}"#,
        r#"{"a.b": "Save 存檔"}"#,
        "Chinese text \"存檔\"",
    );
    assert_eq!(
        faults_of(r#"{"a.b": "貼到 LINE"}"#, r#"{"a.b": "Paste into LINE"}"#),
        Vec::<String>::new()
    );
}
