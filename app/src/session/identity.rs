//! Who this browser is: remembered on the device, so that a cold start without a network opens the right book.

use serde::{Deserialize, Serialize};
use yardstick_domain::device::Identity;
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use crate::browser::local;

const ACCOUNT: &str = "yardstick.account";

/// What a member may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, other people's devices included.
    Owner,
    /// Their own devices.
    #[default]
    #[serde(other)]
    Member,
}

/// Who is signed in here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// This browser as a device.
    pub device: DeviceId,
    /// What it is called in lists.
    pub device_label: String,
    /// What they may do.
    pub role: Role,
}

/// A device that changes may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub user_name: String,
    /// What it is called.
    pub label: String,
    /// When it was shut out, unix ms.
    #[serde(default)]
    pub revoked_ms: Option<i64>,
}

/// The identity signed in last, as remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who.
    pub me: Me,
    /// Every device of the workspace as last told.
    #[serde(default)]
    pub devices: Vec<KnownDevice>,
    /// Whether the person has a calendar at an address, as last told.
    #[serde(default)]
    pub feed: bool,
    /// The device wipes itself only on an answer with this token.
    #[serde(default)]
    pub wipe_token: Option<String>,
}

impl Account {
    /// The identity remembered.
    pub fn remembered() -> Option<Self> {
        local::get(ACCOUNT)
    }

    /// Remembers the identity; false when the browser keeps nothing.
    pub fn remember(&self) -> bool {
        local::set(ACCOUNT, self)
    }

    /// Forgets it: the next start asks who is there.
    pub fn forget() {
        local::remove(ACCOUNT);
    }

    /// As the rules of sync know it.
    pub fn identity(&self) -> Identity {
        Identity {
            workspace: self.me.workspace,
            user: self.me.user,
            device: self.me.device,
        }
    }

    /// The name of the book: of its database, and the beginning of the names of its locks, channel and mirrors.
    pub fn book(&self) -> String {
        format!("yardstick/{}/{}", self.me.workspace, self.me.user)
    }

    /// Who made a change on that device, and what the device is called.
    pub fn device(&self, device: DeviceId) -> Option<(String, String)> {
        if device == self.me.device {
            return Some((self.me.name.clone(), self.me.device_label.clone()));
        }
        let known = self.devices.iter().find(|known| known.id == device)?;
        Some((known.user_name.clone(), known.label.clone()))
    }
}
