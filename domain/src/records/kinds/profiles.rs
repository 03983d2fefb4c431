//! The communication profile (溝通特性) of a client.

use crate::records::declare::kind;
use crate::values::Instant;

kind! {
    /// How a client is best talked with: marks from 1 (low) to 3 (high), each with the signs it rests on, never with an age. Its id follows
    /// from the client's (`method::profile_id`).
    profile: Profile {
        /// When the first of it was written down. It is never undone with what was: the one record stays, and may be empty.
        begun_at: Option<Instant> = of::instant(),
        /// 數位接受度.
        literacy: Option<i64> = of::integer(1, 3),
        /// What shows it: depth, requests, feedback on new functions.
        literacy_signs: Option<String> = of::multiline(500),
        /// 使用深度.
        depth: Option<i64> = of::integer(1, 3),
        /// What shows it.
        depth_signs: Option<String> = of::multiline(500),
        /// 互動頻率.
        frequency: Option<i64> = of::integer(1, 3),
        /// What shows it.
        frequency_signs: Option<String> = of::multiline(500),
        /// 有主見.
        firmness: Option<i64> = of::integer(1, 3),
        /// What shows it.
        firmness_signs: Option<String> = of::multiline(500),
        /// When they raised design themselves, which is trust.
        raised_design_at: Option<Instant> = of::instant(),
    }
}
