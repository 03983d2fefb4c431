//! What open event streams are told: that their workspace has advanced, that a device was shut out, that the server stops.
//!
//! Each workspace with an open stream has a channel of its own: an edit wakes the devices it concerns and no others.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use yardstick_domain::id::{DeviceId, WorkspaceId};

/// News for open streams. A stream that misses some is told to ask; nothing rests on a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Something was stored in the workspace.
    Advanced {
        /// Its last sequence number.
        seq: u64,
    },
    /// The sessions of this device have ended: its stream ends.
    Ended(DeviceId),
    /// The server stops: every stream ends.
    Stopping,
}

/// Notices that may wait for a slow stream before it misses some; it asks then, which is all that a notice is for.
const BACKLOG: usize = 16;

type Channels = HashMap<WorkspaceId, broadcast::Sender<Notice>>;

/// Tells every open stream.
#[derive(Debug)]
pub struct Events {
    channels: Mutex<Channels>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            channels: Mutex::default(),
        }
    }

    /// Says that `workspace` has come to `seq`. Call it after the commit.
    pub fn advanced(&self, workspace: WorkspaceId, seq: u64) {
        let mut channels = self.channels();
        // An error says that nobody listens any more: the channel has had its time.
        if let Some(channel) = channels.get(&workspace)
            && channel.send(Notice::Advanced { seq }).is_err()
        {
            channels.remove(&workspace);
        }
    }

    pub(crate) fn ended(&self, device: DeviceId) {
        self.tell_all(Notice::Ended(device));
    }

    pub(crate) fn end_all(&self) {
        self.tell_all(Notice::Stopping);
    }

    /// Everything told from now on to the devices of this workspace.
    pub(crate) fn listen(&self, workspace: WorkspaceId) -> broadcast::Receiver<Notice> {
        self.channels()
            .entry(workspace)
            .or_insert_with(|| broadcast::Sender::new(BACKLOG))
            .subscribe()
    }

    fn tell_all(&self, notice: Notice) {
        self.channels()
            .retain(|_, channel| channel.send(notice).is_ok());
    }

    /// Nothing that holds the lock can panic half-way through a change.
    fn channels(&self) -> MutexGuard<'_, Channels> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
