//! A bounded fuzz of everything that is read from elsewhere: what was recorded of every version, damaged. Nothing panics, and nothing
//! takes more memory than its input could fill. A failing case is printed with its seed and replays: `YARDSTICK_SEED=7 cargo test -p
//! yardstick-domain --test fuzz`. More cases: `YARDSTICK_CASES=1000000`.

#![expect(
    clippy::expect_used,
    reason = "a test says by failing what it expected"
)]

#[expect(dead_code, reason = "what the tests of old and new need beside it")]
#[path = "it/forms.rs"]
mod forms;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use peak_alloc::PeakAlloc;
use yardstick_domain::backup::is_rescue;
use yardstick_domain::bundle::Tombstone;
use yardstick_domain::change::Value;
use yardstick_domain::device::{DeviceStore, MemoryStore, Mode, Table, Tx, boot};
use yardstick_domain::id::{ChangeId, RecordId};
use yardstick_domain::records::KINDS;

use forms::{FORMS, recorded};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What is counted is of the whole process: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Bytes that reading may take at once, for each byte read. A register without heads is two bytes in columns, and some eighty in memory.
const BYTES_FOR_EACH: usize = 400;
/// And for none.
const BYTES_AT_LEAST: usize = 64 * 1024;

fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}

/// splitmix64
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }
}

/// Texts that were somebody's mistake once.
const MEAN: [&[u8]; 10] = [
    b"18446744073709551615",
    b"-9223372036854775808",
    b"1e999999",
    b"\"\\ud800\"",
    b"null",
    b"[[[[[[[[",
    b"{\"\":",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\x80",
    b"\x00\x00\x00\x00",
];

/// Damages bytes in one to four ways.
fn damage(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=rng.below(4) {
        let at = rng.below(bytes.len());
        let end = (at + 1 + rng.below(24)).min(bytes.len());
        match rng.below(7) {
            0 if !bytes.is_empty() => bytes[at] = rng.next().to_le_bytes()[0],
            1 if !bytes.is_empty() => bytes[at] ^= 1 << rng.below(8),
            2 => bytes.truncate(at),
            3 if !bytes.is_empty() => drop(bytes.drain(at..end)),
            4 => {
                let mean = MEAN[rng.below(MEAN.len())];
                bytes.splice(at..at, mean.iter().copied());
            }
            5 if !bytes.is_empty() => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            _ if !other.is_empty() => {
                let from = rng.below(other.len());
                let part = &other[from..(from + rng.below(40)).min(other.len())];
                bytes.splice(at..at, part.iter().copied());
            }
            _ => {}
        }
    }
}

/// What a tab starts from, all of it damaged.
fn boots(bytes: &[u8]) {
    for table in Table::ALL {
        let store = MemoryStore::default();
        let reading = async {
            let mut tx = store.begin(Mode::WriteStrict).await.expect("begins");
            for key in [
                b"meta".as_slice(),
                b"digest",
                b"erased",
                b"revision",
                b"draft/x",
            ] {
                tx.put(table, key.to_vec(), bytes.to_vec());
            }
            tx.put(
                table,
                bytes.get(..16).unwrap_or(bytes).to_vec(),
                bytes.to_vec(),
            );
            tx.commit().await.expect("commits");
            let _ = boot(&store).await;
        };
        now(reading);
    }
}

/// Everything that reads bytes, beside the forms.
fn reads(bytes: &[u8]) {
    let _ = is_rescue(bytes);
    let _ = serde_json::from_slice::<Tombstone>(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = text.parse::<RecordId>();
        let _ = text.parse::<ChangeId>();
    }
    if let Ok(value) = Value::from_json(bytes) {
        for kind in KINDS {
            for field in kind.fields {
                let _ =
                    yardstick_domain::records::validate(kind.name, field.name, value.as_bytes());
            }
        }
    }
    boots(bytes);
}

#[test]
fn damaged_bytes_are_refused_or_read_within_bounds() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let all = recorded();
    let first = number("YARDSTICK_SEED").unwrap_or(0);
    let count = number("YARDSTICK_CASES").unwrap_or(60_000);
    let seeds = first
        ..first
            + if number("YARDSTICK_SEED").is_some() {
                1
            } else {
                count
            };
    let began = std::time::Instant::now();
    let mut read = 0;
    for seed in seeds.clone() {
        let mut rng = Rng(seed);
        let (protocol, name, bytes) = &all[rng.below(all.len())];
        let mut bytes = bytes.clone();
        let other = rng.below(all.len());
        damage(&mut rng, &mut bytes, &all[other].2);
        let form = FORMS.iter().find(|form| form.name == name).expect("a form");
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let understood = (form.again)(&bytes).is_ok();
            if rng.below(8) == 0 {
                reads(&bytes);
            }
            understood
        }));
        let took = MEMORY.peak_usage().saturating_sub(before);
        let case = || format!("seed {seed}: {name} of {protocol}, {} bytes", bytes.len());
        assert!(outcome.is_ok(), "{} panics", case());
        let bound = BYTES_AT_LEAST + BYTES_FOR_EACH * bytes.len();
        assert!(took <= bound, "{} takes {took} bytes", case());
        read += u64::from(outcome.is_ok_and(|understood| understood));
    }
    let seconds = began.elapsed().as_secs_f64();
    let cases = seeds.end - seeds.start;
    eprintln!(
        "{cases} cases in {seconds:.1} s, {:.0} a second, {read} were read",
        cases as f64 / seconds
    );
}

/// Deep nesting and long lists end in an answer, not in the stack.
#[test]
fn deep_and_long_bytes_are_refused_or_read() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for part in [
        b"[".as_slice(),
        b"{\"a\":",
        b"[0,",
        b"\x01",
        b"\xff",
        b"\x00",
    ] {
        let bytes = part.repeat(200_000);
        for form in FORMS {
            let _ = (form.again)(&bytes);
        }
        reads(&bytes);
    }
}
