//! A kind of the version after this one, for tests of old and new together.

use crate::records::declare::kind;
use crate::values::Date;

kind! {
    /// Something given to a client.
    gift: Gift {
        /// What it was.
        what: Option<String> = of::text(80),
        /// When it was given.
        given: Option<Date> = of::date(),
    }
}
