//! Rate limits: tight for guessing passwords and codes, generous for everything else.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::SharedClock;
use crate::error::ApiError;

/// When a limiter remembers this many callers, those who have been quiet are forgotten.
const REMEMBERED_MAX: usize = 10_000;

/// How often something may be done: `burst` at once, then one every `every`.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How many at once.
    pub burst: NonZeroU32,
    /// How long until one more.
    pub every: Duration,
}

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Sign-ins and first-run codes of one address.
    pub guesses_per_address: Rate,
    /// Sign-ins to one account, wherever they come from.
    pub guesses_per_account: Rate,
    /// Requests of one address.
    pub requests_per_address: Rate,
}

const fn burst(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            guesses_per_address: Rate {
                burst: burst(10),
                every: Duration::from_secs(6),
            },
            guesses_per_account: Rate {
                burst: burst(10),
                every: Duration::from_secs(30),
            },
            requests_per_address: Rate {
                burst: burst(600),
                every: Duration::from_millis(20),
            },
        }
    }
}

impl Rates {
    /// No limit that a test or a bench could meet.
    #[must_use]
    pub fn unlimited() -> Self {
        let rate = Rate {
            burst: NonZeroU32::MAX,
            every: Duration::from_nanos(1),
        };
        Self {
            guesses_per_address: rate,
            guesses_per_account: rate,
            requests_per_address: rate,
        }
    }
}

/// Lets governor count by the server's own clock.
#[derive(Clone)]
struct Monotonic(SharedClock);

impl GovernorClock for Monotonic {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.monotonic().into()
    }
}

struct Limiter<K: Hash + Eq + Clone> {
    clock: Monotonic,
    counts: RateLimiter<K, HashMapStateStore<K>, Monotonic, NoOpMiddleware<Nanos>>,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new(rate: Rate, clock: &SharedClock) -> Self {
        let clock = Monotonic(clock.clone());
        let quota = Quota::with_period(rate.every)
            .unwrap_or(Quota::per_second(rate.burst))
            .allow_burst(rate.burst);
        Self {
            counts: RateLimiter::hashmap_with_clock(quota, clock.clone()),
            clock,
        }
    }

    fn check(&self, caller: &K) -> Result<(), ApiError> {
        if self.counts.len() > REMEMBERED_MAX {
            self.counts.retain_recent();
        }
        self.counts.check_key(caller).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            ApiError::TooManyRequests {
                retry_after_s: wait.as_secs() + 1,
            }
        })
    }
}

/// Counts requests and refuses those that are too many.
pub(crate) struct Limits {
    guesses_per_address: Limiter<IpAddr>,
    guesses_per_account: Limiter<String>,
    requests_per_address: Limiter<IpAddr>,
}

impl Limits {
    pub(crate) fn new(rates: Rates, clock: &SharedClock) -> Self {
        Self {
            guesses_per_address: Limiter::new(rates.guesses_per_address, clock),
            guesses_per_account: Limiter::new(rates.guesses_per_account, clock),
            requests_per_address: Limiter::new(rates.requests_per_address, clock),
        }
    }

    /// Counts a request.
    pub(crate) fn request(&self, address: IpAddr) -> Result<(), ApiError> {
        self.requests_per_address.check(&neighbourhood(address))
    }

    /// Counts a guess at a password or code.
    pub(crate) fn guess(&self, address: IpAddr, account: Option<&str>) -> Result<(), ApiError> {
        self.guesses_per_address.check(&neighbourhood(address))?;
        account.map_or(Ok(()), |account| {
            self.guesses_per_account.check(&account.to_owned())
        })
    }
}

/// Whoever has an IPv6 address has 2^64 of them: they count as one.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn guesses_run_out_and_come_back() {
        let clock = ManualClock::at(0);
        let shared: SharedClock = clock.clone();
        let limits = Limits::new(Rates::default(), &shared);
        let address = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..10 {
            limits.guess(address, None).unwrap();
        }
        let refused = limits.guess(address, None).unwrap_err();
        assert!(
            matches!(
                refused,
                ApiError::TooManyRequests {
                    retry_after_s: 1..=7
                }
            ),
            "{refused:?}"
        );
        limits.guess(IpAddr::from([192, 0, 2, 2]), None).unwrap();
        clock.advance_ms(7_000);
        limits.guess(address, None).unwrap();
    }

    #[test]
    fn one_network_is_one_caller() {
        let a: IpAddr = "2001:db8::1".parse().unwrap();
        let b: IpAddr = "2001:db8::ffff:2".parse().unwrap();
        assert_eq!(neighbourhood(a), neighbourhood(b));
        assert_eq!(
            neighbourhood("::ffff:192.0.2.1".parse().unwrap()),
            IpAddr::from([192, 0, 2, 1])
        );
    }
}
