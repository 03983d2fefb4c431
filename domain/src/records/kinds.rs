//! The declarations, one file a kind.

mod assessments;
mod clients;
mod contacts;
mod engagements;
#[cfg(feature = "next")]
mod gifts;
mod hand_overs;
mod meetings;
mod needs;
mod note_lines;
mod plans;
mod practices;
mod profiles;
mod readings;
mod screenings;
mod supplements;
mod tasks;
mod templates;
mod time_entries;
mod weekly_figures;

pub use assessments::*;
pub use clients::*;
pub use contacts::*;
pub use engagements::*;
#[cfg(feature = "next")]
pub use gifts::*;
pub use hand_overs::*;
pub use meetings::*;
pub use needs::*;
pub use note_lines::*;
pub use plans::*;
pub use practices::*;
pub use profiles::*;
pub use readings::*;
pub use screenings::*;
pub use supplements::*;
pub use tasks::*;
pub use templates::*;
pub use time_entries::*;
pub use weekly_figures::*;

use super::KindSpec;

/// Every kind this version knows.
pub static KINDS: &[&KindSpec] = &[
    &client::SPEC,
    &contact::SPEC,
    &engagement::SPEC,
    &meeting::SPEC,
    &note_line::SPEC,
    &task::SPEC,
    &time_entry::SPEC,
    &reading::SPEC,
    &assessment::SPEC,
    &answer::SPEC,
    &need::SPEC,
    &plan::SPEC,
    &plan_item::SPEC,
    &kol::SPEC,
    &supplement::SPEC,
    &nudge::SPEC,
    &screening::SPEC,
    &cost_talk::SPEC,
    &profile::SPEC,
    &practice::SPEC,
    &absence::SPEC,
    &weekly_figure::SPEC,
    &hand_over::SPEC,
    &template::SPEC,
    #[cfg(feature = "next")]
    &gift::SPEC,
];
