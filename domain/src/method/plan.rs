//! The service plan (服務清單): modules first, tailoring on top. Templates are chosen by tier and level and become a snapshot of the engagement;
//! what is done of them is its readiness (準備度).
//!
//! Source: `methodology.md` §4. What a tier gets stands in [`tiers`] and nowhere else.

mod adopt;
mod choose;
mod item;
mod library;
mod overload;
mod readiness;
mod retier;
mod suggest;
mod team;
#[cfg(test)]
mod testing;
mod tiers;

pub use adopt::{adopt, adopt_for_kol, begin_plan, plan_kind};
pub use choose::{Chosen, choose};
pub use item::{
    ItemStanding, PlanPart, Tick, Ticks, by_section, hand_over, items_of_running, pace_of,
    plan_items, put_away, standing_of, take_back, take_out, ticks,
};
pub use library::{Anchor, Library, Template, TemplateEach};
pub use overload::{Overload, open_at_client, open_cap, overload};
pub use readiness::{EngagementResult, ListReadiness, Readiness, readiness, result};
pub use retier::{Added, Retier, retier};
pub use suggest::{Suggestions, suggestions, suggestions_in, titles_for_client, worked_out};
pub use team::{
    TemplateOrigin, back_to_built_in, can_come_after, comes_after_itself, default_template,
    edits_to, new_place, origin_of, team_library, template_key,
};
pub(crate) use team::{level_range, levels};
pub use tiers::{aim, lists};
