//! What may go wrong in one history. A test allows kinds of mishap; of those a seed draws a handful and how bad they are, because a
//! history in which everything happens at once hides what happens when little does.

use crate::rng::Rng;

/// Kinds of mishap that a test allows, beside those that it always does.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Allowed {
    /// The server is restored from an older backup.
    pub(crate) restores: bool,
    /// Storage of a device is wiped.
    pub(crate) wipes: bool,
    /// Clients are erased.
    pub(crate) erasures: bool,
}

impl Allowed {
    pub(crate) const ALL: Self = Self {
        restores: true,
        wipes: true,
        erasures: true,
    };
}

/// What the server keeps its data in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Memory,
    Router,
}

/// What is on in one history, printed when it fails.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faults {
    /// How many devices.
    pub(crate) devices: usize,
    /// How many things happen.
    pub(crate) steps: usize,
    /// Percent of messages lost on each way.
    pub(crate) loss: u64,
    /// Percent of requests that arrive twice.
    pub(crate) repeats: u64,
    /// The longest a message takes on each way.
    pub(crate) delay_ms: i64,
    /// Old requests arrive once more, much later.
    pub(crate) strays: bool,
    /// One way of one device is cut.
    pub(crate) partitions: bool,
    /// Nobody reaches the server.
    pub(crate) outages: bool,
    /// Tabs die between any two effects.
    pub(crate) crashes: bool,
    /// The device loses power: all tabs die, and relaxed transactions since the last strict one may be gone.
    pub(crate) power_cuts: bool,
    /// The n-th commit fails, and all after it, until there is room again.
    pub(crate) full_disks: bool,
    /// Storage is wiped.
    pub(crate) wipes: bool,
    /// More tabs than one.
    pub(crate) tabs: bool,
    /// The device's clock jumps, up to ten years, and back.
    pub(crate) clocks: bool,
    /// The server's clock jumps, up to an hour, and back.
    pub(crate) server_clock: bool,
    /// The server starts anew between requests, or dies before or after a commit.
    pub(crate) server_crashes: bool,
    /// The server has no room.
    pub(crate) server_full: bool,
    /// The server asks to wait.
    pub(crate) server_busy: bool,
    /// It cannot read a request at all in which something is that it would refuse; in good weather, too.
    pub(crate) server_chokes: bool,
    /// Somebody on the way of a device does not let through one of its actions.
    pub(crate) blocks: bool,
    /// It is restored from a backup.
    pub(crate) restores: bool,
    /// Clients are erased.
    pub(crate) erasures: bool,
    /// Devices of other versions: one back, and too old.
    pub(crate) versions: bool,
}

impl Faults {
    /// Draws a seed's faults.
    pub(crate) fn draw(rng: &mut Rng, allowed: Allowed, kind: Kind) -> Self {
        let memory = kind == Kind::Memory;
        // Mostly short: two hundred steps find most of what two thousand find, in a fiftieth of the time.
        let steps = match rng.below(200) {
            0 => 2_000,
            1..=5 => 500 + rng.below(500),
            _ => 200 + rng.below(150),
        };
        let devices = match rng.below(10) {
            0 => 5 + rng.below(4),
            1..=3 => 4,
            4..=6 => 3,
            _ => 2,
        };
        let mut on = |percent: u64| rng.chance(percent);
        let mut faults = Self {
            strays: on(60),
            partitions: on(40),
            outages: on(40),
            crashes: on(80),
            power_cuts: on(40),
            full_disks: on(50),
            wipes: allowed.wipes,
            tabs: on(60),
            clocks: on(50),
            server_clock: memory && on(20),
            server_crashes: on(50),
            server_full: on(25),
            server_busy: on(25),
            restores: allowed.restores,
            erasures: allowed.erasures,
            versions: on(25),
            ..Self::default()
        };
        faults.devices = devices;
        faults.steps = if memory { steps } else { steps.min(300) };
        faults.loss = if rng.chance(70) { rng.next() % 31 } else { 0 };
        faults.repeats = if rng.chance(50) { rng.next() % 21 } else { 0 };
        let delays = [0, 0, 2_000, 60_000];
        faults.delay_ms = delays[rng.below(delays.len())];
        // Drawn aside, so that a seed that found something else goes on finding it.
        let mut aside = rng.clone();
        faults.server_chokes = aside.chance(20);
        faults.blocks = aside.chance(20);
        faults
    }
}
