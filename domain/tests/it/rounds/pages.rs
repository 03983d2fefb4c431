//! What a page of the snapshot stands for, and what stands beside a bundle.

use super::*;

/// So many records of a client stand beside its bundle before it is written anew.
const BESIDE: usize = 48;

#[test]
fn what_is_read_as_it_is_stored_is_of_clients_to_whom_nothing_came_since() {
    let store = device();
    let read = || now(stored(&store, &[CLIENT])).expect("memory");
    assert_eq!((read().packed.len(), read().others), (1, vec![]));
    take(&store, at(7), news(at(8), vec![row(8)]));
    assert_eq!((read().packed.len(), read().others), (0, vec![CLIENT]));
}

#[test]
fn records_that_come_stand_beside_the_bundle_until_they_are_many() {
    let store = device();
    let beside = || {
        let mut tx = now(store.begin(Mode::Read)).expect("memory");
        now(tx.keys(Table::Overlay, &[], None))
            .expect("memory")
            .len()
    };
    for one in 1..=BESIDE {
        let mut id = [0; 16];
        id[15] = u8::try_from(one).expect("few");
        let seq = 7 + u64::try_from(one).expect("few");
        let mut row = row(seq);
        row.key.record = RecordId::from_bytes(id);
        row.key.kind = "meeting".into();
        take(&store, at(seq - 1), news(at(seq), vec![row]));
        assert_eq!(beside(), one);
    }
    let seq = 8 + u64::try_from(BESIDE).expect("few");
    take(&store, at(seq - 1), news(at(seq), vec![row(seq)]));
    assert_eq!(beside(), 0, "all of it is in the bundle");
}

#[test]
fn a_page_is_taken_by_who_still_asks_for_it() {
    let dropped =
        |store: &MemoryStore, asked| store_in(store, asked, page(Vec::new(), None)).dropped;
    let first = SnapshotState::default();
    let other = SnapshotState {
        after: Some(end_of(client(1))),
        ..SnapshotState::default()
    };
    assert!(
        dropped(&MemoryStore::default(), &other),
        "another page is asked for"
    );
    assert!(dropped(&device(), &first), "the snapshot is complete");
    let rolling = device();
    let begun = now(begin(&rolling, Some(at(7)), None, line(&[(1, 5), (2, 6)])));
    assert_eq!(begun.expect("memory"), Begun::Rolling);
    assert!(
        dropped(&rolling, &first),
        "the server is in another history"
    );
    assert!(!dropped(&MemoryStore::default(), &first));
}

#[test]
fn a_page_stands_for_what_lies_within_it_and_for_nothing_else() {
    let store = MemoryStore::default();
    let rows = (1..=4).map(|n| row_of(client(n), 3)).collect();
    let asked = SnapshotState::default();
    let first = page(rows, Some(end_of(client(1))));
    let ready = Ready::of(asked.clone(), first.clone(), &Nothing).expect("whole");
    store_in(&store, &asked, first);
    let asked = now(meta(&store))
        .expect("memory")
        .snapshot
        .expect("more is to come");
    assert_eq!(ready.next(), Some(&asked));
    let came = store_in(
        &store,
        &asked,
        page(vec![row_of(client(3), 5)], Some(end_of(client(3)))),
    );
    assert_eq!(came.clients, [client(2), client(3)]);
    let read = now(stored(&store, &[1, 2, 3, 4].map(client))).expect("memory");
    let left: Vec<RecordId> = read.packed.iter().map(|packed| packed.client).collect();
    assert_eq!(left, [client(1), client(3), client(4)]);
}

#[test]
fn a_page_that_files_a_record_under_another_client_is_not_taken() {
    let store = MemoryStore::default();
    let mut page = page(vec![row(3)], None);
    page.bundles[0].client = client(9);
    let asked = SnapshotState::default();
    let stored = now(store_page(&store, OWN, &asked, page, &Nothing));
    assert_eq!(stored, Err(DeviceError::Damaged("page")));
    assert_eq!(now(meta(&store)).expect("memory").cursor, None);
}
