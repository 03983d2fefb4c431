//! What the server accepts of a push where an offer of a restored history was before, and how it says what it does not accept.

use yardstick_domain::accept::{Arrival, Board, Reason, Stored};
use yardstick_domain::change::{Change, Malformed, RegisterKey, Value};
use yardstick_domain::cursor::{Line, Reach};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, Writer};
use yardstick_domain::register::{Head, Register};

const CLIENT: RecordId = RecordId::from_bytes([5; 16]);

fn id(counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(1),
        counter,
    }
}

fn text(text: &str) -> Value {
    Value::from_json(format!("{text:?}").as_bytes()).expect("JSON")
}

fn offered(id: ChangeId) -> (Head, (ChangeId, Reach)) {
    let head = Head {
        id,
        time: 1_000,
        device: DeviceId::NIL,
        said: true,
        value: text("offered"),
    };
    let line = Line(Vec::new());
    (head, (id, Reach { line, seq: 3 }))
}

#[test]
fn a_change_its_author_sends_stands_for_the_one_another_device_offered_and_no_other() {
    let key = RegisterKey {
        client: CLIENT,
        record: CLIENT,
        kind: "client".into(),
        field: "name".into(),
    };
    let ((sent, by_sent), (other, by_other)) = (offered(id(1)), offered(id(2)));
    let stored = Stored {
        register: Register::from_heads([sent, other]),
        offered: vec![by_sent, by_other.clone()],
        ..Stored::default()
    };
    let mut board = Board::default();
    board.registers.insert(key.clone(), stored);
    let change = Change {
        id: id(1),
        key: key.clone(),
        value: text("sent"),
        replaces: Vec::new(),
        time: 2_000,
        action: None,
        batch: None,
    };
    let arrival = Arrival {
        device: DeviceId::NIL,
        now: 3_000,
        epoch: Epoch(2),
        head: 7,
    };
    board.push(&[change], arrival, |_| Ok(()));
    let stored = &board.registers[&key];
    assert_eq!(stored.offered, [by_other]);
    let heads = stored.register.heads().iter();
    let said: Vec<_> = heads.map(|head| (head.id, head.said)).collect();
    // The smaller of the two times counts: the offer had brought it before.
    assert_eq!(said, [(id(1), false), (id(2), true)]);
}

#[test]
fn every_reason_reads_as_it_was_said() {
    let reasons = [
        Reason::Malformed {
            what: Malformed::KindName,
        },
        Reason::Value {
            detail: "expected a number".to_owned(),
        },
        Reason::Action,
        Reason::ActionTooLarge,
        Reason::NotTaken {
            problem: "too-large".to_owned(),
        },
    ];
    for reason in reasons {
        let said = serde_json::to_string(&reason).expect("JSON");
        let read: Reason = serde_json::from_str(&said).expect("a reason");
        assert_eq!(read, reason, "{said}");
    }
}
