//! What several pages share.

pub mod attendees;
pub mod author;
pub mod client_choice;
pub mod columns;
pub mod communication;
pub mod copy;
pub mod days;
pub mod field;
pub mod found;
pub mod gone;
pub mod history;
pub mod key_list;
pub mod naming;
pub mod now;
pub(crate) mod portion;
pub mod practice;
pub mod questions;
pub mod screening;
pub mod show;
pub mod stage_mark;
pub(crate) mod supplement;
pub(in crate::pages) mod supplement_items;
pub mod task;
pub mod ticking;
pub mod trouble;
pub mod words;
pub(crate) mod work_days;
