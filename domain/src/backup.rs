//! The whole book as one file, and what restoring such a file would change.
//!
//! A backup is JSON a person can read:
//! ```json
//! {"format": "yardstick-backup", "version": 1, "made_at_ms": 1795313100000,
//!  "workspace": "0198…", "workspace_name": "…",
//!  "records": [{"client": "0198…", "record": "0198…", "kind": "client",
//!               "fields": {"name": "山嵐製茶"}, "also": {"name": ["山嵐茶"]}}]}
//! ```
//! `fields` are the values shown, exact to the byte, of kinds this version does not know too; `also` are the other values of fields that
//! were edited at two places. Deleted records are not in it. `client` is the nil id for what belongs to no client.
//!
//! The rescue page's export ([`rescue`]) is read as well. Restoring sets fields; what the file does not have is left alone, because absence
//! never deletes.

pub mod rescue;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::DELETED_FIELD;
use crate::bundle::{Presence, Record};
use crate::change::{Name, RecordKey, Value};
use crate::id::{RecordId, WorkspaceId};
use crate::order;
use crate::tab::Edit;

/// What the file says it is.
pub const FORMAT: &str = "yardstick-backup";
/// The version written. A reader refuses a newer one.
pub const VERSION: u32 = 1;

/// Records with their fields' values, as a file has them or as a device shows them.
pub type Contents = BTreeMap<RecordKey, BTreeMap<Name, Value>>;

/// Why a file cannot be restored. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// Not JSON, or JSON of something else.
    #[error("not a backup of Yardstick")]
    NotABackup,
    /// Written by a newer version: update, then restore.
    #[error("written by a newer version ({0})")]
    Newer(u32),
    /// It is one of ours and parts of it cannot be read.
    #[error("damaged: {0}")]
    Damaged(&'static str),
}

/// The whole book in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Backup {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// When it was made, wall clock, unix ms.
    pub made_at_ms: i64,
    /// Of which workspace; none for the demo.
    #[serde(default)]
    pub workspace: Option<WorkspaceId>,
    /// Its name.
    #[serde(default)]
    pub workspace_name: String,
    /// Every record that is not deleted.
    pub records: Vec<BackupRecord>,
}

/// One record of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRecord {
    /// Whose it is; nil for what belongs to no client.
    pub client: RecordId,
    /// Which.
    pub record: RecordId,
    /// Its kind.
    pub kind: Name,
    /// The values shown.
    pub fields: BTreeMap<Name, Value>,
    /// Other values of fields edited at two places.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub also: BTreeMap<Name, Vec<Value>>,
}

impl BackupRecord {
    /// A record as shown; none for a deleted one.
    #[must_use]
    pub fn of(record: &Record) -> Option<Self> {
        if record.presence == Presence::Deleted {
            return None;
        }
        let mut fields = BTreeMap::new();
        let mut also = BTreeMap::new();
        for (name, field) in &record.fields {
            if name.as_str() == DELETED_FIELD {
                continue;
            }
            if let Some(value) = field.register.value() {
                fields.insert(name.clone(), value.clone());
            }
            let others: Vec<Value> = field
                .register
                .also_edited()
                .into_iter()
                .map(|head| head.value.clone())
                .collect();
            if !others.is_empty() {
                also.insert(name.clone(), others);
            }
        }
        Some(Self {
            client: record.key.client,
            record: record.key.record,
            kind: record.key.kind.clone(),
            fields,
            also,
        })
    }

    fn key(&self) -> RecordKey {
        RecordKey {
            client: self.client,
            record: self.record,
            kind: self.kind.clone(),
        }
    }
}

