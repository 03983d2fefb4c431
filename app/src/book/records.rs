//! Everything shown of one client: typed lists to draw, and each record with its fields' conflicts, refusals and pending marks.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use yardstick_domain::CLIENT_KIND;
use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ClientFile, ServiceFile};
use yardstick_domain::records::{Client, Contact, Engagement, Meeting, NoteLine, Task, TimeEntry};
use yardstick_domain::register::Head;

/// What is shown of one client, as of one moment.
#[derive(Debug)]
pub struct Records {
    client: RecordId,
    all: BTreeMap<RecordKey, Record>,
    erasure: Option<Head>,
    file: OnceLock<Arc<ClientFile>>,
    service: OnceLock<ServiceFile>,
}

impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.client == other.client && self.all == other.all && self.erasure == other.erasure
    }
}

impl Records {
    pub(crate) fn new(client: RecordId, all: BTreeMap<RecordKey, Record>) -> Self {
        Self {
            client,
            all,
            erasure: None,
            file: OnceLock::new(),
            service: OnceLock::new(),
        }
    }

    /// Nothing: a client that was erased.
    pub(crate) fn erased(client: RecordId, by: Head) -> Self {
        Self {
            erasure: Some(by),
            ..Self::none(client)
        }
    }

    /// When and on which device the client was erased, if it was.
    pub fn erasure(&self) -> Option<&Head> {
        self.erasure.as_ref()
    }

    /// Nothing: a client whose bundle is not here yet.
    pub fn none(client: RecordId) -> Self {
        Self::new(client, BTreeMap::new())
    }

    /// Whether there is nothing to show: no such client on this device, or it is deleted.
    pub fn is_missing(&self) -> bool {
        if self.client == RecordId::NIL {
            return false;
        }
        match self.record(&self.client_key()) {
            Some(record) => record.presence == Presence::Deleted,
            None => self
                .all
                .values()
                .all(|record| record.presence == Presence::Deleted),
        }
    }

    /// The key of a record of this client.
    pub fn key(&self, kind: &str, record: RecordId) -> RecordKey {
        RecordKey {
            client: self.client,
            record,
            kind: kind.into(),
        }
    }

    /// The key of the client's own record.
    pub fn client_key(&self) -> RecordKey {
        self.key(CLIENT_KIND, self.client)
    }

    /// One record with all its fields, deleted ones too.
    pub fn record(&self, key: &RecordKey) -> Option<&Record> {
        self.all.get(key)
    }

    /// Every record, of kinds this version does not know too, deleted ones included.
    pub fn all(&self) -> &BTreeMap<RecordKey, Record> {
        &self.all
    }

    /// The records of a kind that are not deleted, by id.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Record> + 'a {
        self.all.values().filter(move |record| {
            record.key.kind.as_str() == kind && record.presence != Presence::Deleted
        })
    }

    /// The typed view of the client, as the rules that lists need take it.
    pub fn file(&self) -> &ClientFile {
        self.shared_file()
    }

    fn shared_file(&self) -> &Arc<ClientFile> {
        self.file
            .get_or_init(|| Arc::new(ClientFile::of(&self.all)))
    }

    /// The typed view of everything the method keeps of the client. Called by pages that are fetched when first shown alone: what it reads comes with them.
    pub fn service(&self) -> &ServiceFile {
        self.service
            .get_or_init(|| ServiceFile::of(Arc::clone(self.shared_file()), &self.all))
    }

    /// The client's own record.
    pub fn client(&self) -> &Client {
        &self.file().client
    }

    /// Contacts, in the order a person gave them.
    pub fn contacts(&self) -> &[(RecordId, Contact)] {
        &self.file().contacts
    }

    /// Engagements, by id.
    pub fn engagements(&self) -> &[(RecordId, Engagement)] {
        &self.file().engagements
    }

    /// Meetings, by id.
    pub fn meetings(&self) -> &[(RecordId, Meeting)] {
        &self.file().meetings
    }

    /// One meeting.
    pub fn meeting(&self, id: RecordId) -> Option<&Meeting> {
        self.file().meeting(id)
    }

    /// A meeting's lines, as captured.
    pub fn note_lines(&self, meeting: RecordId) -> Vec<&(RecordId, NoteLine)> {
        self.file().lines_of(meeting).collect()
    }

    /// Lines captured outside of meetings (記一筆), as captured.
    pub fn notes(&self) -> Vec<&(RecordId, NoteLine)> {
        self.file()
            .lines
            .iter()
            .filter(|(_, line)| line.meeting.is_none())
            .collect()
    }

    /// Promises, by id.
    pub fn tasks(&self) -> &[(RecordId, Task)] {
        &self.file().tasks
    }

    /// Working time, by id.
    pub fn time_entries(&self) -> &[(RecordId, TimeEntry)] {
        &self.file().time_entries
    }
}
