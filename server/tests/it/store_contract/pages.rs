//! What readers get: news, pages of everything, and nothing of another workspace.

use super::fixtures::{
    OURS, THEIRS, caller, change, digest_of, ends_client, everything, id, key, news, request,
    verdict,
};
use super::stage::Stage;
use yardstick_domain::accept::Verdict;
use yardstick_domain::codec::Row;
use yardstick_domain::wire::PAGE_ROWS;

pub(super) async fn news_comes_in_pages_in_order_and_ends_with_the_digest(stage: &mut impl Stage) {
    let mut changes = (0..6_000u32).map(|n| {
        let key = key(
            u128::from(n % 40),
            u128::from(n % 1_500),
            "note",
            &format!("f{}", n / 1_500),
        );
        change(id(1, n), key, &n.to_string(), vec![])
    });
    for _ in 0..6 {
        let some: Vec<_> = changes.by_ref().take(1_000).collect();
        stage.push(caller(OURS), request(OURS, some)).await.unwrap();
    }
    // The first registers change again: they come at their new place and no longer at the old one.
    let again = (0..100u32).map(|n| {
        let key = key(u128::from(n % 40), u128::from(n % 1_500), "note", "f0");
        change(id(2, n), key, "true", vec![id(1, n)])
    });
    stage
        .push(caller(OURS), request(OURS, again.collect()))
        .await
        .unwrap();

    let first = news(stage, OURS, 0).await;
    assert!(first.more && first.digest.is_none());
    assert_eq!(first.news.len(), PAGE_ROWS);
    assert_eq!(first.news[0].seq, 101);
    let second = news(stage, OURS, first.cursor.unwrap().seq).await;
    assert!(!second.more);
    assert_eq!(second.cursor.unwrap().seq, 6_100);
    let all: Vec<Row> = first.news.into_iter().chain(second.news).collect();
    assert_eq!(all.len(), 6_000);
    assert!(all.is_sorted_by(|one, next| one.seq < next.seq));
    assert_eq!(
        second.digest.unwrap().total,
        format!("{:016x}", digest_of(&all).total())
    );

    let mut in_order = all;
    in_order.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(everything(stage, OURS, PAGE_ROWS).await, in_order);
    let bucket = in_order[17].key.record.bucket();
    let expected: Vec<Row> = in_order
        .into_iter()
        .filter(|row| row.key.record.bucket() == bucket)
        .collect();
    assert_eq!(stage.bucket(OURS, bucket).await.rows, expected);
}

pub(super) async fn a_snapshot_page_ends_with_a_client_or_at_least_with_a_record(
    stage: &mut impl Stage,
) {
    let mut changes = Vec::new();
    for n in 0..60u32 {
        for field in 0..=(n % 7) {
            // One record id in two bundles and of two kinds, too: each is a record of its own.
            let kind = if n % 2 == 0 { "note" } else { "task" };
            let key = key(
                u128::from(n % 5),
                u128::from(n / 3),
                kind,
                &format!("f{field}"),
            );
            changes.push(change(id(n.into(), field), key, "1", vec![]));
        }
    }
    stage
        .push(caller(OURS), request(OURS, changes))
        .await
        .unwrap();
    let whole = everything(stage, OURS, PAGE_ROWS).await;
    assert!(whole.is_sorted_by(|one, next| one.key < next.key));
    for limit in [1, 2, 3, 10, 1_000] {
        let mut rows: Vec<Row> = Vec::new();
        let mut after = None;
        loop {
            let page = stage.page(OURS, after, limit).await;
            let record_of = |row: &Row| (row.key.client, row.key.record);
            if let (Some(last), Some(next)) = (rows.last(), page.rows.first()) {
                assert_ne!(record_of(last), record_of(next), "limit {limit}");
            }
            let of_one = page.rows.first().map(|row| row.key.client)
                == page.rows.last().map(|row| row.key.client);
            if page.next.is_some() && of_one {
                assert!(page.rows.len() >= limit || ends_client(&whole, &page.rows));
            } else if page.next.is_some() {
                assert!(ends_client(&whole, &page.rows), "limit {limit}");
            }
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(rows, whole, "limit {limit}");
    }
}

pub(super) async fn workspaces_do_not_meet(stage: &mut impl Stage) {
    let name = key(1, 1, "client", "name");
    verdict(stage, change(id(1, 1), name.clone(), "\"ours\"", vec![])).await;
    // The same ids of records and changes, in the other workspace: a register of its own, and nothing of ours is replaced.
    let theirs = change(id(1, 1), name.clone(), "\"theirs\"", vec![]);
    let over = change(id(2, 1), name, "\"over\"", vec![id(1, 1)]);
    let said = stage
        .push(caller(THEIRS), request(THEIRS, vec![theirs, over]))
        .await
        .unwrap();
    assert!(
        said.iter().all(|said| said.verdict == Verdict::Accepted),
        "{said:?}"
    );
    for (workspace, seq, value) in [(OURS, 1, "\"ours\""), (THEIRS, 2, "\"over\"")] {
        for rows in [
            everything(stage, workspace, PAGE_ROWS).await,
            news(stage, workspace, 0).await.news,
        ] {
            assert_eq!(rows.len(), 1);
            assert_eq!(
                (rows[0].seq, rows[0].register.value().unwrap().as_str()),
                (seq, value)
            );
        }
    }
}
