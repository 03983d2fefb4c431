//! SIGKILL at random moments.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::book::{copy, holds, is_sound, logged};
use crate::dice::Dice;
use crate::load::{Device, Load, acknowledged, change};
use crate::program::{Account, PATIENCE, Program, Said};
use crate::times;

/// Kills of one database; then a new one, so that the last kill is looked into as quickly as the first.
const KILLS_OF_ONE: u32 = 50;
const DEVICES: u64 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn killed_under_load_it_keeps_all_it_acknowledged_and_doubles_nothing() {
    let (times, mut dice) = (times(20), Dice::new(1));
    let (mut kills, mut edits, mut ready) = (0, 0, Vec::new());
    while kills < times {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("book.db");
        let mut program = Program::start(folder.path());
        let code = program.code.clone().unwrap();
        let account = Account::make(&program.address, &code, folder.path());
        let mut devices = Device::several(&account, DEVICES);
        for _ in 0..KILLS_OF_ONE.min(times - kills) {
            let load = Load::start(devices, &program.address);
            load.in_the_middle(dice.below(30), &mut dice);
            program.kill();
            devices = load.end();
            kills += 1;
            // A copy: what the next start has to mend is left to it.
            let (_folder, left) = copy(&database);
            holds(&left, &devices).await;
            program = Program::start(folder.path());
            ready.push(program.ready_after);
        }
        program.kill();
        holds(&database, &devices).await;
        edits += acknowledged(&devices);
    }
    ready.sort_unstable();
    println!(
        "killed {kills} times: {edits} edits acknowledged, lost 0, doubled 0; ready again after {} ms, at worst {} ms",
        ready[ready.len() / 2].as_millis(),
        ready.last().map_or(0, Duration::as_millis)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_commit_and_reply_the_repeat_is_answered_as_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("book.db");
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let changes = [change(1, 1), change(1, 2)];
    // The reply is never read: as far as the device knows there was none.
    let stream = account.push_and_leave(&program.address, &changes);
    let began = Instant::now();
    while logged(&database).await.len() < 2 {
        assert!(began.elapsed() < PATIENCE, "nothing was stored");
    }
    program.kill();
    drop(stream);
    let program = Program::start(folder.path());
    let Said::Yes(said) = account.push(&program.address, &changes) else {
        panic!("it is refused")
    };
    let said: Vec<_> = said["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["verdict"].clone(), one["place"]["seq"].clone()))
        .collect();
    assert_eq!(
        said,
        [(json!("accepted"), json!(1)), (json!("accepted"), json!(2))]
    );
    program.kill();
    let times: Vec<u32> = logged(&database).await.into_values().collect();
    assert_eq!(times, [1, 1]);
    is_sound(&database).await;
}
