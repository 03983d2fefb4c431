//! A bell: rung by whoever has something to do for a loop that waits.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot;

/// Rung once or often before anybody waits, it wakes the next wait at once.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Cell<bool>,
    waiting: RefCell<Option<oneshot::Sender<()>>>,
}

impl Bell {
    /// Wakes the loop.
    pub(crate) fn ring(&self) {
        self.rung.set(true);
        if let Some(sender) = self.waiting.take() {
            // Nobody waits any more: the ring is remembered.
            let _ = sender.send(());
        }
    }

    /// Waits for a ring. One loop waits at a time.
    pub(crate) async fn wait(&self) {
        while !self.rung.replace(false) {
            let (sender, receiver) = oneshot::channel();
            self.waiting.replace(Some(sender));
            let _ = receiver.await;
        }
    }
}
