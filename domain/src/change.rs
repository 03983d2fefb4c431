//! A change sets one field of one record and names the changes it replaces.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::Xxh3;

use crate::id::{BatchId, ChangeId, RecordId, Text, Writer};

/// Limits of structure, the same on both sides. They may only widen between versions.
pub mod limits {
    /// A value's JSON, in bytes.
    pub const VALUE_BYTES: usize = 64 * 1024;
    /// Ids one change may replace.
    pub const REPLACES: usize = 256;
    /// Changes of one action.
    pub const ACTION_CHANGES: usize = 500;
    /// Changes of one request.
    pub const REQUEST_CHANGES: usize = 1_000;
    /// A kind's name or a field's, in bytes.
    pub const NAME_BYTES: usize = 32;
    /// A set member's name (behind the `/`), in bytes.
    pub const MEMBER_BYTES: usize = 160;
}

/// A kind's or a field's name: `client`, `stage`, `tags/老客戶`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// Takes the text as it is; whether it is well formed is asked by [`Name::is_kind`] and [`Name::is_field`].
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A kind's name: 1 to 32 of `a-z 0-9 _`.
    #[must_use]
    pub fn is_kind(&self) -> bool {
        is_word(&self.0)
    }

    /// A field's name: a word, or a word, `/` and a set member's name without control characters.
    #[must_use]
    pub fn is_field(&self) -> bool {
        match self.0.split_once('/') {
            None => is_word(&self.0),
            Some((set, member)) => {
                is_word(set)
                    && !member.is_empty()
                    && member.len() <= limits::MEMBER_BYTES
                    && !member.chars().any(char::is_control)
            }
        }
    }
}

fn is_word(text: &str) -> bool {
    (1..=limits::NAME_BYTES).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = |text: &str| Ok::<_, std::convert::Infallible>(Self::new(text));
        deserializer.deserialize_str(Text("a name", name))
    }
}

/// The exact JSON bytes an author sent. Never re-serialised; equal means equal to the byte. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(Arc<str>);

impl Value {
    /// `null`: the field is empty.
    #[must_use]
    pub fn null() -> Self {
        Self(Arc::from("null"))
    }

    /// Takes bytes that are one JSON value.
    ///
    /// # Errors
    /// The bytes are not UTF-8 or not one JSON value.
    pub fn from_json(bytes: &[u8]) -> Result<Self, NotJson> {
        let text = std::str::from_utf8(bytes).map_err(|_| NotJson)?;
        serde_json::from_str::<&RawValue>(text).map_err(|_| NotJson)?;
        Ok(Self(Arc::from(text)))
    }

    /// Takes a text that was checked when it was stored.
    pub(crate) fn from_text(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// Takes bytes that were checked when they were stored.
    ///
    /// # Errors
    /// The bytes are not UTF-8.
    pub fn from_stored(bytes: &[u8]) -> Result<Self, NotJson> {
        std::str::from_utf8(bytes)
            .map(|text| Self(Arc::from(text)))
            .map_err(|_| NotJson)
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The bytes as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        &*self.0 == "null"
    }
}

/// Bytes that are not one JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON value")]
pub struct NotJson;

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Checked when the value was made; a second parse happens only here, at the JSON edge.
        serde_json::from_str::<&RawValue>(&self.0)
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer).map_err(D::Error::custom)?;
        Ok(Self(Arc::from(raw.get())))
    }
}

/// Names one register within a workspace. Its client is part of a record's identity, so a bundle is one key range everywhere;
/// ordered by client first for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegisterKey {
    /// Whose bundle it is in; a client record's is its own id; nil for what has no client.
    pub client: RecordId,
    /// The record.
    pub record: RecordId,
    /// The record's kind.
    pub kind: Name,
    /// The field.
    pub field: Name,
}

impl RegisterKey {
    /// The record this register belongs to.
    #[must_use]
    pub fn record_key(&self) -> RecordKey {
        RecordKey {
            client: self.client,
            record: self.record,
            kind: self.kind.clone(),
        }
    }
}

/// Names one record within a workspace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    /// Whose bundle it is in.
    pub client: RecordId,
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: Name,
}

impl RecordKey {
    /// One of its registers.
    #[must_use]
    pub fn field(&self, field: impl Into<Name>) -> RegisterKey {
        RegisterKey {
            client: self.client,
            record: self.record,
            kind: self.kind.clone(),
            field: field.into(),
        }
    }
}

