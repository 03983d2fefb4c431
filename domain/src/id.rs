//! Ids. A record's id is a UUIDv7 (or v5 of what it is, where only one can exist); a change's id is its writer and a counter.
//! Ids are made by the caller: this crate draws no randomness and reads no clock.

use std::fmt;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// An id that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct NotAnId(pub String);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The nil id: "of nothing".
            pub const NIL: Self = Self(Uuid::nil());

            /// From 16 bytes, as stored.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The 16 bytes, as stored.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// From a slice, if it is 16 bytes long.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Uuid::from_slice(bytes).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(text.chars().take(64).collect()))
            }
        }
    };
}

uuid_id!(
    /// A record, of whatever kind. Nothing is ordered by it.
    RecordId
);
uuid_id!(
    /// A workspace: the members' common book, and the border nothing crosses.
    WorkspaceId
);
uuid_id!(
    /// A person with an account.
    UserId
);
uuid_id!(
    /// A browser profile a person signed in with.
    DeviceId
);
uuid_id!(
    /// Several actions announced, undone and counted as one.
    BatchId
);

impl RecordId {
    /// The id of what can exist only once: a UUIDv5 of what it is.
    #[must_use]
    pub fn of_the_only(what: &str, within: RecordId) -> Self {
        Self(Uuid::new_v5(&within.0, what.as_bytes()))
    }

    /// The digest bucket the record falls into: the last byte of its id.
    #[must_use]
    pub const fn bucket(&self) -> u8 {
        self.as_bytes()[15]
    }
}

/// A random number drawn at each page load and never stored for reuse: who counts the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Writer(pub u64);

/// `(writer, counter)`. Written as `0123456789abcdef-42`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ChangeId {
    /// Who counted.
    pub writer: Writer,
    /// The how-manieth change of that writer.
    pub counter: u32,
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}-{}", self.writer.0, self.counter)
    }
}

impl FromStr for ChangeId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let not_an_id = || NotAnId(text.chars().take(64).collect());
        let (writer, counter) = text.split_once('-').ok_or_else(not_an_id)?;
        if writer.len() != 16 {
            return Err(not_an_id());
        }
        Ok(Self {
            writer: Writer(u64::from_str_radix(writer, 16).map_err(|_| not_an_id())?),
            counter: counter.parse().map_err(|_| not_an_id())?,
        })
    }
}

impl Serialize for ChangeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChangeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text("a change's id", |text: &str| text.parse()))
    }
}

/// Drawn at every server start; with a sequence number it says where in which history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch(pub u64);

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Epoch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Epoch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hexadecimal = |text: &str| u64::from_str_radix(text, 16).map(Self);
        deserializer.deserialize_str(Text("an epoch", hexadecimal))
    }
}

/// Reads what is written as a text, where it stands: what it is called, and how it is read. (`Cow<str>` copies every text first: a
/// seventh of the time an outbox takes to be read.)
pub(crate) struct Text<F>(pub(crate) &'static str, pub(crate) F);

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<D: serde::de::Error>(self, text: &str) -> Result<T, D> {
        self.1(text).map_err(D::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_id_reads_back() {
        let id = ChangeId {
            writer: Writer(0x9f),
            counter: 12,
        };
        assert_eq!(id.to_string(), "000000000000009f-12");
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in [
            "",
            "-",
            "9f-12",
            "000000000000009f",
            "000000000000009f--1",
            "zz0000000000009f-1",
        ] {
            assert!(wrong.parse::<ChangeId>().is_err(), "{wrong}");
        }
    }
}
