//! The service plan (服務清單): modules first, tailoring on top. Templates are chosen by tier and level and become a snapshot of the engagement;
//! what is done of them is its readiness (準備度).
//!
//! Source: `methodology.md` §4. What a tier gets stands in [`tiers`] and nowhere else.

mod acts;
mod adopt;
mod choose;
mod due;
mod due_book;
mod follows;
mod item;
mod library;
mod overload;
mod paper;
mod readiness;
mod result;
mod retier;
mod steady;
mod suggest;
mod team;
#[cfg(test)]
pub(super) mod testing;
mod tiers;

pub use acts::{ItemAct, act_on, item_acts};
pub use adopt::{adopt, adopt_for_kol, begin_plan, kol_milestones, plan_kind};
pub use choose::{Chosen, choose, choose_for_kol};
pub use due::{DueItem, Plans, due_items};
pub use due_book::DueBook;
pub use follows::{AfterRefusal, may_precede, predecessors, put_after};
pub use item::{
    ItemStanding, PlanPart, Tick, Ticks, by_section, hand_over, items_of_running, pace_of,
    plan_items, put_away, standing_of, take_back, take_out, ticks,
};
pub use library::{Anchor, Library, Template, TemplateEach};
pub use overload::{Overload, open_at_client, open_cap, overload};
pub use paper::{Paper, PaperFor, PaperItem, PaperPart, paper};
pub use readiness::{ListReadiness, Readiness, readiness};
pub use result::{EngagementResult, result};
pub use retier::{Added, Retier, retier};
pub use steady::steady;
pub use suggest::{
    Suggestions, handed_titles, suggestions, suggestions_in, titles_for_client, worked_out,
};
pub use team::{
    TemplateOrigin, back_to_built_in, can_come_after, comes_after_itself, default_template,
    edits_to, new_place, origin_of, team_library, template_key,
};
pub(crate) use team::{level_range, levels};
pub(super) use tiers::has_section;
pub use tiers::{aim, lists};
