//! The client file (客戶檔案).

use std::collections::BTreeSet;

use crate::records::declare::kind;
use crate::values::{Date, choices};

choices! {
    /// What a client comes to us with.
    pub enum ClientKind {
        /// Sells a product (產品型).
        Product = "product",
        /// Stands for a cause (議題型).
        Cause = "cause",
        /// Uses a service (訂閱型).
        Subscription = "subscription",
    }
}

choices! {
    /// Where a client stands with us, in the order of a client's life.
    pub enum Stage {
        /// Talking (洽談).
        Lead = "lead",
        /// Being set up (導入).
        Onboarding = "onboarding",
        /// Getting ready (籌備).
        Preparing = "preparing",
        /// Campaign running, or service in use (募資中／使用中).
        Live = "live",
        /// Shipping or carrying out (出貨／執行中).
        Fulfilment = "fulfilment",
        /// Talking about the next term (續約).
        Renewal = "renewal",
        /// Done (結案).
        Closed = "closed",
        /// Gone (流失).
        Lost = "lost",
    }
}

choices! {
    /// Whether they have run a campaign before.
    pub enum Experience {
        /// Their first campaign.
        First = "first",
        /// They have done it before.
        Experienced = "experienced",
    }
}

kind! {
    /// Someone we look after. One met before being in the book has no name yet.
    client: Client {
        /// What everybody calls them.
        name: Option<String> = of::name(80),
        /// What they come to us with.
        kind: Option<ClientKind> = of::choice::<ClientKind>(),
        /// Their trade, in their own words.
        industry: Option<String> = of::text(40),
        /// 統編: eight digits.
        tax_id: Option<String> = of::tax_id(),
        /// Where they are: what the map button opens.
        address: Option<String> = of::text(200),
        /// The LINE group we share with them.
        line_group: Option<String> = of::text(80),
        /// Where they stand with us.
        stage: Option<Stage> = of::choice::<Stage>(),
        /// Who of us looks after them.
        owner: Option<String> = of::person(),
        /// Who takes over when the owner is away.
        deputy: Option<String> = of::person(),
        /// How many they are.
        team_size: Option<i64> = of::integer(1, 100_000),
        /// First campaign or experienced.
        experience: Option<Experience> = of::choice::<Experience>(),
        /// Our own words for finding them again.
        tags: BTreeSet<String> = of::set(24),
        /// Out of the daily lists, kept in the book.
        archived: Option<bool> = of::yes_no(),
        /// How to talk with them, in one line, read before a meeting.
        advice: Option<String> = of::text(120),
        /// The day until which nobody is reminded that we have not talked for long.
        quiet_until: Option<Date> = of::date(),
        /// A field of the version after this one, for tests of old and new together.
        #[cfg(feature = "next")]
        motto: Option<String> = of::text(80),
    }
}
