//! Fixtures: what was on the wire or on a disk once is read for ever. A test that fails here is a decision to be made, not a string to
//! be updated: old devices send, and hold, exactly these bytes.

use serde_json::json;
use yardstick_domain::accept::{Judged, Reason, Verdict};
use yardstick_domain::change::{Change, Value};
use yardstick_domain::codec;
use yardstick_domain::device::Meta;
use yardstick_domain::erasure::is_tombstone;
use yardstick_domain::outbox::{Entry, State};
use yardstick_domain::wire::{
    EraseAnswer, EraseRequest, OfferRequest, RegisterRow, SnapshotPage, SyncAnswer, SyncRequest,
};

const CHANGE: &str = r#"{"id":"00000000000000ab-7","client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000002","kind":"task","field":"title","value":{ "a" : 1.0 },"replaces":["00000000000000ab-6"],"time":1800000000000,"action":3}"#;

const CONTENT_HASH: u64 = 9_824_098_556_963_364_360;

#[test]
fn a_change_keeps_the_bytes_of_its_value() {
    let change: Change = serde_json::from_str(CHANGE).expect("reads");
    assert_eq!(change.value.as_str(), r#"{ "a" : 1.0 }"#);
    assert_eq!(serde_json::to_string(&change).expect("writes"), CHANGE);
    assert_eq!(
        change.content_hash(),
        CONTENT_HASH,
        "a device that repeats it after an update is told a repeat"
    );
}

#[test]
fn an_outbox_entry_of_the_first_version_is_read() {
    let text = format!(
        r#"{{"ordinal":12,"change":{CHANGE},"made_at":1799999999000,"state":{{"is":"parked","reason":{{"code":"action"}}}},"editor":4}}"#
    );
    let entry: Entry = serde_json::from_str(&text).expect("reads");
    assert_eq!(
        entry.state,
        State::Parked {
            reason: Reason::Action
        }
    );
    assert_eq!(serde_json::to_string(&entry).expect("writes"), text);
}

#[test]
fn meta_of_the_first_version_is_read() {
    let meta: Meta =
        serde_json::from_str(r#"{"cursor":{"epoch":"00000000000000ff","seq":9}}"#).expect("reads");
    assert_eq!(
        meta.cursor.map(|cursor| (cursor.epoch.0, cursor.seq)),
        Some((255, 9))
    );
}

#[test]
fn unknown_members_of_a_newer_version_are_passed_over() {
    let newer = json!({
        "protocol": 2, "workspace": "01890000-0000-7000-8000-00000000000a", "user": "01890000-0000-7000-8000-00000000000b",
        "changes": [], "from_the_future": {"x": 1}
    });
    let request: SyncRequest = serde_json::from_value(newer).expect("reads");
    assert_eq!(request.protocol, 2);
}

#[test]
fn an_answer_with_everything_in_it_reads_back() {
    let answer = r#"{"verdicts":[{"id":"00000000000000ab-7","verdict":"accepted","place":{"epoch":"0000000000000001","seq":5},"time":1800000000000},{"id":"00000000000000ab-8","verdict":"refused","reason":{"code":"malformed","what":"field-name"}},{"id":"00000000000000ab-9","verdict":"id-reused"}],"news":[{"client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000002","kind":"task","field":"title","seq":5,"heads":[{"id":"00000000000000ab-7","time":1800000000000,"device":"01890000-0000-7000-8000-0000000000dd","value":"報價單"}]}],"cursor":{"epoch":"0000000000000001","seq":5},"more":false,"time_ms":1800000000001,"digest":{"total":"00000000000000aa"}}"#;
    let read: SyncAnswer = serde_json::from_str(answer).expect("reads");
    assert_eq!(
        read.news[0].register.value().map(Value::as_str),
        Some("\"報價單\"")
    );
    assert_eq!(serde_json::to_string(&read).expect("writes"), answer);
}

#[test]
fn a_page_and_an_offer_read_back() {
    let row = r#"{"client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000001","kind":"client","field":"name","seq":3,"heads":[{"id":"00000000000000ab-1","time":1,"device":"01890000-0000-7000-8000-0000000000dd","said":true,"value":"山嵐製茶"}]}"#;
    let page = format!(
        r#"{{"at":{{"epoch":"0000000000000001","seq":3}},"line":[{{"epoch":"0000000000000001","last":3}}],"rows":[{row}],"next":{{"client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000001"}}}}"#
    );
    let read: SnapshotPage = serde_json::from_str(&page).expect("reads");
    assert_eq!(serde_json::to_string(&read).expect("writes"), page);
    let offer = format!(
        r#"{{"protocol":1,"workspace":"01890000-0000-7000-8000-00000000000a","user":"01890000-0000-7000-8000-00000000000b","epoch":"0000000000000002","line":[{{"epoch":"0000000000000001","last":3}}],"rows":[{row}]}}"#
    );
    let read: OfferRequest = serde_json::from_str(&offer).expect("reads");
    assert_eq!(serde_json::to_string(&read).expect("writes"), offer);
}

#[test]
fn a_tombstone_travels_as_a_register() {
    let row = r#"{"client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000001","kind":"client","field":"!erased","seq":9,"heads":[{"id":"00000000000000ab-0","time":1800000000000,"device":"01890000-0000-7000-8000-0000000000dd","value":true}]}"#;
    let read: RegisterRow = serde_json::from_str(row).expect("reads");
    assert!(is_tombstone(&read.key));
    assert_eq!(serde_json::to_string(&read).expect("writes"), row);
    let request = r#"{"workspace":"01890000-0000-7000-8000-00000000000a","user":"01890000-0000-7000-8000-00000000000b"}"#;
    let read: EraseRequest = serde_json::from_str(request).expect("reads");
    assert_eq!(serde_json::to_string(&read).expect("writes"), request);
    let answer = r#"{"at":{"epoch":"0000000000000001","seq":9}}"#;
    let read: EraseAnswer = serde_json::from_str(answer).expect("reads");
    assert_eq!(serde_json::to_string(&read).expect("writes"), answer);
}

/// A bundle as the first version stores it: one client, one register, one head.
const COLUMNS: &str = "010106636c69656e7401046e616d6501ab0000000000000001018900000000700080000000000000dd0101010200010680808080a0620a700080000000000000010200010106010001020680c0e285e3680100010e0e22e5b1b1e5b590e8a3bde88cb622";

fn row() -> codec::Row {
    let row = r#"{"client":"01890000-0000-7000-8000-000000000001","record":"01890000-0000-7000-8000-000000000001","kind":"client","field":"name","seq":3,"heads":[{"id":"00000000000000ab-1","time":1800000000000,"device":"01890000-0000-7000-8000-0000000000dd","value":"山嵐製茶"}]}"#;
    serde_json::from_str::<RegisterRow>(row)
        .expect("reads")
        .into()
}

#[test]
fn a_bundle_of_the_first_version_is_read() {
    let hex: String = codec::encode(&[row()])
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, COLUMNS);
}

/// A page whose rows are packed by client, as the first version that had them sends it.
#[test]
fn a_page_of_bundles_reads_back() {
    let page = codec::bundles_envelope(br#"{"a":1}"#, &[row()]);
    let hex: String = page.iter().map(|byte| format!("{byte:02x}")).collect();
    let length = COLUMNS.len() / 2;
    assert_eq!(
        hex,
        format!("077b2261223a317d01890000000070008000000000000001{length:02x}{COLUMNS}")
    );
    let (json, bundles) = codec::open_bundles_envelope(&page).expect("reads");
    assert_eq!((json, bundles.len()), (br#"{"a":1}"#.as_slice(), 1));
    assert_eq!(codec::decode(&bundles[0].rows), Ok(vec![row()]));
}

#[test]
fn a_bundle_of_another_version_is_told_apart() {
    assert_eq!(
        codec::decode(&[2, 0, 0]),
        Err(codec::DecodeError::Version(2))
    );
    assert_eq!(codec::decode(&[]), Err(codec::DecodeError::Damaged));
}

#[test]
fn verdicts_read_back() {
    for text in [
        r#"{"id":"00000000000000ab-7","verdict":"erased"}"#,
        r#"{"id":"00000000000000ab-7","verdict":"replaced","place":{"epoch":"0000000000000001","seq":5},"time":4}"#,
    ] {
        let read: Judged = serde_json::from_str(text).expect("reads");
        assert_eq!(serde_json::to_string(&read).expect("writes"), text);
    }
    let erased: Judged =
        serde_json::from_str(r#"{"id":"00000000000000ab-7","verdict":"erased"}"#).expect("reads");
    assert_eq!(erased.verdict, Verdict::Erased);
}
