//! Everything that touches the browser, behind plain Rust types.
//!
//! Beside `yardstick_idb` and `sync/` this is the only place that names `web_sys`, `js_sys` or `gloo`. What a browser may lack (Web Locks, the
//! share sheet, the app badge, compression streams) answers with `None`, `false` or a named outcome here, so nobody above asks again.

pub mod badge;
pub mod channel;
pub mod clock;
pub mod control;
pub mod double_tap;
pub mod download;
pub mod events;
pub mod failure;
pub mod file;
pub mod focus;
pub mod http;
pub mod ime;
pub mod install;
pub mod intl;
pub mod keyboard;
pub mod local;
pub mod locks;
pub mod online;
pub mod page;
pub mod paste;
pub mod platform;
pub mod random;
pub mod share;
pub mod shell;
pub mod storage;
pub mod timer;
pub mod touch;
pub mod viewport;
pub mod visibility;
pub mod wake_lock;

use yardstick_idb::{js, listen};
