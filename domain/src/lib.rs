//! What both sides of Yardstick compile: values, records, changes, registers, merge, the outbox, the sync round, the digest, and
//! the rules of the method. No I/O, no clock, no randomness: time and ids come in as arguments.
//!
//! Five nouns:
//! - a **change** sets one field and names the changes it replaces ([`change`]);
//! - a **register** is a field with its **heads**, the changes nobody replaced ([`register`]);
//! - the **outbox** is what this device has said and its server has not yet confirmed ([`outbox`]);
//! - the **cursor** says how much of which history a device has absorbed ([`cursor`]);
//! - a **bundle** is everything of one client, the unit of loading ([`bundle`]).
//!
//! A device holds exactly what the server had at the cursor (confirmed registers), and its outbox applied on top.

pub mod accept;
pub mod backup;
pub mod bundle;
pub mod change;
pub mod codec;
pub mod cursor;
pub mod deletion;
pub mod demo;
pub mod device;
pub mod digest;
pub mod erasure;
pub mod export;
pub mod generate;
pub mod history;
pub mod id;
pub mod import;
pub mod method;
pub mod order;
pub mod outbox;
pub mod records;
pub mod register;
pub mod tab;
pub mod text;
pub mod values;
pub mod wire;

/// The kind of a client's own record, the root of its bundle.
pub const CLIENT_KIND: &str = "client";

/// The field that tombstones a record. Its value lists the heads its author saw: see [`bundle`].
pub const DELETED_FIELD: &str = "deleted";

/// The version of the wire this build speaks. The server takes devices one version back.
#[cfg(not(feature = "next"))]
pub const PROTOCOL: u32 = 1;
/// The version of the wire this build speaks: the newer side, in tests of old and new together.
#[cfg(feature = "next")]
pub const PROTOCOL: u32 = 2;
