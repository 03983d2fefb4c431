//! Devices that push one request after another and send again what they had no answer to, as a device does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::dice::Dice;
use crate::program::{Account, PATIENCE, Said};

const BEGIN_MS: i64 = 1_772_528_400_000;

/// One device. Its edits are numbered from 0, and it goes on only when a request is acknowledged.
pub(crate) struct Device {
    account: Account,
    pub(crate) writer: u64,
    /// Every edit before this one was acknowledged, none from it on.
    pub(crate) acknowledged: u32,
    /// What it was refused with, as often as it was.
    pub(crate) refusals: Vec<(u16, String)>,
    /// The log's length on the disk when so many were acknowledged.
    pub(crate) marks: Vec<(u32, u64)>,
    /// The write-ahead log to be measured after each acknowledgement.
    measured: Option<PathBuf>,
}

impl Device {
    /// So many devices of one account.
    pub(crate) fn several(account: &Account, count: u64) -> Vec<Self> {
        (0..count)
            .map(|writer| Self {
                account: account.clone(),
                writer,
                acknowledged: 0,
                refusals: Vec::new(),
                marks: Vec::new(),
                measured: None,
            })
            .collect()
    }

    /// Has the device note how long the log was at each acknowledgement.
    pub(crate) fn measuring(mut self, wal: &Path) -> Self {
        self.measured = Some(wal.to_owned());
        self
    }

    /// The edits of the request that is under way or comes next: always the same until it is acknowledged.
    pub(crate) fn request(&self) -> std::ops::Range<u32> {
        let first = self.acknowledged;
        first..first + 1 + first % 5
    }

    /// Pushes the next request once. False if nobody answered.
    fn push(&mut self, address: &str) -> bool {
        let request = self.request();
        let changes: Vec<Value> = request
            .clone()
            .map(|counter| change(self.writer, counter))
            .collect();
        match self.account.push(address, &changes) {
            Said::Nothing => false,
            Said::No(status, code) => {
                self.refusals.push((status, code));
                true
            }
            Said::Yes(answer) => {
                let verdicts = answer["verdicts"].as_array().unwrap();
                assert_eq!(verdicts.len(), changes.len());
                for verdict in verdicts {
                    assert_eq!(verdict["verdict"], "accepted", "{verdict}");
                }
                self.acknowledged = request.end;
                if let Some(wal) = &self.measured {
                    let length = std::fs::metadata(wal).unwrap().len();
                    self.marks.push((request.end, length));
                }
                true
            }
        }
    }
}

/// An edit: each register is edited over and over, knowing what it replaces.
pub(crate) fn change(writer: u64, counter: u32) -> Value {
    const RECORDS: u32 = 20;
    const FIELDS: u32 = 3;
    let record = uuid::Uuid::from_u128(u128::from(counter % RECORDS) << 8 | u128::from(writer));
    let replaces: Vec<String> = counter
        .checked_sub(RECORDS * FIELDS)
        .map(|before| format!("{writer:016x}-{before}"))
        .into_iter()
        .collect();
    json!({
        "id": format!("{writer:016x}-{counter}"), "client": record, "record": record, "kind": "note",
        "field": format!("f{}", counter % FIELDS), "value": counter, "time": BEGIN_MS, "replaces": replaces,
    })
}

/// All edits that were acknowledged to these devices.
pub(crate) fn acknowledged(devices: &[Device]) -> u64 {
    devices
        .iter()
        .map(|device| u64::from(device.acknowledged))
        .sum()
}

/// Devices at work, each in its thread, until told to stop or the server is gone.
pub(crate) struct Load {
    threads: Vec<JoinHandle<Device>>,
    answered: Arc<Answered>,
    stop: Arc<AtomicBool>,
}

#[derive(Default)]
struct Answered {
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
}

impl Load {
    pub(crate) fn start(devices: Vec<Device>, address: &str) -> Self {
        let answered = Arc::<Answered>::default();
        let stop = Arc::<AtomicBool>::default();
        let threads = devices
            .into_iter()
            .map(|mut device| {
                let (answered, stop) = (Arc::clone(&answered), Arc::clone(&stop));
                let address = address.to_owned();
                std::thread::spawn(move || {
                    while !stop.load(Ordering::SeqCst) {
                        let refusals = device.refusals.len();
                        if !device.push(&address) {
                            break;
                        }
                        let count = if device.refusals.len() > refusals {
                            &answered.refused
                        } else {
                            &answered.acknowledged
                        };
                        count.fetch_add(1, Ordering::SeqCst);
                    }
                    device
                })
            })
            .collect();
        Self {
            threads,
            answered,
            stop,
        }
    }

    /// Goes on when so many more requests were acknowledged, whatever the machine's pace, and a random moment after that.
    pub(crate) fn in_the_middle(&self, requests: u64, dice: &mut Dice) {
        self.wait(&self.answered.acknowledged, requests);
        sleep(Duration::from_micros(dice.below(3_000)));
    }

    /// Goes on when so many more requests were refused.
    pub(crate) fn refused(&self, requests: u64) {
        self.wait(&self.answered.refused, requests);
    }

    fn wait(&self, count: &AtomicUsize, more: u64) {
        let enough = count.load(Ordering::SeqCst) + usize::try_from(more).unwrap();
        let began = Instant::now();
        while count.load(Ordering::SeqCst) < enough {
            assert!(began.elapsed() < PATIENCE, "the load stopped");
            sleep(Duration::from_micros(200));
        }
    }

    /// Lets requests under way come to their answers.
    pub(crate) fn end(self) -> Vec<Device> {
        self.stop.store(true, Ordering::SeqCst);
        self.threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    }
}
