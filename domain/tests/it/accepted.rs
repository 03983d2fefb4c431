//! What the server accepts of a push, and of what a device offers after a backup was restored; how it says what it does not accept.

use yardstick_domain::accept::{
    Arrival, Board, Judged, Logged, Reason, Stored, TIME_AHEAD_MS, Verdict,
};
use yardstick_domain::change::limits::ACTION_CHANGES;
use yardstick_domain::change::{Change, Malformed, RegisterKey, Value};
use yardstick_domain::cursor::{EpochEnd, Line, Reach};
use yardstick_domain::digest::contribution;
use yardstick_domain::id::{ChangeId, DeviceId, Epoch, RecordId, Writer};
use yardstick_domain::register::{Head, Register};

const CLIENT: RecordId = RecordId::from_bytes([5; 16]);

const ARRIVAL: Arrival = Arrival {
    device: DeviceId::NIL,
    now: 3_000,
    epoch: Epoch(2),
    head: 7,
};

fn id(counter: u32) -> ChangeId {
    ChangeId {
        writer: Writer(1),
        counter,
    }
}

fn text(text: &str) -> Value {
    Value::from_json(format!("{text:?}").as_bytes()).expect("JSON")
}

fn name() -> RegisterKey {
    RegisterKey {
        client: CLIENT,
        record: CLIENT,
        kind: "client".into(),
        field: "name".into(),
    }
}

fn change(key: RegisterKey, time: i64) -> Change {
    Change {
        id: id(1),
        key,
        value: text("sent"),
        replaces: Vec::new(),
        time,
        action: None,
        batch: None,
    }
}

fn head(id: ChangeId) -> Head {
    Head {
        id,
        time: 1_000,
        device: DeviceId::NIL,
        said: true,
        value: text("head"),
    }
}

fn stored<const HEADS: usize, const ACCEPTED: usize>(
    heads: [ChangeId; HEADS],
    accepted_at: [(ChangeId, u64); ACCEPTED],
) -> Stored {
    Stored {
        register: Register::from_heads(heads.map(head)),
        accepted_at: accepted_at.into(),
        ..Stored::default()
    }
}

/// Along the history that begins with that epoch, up to there.
fn reach(epoch: u64, seq: u64) -> Reach {
    let epoch = Epoch(epoch);
    Reach {
        line: Line(vec![EpochEnd { epoch, last: seq }]),
        seq,
    }
}

fn line_of(seq: u64) -> Logged {
    Logged {
        content_hash: 0,
        seq,
        time: 1_000,
        replaced: false,
    }
}

#[test]
fn a_change_its_author_sends_stands_for_the_one_another_device_offered_and_no_other() {
    let key = name();
    let mut stored = stored([id(1), id(2)], []);
    let by_other = (id(2), reach(1, 3));
    stored.offered = vec![(id(1), reach(1, 3)), by_other.clone()];
    let mut board = Board::default();
    board.registers.insert(key.clone(), stored);
    board.push(&[change(key.clone(), 2_000)], ARRIVAL, |_| Ok(()));
    let stored = &board.registers[&key];
    assert_eq!(stored.offered, [by_other]);
    let heads = stored.register.heads().iter();
    let said: Vec<_> = heads.map(|head| (head.id, head.said)).collect();
    // The smaller of the two times counts: the offer had brought it before.
    assert_eq!(said, [(id(1), false), (id(2), true)]);
}

#[test]
fn a_clock_may_be_ahead_by_so_much_and_what_is_further_counts_as_that() {
    for (ahead, counted) in [
        (-1, -1),
        (TIME_AHEAD_MS, TIME_AHEAD_MS),
        (TIME_AHEAD_MS + 1, TIME_AHEAD_MS),
    ] {
        let mut board = Board::default();
        let change = change(name(), ARRIVAL.now + ahead);
        let (judged, head) = board.push(&[change], ARRIVAL, |_| Ok(()));
        assert_eq!(judged[0].time, Some(ARRIVAL.now + counted));
        assert_eq!(
            board.registers[&name()].register.heads()[0].time,
            ARRIVAL.now + counted
        );
        assert_eq!(head, ARRIVAL.head + 1);
    }
}

