//! Before signing: the screening (選品評估) and the talk about shares of cost (打預防針).

use std::collections::BTreeSet;

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Instant, Rate, choices};

choices! {
    /// How one thing looked at stands.
    pub enum ScreeningMark {
        /// It speaks for it.
        For = "for",
        /// It is not clear.
        Unclear = "unclear",
        /// It speaks against it.
        Against = "against",
    }
}

choices! {
    /// What the screening came to.
    pub enum ScreeningDecision {
        /// We sign.
        Sign = "sign",
        /// We wait.
        Wait = "wait",
        /// We decline.
        Decline = "decline",
    }
}

kind! {
    /// The screening of an engagement; its id follows from the engagement's (`method::screening_id`).
    screening: Screening {
        /// The engagement.
        engagement: Option<RecordId> = of::reference("engagement"),
        /// Does the product or cause suit a campaign at all?
        suits: Option<ScreeningMark> = of::choice::<ScreeningMark>(),
        /// Why.
        suits_note: Option<String> = of::multiline(500),
        /// The team's background.
        team: Option<ScreeningMark> = of::choice::<ScreeningMark>(),
        /// Why.
        team_note: Option<String> = of::multiline(500),
        /// What they can put in.
        resources: Option<ScreeningMark> = of::choice::<ScreeningMark>(),
        /// Why.
        resources_note: Option<String> = of::multiline(500),
        /// How well they know their product.
        knowledge: Option<ScreeningMark> = of::choice::<ScreeningMark>(),
        /// Why.
        knowledge_note: Option<String> = of::multiline(500),
        /// The market.
        market: Option<ScreeningMark> = of::choice::<ScreeningMark>(),
        /// Why.
        market_note: Option<String> = of::multiline(500),
        /// What it came to.
        decision: Option<ScreeningDecision> = of::choice::<ScreeningDecision>(),
        /// Why.
        reason: Option<String> = of::multiline(500),
        /// When it was decided.
        decided_at: Option<Instant> = of::instant(),
    }
}

kind! {
    /// A talk about the shares of cost to expect.
    cost_talk: CostTalk {
        /// When it was held.
        at: Option<Instant> = of::instant(),
        /// To whom: the id of a contact, or the name of someone who is none.
        attendees: BTreeSet<String> = of::set(40),
        /// The share of the amount for ads.
        ads_share: Option<Rate> = of::rate(),
        /// For production.
        production_share: Option<Rate> = of::rate(),
        /// 潛在支出: what nobody plans and everybody pays.
        hidden_share: Option<Rate> = of::rate(),
        /// For miscellaneous things.
        other_share: Option<Rate> = of::rate(),
        /// What they said to it.
        note: Option<String> = of::multiline(1_000),
    }
}