impl Backup {
    /// A backup of these records.
    #[must_use]
    pub fn new(
        made_at_ms: i64,
        workspace: Option<WorkspaceId>,
        workspace_name: String,
        records: Vec<BackupRecord>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            made_at_ms,
            workspace,
            workspace_name,
            records,
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It is no backup, is of a newer version, or cannot be read.
    pub fn parse(bytes: &[u8]) -> Result<Self, BackupError> {
        let head = Head::read(bytes)?;
        if head.format != FORMAT {
            return Err(BackupError::NotABackup);
        }
        if head.version > VERSION {
            return Err(BackupError::Newer(head.version));
        }
        serde_json::from_slice(bytes).map_err(|_| BackupError::Damaged("records"))
    }

    /// What it holds.
    #[must_use]
    pub fn contents(&self) -> Contents {
        let records = self.records.iter();
        order::map(records.map(|record| (record.key(), record.fields.clone())))
    }
}

/// What any file of ours says of itself.
#[derive(Deserialize)]
pub(crate) struct Head {
    pub(crate) format: String,
    pub(crate) version: u32,
}

impl Head {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BackupError> {
        serde_json::from_slice(bytes).map_err(|_| BackupError::NotABackup)
    }
}

/// Which format a file has, by what it says of itself.
///
/// # Errors
/// It is not one of ours.
pub fn is_rescue(bytes: &[u8]) -> Result<bool, BackupError> {
    match Head::read(bytes)?.format.as_str() {
        FORMAT => Ok(false),
        rescue::FORMAT => Ok(true),
        _ => Err(BackupError::NotABackup),
    }
}

/// What a record would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordDifference {
    /// Not here: it comes.
    New,
    /// Deleted here: it comes back.
    Deleted,
    /// Here with other values: these fields change.
    Changed {
        /// The fields, with their value here (if any) and in the file.
        fields: Vec<(Name, Option<Value>, Value)>,
    },
}

/// What restoring would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Records that would change, by client.
    pub records: Vec<(RecordKey, RecordDifference)>,
    /// Records that are the same here and in the file.
    pub same: usize,
    /// What sets it all: one batch.
    pub edits: Vec<Edit>,
}

impl Difference {
    /// How many records would come, deleted ones included, and how many would change.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let changed = self
            .records
            .iter()
            .filter(|(_, difference)| matches!(difference, RecordDifference::Changed { .. }))
            .count();
        (self.records.len() - changed, changed)
    }
}

/// What restoring `file` over what is shown would change.
#[must_use]
pub fn difference(shown: &BTreeMap<RecordKey, Record>, file: &Contents) -> Difference {
    let mut difference = Difference::default();
    for (key, fields) in file {
        let here = shown.get(key);
        let is_deleted = here.is_some_and(|here| here.presence == Presence::Deleted);
        let changed: Vec<(Name, Option<Value>, Value)> = with_emptied(fields, here)
            .into_iter()
            .filter(|(name, _)| name.as_str() != DELETED_FIELD)
            .filter_map(|(name, value)| {
                let before = here.and_then(|here| here.value(name.as_str()));
                let same = before == Some(&value) || (before.is_none() && value.is_null());
                (!same).then(|| (name, before.cloned(), value))
            })
            .collect();
        if is_deleted {
            difference.edits.push(Edit {
                key: key.field(DELETED_FIELD),
                value: Value::null(),
            });
        } else if changed.is_empty() {
            difference.same += 1;
            continue;
        }
        difference
            .edits
            .extend(changed.iter().map(|(name, _, value)| Edit {
                key: key.field(name.clone()),
                value: value.clone(),
            }));
        let what = match here {
            None => RecordDifference::New,
            Some(_) if is_deleted => RecordDifference::Deleted,
            Some(_) => RecordDifference::Changed { fields: changed },
        };
        difference.records.push((key.clone(), what));
    }
    difference
}

/// The fields of a record as the file has it. What was empty then is not in the file: a task that was open has no outcome there, and is
/// to be open again.
fn with_emptied(fields: &BTreeMap<Name, Value>, here: Option<&Record>) -> BTreeMap<Name, Value> {
    let set_here = here.into_iter().flat_map(|here| here.fields.keys());
    let mut all = order::map(set_here.map(|name| (name.clone(), Value::null())));
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    all
}

#[cfg(test)]
mod tests;
