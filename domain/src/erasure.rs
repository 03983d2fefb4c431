//! Erasure, as the law asks for it: everything of one client goes, from the registers and from the log, on the server and on every
//! device, and is not undone. What stays is a **tombstone**: the client's id, when it was erased and on which device.
//!
//! The tombstone is a register like any other, so it travels in news, snapshots, buckets and offers, counts in the digest and lies in
//! bundles, without a form of its own on any of these ways; a device that knows nothing of erasures keeps it like a field of a newer
//! version. Its field is no field's name, so no change can set it: only the server writes it, when the owner of the workspace asks.
//!
//! Where it lies nothing else of the client is kept: the server answers changes with [`crate::accept::Verdict::Erased`] and passes
//! over offers; a device that takes it lets go of registers, summary and outbox entries of the client in the same transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xxhash_rust::xxh3::Xxh3;

use crate::CLIENT_KIND;
use crate::accept::{Board, Stored};
use crate::change::{Name, RegisterKey, Value};
use crate::codec::Row;
use crate::cursor::Place;
use crate::digest::contribution;
use crate::id::{ChangeId, DeviceId, RecordId, Writer};
use crate::register::{Head, Register};

/// The field of the tombstone, in the client's own record.
pub const ERASED_FIELD: &str = "!erased";

/// The register of a client's tombstone.
#[must_use]
pub fn tombstone_key(client: RecordId) -> RegisterKey {
    RegisterKey {
        client,
        record: client,
        kind: CLIENT_KIND.into(),
        field: ERASED_FIELD.into(),
    }
}

/// Whether a register is a tombstone.
#[must_use]
pub fn is_tombstone(key: &RegisterKey) -> bool {
    names_tombstone(key.client, key.record, &key.kind, &key.field)
}

/// The same of a register whose key is not put together.
#[must_use]
pub fn names_tombstone(client: RecordId, record: RecordId, kind: &Name, field: &Name) -> bool {
    field.as_str() == ERASED_FIELD
        && kind.as_str() == CLIENT_KIND
        && record == client
        && client != RecordId::NIL
}

/// The head of a tombstone that is written at `place`: who and when, and no word of whom.
#[must_use]
pub fn tombstone(client: RecordId, place: Place, time: i64, device: DeviceId) -> Head {
    let mut hash = Xxh3::new();
    hash.update(client.as_bytes());
    hash.update(&place.epoch.0.to_le_bytes());
    hash.update(&place.seq.to_le_bytes());
    Head {
        // Counters of a writer begin at 1: no change has this id.
        id: ChangeId {
            writer: Writer(hash.digest()),
            counter: 0,
        },
        time,
        device,
        said: false,
        value: present(),
    }
}

fn present() -> Value {
    Value::from_stored(b"true").unwrap_or_else(|_| Value::null())
}

/// A tombstone that a device offers: taken over as a claim. It says nothing but what a tombstone says.
#[must_use]
pub fn offered(register: &Register) -> Option<Head> {
    register.winner().map(|head| Head {
        said: true,
        value: present(),
        ..head.clone()
    })
}

/// What is to be written of an erasure after the store has removed all of the client: `gone` is what it had.
#[must_use]
pub fn board(client: RecordId, tombstone: Head, gone: &[Row], seq: u64) -> Board {
    let mut digest_delta: BTreeMap<u8, u64> = BTreeMap::new();
    let mut add = |key: &RegisterKey, delta: u64| {
        let sum = digest_delta.entry(key.record.bucket()).or_default();
        *sum = sum.wrapping_add(delta);
    };
    for row in gone {
        add(
            &row.key,
            contribution(&row.key, &row.register).wrapping_neg(),
        );
    }
    let key = tombstone_key(client);
    let accepted_at = vec![(tombstone.id, seq)];
    let register = Register::from_heads([tombstone]);
    add(&key, contribution(&key, &register));
    let stored = Stored {
        register,
        seq,
        accepted_at,
        ..Stored::default()
    };
    Board {
        registers: HashMap::from([(key.clone(), stored)]),
        touched: BTreeSet::from([key]),
        digest_delta,
        ..Board::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::id::Epoch;

    const PLACE: Place = Place {
        epoch: Epoch(7),
        seq: 12,
    };

    #[test]
    fn no_change_can_set_a_tombstone() {
        let client = RecordId::from_bytes([3; 16]);
        assert!(is_tombstone(&tombstone_key(client)));
        assert!(!tombstone_key(client).field.is_field());
        assert!(!is_tombstone(&tombstone_key(RecordId::NIL)));
    }

    #[test]
    fn the_digest_of_what_stays_is_that_of_the_tombstone_alone() {
        let client = RecordId::from_bytes([3; 16]);
        let name = RegisterKey {
            field: "name".into(),
            ..tombstone_key(client)
        };
        let head = tombstone(client, PLACE, 5, DeviceId::NIL);
        let gone = Row {
            key: name.clone(),
            seq: 4,
            register: Register::from_heads([head.clone()]),
        };
        let mut digest = Digest::default();
        digest.replace(&name, None, &gone.register);
        let board = board(client, head, std::slice::from_ref(&gone), 12);
        for (&bucket, &delta) in &board.digest_delta {
            digest.add(bucket, delta);
        }
        let key = tombstone_key(client);
        let mut alone = Digest::default();
        alone.replace(&key, None, &board.registers[&key].register);
        assert_eq!(digest, alone);
    }

    #[test]
    fn an_offered_tombstone_says_nothing_but_what_a_tombstone_says() {
        let head = Head {
            value: Value::from_json(b"\"their name\"").unwrap(),
            ..tombstone(RecordId::from_bytes([3; 16]), PLACE, 5, DeviceId::NIL)
        };
        let taken = offered(&Register::from_heads([head])).unwrap();
        assert_eq!((taken.value.as_str(), taken.said), ("true", true));
        assert_eq!(offered(&Register::default()), None);
    }
}
