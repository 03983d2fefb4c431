//! The server's clock: the only place that reads one, so that tests and the simulation bring their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Where the server takes its time from.
pub trait Clock: Send + Sync + 'static {
    /// Wall clock, in unix milliseconds.
    fn now_ms(&self) -> i64;

    /// Time since an arbitrary start that never runs backwards; rate limits are counted with it.
    fn monotonic(&self) -> Duration;
}

/// A clock that all parts of the server share.
pub type SharedClock = Arc<dyn Clock>;

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// The clock of the machine, its monotonic time starting now.
    #[must_use]
    pub fn shared() -> SharedClock {
        Arc::new(Self {
            started: Instant::now(),
        })
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    fn now_ms(&self) -> i64 {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock that moves only when told, for tests and the simulation. Its monotonic time follows forward moves only.
#[derive(Debug)]
pub struct ManualClock {
    now_ms: AtomicI64,
    moved_forward_ms: AtomicI64,
}

impl ManualClock {
    /// A clock standing at `now_ms`, in unix milliseconds.
    #[must_use]
    pub fn at(now_ms: i64) -> Arc<Self> {
        Arc::new(Self {
            now_ms: AtomicI64::new(now_ms),
            moved_forward_ms: AtomicI64::new(0),
        })
    }

    /// Moves the wall clock by `by_ms`, backwards if negative.
    pub fn advance_ms(&self, by_ms: i64) {
        self.now_ms.fetch_add(by_ms, Ordering::SeqCst);
        self.moved_forward_ms
            .fetch_add(by_ms.max(0), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.moved_forward_ms.load(Ordering::SeqCst).unsigned_abs())
    }
}
