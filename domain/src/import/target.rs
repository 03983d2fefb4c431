//! The fields a column can fill in.

use super::words;
use crate::records::{self, FieldSpec};

/// Which part of a field's value a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// The first day of a period.
    Start,
    /// The last day of a period.
    End,
    /// How something ended.
    State,
    /// When it ended.
    At,
}

/// A field a column can fill in: of the client, of one engagement and what it has reached, of one contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// The kind of record.
    pub kind: &'static str,
    /// The field's name as stored.
    pub field: &'static str,
    /// The part of it.
    pub part: Part,
}

impl Target {
    /// The name that every row needs.
    pub const NAME: Self = Self::whole("client", "name");

    pub(super) const fn whole(kind: &'static str, field: &'static str) -> Self {
        Self::part(kind, field, Part::Whole)
    }

    pub(super) const fn part(kind: &'static str, field: &'static str, part: Part) -> Self {
        Self { kind, field, part }
    }

    /// All of them, in the order they are offered and written.
    pub fn all() -> impl Iterator<Item = Self> {
        words::HEADERS.iter().map(|(target, _)| *target)
    }

    /// Its own name, for what is kept on a device: `engagement.period.Start`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}.{}.{:?}", self.kind, self.field, self.part)
    }

    /// The target of that name; `None` for one this version does not know.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().find(|target| target.code() == code)
    }

    /// The field's line in the table of its kind.
    #[must_use]
    pub fn spec(self) -> Option<&'static FieldSpec> {
        records::kind(self.kind)?.field(self.field)
    }
}
