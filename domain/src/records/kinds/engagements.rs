//! Engagements (案子): what we do for a client, one after another.

use crate::records::declare::kind;
use crate::values::{Date, Money, Outcome, Period, Rate, choices};

choices! {
    /// What sort of work it is.
    pub enum EngagementKind {
        /// A campaign for a product.
        Product = "product",
        /// A campaign for a cause.
        Cause = "cause",
        /// A service they subscribe to.
        Subscription = "subscription",
    }
}

choices! {
    /// How an engagement ended.
    pub enum EngagementState {
        /// It reached the success amount, or what was agreed.
        Reached = "reached",
        /// It ended below it.
        Missed = "missed",
        /// It was called off.
        Cancelled = "cancelled",
        /// It was not signed, by us or by them.
        Declined = "declined",
    }
}

kind! {
    /// One engagement of a client. Marks from 1 (low) to 3 (high).
    engagement: Engagement {
        /// What it is called.
        title: Option<String> = of::name(120),
        /// What sort of work it is.
        kind: Option<EngagementKind> = of::choice::<EngagementKind>(),
        /// The amount the campaign names in public.
        target: Option<Money> = of::money(),
        /// The amount at which the client would call it a success.
        success: Option<Money> = of::money(),
        /// First and last day.
        period: Option<Period> = of::period(),
        /// When it ships.
        ship_date: Option<Date> = of::date(),
        /// Our share of the amount reached.
        fee_rate: Option<Rate> = of::rate(),
        /// What the contract is worth, where it is no share.
        contract_value: Option<Money> = of::money(),
        /// When the contract is up for renewal.
        renewal_date: Option<Date> = of::date(),
        /// 產品力: how strong the product is.
        product_strength: Option<i64> = of::integer(1, 3),
        /// 議題聲量: how far the cause reaches.
        cause_reach: Option<i64> = of::integer(1, 3),
        /// 同質性: how much it resembles what is already out there.
        similarity: Option<i64> = of::integer(1, 3),
        /// How it ended, and when.
        outcome: Option<Outcome<EngagementState>> = of::outcome::<EngagementState>(),
    }
}
