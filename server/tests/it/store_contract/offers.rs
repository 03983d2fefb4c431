//! What devices bring back to a restored server.

use super::fixtures::{OURS, caller, change, digest_of, everything, id, key, news, verdict};
use super::stage::{Refusal, Stage};
use crate::app::BEGIN_MS;
use yardstick_domain::accept::Verdict;
use yardstick_domain::change::Value;
use yardstick_domain::codec::Row;
use yardstick_domain::cursor::{EpochEnd, Line};
use yardstick_domain::id::{DeviceId, Epoch, UserId};
use yardstick_domain::register::{Head, Register};
use yardstick_domain::wire::{OfferRequest, PAGE_ROWS};

/// The history of a device that went on to 5 in an epoch the restored backup never saw; 1 is where they part.
pub(super) fn went_on_elsewhere(ended: Epoch) -> Line {
    Line(vec![
        EpochEnd {
            epoch: ended,
            last: 1,
        },
        EpochEnd {
            epoch: Epoch(99),
            last: 5,
        },
    ])
}

pub(super) async fn offers_fill_what_a_backup_lost(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"kept\"", vec![])).await;
    let before: Line = stage.page(OURS, None, 10).await.line;
    let ended = before.0[0].epoch;
    let line = went_on_elsewhere(ended);
    let head = Head {
        id: id(1, 2),
        time: BEGIN_MS,
        device: DeviceId::NIL,
        said: false,
        value: Value::from_json(b"\"lost\"").unwrap(),
    };
    let offer = OfferRequest {
        protocol: yardstick_domain::PROTOCOL,
        workspace: OURS,
        user: UserId::NIL,
        epoch: stage.epoch(),
        line,
        rows: vec![
            Row {
                key: name.clone(),
                seq: 5,
                register: Register::from_heads([head.clone()]),
            },
            // Adds nothing: the server has it by itself.
            Row {
                key: key(1, 1, "client", "phone"),
                seq: 1,
                register: Register::default(),
            },
        ],
    };
    stage.offer(caller(OURS), offer.clone()).await.unwrap();
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].register.heads(), [Head { said: true, ..head }]);
    assert_eq!(rows[0].seq, 2);
    // Once more changes nothing.
    stage.offer(caller(OURS), offer.clone()).await.unwrap();
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, rows);
    // Its author sends it again: accepted, and no longer hearsay. A change that replaces it makes it history.
    let again = verdict(
        stage,
        change(id(1, 2), name.clone(), "\"lost\"", vec![id(1, 1)]),
    )
    .await;
    assert_eq!(again.verdict, Verdict::Accepted);
    verdict(stage, change(id(1, 3), name, "\"on\"", vec![id(1, 2)])).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    let digest = news(stage, OURS, 0).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
    let foreign = OfferRequest {
        line: Line(vec![EpochEnd {
            epoch: Epoch(1234),
            last: 9,
        }]),
        ..offer.clone()
    };
    assert_eq!(
        stage.offer(caller(OURS), foreign).await,
        Err(Refusal::BadOffer)
    );
    let stale = OfferRequest {
        epoch: Epoch(3),
        ..offer
    };
    assert!(matches!(
        stage.offer(caller(OURS), stale).await,
        Err(Refusal::OtherHistory(_))
    ));
}
