//! The loop: leads while visible, wakes on commits, news, a network that is back, and a timer, and is the only place that tries again.
//! What it says of the network is what the last request met.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use leptos::prelude::GetUntracked;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::device::round::{RemoteError, RoundEnd, RoundError, meta, round};
use yardstick_domain::method::BookSummaries;

use super::leader::Leadership;
use super::pace;
use super::remote::HttpRemote;
use super::world::World;
use crate::browser::events::{EventStream, StreamState};
use crate::browser::timer::{self, Timeout};
use crate::browser::{clock, online, page, random, visibility};
use crate::session::core::{Core, OnTold};
use crate::session::tabs::Told;
use crate::session::{Need, NotKept};
use crate::session::{account, feed};
use crate::store::IdbError;

/// How often an edit may put a request off because another one follows.
const SETTLES: u32 = 4;
/// When only the person can help; they, a network or a look at the page end the wait.
const WAIT_FOR_PERSON: Duration = Duration::from_secs(300);

/// The sync of one book in this tab.
struct Driver {
    core: Rc<Core>,
    world: World,
    leadership: Leadership,
    stream: RefCell<Option<EventStream>>,
    /// The last place the server has spoken of since the last round began.
    news: Cell<u64>,
    /// The place this device has come to.
    level: Cell<u64>,
    /// How the stream stood when it was last heard of; none before it was first open.
    stream_state: Cell<Option<StreamState>>,
    /// Another tab has committed something.
    others_committed: Cell<bool>,
    failures: Cell<u32>,
    names_known: Cell<bool>,
}

pub(super) fn start(core: &Rc<Core>) {
    let driver = Rc::new(Driver {
        core: Rc::clone(core),
        world: World::new(Rc::clone(core)),
        leadership: Leadership::default(),
        stream: RefCell::new(None),
        news: Cell::new(0),
        level: Cell::new(0),
        stream_state: Cell::new(None),
        others_committed: Cell::new(false),
        failures: Cell::new(0),
        names_known: Cell::new(false),
    });
    driver.listen();
    spawn_local(async move { driver.run().await });
}

impl Driver {
    fn hurry(&self) {
        self.core.hurry.set(true);
        self.core.committed.ring();
    }

    fn listen(self: &Rc<Self>) {
        let driver = Rc::clone(self);
        visibility::on_change(move |is_visible| {
            if is_visible {
                driver.hurry();
            } else {
                driver.core.committed.ring();
            }
        })
        .forever();
        let driver = Rc::clone(self);
        online::on_online(move || driver.hurry()).forever();
        let driver = Rc::clone(self);
        let heard: OnTold = Rc::new(move |told| driver.heard(told));
        self.core.on_told.replace(Some(heard));
    }

    fn heard(&self, told: &Told) {
        match told {
            Told::WhoLeads if self.leadership.is_mine() => {
                self.core.tell(&Told::Leading);
                // A tab that has just come shows what is known, not what the next round will find.
                self.tell_what_was_met();
            }
            Told::Leading => self.leadership.note_answer(),
            Told::Committed { .. } if self.leadership.is_mine() => {
                self.others_committed.set(true);
                self.core.committed.ring();
            }
            Told::SyncNow => self.hurry(),
            Told::Met {
                reached,
                need,
                synced_at_ms,
            } if !self.leadership.is_mine() => {
                // The leader has held the token against the one received at sign-in.
                let is_wipe = matches!(need, Some(Need::Wipe { .. }));
                self.core.wipe_ordered.set(is_wipe);
                self.core.status.learn(|facts| {
                    facts.reached = Some(*reached);
                    facts.server_need.clone_from(need);
                    facts.synced_at_ms = synced_at_ms.or(facts.synced_at_ms);
                });
            }
            _ => {}
        }
    }

    async fn run(self: Rc<Self>) {
        loop {
            while !visibility::is_visible() {
                self.core.committed.wait().await;
            }
            let lead = self.leadership.take(&self.core).await;
            self.lead().await;
            self.stream.replace(None);
            drop(lead);
        }
    }

    /// Leads until the page is hidden.
    async fn lead(self: &Rc<Self>) {
        loop {
            let is_visible = visibility::is_visible();
            let last_words = self.failures.get() == 0 && self.core.tab.borrow().waiting() > 0;
            if !is_visible && !last_words {
                return;
            }
            self.core.hurry.set(false);
            self.others_committed.set(false);
            self.news.set(0);
            let wait = self.one_round().await;
            if !visibility::is_visible() {
                return;
            }
            self.wait(wait).await;
        }
    }

