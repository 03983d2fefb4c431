//! Text as a means: finding it, taking it in from LINE, giving it out as a recap, a card, a calendar.

mod both;
mod content_line;
mod difference;
mod formula;
mod hand_over;
mod ics;
mod initials;
mod line_chat;
mod normal;
mod pieces;
mod recap;
mod search;
mod supplement;
mod vcard;

pub use both::{both_lines, both_texts};
pub use difference::{Piece, difference};
pub(crate) use formula::{guarded, unguarded};
pub use hand_over::{Heading, hand_over_message};
pub use ics::{Event, Subscription, When, ics, subscription};
pub use initials::initials;
pub use line_chat::{PastedLine, split_pasted};
pub(crate) use normal::nfkc;
pub use normal::{Tables, normalise_with};
pub use pieces::pieces;
pub use recap::{Recap, RecapLine, RecapPromise, RecapSection, RecapWords, recap};
pub use search::{Haystack, Query, fold};
pub use supplement::{SupplementMessage, SupplementWords, supplement_message};
pub use vcard::vcard;
