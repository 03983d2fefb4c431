//! The laws. Each is a promise of `spec/sync.md` in one sentence.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;
use yardstick_domain::accept::{Arrival, Board, Verdict};
use yardstick_domain::change::Change;
use yardstick_domain::codec::{bundles_envelope, decode, encode, open_bundles_envelope, visit};
use yardstick_domain::digest::{Digest, contribution};
use yardstick_domain::id::{ChangeId, DeviceId, Epoch};
use yardstick_domain::order;
use yardstick_domain::register::Register;

use crate::generators::{history, rows};

const NOW: i64 = 1_000_000;

/// A server that takes changes one request at a time.
#[derive(Default)]
struct Server {
    board: Board,
    head: u64,
}

impl Server {
    fn take(&mut self, changes: &[Change]) -> Vec<Verdict> {
        let arrival = Arrival {
            device: DeviceId::NIL,
            now: NOW,
            epoch: Epoch(1),
            head: self.head,
        };
        let (verdicts, head) = self.board.push(changes, arrival, |_| Ok(()));
        self.head = head;
        verdicts.into_iter().map(|judged| judged.verdict).collect()
    }

    fn registers(&self) -> BTreeMap<String, Register> {
        let registers = &self.board.registers;
        registers
            .iter()
            .map(|(key, stored)| (format!("{key:?}"), stored.register.clone()))
            .collect()
    }
}

/// What nobody replaced: the definition, computed the slow way.
fn heads_by_definition(changes: &[Change]) -> BTreeSet<ChangeId> {
    let replaced: HashSet<ChangeId> = changes
        .iter()
        .flat_map(|change| change.replaces.iter().copied())
        .collect();
    changes
        .iter()
        .map(|change| change.id)
        .filter(|id| !replaced.contains(id))
        .collect()
}

fn shuffled(changes: &[Change], order: &[usize]) -> Vec<Change> {
    let mut keyed: Vec<(usize, &Change)> = changes
        .iter()
        .enumerate()
        .map(|(i, change)| (order.get(i).copied().unwrap_or(0), change))
        .collect();
    order::by_key(&mut keyed, |(place, _)| *place);
    keyed
        .into_iter()
        .map(|(_, change)| change.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cause decides: the heads are what nobody replaced, whatever the order of arrival, the batches, the repeats.
    #[test]
    fn the_heads_are_what_nobody_replaced_in_any_order(
        changes in history(),
        order in proptest::collection::vec(0usize..1000, 24),
        batch in 1usize..7,
    ) {
        let mut straight = Server::default();
        straight.take(&changes);
        let mut other = Server::default();
        let arriving = shuffled(&changes, &order);
        for part in arriving.chunks(batch) {
            other.take(part);
            other.take(part);
        }
        prop_assert_eq!(straight.registers(), other.registers());
        let heads: BTreeSet<ChangeId> =
            straight.board.registers.values().flat_map(|stored| stored.register.head_ids().collect::<Vec<_>>()).collect();
        prop_assert_eq!(heads, heads_by_definition(&changes));
    }

    /// A repeat gets the first verdict and changes nothing; the same id with other content is told apart.
    #[test]
    fn a_repeat_changes_nothing(changes in history()) {
        let mut server = Server::default();
        let first = server.take(&changes);
        let (head, registers) = (server.head, server.registers());
        prop_assert_eq!(server.take(&changes), first);
        prop_assert_eq!(server.head, head);
        let mut forged = changes[0].clone();
        forged.value = yardstick_domain::change::Value::from_json(b"\"forged\"").expect("JSON");
        let verdicts = server.take(&[forged]);
        prop_assert_eq!(verdicts, vec![Verdict::IdReused]);
        prop_assert_eq!(server.registers(), registers);
    }

    /// The digest kept change by change is the digest of what is there.
    #[test]
    fn the_digest_is_the_sum_of_what_is_there(changes in history(), batch in 1usize..5) {
        let mut server = Server::default();
        for part in changes.chunks(batch) {
            server.take(part);
        }
        let mut kept = Digest::default();
        for (&bucket, &delta) in &server.board.digest_delta {
            kept.add(bucket, delta);
        }
        let mut counted = Digest::default();
        for (key, stored) in &server.board.registers {
            counted.add(key.record.bucket(), contribution(key, &stored.register));
        }
        prop_assert_eq!(kept, counted);
    }

    /// A time is never further ahead than ten seconds of the server's.
    #[test]
    fn no_time_lies_far_ahead(mut changes in history(), ahead in any::<i64>()) {
        for change in &mut changes {
            change.time = ahead;
        }
        let mut server = Server::default();
        server.take(&changes);
        for stored in server.board.registers.values() {
            for head in stored.register.heads() {
                prop_assert!(head.time <= NOW + 10_000);
            }
        }
    }

    /// What is encoded is decoded, to the byte of every value.
    #[test]
    fn columns_read_back(rows in rows()) {
        prop_assert_eq!(decode(&encode(&rows)), Ok(rows));
    }

    /// Packed by client, nothing is lost and nothing is moved; read where it stands, it is the same.
    #[test]
    fn bundles_read_back(rows in rows()) {
        let page = bundles_envelope(b"{}", &rows);
        let (json, bundles) = open_bundles_envelope(&page).expect("reads");
        prop_assert_eq!(json, b"{}");
        let mut read = Vec::new();
        for bundle in &bundles {
            visit(&bundle.rows, &mut |row| {
                assert_eq!(row.client, bundle.client);
                read.push(row.to_row());
            }).expect("reads");
        }
        prop_assert_eq!(read, rows);
    }

    /// Arbitrary bytes are refused or read, never a panic.
    #[test]
    fn decoding_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
        let _ = open_bundles_envelope(&bytes);
        let mut versioned = vec![yardstick_domain::codec::VERSION];
        versioned.extend(&bytes);
        let _ = decode(&versioned);
    }

    /// Nor for bytes that were good once.
    #[test]
    fn decoding_damaged_columns_never_panics(rows in rows(), at in any::<usize>(), with in any::<u8>(), cut in any::<usize>()) {
        let mut bytes = encode(&rows);
        let length = bytes.len();
        bytes[at % length] = with;
        let _ = decode(&bytes);
        bytes.truncate(cut % length);
        let _ = decode(&bytes);
    }
}
