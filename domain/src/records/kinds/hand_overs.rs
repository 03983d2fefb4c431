//! Hand-overs (交接): a client goes from one of us to another.

use crate::records::declare::kind;
use crate::values::Instant;

kind! {
    /// A client was handed over. Who looks after them is in the client file; this says how it came about.
    hand_over: HandOver {
        /// Who looked after them.
        from: Option<String> = of::person(),
        /// Who does from now on.
        to: Option<String> = of::person(),
        /// When.
        at: Option<Instant> = of::instant(),
        /// What to mind.
        note: Option<String> = of::multiline(2_000),
        /// When whoever took over said that they know of it.
        seen_at: Option<Instant> = of::instant(),
    }
}
