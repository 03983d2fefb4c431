//! The device's store: `domain`'s tables of bytes in IndexedDB, one database per workspace and person.
//!
//! Nothing of the rules is here. [`IdbStore`] is the device store, over `database`, which is IndexedDB as a transactional map of byte
//! keys to byte values; [`js`] and [`listen`] are what both take of JavaScript. A package of its own, so that the suite every device
//! store passes is built and run over IndexedDB without the app (`contract`, `cargo xtask contract`).

#[cfg(feature = "contract")]
pub mod contract;
mod database;
pub mod js;
pub mod listen;
mod store;

pub use database::{IdbError, databases, delete_database};
pub use store::{IdbStore, IdbTx, StoreNews};