    /// Waits so long, or until there is a reason not to.
    async fn wait(self: &Rc<Self>, wait: Duration) {
        let until = clock::monotonic_ms() + wait.as_secs_f64() * 1_000.0;
        loop {
            let left = (until - clock::monotonic_ms()).max(0.0);
            let core = Rc::clone(&self.core);
            let timeout = Timeout::new(Duration::from_secs_f64(left / 1_000.0), move || {
                core.committed.ring();
            });
            self.core.committed.wait().await;
            drop(timeout);
            let over = clock::monotonic_ms() >= until;
            let has_news = self.news.get() > self.level.get();
            if over || self.core.hurry.get() || has_news || !visibility::is_visible() {
                return;
            }
            let has_edits = self.others_committed.get() || self.core.tab.borrow().waiting() > 0;
            // After a failure, or while the person is needed, edits do not hasten anything: they wait with the others.
            let is_open =
                self.failures.get() == 0 && self.core.status.facts().server_need.is_none();
            if has_edits && is_open {
                self.settle().await;
                return;
            }
        }
    }

    /// Lets what follows an edit at once travel with it.
    async fn settle(&self) {
        for _ in 0..SETTLES {
            let before = self.core.revision();
            timer::sleep(pace::SETTLE).await;
            if self.core.revision() == before || self.core.hurry.get() {
                return;
            }
        }
    }

    /// Runs one round and answers how long to wait for the next.
    async fn one_round(self: &Rc<Self>) -> Duration {
        let core = &self.core;
        core.status.learn(|facts| facts.running = true);
        let identity = core.account.get_untracked().identity();
        let ended = round(
            &core.store,
            &HttpRemote,
            identity,
            &BookSummaries,
            &self.world,
        )
        .await;
        self.world.show();
        core.status.learn(|facts| facts.running = false);
        let wait = match ended {
            Ok(end) => self.ended(end).await,
            Err(RoundError::Remote(error)) => self.refused(error).await,
            Err(RoundError::Device(error)) => {
                core.store_failed(error);
                self.failed()
            }
        };
        self.tell_what_was_met();
        wait
    }

    /// Lets the other tabs show what the last request met; nothing before there was one.
    fn tell_what_was_met(&self) {
        let facts = self.core.status.facts();
        if let Some(reached) = facts.reached {
            self.core.tell(&Told::Met {
                reached,
                need: facts.server_need,
                synced_at_ms: facts.synced_at_ms,
            });
        }
    }

    async fn ended(self: &Rc<Self>, end: RoundEnd) -> Duration {
        self.world.note_answer();
        self.failures.set(0);
        let need = (end == RoundEnd::Foreign).then_some(Need::Foreign);
        let is_level = matches!(end, RoundEnd::Synced { .. });
        self.core.status.learn(|facts| {
            facts.reached = Some(true);
            facts.server_need = need;
            if is_level {
                facts.synced_at_ms = Some(clock::wall_ms());
                // The round has just committed: the store is well again.
                let was_failing = matches!(
                    facts.store_need,
                    Some(Need::StorageFull | Need::Damaged | Need::NotKept(NotKept::Failing(_)))
                );
                if was_failing && !facts.unkept {
                    facts.store_need = None;
                }
            }
        });
        match end {
            RoundEnd::Foreign => WAIT_FOR_PERSON,
            RoundEnd::Raced => pace::SETTLE,
            RoundEnd::Synced { .. } => {
                self.after_level().await;
                pace::when_level(self.has_stream(), random::number())
            }
        }
    }

    /// The device has what the server has: where that is, who the others are, and from now on news by the stream.
    async fn after_level(self: &Rc<Self>) {
        if let Ok(meta) = meta(&self.core.store).await {
            self.level.set(meta.cursor.map_or(0, |cursor| cursor.seq));
            self.core.status.learn(|facts| facts.healed = meta.healed);
        }
        if !self.names_known.replace(true) {
            let drive = Rc::clone(self);
            spawn_local(async move {
                let told = account::refresh(&drive.core).await;
                drive.names_known.set(told);
                feed::after_level(&drive.core);
            });
        } else {
            feed::after_level(&self.core);
        }
        if !self.has_stream() {
            self.open_stream();
        }
    }

