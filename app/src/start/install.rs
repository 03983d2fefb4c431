//! The browser's offer to install the app: it comes before any page asks for it, and is made where the person looks for it.

use leptos::prelude::*;

use crate::browser::install;

/// Whether the browser offers to install the app, in context for the page that says so.
#[derive(Clone, Copy)]
pub(crate) struct InstallOffer(RwSignal<bool>);

impl InstallOffer {
    /// Starts to listen and gives everything below the offer.
    pub(super) fn provide() {
        provide_context(Self(install::watch()));
    }

    /// The offer given above.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Whether there is one.
    pub(crate) fn is_made(self) -> bool {
        self.0.get()
    }
}
