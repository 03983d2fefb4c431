//! The template library (公版) as the team has it: what it changed of the built-in set, and templates of its own. They belong to no client.

use std::collections::BTreeSet;

use crate::records::declare::kind;
use crate::records::{EngagementKind, PlanList, PlanPoint, PlanSection, PlanWait, PlanWho};
use crate::values::{Minutes, choices};

choices! {
    /// What of a client decides, beside the tier, whether a template is for it.
    pub enum TemplateDimension {
        /// 社群操作.
        Social = "social",
        /// 廣告投放.
        Ads = "ads",
        /// 素材製作.
        Creative = "creative",
        /// 公關媒體.
        Pr = "pr",
        /// 出貨包裝.
        Fulfilment = "fulfilment",
    }
}

kind! {
    /// A template of the team. One whose id follows from a built-in one's (`method::template_id`) says what is different from that; another is the team's own
    /// and says for which sort of engagement it is. What it says nothing of is as it is built in.
    template: TeamTemplate {
        /// The sort of engagement; only of the team's own.
        kind: Option<EngagementKind> = of::choice::<EngagementKind>(),
        /// Where it stands among the team's own.
        place: Option<i64> = of::integer(0, 1_000_000),
        /// What is to be done.
        title: Option<String> = of::name(200),
        /// How it is done, for whoever has not done it before.
        guidance: Option<String> = of::multiline(2_000),
        /// The part of the work.
        section: Option<PlanSection> = of::choice::<PlanSection>(),
        /// The list it comes with.
        list: Option<PlanList> = of::choice::<PlanList>(),
        /// What it weighs among the items of its list.
        weight: Option<i64> = of::integer(0, 100),
        /// Who does it.
        who: Option<PlanWho> = of::choice::<PlanWho>(),
        /// Our work on it.
        work: Option<Minutes> = of::minutes(60_000),
        /// Working days it then waits.
        wait_days: Option<i64> = of::integer(0, 200),
        /// For whom.
        wait_for: Option<PlanWait> = of::choice::<PlanWait>(),
        /// What of the client decides whether it is chosen.
        dimension: Option<TemplateDimension> = of::choice::<TemplateDimension>(),
        /// The lowest level of that for which it is chosen.
        level_from: Option<i64> = of::integer(1, 3),
        /// The highest; from the lowest to the highest of all it is for everybody.
        level_to: Option<i64> = of::integer(1, 3),
        /// Whether it waits in the drawer for a small client.
        complex: Option<bool> = of::yes_no(),
        /// Whether it is made an item for each KOL.
        per_kol: Option<bool> = of::yes_no(),
        /// Templates it comes after, beside those it does as it is built in, by their names in the library.
        after: BTreeSet<String> = of::set(40),
        /// Those of the built-in ones it no more comes after.
        not_after: BTreeSet<String> = of::set(40),
        /// Whether it is counted from a fixed point.
        anchored: Option<bool> = of::yes_no(),
        /// The point.
        anchor: Option<PlanPoint> = of::choice::<PlanPoint>(),
        /// Days from there; before it, if negative.
        anchor_days: Option<i64> = of::integer(-1_000, 1_000),
        /// Whether those are working days.
        anchor_working: Option<bool> = of::yes_no(),
        /// Whether plans are made without it.
        left_out: Option<bool> = of::yes_no(),
    }
}
