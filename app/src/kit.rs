//! The interface's own small parts, each named as its class in `style/components`.
//!
//! A text is a `Signal<String>`, and a [`Msg`](crate::i18n::Msg) becomes one by itself: `label=Msg::ClientName`. Controls never write
//! over what somebody is typing; every key goes through [`keys`], which leaves an input method its own.

mod bars;
mod button;
mod check;
mod chip;
mod confirm;
mod empty;
pub mod field;
mod icon;
mod id;
pub mod keys;
mod row;
mod ruler;
mod search;
mod sheet;
mod tabs;
mod toast;

pub use bars::{BottomBar, SideBar, TopBar};
pub use button::{Button, IconButton, LinkButton, Variant};
pub use check::RowCheck;
pub use chip::Chip;
pub use confirm::{Confirm, ConfirmTyped};
pub use empty::Empty;
pub use field::{Choice, Entry, Select, Switch, TextArea, TextField};
pub use icon::{Glyph, Icon};
pub use row::Row;
pub use ruler::{Ruler, Tone};
pub use search::SearchBox;
pub use sheet::{Sheet, open_while};
pub use tabs::Tabs;
pub use toast::{ToastRegion, Toasts};
