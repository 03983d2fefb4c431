//! What an answer of the server does: which is dropped, what is called level, what differs and heals.

use super::*;

#[test]
fn an_answer_to_another_cursor_is_dropped_whole() {
    let store = device();
    let before = now(meta(&store)).expect("memory");
    assert!(take(&store, at(6), news(at(8), vec![row(8)])).dropped);
    assert_eq!(now(meta(&store)).expect("memory"), before);
    assert!(!take(&store, at(7), news(at(8), vec![row(8)])).dropped);
}

#[test]
fn level_is_who_has_all_has_nothing_to_send_and_does_not_differ() {
    let level = |store: &MemoryStore| now(meta(store)).expect("memory").level_at_ms;
    let store = device();
    let mut more = news(at(8), Vec::new());
    more.more = true;
    take(&store, at(7), more);
    assert_eq!(level(&store), None, "more is to come");

    let mut differs = news(at(9), Vec::new());
    differs.digest = Some(told(&row(4)));
    assert!(take(&store, at(8), differs).differs.is_some());
    assert_eq!(level(&store), None, "it differs");

    let ids = sent(&store, 1);
    assert_eq!(take(&store, at(9), news(at(10), Vec::new())).waiting, 1);
    assert_eq!(level(&store), None, "something waits");

    let mut accepted = news(at(11), Vec::new());
    accepted.verdicts = vec![judged(ids[0], Verdict::Accepted, Some(at(11)))];
    assert_eq!(take(&store, at(10), accepted).waiting, 0);
    assert_eq!(level(&store), Some(5_000));
}

#[test]
fn the_digest_tells_which_buckets_differ_and_one_that_is_healed_does_not() {
    let store = device();
    let bucket = CLIENT.bucket();
    let asked = |row: &Row| {
        let mut answer = news(at(7), Vec::new());
        answer.digest = Some(told(row));
        take(&store, at(7), answer).differs
    };
    assert_eq!(asked(&row(3)), None);
    let theirs = row(6);
    assert_eq!(asked(&theirs), Some(vec![bucket]));

    let healed = |seq, epoch| {
        let at = Cursor { epoch, seq };
        let answer = BucketAnswer {
            at,
            rows: vec![theirs.clone()],
        };
        now(heal(&store, OWN, bucket, answer, &Nothing)).expect("memory");
        now(meta(&store)).expect("memory").healed
    };
    assert_eq!(healed(6, Epoch(1)), 0, "read before what is held");
    assert_eq!(healed(9, Epoch(2)), 0, "of another history");
    assert_eq!(healed(7, Epoch(1)), 1);
    assert_eq!(asked(&theirs), None);
    assert_eq!(healed(8, Epoch(1)), 2, "read after");
}

#[test]
fn a_healed_bucket_is_what_the_server_has_in_it_no_less_and_no_more() {
    let store = device();
    let (bucket, held) = (CLIENT.bucket(), row(3));
    let mut id = [9; 16];
    id[15] = bucket;
    let new = row_of(RecordId::from_bytes(id), 6);
    for rows in [vec![&held, &new], vec![&new], vec![]] {
        let answer = BucketAnswer {
            at: at(7),
            rows: rows.iter().copied().cloned().collect(),
        };
        now(heal(&store, OWN, bucket, answer, &Nothing)).expect("memory");
        let read = now(stored(&store, &[CLIENT, new.key.client])).expect("memory");
        let held: usize = read
            .packed
            .iter()
            .map(|packed| decode(&packed.rows).expect("own rows").len())
            .sum();
        assert_eq!((held, read.others), (rows.len(), vec![]));
        let mut digest = Digest::default();
        for row in &rows {
            digest.replace(&row.key, None, &row.register);
        }
        let mut answer = news(at(7), Vec::new());
        answer.digest = Some(DigestAnswer {
            total: format!("{:016x}", digest.total()),
            buckets: None,
        });
        assert_eq!(take(&store, at(7), answer).differs, None);
    }
}

#[test]
fn a_digest_without_its_buckets_differs_in_none_that_is_known() {
    let store = device();
    let mut answer = news(at(7), Vec::new());
    answer.digest = Some(DigestAnswer {
        total: format!("{:016x}", Digest::default().total()),
        buckets: None,
    });
    assert_eq!(take(&store, at(7), answer).differs, Some(Vec::new()));
}
