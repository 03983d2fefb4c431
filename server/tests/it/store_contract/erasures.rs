//! What stays of an erased client, and how a restored server learns of it.

use super::fixtures::{
    OURS, THEIRS, caller, change, digest_of, everything, id, key, news, record, request, verdict,
};
use super::offers::went_on_elsewhere;
use super::stage::Stage;
use crate::app::BEGIN_MS;
use yardstick_domain::accept::Verdict;
use yardstick_domain::change::Value;
use yardstick_domain::codec::Row;
use yardstick_domain::erasure::tombstone_key;
use yardstick_domain::id::{DeviceId, Epoch, UserId};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::{OfferRequest, PAGE_ROWS};
use yardstick_server::sync::Caller;

pub(super) async fn of_an_erased_client_only_its_tombstone_stays(stage: &mut impl Stage) {
    let (name, tag) = (
        key(1, 1, "client", "name"),
        key(1, 1, "client", "tags/某先生"),
    );
    let changes = vec![
        change(id(1, 1), name.clone(), "\"Lin\"", vec![]),
        change(id(1, 2), name.clone(), "\"Lin Lin\"", vec![id(1, 1)]),
        change(id(2, 1), name.clone(), "\"Mr Lin\"", vec![id(1, 1)]),
        change(id(1, 3), tag, "true", vec![]),
        change(id(1, 4), key(1, 9, "note", "text"), "\"secret\"", vec![]),
        change(id(1, 5), key(2, 2, "client", "name"), "\"Wu\"", vec![]),
    ];
    let same_in_theirs = changes[..3].to_vec();
    stage
        .push(caller(OURS), request(OURS, changes.clone()))
        .await
        .unwrap();
    stage
        .push(caller(THEIRS), request(THEIRS, same_in_theirs))
        .await
        .unwrap();

    let erased = stage.erase(caller(OURS), record(1)).await.unwrap();
    assert_eq!(erased.at.seq, 7);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    let tombstone = rows
        .iter()
        .find(|row| row.key == tombstone_key(record(1)))
        .unwrap();
    assert_eq!(tombstone.seq, 7);
    let head = tombstone.register.winner().unwrap();
    assert_eq!((head.device, head.time), (caller(OURS).device, BEGIN_MS));
    assert_eq!(head.value.as_str(), "true");

    // Who stood before it is told; the digest is of what is left.
    let answer = news(stage, OURS, 6).await;
    assert_eq!(answer.news, std::slice::from_ref(tombstone));
    assert_eq!(answer.cursor.unwrap().seq, 7);
    assert_eq!(
        answer.digest.unwrap().total,
        format!("{:016x}", digest_of(&rows).total())
    );
    assert_eq!(
        stage.bucket(OURS, record(1).bucket()).await.rows,
        std::slice::from_ref(tombstone)
    );
    assert_eq!(everything(stage, THEIRS, PAGE_ROWS).await.len(), 1);

    // Nothing is taken for it again: neither what it had, nor anything new, nor a tombstone.
    for sent in [
        changes[0].clone(),
        changes[4].clone(),
        change(id(3, 1), key(1, 77, "task", "title"), "\"call\"", vec![]),
        change(id(3, 2), tombstone_key(record(1)), "null", vec![]),
    ] {
        assert_eq!(verdict(stage, sent).await.verdict, Verdict::Erased);
    }
    let forged = change(id(3, 3), tombstone_key(record(2)), "true", vec![]);
    assert!(matches!(
        verdict(stage, forged).await.verdict,
        Verdict::Refused { .. }
    ));
    // Once more changes nothing.
    assert_eq!(stage.erase(caller(OURS), record(1)).await.unwrap(), erased);
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, rows);
    // One that no change has named yet: a device may hold it that has not sent it.
    stage.erase(caller(OURS), record(50)).await.unwrap();
    let late = change(id(4, 1), key(50, 50, "client", "name"), "\"x\"", vec![]);
    assert_eq!(verdict(stage, late).await.verdict, Verdict::Erased);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
}

pub(super) async fn a_tombstone_is_brought_forward_after_a_restore(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"Lin\"", vec![])).await;
    let ended = stage.page(OURS, None, 10).await.line.0[0].epoch;
    let line = went_on_elsewhere(ended);
    let tombstone = Head {
        id: id(7, 0),
        time: BEGIN_MS,
        device: DeviceId::NIL,
        said: false,
        value: Value::from_json(b"true").unwrap(),
    };
    let offer = |rows: Vec<Row>| OfferRequest {
        protocol: yardstick_domain::PROTOCOL,
        workspace: OURS,
        user: UserId::NIL,
        epoch: Epoch(0),
        line: line.clone(),
        rows,
    };
    let buried = |seq| Row {
        key: tombstone_key(record(1)),
        seq,
        register: Register::from_heads([tombstone.clone()]),
    };
    let held = Row {
        key: name.clone(),
        seq: 4,
        register: Register::from_heads([Head {
            value: Value::from_json(b"\"Lin, later\"").unwrap(),
            ..tombstone.clone()
        }]),
    };
    let at = |stage: &mut _, request: OfferRequest| OfferRequest {
        epoch: Stage::epoch(stage),
        ..request
    };
    // What lies before the fork this server knows by itself; and a member's word does not erase.
    let before_the_fork = at(stage, offer(vec![buried(1)]));
    stage.offer(caller(OURS), before_the_fork).await.unwrap();
    let member = Caller {
        may_erase: false,
        ..caller(OURS)
    };
    let by_a_member = at(stage, offer(vec![buried(5)]));
    stage.offer(member, by_a_member).await.unwrap();
    assert_eq!(everything(stage, OURS, 10).await[0].key, name);

    // One device brings back what another then buries, in whatever order the rows lie.
    let both = at(stage, offer(vec![held.clone(), buried(5)]));
    stage.offer(caller(OURS), both.clone()).await.unwrap();
    let rows = everything(stage, OURS, 10).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].key, tombstone_key(record(1)));
    assert_eq!(
        rows[0].register.heads(),
        [Head {
            said: true,
            ..tombstone.clone()
        }]
    );
    assert_eq!(rows[0].seq, 2);
    let late = at(stage, offer(vec![held]));
    stage.offer(caller(OURS), late).await.unwrap();
    stage.offer(caller(OURS), both).await.unwrap();
    assert_eq!(everything(stage, OURS, 10).await, rows);
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
    let edit = change(id(1, 2), name, "\"Lin\"", vec![id(1, 1)]);
    assert_eq!(verdict(stage, edit).await.verdict, Verdict::Erased);
}
