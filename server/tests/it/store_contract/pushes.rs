//! What a push is answered, and what stays of it.

use super::fixtures::{
    OURS, caller, change, digest_of, everything, id, key, news, request, verdict,
};
use super::stage::{Refusal, Stage};
use crate::app::BEGIN_MS;
use yardstick_domain::accept::Verdict;
use yardstick_domain::change::{Change, Value};
use yardstick_domain::wire::PAGE_ROWS;

pub(super) async fn a_repeat_says_what_was_said_and_a_reused_id_is_told(stage: &mut impl Stage) {
    let first = change(id(1, 1), key(1, 1, "client", "name"), "\"a\"", vec![]);
    let said = verdict(stage, first.clone()).await;
    assert_eq!(said.verdict, Verdict::Accepted);
    assert_eq!(said.place.unwrap().seq, 1);
    let later = Change {
        time: BEGIN_MS + 5_000,
        ..first.clone()
    };
    assert_eq!(
        verdict(stage, later).await,
        said,
        "the first time and place stand"
    );
    let other = Change {
        value: Value::from_json(b"\"b\"").unwrap(),
        ..first
    };
    assert_eq!(verdict(stage, other).await.verdict, Verdict::IdReused);
    let answer = news(stage, OURS, 0).await;
    assert_eq!(answer.news.len(), 1);
    assert_eq!(answer.news[0].register.value().unwrap().as_str(), "\"a\"");
    assert_eq!(answer.cursor.unwrap().seq, 1);
}

pub(super) async fn an_id_named_before_it_arrives_is_never_a_head(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    let newer = change(id(1, 2), name.clone(), "\"new\"", vec![id(1, 1)]);
    assert_eq!(verdict(stage, newer).await.verdict, Verdict::Accepted);
    let older = change(id(1, 1), name, "\"old\"", vec![]);
    let said = verdict(stage, older.clone()).await;
    assert_eq!(said.verdict, Verdict::Replaced);
    assert_eq!(verdict(stage, older).await, said);
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    assert_eq!(
        (rows[0].seq, rows[0].register.value().unwrap().as_str()),
        (2, "\"new\"")
    );
}

pub(super) async fn two_who_did_not_see_each_other_are_both_kept(stage: &mut impl Stage) {
    let name = key(1, 1, "other", "name");
    verdict(stage, change(id(1, 1), name.clone(), "1", vec![])).await;
    verdict(stage, change(id(1, 2), name.clone(), "2", vec![id(1, 1)])).await;
    verdict(stage, change(id(2, 1), name.clone(), "3", vec![id(1, 1)])).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    let heads: Vec<_> = rows[0]
        .register
        .heads()
        .iter()
        .map(|head| head.id)
        .collect();
    assert_eq!(heads, [id(1, 2), id(2, 1)]);
    verdict(stage, change(id(2, 2), name, "4", heads)).await;
    let rows = everything(stage, OURS, PAGE_ROWS).await;
    assert_eq!(rows[0].register.heads().len(), 1);
    let digest = news(stage, OURS, 4).await.digest.unwrap();
    assert_eq!(digest.total, format!("{:016x}", digest_of(&rows).total()));
}

pub(super) async fn values_come_back_to_the_byte(stage: &mut impl Stage) {
    let odd = [
        "{\"b\":1.50,   \"a\" : \"\\u00e9\"}",
        "1e400",
        "\"\\ud83d\\ude00 老客戶\"",
        "[null,-0.0,123456789012345678901234567890]",
        "null",
    ];
    for (n, value) in (1u32..).zip(odd) {
        let key = key(1, 1, "from_next_year", &format!("tags/標籤 {n}"));
        assert_eq!(
            verdict(stage, change(id(1, n), key, value, vec![]))
                .await
                .verdict,
            Verdict::Accepted
        );
    }
    let news = news(stage, OURS, 0).await.news;
    let values: Vec<_> = news
        .iter()
        .map(|row| row.register.value().unwrap().as_str())
        .collect();
    assert_eq!(values, odd);
    assert!(
        news.iter()
            .all(|row| row.key.kind.as_str() == "from_next_year")
    );
}

pub(super) async fn an_action_is_refused_whole(stage: &mut impl Stage) {
    let in_action = |n, kind: &str| Change {
        action: Some(4),
        ..change(id(1, n), key(1, 1, kind, "name"), "1", vec![])
    };
    let changes = vec![
        in_action(1, "fine"),
        in_action(2, "NOT FINE"),
        change(id(1, 3), key(1, 1, "alone", "name"), "1", vec![]),
    ];
    let said = stage
        .push(caller(OURS), request(OURS, changes))
        .await
        .unwrap();
    assert!(matches!(said[0].verdict, Verdict::Refused { .. }));
    assert!(matches!(said[1].verdict, Verdict::Refused { .. }));
    assert_eq!(said[2].verdict, Verdict::Accepted);
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await.len(), 1);
    let many = (0..1_001).map(|n| change(id(3, n), key(1, 1, "fine", "name"), "1", vec![]));
    let refused = stage
        .push(caller(OURS), request(OURS, many.collect()))
        .await;
    assert_eq!(refused, Err(Refusal::TooMany));
    assert_eq!(news(stage, OURS, 0).await.cursor.unwrap().seq, 1);
}