/// Sets one field. What travels from a device to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ChangeForm")]
pub struct Change {
    /// Unique for ever; the same id with other content is refused as `id-reused`.
    pub id: ChangeId,
    /// What it sets.
    #[serde(flatten)]
    pub key: RegisterKey,
    /// To what.
    pub value: Value,
    /// The confirmed heads its author saw and every sent change of the author's own between them and this one.
    pub replaces: Vec<ChangeId>,
    /// When it was made, unix ms, wall clock put right by the offset to the server. A claim: the server bounds it.
    pub time: i64,
    /// Changes of one action (a number of the writer's) are accepted, refused and undone together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<u32>,
    /// The batch its action belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
}

/// A change as it is read. Key and change lie in one object; `flatten` would read that through a copy of every field, which took a fifth
/// of the time of a simulated history and its code a place in the app.
#[derive(Deserialize)]
struct ChangeForm {
    id: ChangeId,
    client: RecordId,
    record: RecordId,
    kind: Name,
    field: Name,
    value: Value,
    #[serde(default)]
    replaces: Vec<ChangeId>,
    time: i64,
    #[serde(default)]
    action: Option<u32>,
    #[serde(default)]
    batch: Option<BatchId>,
}

impl From<ChangeForm> for Change {
    fn from(form: ChangeForm) -> Self {
        Self {
            id: form.id,
            key: RegisterKey {
                client: form.client,
                record: form.record,
                kind: form.kind,
                field: form.field,
            },
            value: form.value,
            replaces: form.replaces,
            time: form.time,
            action: form.action,
            batch: form.batch,
        }
    }
}

/// What is taken or refused as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// An action: its writer, and its number among the writer's.
    Action(Writer, u32),
    /// A change that is of none.
    Change(ChangeId),
}

impl Change {
    /// What it is taken or refused with.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.action.map_or(Unit::Change(self.id), |action| {
            Unit::Action(self.id.writer, action)
        })
    }

    /// Hash of key, value and replaces (not time): how a repeat is told from a reused id.
    #[must_use]
    pub fn content_hash(&self) -> u64 {
        let mut hash = Xxh3::new();
        hash.update(self.key.client.as_bytes());
        hash.update(self.key.record.as_bytes());
        for text in [
            self.key.kind.as_str(),
            self.key.field.as_str(),
            self.value.as_str(),
        ] {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        for id in &self.replaces {
            hash.update(&id.writer.0.to_le_bytes());
            hash.update(&id.counter.to_le_bytes());
        }
        hash.digest()
    }

    /// Structure and limits, and nothing else.
    ///
    /// # Errors
    /// What is malformed; see [`Malformed`].
    pub fn check_structure(&self) -> Result<(), Malformed> {
        check_register_structure(&self.key, &self.value)?;
        if self.replaces.len() > limits::REPLACES {
            return Err(Malformed::TooManyReplaced);
        }
        if self.replaces.contains(&self.id) {
            return Err(Malformed::ReplacesItself);
        }
        Ok(())
    }
}

/// Structure and limits of a register and one value of it.
///
/// # Errors
/// What is malformed.
pub fn check_register_structure(key: &RegisterKey, value: &Value) -> Result<(), Malformed> {
    if !key.kind.is_kind() {
        return Err(Malformed::KindName);
    }
    if !key.field.is_field() {
        return Err(Malformed::FieldName);
    }
    if value.as_bytes().len() > limits::VALUE_BYTES {
        return Err(Malformed::ValueTooLong);
    }
    if key.kind.as_str() == crate::CLIENT_KIND && key.client != key.record {
        return Err(Malformed::ClientOfAnother);
    }
    Ok(())
}

/// What is wrong with a change's structure. Said back as the reason of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Malformed {
    /// Not 1 to 32 of `a-z 0-9 _`.
    #[error("the kind's name is malformed")]
    KindName,
    /// Not a word, nor a word, `/` and a member.
    #[error("the field's name is malformed")]
    FieldName,
    /// Over [`limits::VALUE_BYTES`].
    #[error("the value is too long")]
    ValueTooLong,
    /// Over [`limits::REPLACES`].
    #[error("too many ids are replaced at once")]
    TooManyReplaced,
    /// A change that replaces itself could never be a head.
    #[error("the change replaces itself")]
    ReplacesItself,
    /// A client record lies in its own bundle.
    #[error("a client record in another client's bundle")]
    ClientOfAnother,
}
