//! Needs (盤點客戶需求): the largest need, opened into small ones.

use crate::records::declare::kind;
use crate::values::{Outcome, choices};

choices! {
    /// The key element a need belongs to.
    pub enum NeedElement {
        /// 人力: who does it.
        People = "people",
        /// 時間: when it has to be there.
        Time = "time",
        /// 資源: what it costs and what is at hand.
        Resources = "resources",
    }
}

choices! {
    /// Whether we can do something about a need.
    pub enum WeCan {
        /// We can.
        Yes = "yes",
        /// A part of it.
        Partly = "partly",
        /// We cannot.
        No = "no",
    }
}

choices! {
    /// What became of a need.
    pub enum NeedState {
        /// It is met.
        Met = "met",
        /// They do not need it any more.
        Dropped = "dropped",
    }
}

kind! {
    /// One need of a client. Open as long as it has no outcome.
    need: Need {
        /// What they need, in their words.
        text: Option<String> = of::name(300),
        /// The key element it belongs to.
        element: Option<NeedElement> = of::choice::<NeedElement>(),
        /// 核心: nothing inside it is forgiven, much outside it is.
        core: Option<bool> = of::yes_no(),
        /// Who solves it today.
        solved_by: Option<String> = of::text(120),
        /// Whether we can.
        we_can: Option<WeCan> = of::choice::<WeCan>(),
        /// What became of it, and when.
        outcome: Option<Outcome<NeedState>> = of::outcome::<NeedState>(),
    }
}
