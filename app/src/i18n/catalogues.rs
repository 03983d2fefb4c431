//! The message catalogues fit each other, and what looks for faults in them finds them.
//!
//! The build looks as well and stops at a fault; here the looking itself is tried.

#[path = "../../build/catalogue.rs"]
mod catalogue;

use std::path::Path;

use catalogue::Catalogue;

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/i18n");
    let read = |name: &str| Catalogue::read(&folder.join(name)).expect("a catalogue");
    let (chinese, english) = (read("zh-TW.json"), read("en.json"));
    assert!(chinese.entries().count() > 100);
    assert_eq!(catalogue::faults(&chinese, &english), Vec::<String>::new());
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
