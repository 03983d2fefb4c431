//! The offer of a new version: never forced, never while something is open that it would disturb.

use leptos::prelude::*;

use super::busy;
use crate::browser::shell;

/// The offer, in context for the notice that makes it.
#[derive(Clone, Copy)]
pub(crate) struct UpdateOffer {
    ready: RwSignal<bool>,
    put_off: RwSignal<bool>,
    busy: Memo<bool>,
    meeting_runs: RwSignal<bool>,
}

impl UpdateOffer {
    /// Gives everything below the offer, and tells the shell whether a moment is a good one.
    pub(super) fn provide() {
        let meeting_runs = RwSignal::new(false);
        let busy = busy::watch(meeting_runs);
        Effect::new(move || shell::set_busy(busy.get()));
        provide_context(Self {
            ready: shell::update_ready(),
            put_off: RwSignal::new(false),
            busy,
            meeting_runs,
        });
    }

    /// Lets a meeting of the book that has been opened hold an update back.
    pub(super) fn mind_meetings(self) {
        let runs = busy::meeting_runs();
        Effect::new(move || self.meeting_runs.set(runs.get()));
    }

    /// The offer given above.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Whether to make it now.
    pub(crate) fn is_shown(self) -> bool {
        self.ready.get() && !self.put_off.get() && !self.busy.get()
    }

    /// Whether there is a newer version, offered now or not.
    pub(crate) fn is_ready(self) -> bool {
        self.ready.get()
    }

    /// Not now; the next start takes it, or whoever asks on the page of settings.
    pub(crate) fn later(self) {
        self.put_off.set(true);
    }

    /// Exchange and reload.
    pub(crate) fn accept(self) {
        shell::apply_update();
    }
}
