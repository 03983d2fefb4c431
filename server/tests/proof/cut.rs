//! A power cut leaves some beginning of the log that was written, never less than what was synced to the disk; behind it may be
//! nothing, zeros, or what the disk had there before. Tried on copies.

use std::collections::HashSet;
use std::path::Path;

use crate::book::{copy, is_sound, logged, wal};
use crate::dice::Dice;
use crate::load::{Device, Load};
use crate::program::{Account, Program};
use crate::times;

/// Where SQLite folds the log into the file and begins it anew; what is measured must stay before it.
const FOLDED_AT_BYTES: u64 = 4_000_000;

/// A server killed under load, the file it left, the devices, and the length of the log before them.
struct Left {
    folder: tempfile::TempDir,
    devices: Vec<Device>,
    begun: u64,
}

fn run(devices: u64, requests: u64, dice: &mut Dice) -> Left {
    let folder = tempfile::tempdir().unwrap();
    let wal = wal(&folder.path().join("book.db"));
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let begun = std::fs::metadata(&wal).unwrap().len();
    let devices = Device::several(&account, devices)
        .into_iter()
        .map(|device| device.measuring(&wal))
        .collect();
    let load = Load::start(devices, &program.address);
    load.in_the_middle(requests, dice);
    program.kill();
    let devices = load.end();
    assert!(std::fs::metadata(&wal).unwrap().len() < FOLDED_AT_BYTES);
    Left {
        folder,
        devices,
        begun,
    }
}

/// Cuts the log there; what lies behind is gone, or zeros, or noise.
fn cut(copy: &Path, at: u64, dice: &mut Dice) {
    let mut bytes = std::fs::read(wal(copy)).unwrap();
    let at = usize::try_from(at).unwrap();
    match dice.below(3) {
        0 => bytes.truncate(at),
        1 => bytes[at..].fill(0),
        _ => bytes[at..].fill_with(|| dice.below(256).try_into().unwrap()),
    }
    std::fs::write(wal(copy), bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_cut_anywhere_holds_what_was_acknowledged_before_the_cut() {
    const CUTS_OF_ONE: u32 = 25;
    let (times, mut dice) = (times(50), Dice::new(2));
    let (mut cuts, mut edits) = (0, 0);
    while cuts < times {
        let left = run(4, 60, &mut dice);
        let database = left.folder.path().join("book.db");
        let last_mark = left
            .devices
            .iter()
            .filter_map(|device| device.marks.last())
            .map(|&(_, length)| length)
            .max()
            .unwrap();
        let end = std::fs::metadata(wal(&database)).unwrap().len();
        for _ in 0..CUTS_OF_ONE.min(times - cuts) {
            // Half of them behind all that was acknowledged: then all of it must be there.
            let from = if cuts % 2 == 0 { last_mark } else { left.begun };
            let at = from + dice.below(end - from + 1);
            let (_folder, copy) = copy(&database);
            cut(&copy, at, &mut dice);
            is_sound(&copy).await;
            let logged = logged(&copy).await;
            for device in &left.devices {
                let reached = device.marks.iter().rfind(|&&(_, length)| length <= at);
                for counter in 0..reached.map_or(0, |&(reached, _)| reached) {
                    let times = logged.get(&(device.writer, counter));
                    assert_eq!(times, Some(&1), "{counter} of {}", device.writer);
                    edits += 1;
                }
            }
            cuts += 1;
        }
    }
    println!("cut the log {cuts} times: {edits} edits acknowledged before a cut, lost 0");
}

/// One device alone: its lengths are exact, so nothing that lies behind the cut may be there either.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_cut_anywhere_holds_nothing_that_lies_behind_the_cut() {
    const CUTS: u64 = 60;
    let mut dice = Dice::new(3);
    let left = run(1, 25, &mut dice);
    let [device] = left.devices.as_slice() else {
        panic!("one device")
    };
    let database = left.folder.path().join("book.db");
    let &(_, last) = device.marks.last().unwrap();
    for step in 0..CUTS {
        // Spread over the log, and never at the same distance from a frame's border.
        let at = (left.begun + (last - left.begun) * step / (CUTS - 1) + step % 7).min(last);
        let (_folder, copy) = copy(&database);
        cut(&copy, at, &mut dice);
        is_sound(&copy).await;
        let reached = device.marks.iter().rfind(|&&(_, length)| length <= at);
        let expected: HashSet<(u64, u32)> = (0..reached.map_or(0, |&(reached, _)| reached))
            .map(|counter| (device.writer, counter))
            .collect();
        let found: HashSet<(u64, u32)> = logged(&copy).await.into_keys().collect();
        assert_eq!(found, expected, "cut at {at} of {last}");
    }
}
