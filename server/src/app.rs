//! What every request shares.

use std::sync::Arc;

use yardstick_domain::id::Epoch;

use crate::assets::Assets;
use crate::clock::SharedClock;
use crate::events::Events;
use crate::first_run::FirstRun;
use crate::ids::draw_epoch;
use crate::limits::{Limits, Rates};
use crate::passwords::Passwords;
use crate::public_url::PublicUrl;
use crate::startup::StartupError;
use crate::store::{self, Store, StoreError};

/// A server's clock may lie this far behind the newest time stored before the start is refused.
const BEHIND_MAX_MS: i64 = 24 * 60 * 60 * 1000;

/// How a server is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address people open.
    pub public_url: PublicUrl,
    /// Whether a proxy in front says who the caller is (`X-Forwarded-For`).
    pub trust_proxy: bool,
    /// How many requests are taken.
    pub rates: Rates,
}

/// One running server, without its socket. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    clock: SharedClock,
    settings: Settings,
    limits: Limits,
    passwords: Passwords,
    first_run: FirstRun,
    first_run_code: Option<String>,
    assets: Assets,
    events: Events,
    epoch: Epoch,
}

impl App {
    /// Starts a server on an open store: checks the clock against what is stored, draws the epoch, and, if nobody has
    /// an account yet, the code for the first one.
    ///
    /// # Errors
    /// See [`StartupError`]; each says what to do.
    pub async fn start(
        store: Store,
        clock: SharedClock,
        settings: Settings,
        assets: Assets,
    ) -> Result<Self, StartupError> {
        let now_ms = clock.now_ms();
        let mut reader = store.reader().await?;
        if let Some(newest_ms) = store::workspace::newest_stored_ms(&mut reader).await?
            && newest_ms.saturating_sub(now_ms) >= BEHIND_MAX_MS
        {
            return Err(StartupError::ClockBehind { now_ms, newest_ms });
        }
        let has_account = store::user::any(&mut reader).await?;
        drop(reader);

        let epoch = draw_epoch()?;
        store
            .write(move |tx| Box::pin(async move { store::epoch::begin(tx, epoch, now_ms).await }))
            .await
            .map_err(|error: StoreError| StartupError::Store(error))?;

        let first_run = FirstRun::default();
        let first_run_code = if has_account {
            None
        } else {
            Some(first_run.open()?)
        };
        let limits = Limits::new(settings.rates, &clock);
        let passwords = Passwords::new()?;
        let events = Events::new();
        let shared = Shared {
            store,
            clock,
            settings,
            limits,
            passwords,
            first_run,
            first_run_code,
            assets,
            events,
            epoch,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The code for the first account as it was drawn at the start; `None` if there was an account already.
    #[must_use]
    pub fn first_run_code(&self) -> Option<&str> {
        self.shared.first_run_code.as_deref()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// How the server is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// What open event streams are told.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.shared.events
    }

    /// The epoch drawn at this start.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.shared.epoch
    }

    /// The wall clock, in unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.shared.clock.now_ms()
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.shared.clock
    }

    /// Whether there is a web app to serve.
    #[must_use]
    pub fn has_web_app(&self) -> bool {
        self.shared.assets.has_app()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.shared.passwords
    }

    pub(crate) fn first_run(&self) -> &FirstRun {
        &self.shared.first_run
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.shared.assets
    }

    /// Ends the event streams, finishes what is queued for writing and closes the database.
    pub async fn stop(&self) {
        self.shared.events.end_all();
        self.shared.store.close().await;
    }
}