#[test]
fn what_a_device_offers_is_by_whom_it_says() {
    let mut board = Board::default();
    let mut own = head(id(1));
    own.said = false;
    board.offer(&name(), &Register::from_heads([own]), &reach(1, 8), 5, 20);
    assert!(board.registers[&name()].register.heads()[0].said);
}

#[test]
fn what_a_change_replaces_goes_and_is_named_unless_the_log_has_it() {
    let (logged, unknown, beside) = (id(2), id(3), id(4));
    let mut board = Board::default();
    board.logged.insert(logged, line_of(4));
    let stored = stored(
        [logged, unknown, beside],
        [(logged, 4), (unknown, 5), (beside, 6)],
    );
    let before = contribution(&name(), &stored.register);
    board.registers.insert(name(), stored);
    let mut change = change(name(), 2_000);
    change.replaces = vec![logged, unknown];
    board.push(&[change], ARRIVAL, |_| Ok(()));
    let stored = &board.registers[&name()];
    assert_eq!(
        stored.register.head_ids().collect::<Vec<_>>(),
        [beside, id(1)]
    );
    assert_eq!(stored.accepted_at, [(beside, 6), (id(1), ARRIVAL.head + 1)]);
    assert_eq!(board.newly_named, [unknown].into());
    assert_eq!(board.touched, [name()].into());
    let delta = contribution(&name(), &stored.register).wrapping_sub(before);
    assert_eq!(board.digest_delta, [(CLIENT.bucket(), delta)].into());
}

#[test]
fn of_an_offer_what_the_server_has_from_before_the_fork_or_by_a_nearer_offer_gives_way() {
    let [old, old_logged, at_fork, since] = [2, 3, 4, 5].map(id);
    let [nearer, elsewhere, both, new] = [6, 7, 8, 9].map(id);
    let fork = 5;
    let mut board = Board::default();
    board.logged.insert(old_logged, line_of(1));
    let mut stored = stored(
        [old, old_logged, at_fork, since, nearer, elsewhere, both],
        [
            (old, 1),
            (old_logged, 1),
            (at_fork, fork),
            (since, fork + 1),
            (both, 2),
        ],
    );
    stored.offered = vec![(nearer, reach(1, 6)), (elsewhere, reach(9, 6))];
    stored.marks = vec![reach(1, 6), reach(9, 6)];
    let before = contribution(&name(), &stored.register);
    board.registers.insert(name(), stored);
    let offered = Register::from_heads([both, new].map(head));
    assert_eq!(board.offer(&name(), &offered, &reach(1, 8), fork, 20), 21);
    let stored = &board.registers[&name()];
    assert_eq!(
        stored.register.head_ids().collect::<Vec<_>>(),
        [since, elsewhere, both, new]
    );
    assert_eq!(stored.accepted_at, [(since, fork + 1), (both, 2)]);
    assert_eq!(
        stored.offered,
        [(elsewhere, reach(9, 6)), (new, reach(1, 8))]
    );
    assert_eq!(stored.marks, [reach(9, 6), reach(1, 8)]);
    assert_eq!(stored.seq, 21);
    // Should its author send one of them again, it is no head; of what the log has that is known anyhow.
    assert_eq!(board.newly_named, [old, at_fork, nearer].into());
    let delta = contribution(&name(), &stored.register).wrapping_sub(before);
    assert_eq!(board.digest_delta, [(CLIENT.bucket(), delta)].into());
}

#[test]
fn an_offered_head_that_was_replaced_since_does_not_come_back() {
    let [logged, named, new] = [2, 3, 4].map(id);
    let mut board = Board::default();
    board.logged.insert(logged, line_of(7));
    board.named.insert(named);
    let offered = Register::from_heads([logged, named, new].map(head));
    board.offer(&name(), &offered, &reach(1, 8), 5, 20);
    let stored = &board.registers[&name()];
    assert_eq!(stored.register.head_ids().collect::<Vec<_>>(), [new]);
}

