//! The service plan (服務清單), after `methodology.md` §4: modules first, tailoring on top.
//!
//! Items are chosen from the library of templates by tier and level ([`choose`]) and become a snapshot of the engagement ([`make_plan`]); what another
//! tier changes is known before it is done ([`retier`]). How ready it is ([`readiness`]) counts points, how each item stands ([`standing_of`]) follows from
//! its ticks and from what the client made of it.

mod item;
mod library;
mod making;
mod readiness;

pub use item::{
    ItemStanding, Overload, PlanPart, Suggestions, Tick, by_section, open_at_client, overload,
    standing_of, suggestions,
};
pub use library::{Anchor, Chosen, Library, Template, choose, lists_of};
pub use making::{Retier, make_kol_items, make_plan, retier};
pub use readiness::{Readiness, readiness};
