//! Note lines: what was said, one line a record, so that two people can write at once and every line can be cited.

use crate::id::RecordId;
use crate::records::declare::kind;
use crate::values::{Instant, choices};

choices! {
    /// What a line is.
    pub enum LineKind {
        /// 筆記.
        Note = "note",
        /// 需求: something they need.
        Need = "need",
        /// 顧慮: something that worries them.
        Concern = "concern",
        /// 我方待辦: something we promised.
        OurPromise = "our_promise",
        /// 客戶待辦: something they promised.
        TheirPromise = "their_promise",
        /// 決定: something that was decided.
        Decision = "decision",
        /// 數字: a figure.
        Number = "number",
        /// 原話: in their words.
        Quote = "quote",
    }
}

kind! {
    /// One captured line. Lines are ordered by `(captured_at, id)`.
    note_line: NoteLine {
        /// The meeting it was captured in; none for 記一筆.
        meeting: Option<RecordId> = of::reference("meeting"),
        /// What it is; a note if not said.
        line_kind: Option<LineKind> = of::choice::<LineKind>(),
        /// What was written.
        text: Option<String> = of::multiline(4_000),
        /// Who said it.
        speaker: Option<String> = of::text(60),
        /// When it was captured.
        captured_at: Option<Instant> = of::instant(),
        /// Its kind was tapped without a word, to be filled in later.
        timed_mark: Option<bool> = of::yes_no(),
        /// Ours alone (true) or fit for the client's eyes (false); if not said, its kind decides.
        internal: Option<bool> = of::yes_no(),
    }
}