    fn has_stream(&self) -> bool {
        self.stream
            .borrow()
            .as_ref()
            .is_some_and(|stream| !stream.is_closed())
    }

    /// There may be news, of which place nobody knows.
    fn ask(&self) {
        self.news.set(u64::MAX);
        self.core.committed.ring();
    }

    /// A stream that comes back or is lost is as much a reason to ask as what it says: who answers next may be another server, or the same
    /// one put back to a backup, and places before and after may not be comparable. One that was never open is none: where streams do not
    /// get through, each refusal would start a round and each round a stream.
    fn stream_is(&self, state: StreamState) {
        let before = match state {
            StreamState::Closed => self.stream_state.take(),
            StreamState::Open => self.stream_state.replace(Some(state)),
            StreamState::Retrying => {
                let was_open = self.stream_state.get().is_some();
                self.stream_state.set(was_open.then_some(state));
                return;
            }
        };
        let came_back = state == StreamState::Open && before == Some(StreamState::Retrying);
        let was_lost = state == StreamState::Closed && before.is_some();
        if came_back || was_lost {
            self.ask();
        }
    }

    fn open_stream(self: &Rc<Self>) {
        #[derive(Default, Deserialize)]
        struct Advanced {
            #[serde(default)]
            seq: Option<u64>,
        }
        let driver = Rc::downgrade(self);
        let watcher = Weak::clone(&driver);
        let stream = EventStream::open(
            "/api/v1/events",
            "advanced",
            move |data| {
                if let Some(driver) = driver.upgrade() {
                    let advanced: Advanced =
                        serde_json::from_slice(data.as_bytes()).unwrap_or_default();
                    match advanced.seq {
                        Some(seq) => {
                            driver.news.set(seq);
                            driver.core.committed.ring();
                        }
                        // Some were missed.
                        None => driver.ask(),
                    }
                }
            },
            move |state| {
                if let Some(driver) = watcher.upgrade() {
                    driver.stream_is(state);
                }
            },
        );
        self.stream.replace(stream);
    }

    async fn refused(self: &Rc<Self>, error: RemoteError) -> Duration {
        let (reached, need, wait) = match error {
            RemoteError::Unreachable => {
                self.core.status.learn(|facts| facts.reached = Some(false));
                return self.failed();
            }
            RemoteError::Wait { ms } => (
                true,
                None,
                self.failed().max(Duration::from_millis(ms.into())),
            ),
            RemoteError::Full => (true, Some(Need::ServerFull), self.failed()),
            RemoteError::SignIn => (true, Some(Need::SignIn), WAIT_FOR_PERSON),
            RemoteError::SomeoneElse => (true, Some(Need::SomeoneElse), WAIT_FOR_PERSON),
            RemoteError::Update => (true, Some(Need::Update), WAIT_FOR_PERSON),
            RemoteError::Wipe { token } => (
                true,
                Some(self.ordered_to_wipe(&token).await),
                WAIT_FOR_PERSON,
            ),
            // A round answers this one itself.
            RemoteError::OtherHistory { .. } => (true, None, self.failed()),
            // And a request that is not taken, where it can.
            RemoteError::NotTaken { code, .. } | RemoteError::Unreadable { code } => {
                (true, Some(Need::Unclear { code }), self.failed())
            }
        };
        if reached {
            self.world.note_answer();
        }
        self.core.status.learn(|facts| {
            facts.reached = Some(reached);
            facts.server_need = need;
        });
        wait
    }

    fn failed(&self) -> Duration {
        self.failures.set(self.failures.get().saturating_add(1));
        pace::after_failures(self.failures.get(), random::number())
    }

    /// Obeys only the token it was given at sign-in; anything else means: sign in. What was never sent is offered for export first.
    async fn ordered_to_wipe(&self, token: &str) -> Need {
        let own = self.core.account.get_untracked().wipe_token;
        if own.as_deref() != Some(token) {
            return Need::SignIn;
        }
        self.core.wipe_ordered.set(true);
        let unsent = self.core.unsent().len();
        if unsent == 0 {
            // Blocked by another tab, the database goes when that tab has restarted.
            let _: Result<(), IdbError> = self.core.remove_book().await;
            page::restart_at("/");
        }
        Need::Wipe { unsent }
    }
}