#[test]
fn an_offer_that_another_one_covers_only_names_what_was_replaced_in_between() {
    let [here, logged, named, gone] = [2, 3, 4, 5].map(id);
    let mut board = Board::default();
    board.logged.insert(logged, line_of(7));
    board.named.insert(named);
    let mut stored = stored([here], []);
    stored.marks = vec![reach(1, 9)];
    board.registers.insert(name(), stored.clone());
    let offered = Register::from_heads([here, logged, named, gone].map(head));
    assert_eq!(board.offer(&name(), &offered, &reach(1, 8), 5, 20), 20);
    assert_eq!(board.registers[&name()], stored);
    assert_eq!(board.newly_named, [gone].into());
    assert!(board.touched.is_empty() && board.digest_delta.is_empty());
}

#[test]
fn an_offer_of_what_is_there_is_remembered_and_takes_no_number() {
    let mut board = Board::default();
    let mut stored = stored([id(2)], []);
    stored.offered = vec![(id(2), reach(1, 6))];
    board.registers.insert(name(), stored);
    let offered = Register::from_heads([head(id(2))]);
    assert_eq!(board.offer(&name(), &offered, &reach(1, 8), 5, 20), 20);
    let stored = &board.registers[&name()];
    assert_eq!(stored.offered, [(id(2), reach(1, 8))]);
    assert_eq!(stored.marks, [reach(1, 8)]);
    assert_eq!(board.touched, [name()].into());
    assert!(board.digest_delta.is_empty());
}

#[test]
fn an_offer_that_ends_at_the_fork_or_is_of_an_erased_client_changes_nothing() {
    let offered = Register::from_heads([head(id(2))]);
    let mut board = Board::default();
    assert_eq!(board.offer(&name(), &offered, &reach(1, 5), 5, 20), 20);
    board.erased.insert(CLIENT);
    assert_eq!(board.offer(&name(), &offered, &reach(1, 6), 5, 20), 20);
    assert!(board.registers.is_empty());
    board.erased.clear();
    assert_eq!(board.offer(&name(), &offered, &reach(1, 6), 5, 20), 21);
}

/// Pushes changes of fields of their own, each of an action; those refused, by their place in the push.
fn refused_of(actions: &[Option<u32>], refuse: Option<usize>) -> Vec<(usize, Reason)> {
    let of_action = |(at, action): (usize, &Option<u32>)| Change {
        id: id(u32::try_from(at).expect("few")),
        key: name().record_key().field(format!("field_{at}").as_str()),
        action: *action,
        ..change(name(), 2_000)
    };
    let changes: Vec<Change> = actions.iter().enumerate().map(of_action).collect();
    let refuse = refuse.map(|at| changes[at].id);
    let (judged, _) = Board::default().push(&changes, ARRIVAL, |change| {
        let detail = String::from("expected a number");
        let refused = refuse == Some(change.id);
        if refused {
            Err(Reason::Value { detail })
        } else {
            Ok(())
        }
    });
    let reason = |(at, judged): (usize, Judged)| match judged.verdict {
        Verdict::Refused { reason } => Some((at, reason)),
        _ => None,
    };
    judged.into_iter().enumerate().filter_map(reason).collect()
}

#[test]
fn what_is_refused_takes_its_action_along_and_nothing_else() {
    let detail = String::from("expected a number");
    assert_eq!(
        refused_of(&[Some(1), Some(1), Some(2), None], Some(1)),
        [(0, Reason::Action), (1, Reason::Value { detail })]
    );
    assert_eq!(refused_of(&[Some(1), Some(1)], None), []);
}

#[test]
fn an_action_is_as_large_as_the_limit_and_no_larger() {
    let of_one = |count| vec![Some(1); count];
    assert_eq!(refused_of(&of_one(ACTION_CHANGES), None), []);
    let refused = refused_of(&of_one(ACTION_CHANGES + 1), None);
    assert_eq!(refused.len(), ACTION_CHANGES + 1);
    assert!(
        refused
            .iter()
            .all(|(_, reason)| *reason == Reason::ActionTooLarge)
    );
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
