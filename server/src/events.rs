//! What open event streams are told: that a workspace has advanced, that a device was shut out, that the server stops.

use tokio::sync::broadcast;
use yardstick_domain::id::{DeviceId, WorkspaceId};

/// News for open streams. A stream that misses some is told to ask; nothing rests on a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Something was stored in the workspace.
    Advanced {
        /// Which.
        workspace: WorkspaceId,
        /// Its last sequence number.
        seq: u64,
    },
    /// The sessions of this device have ended: its stream ends.
    Ended(DeviceId),
    /// The server stops: every stream ends.
    Stopping,
}

/// Notices that may wait for a slow stream before it misses some.
const BACKLOG: usize = 256;

/// Tells every open stream.
#[derive(Debug)]
pub struct Events {
    notices: broadcast::Sender<Notice>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            notices: broadcast::Sender::new(BACKLOG),
        }
    }

    /// Says that `workspace` has come to `seq`. Call it after the commit.
    pub fn advanced(&self, workspace: WorkspaceId, seq: u64) {
        self.tell(Notice::Advanced { workspace, seq });
    }

    pub(crate) fn ended(&self, device: DeviceId) {
        self.tell(Notice::Ended(device));
    }

    pub(crate) fn end_all(&self) {
        self.tell(Notice::Stopping);
    }

    /// Everything told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    fn tell(&self, notice: Notice) {
        // An error only says that nobody listens.
        let _ = self.notices.send(notice);
    }
}
