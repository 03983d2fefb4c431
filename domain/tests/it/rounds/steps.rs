//! The steps of a round: the clock, other tabs, other histories, and a difference that does not mend.

use super::*;

/// A round gives way to other tabs after three tries more.
const RACES: usize = 3;
/// A round heals so many buckets.
const HEALS: usize = 16;

#[test]
fn the_offset_is_the_servers_time_less_the_middle_of_the_question() {
    let (store, clock) = (device(), Clock::default());
    clock.times_ms.borrow_mut().extend([1_000, 1_500]);
    let server = Quiet::default();
    let end = now(round(&store, &server, OWN, &Nothing, &clock));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(clock.measured_ms.get(), Some(8_750));
    assert_eq!(now(meta(&store)).expect("memory").offset_ms, 8_750);
}

#[test]
fn a_round_gives_way_to_a_tab_that_is_faster_every_time() {
    let store = device();
    let server = Quiet {
        faster: Some(&store),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Raced);
    assert_eq!(server.asked.get(), RACES + 1);
}

#[test]
fn a_difference_that_no_bucket_mends_is_left_after_so_many() {
    let store = device();
    let server = Quiet {
        says: Some(row(6)),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(server.buckets_asked.get(), HEALS);
    // Once for the sum, once for all sums, and once after each bucket.
    assert_eq!(server.asked.get(), 2 + HEALS);
    let meta = now(meta(&store)).expect("memory");
    assert_eq!(meta.level_at_ms, None, "nothing is called the same");
}

#[test]
fn who_was_told_of_another_history_after_the_cursor_moved_begins_nothing() {
    let store = device();
    let line = now(meta(&store)).expect("memory").line;
    let told = |asked| now(begin(&store, Some(asked), None, line.clone())).expect("memory");
    assert_eq!(told(at(6)), Begun::Dropped);
    assert_eq!(told(at(7)), Begun::Rolling);
}

#[test]
fn a_snapshot_of_many_pages_comes_in_one_round_each_page_once() {
    let store = MemoryStore::default();
    let server = Quiet {
        pages: 9,
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 0 });
    assert_eq!(server.pages_asked.get(), 9);
    let clients: Vec<RecordId> = (1..=9).map(client).collect();
    assert_eq!(
        now(stored(&store, &clients)).expect("memory").packed.len(),
        9
    );
}

#[test]
fn a_server_that_shares_no_epoch_is_foreign() {
    let store = device();
    let server = Quiet {
        elsewhere: Some(line(&[(9, 3)])),
        ..Quiet::default()
    };
    let end = now(round(&store, &server, OWN, &Nothing, &Clock::default()));
    assert_eq!(end.expect("memory"), RoundEnd::Foreign);
    assert_eq!(now(meta(&store)).expect("memory").cursor, Some(at(7)));
}

#[test]
fn offered_is_what_lies_beyond_the_fork() {
    let offered = |fork| {
        let store = device();
        let begun = now(begin(&store, Some(at(7)), None, line(&[(1, fork), (2, 9)])));
        assert_eq!(begun.expect("memory"), Begun::Rolling);
        let offers = now(offers(&store, OWN)).expect("memory");
        offers.iter().map(|offer| offer.rows.len()).sum::<usize>()
    };
    assert_eq!((offered(2), offered(3), offered(4)), (1, 0, 0));
}

#[test]
fn a_server_restored_once_more_is_rolled_to_by_who_rolled_to_the_one_before() {
    let store = device();
    let [first, second, other] = [2, 3, 4].map(|epoch| line(&[(1, 2), (epoch, 9)]));
    let begun = now(begin(&store, Some(at(7)), None, first.clone()));
    assert_eq!(begun.expect("memory"), Begun::Rolling);
    let towards = || {
        now(meta(&store))
            .expect("memory")
            .rolling
            .map(|rolling| rolling.server)
    };
    now(restart(&store, &other, second.clone())).expect("memory");
    assert_eq!(towards(), Some(first.clone()));
    now(restart(&store, &first, second.clone())).expect("memory");
    assert_eq!(towards(), Some(second));
}

#[test]
fn a_round_counts_what_was_refused_and_it_can_be_let_go() {
    let store = device();
    sent(&store, 2);
    let end = now(round(
        &store,
        &Quiet::default(),
        OWN,
        &Nothing,
        &Clock::default(),
    ));
    assert_eq!(end.expect("memory"), RoundEnd::Synced { refused: 2 });
    let keys: Vec<_> = outbox(&store)
        .iter()
        .map(|entry| (entry.ordinal, entry.change.id))
        .collect();
    let kept = now(drop_refused(&store, &keys)).expect("memory");
    assert_eq!((kept.resolved, kept.gone), (keys.clone(), keys));
    assert_eq!(outbox(&store), []);
}
