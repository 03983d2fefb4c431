//! Old and new together: what any version wrote is read by every other, and written again to the byte, of kinds and fields it has never
//! heard of too. The build with the feature `next` is the newer side: it runs these same tests, over the same files, of which it wrote
//! `recorded/2`. A test that fails here is a decision to be made, not a file to be updated: devices send, and hold, exactly these bytes.
//!
//! A new form, or a new version, records itself with `YARDSTICK_RECORD=1`; nothing recorded is ever overwritten.

use std::collections::BTreeSet;
use std::fs;

use yardstick_domain::PROTOCOL;
use yardstick_domain::accept::{Arrival, Board, Reason, Verdict};
use yardstick_domain::codec;
use yardstick_domain::device::confirmed::load;
use yardstick_domain::device::snapshot::store_page;
use yardstick_domain::device::{
    DeviceStore, Identity, MemoryStore, Mode, SnapshotState, Summarize,
};
use yardstick_domain::id::{DeviceId, Epoch, RecordId, UserId, WorkspaceId};
use yardstick_domain::order;
use yardstick_domain::records;
use yardstick_domain::wire::{PackedPage, SnapshotPage, SyncRequest};

use crate::forms::{CLIENT, FORMS, path, recorded};

const BUILDS: [u32; 2] = [1, 2];

#[test]
fn whatever_any_version_wrote_is_read_and_written_again_to_the_byte() {
    let all = recorded();
    assert_eq!(
        all.len(),
        BUILDS.len() * FORMS.len(),
        "a record is missing or unknown"
    );
    for (protocol, name, bytes) in all {
        let form = FORMS.iter().find(|form| form.name == name);
        let form = form.unwrap_or_else(|| panic!("nothing reads {name} of {protocol}"));
        let again = (form.again)(&bytes);
        assert!(
            again.as_ref() == Ok(&bytes),
            "{name} of {protocol}: {again:?}"
        );
    }
}

#[test]
fn what_this_version_writes_is_what_was_recorded_of_it() {
    for form in FORMS {
        let file = path(PROTOCOL, form.name);
        let made = (form.made)();
        if std::env::var_os("YARDSTICK_RECORD").is_some() && !file.exists() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("makes it");
            fs::write(&file, &made).expect("writes");
        }
        let there = fs::read(&file).unwrap_or_else(|_| panic!("{} was never recorded", form.name));
        assert!(
            there == made,
            "{} of this version differs from its record",
            form.name
        );
    }
}

#[test]
fn every_message_of_the_wire_has_a_record() {
    let sources = [
        include_str!("../../src/wire.rs"),
        include_str!("../../src/history.rs"),
    ];
    let mut messages = BTreeSet::new();
    for source in sources {
        let mut travels = false;
        for line in source.lines() {
            if line.starts_with("#[derive(") {
                travels = line.contains("Serialize");
            }
            if let Some(name) = line.strip_prefix("pub struct ").filter(|_| travels) {
                messages.insert(snake(name.trim_end_matches(" {")));
            }
        }
    }
    assert!(messages.len() > 10, "{messages:?}");
    for name in messages {
        let has = FORMS.iter().any(|form| form.name == name);
        assert!(has, "{name} travels and has no record");
    }
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn bytes_of(protocol: u32, name: &str) -> Vec<u8> {
    fs::read(path(protocol, name)).expect("recorded")
}

/// What devices of either version send is accepted by this version's server and told on, to the byte of every value.
#[test]
fn a_server_of_either_version_takes_and_tells_on_what_devices_of_the_other_write() {
    for protocol in BUILDS {
        let request: SyncRequest =
            serde_json::from_slice(&bytes_of(protocol, "sync_request")).expect("reads");
        assert_eq!(request.protocol, protocol);
        let mut board = Board::default();
        let arrival = Arrival {
            device: DeviceId::NIL,
            now: i64::MAX / 2,
            epoch: Epoch(1),
            head: 0,
        };
        let (verdicts, _) = board.push(&request.changes, arrival, |change| {
            let key = &change.key;
            records::validate(
                key.kind.as_str(),
                key.field.as_str(),
                change.value.as_bytes(),
            )
            .map_err(|error| Reason::Value {
                detail: error.to_string(),
            })
        });
        assert!(
            verdicts
                .iter()
                .all(|judged| judged.verdict == Verdict::Accepted),
            "{verdicts:?}"
        );
        for change in &request.changes {
            let stored = &board.registers[&change.key].register;
            let head = stored
                .heads()
                .iter()
                .find(|head| head.id == change.id)
                .expect("a head");
            assert_eq!(head.value.as_bytes(), change.value.as_bytes());
        }
    }
}

struct Nothing;

impl Summarize for Nothing {
    fn summarize(
        &self,
        _: RecordId,
        _: &std::collections::BTreeMap<
            yardstick_domain::change::RecordKey,
            yardstick_domain::bundle::Record,
        >,
    ) -> Option<Vec<u8>> {
        None
    }
}

/// A device keeps what a server of either version sends, also what it has never heard of, and deletes none of it unseen.
#[test]
fn a_device_of_either_version_keeps_what_a_server_of_the_other_sends() {
    let identity = Identity {
        workspace: WorkspaceId::NIL,
        user: UserId::NIL,
        device: DeviceId::NIL,
    };
    for protocol in BUILDS {
        let mut page: SnapshotPage =
            serde_json::from_slice(&bytes_of(protocol, "snapshot_page")).expect("reads");
        page.next = None;
        let sent: Vec<_> = page
            .rows
            .iter()
            .filter(|row| row.key.client == CLIENT)
            .cloned()
            .collect();
        let store = MemoryStore::default();
        let page = PackedPage::from(page);
        let asked = SnapshotState::default();
        crate::now(store_page(&store, identity, &asked, page, &Nothing)).expect("keeps it");
        let held = crate::now(async {
            let mut tx = store.begin(Mode::Read).await.expect("reads");
            load(&mut tx, CLIENT).await
        });
        let mut held: Vec<_> = held.expect("reads").rows().collect();
        order::by(&mut held, |one, other| one.key.cmp(&other.key));
        assert_eq!(held, sent);
        assert_eq!(codec::decode(&codec::encode(&held)), Ok(held));
    }
    let knows = records::kind("gift").is_some();
    assert_eq!(knows, PROTOCOL == 2, "the older side has never heard of it");
}
