//! Another program holds the database: for a while everything waits, and when that is too long it is said and nothing is lost.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::book::{copy, holds};
use crate::dice::Dice;
use crate::load::{Device, Load, acknowledged};
use crate::program::{Account, Program, get};
use crate::times;

/// Somebody with a shell on the file.
async fn somebody(database: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(Duration::from_secs(60));
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn say(somebody: &mut SqliteConnection, statement: &'static str) {
    sqlx::query(statement).execute(somebody).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_locked_for_a_moment_makes_pushes_wait_and_no_more() {
    let (times, mut dice) = (times(30), Dice::new(5));
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("book.db");
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let load = Load::start(Device::several(&account, 4), &program.address);
    let mut somebody = somebody(&database).await;
    for _ in 0..times {
        say(&mut somebody, "begin immediate").await;
        let held = Duration::from_millis(dice.below(60));
        tokio::time::sleep(held).await;
        say(&mut somebody, "rollback").await;
        load.in_the_middle(1 + dice.below(4), &mut dice);
    }
    let devices = load.end();
    assert!(devices.iter().all(|device| device.refusals.is_empty()));
    program.kill();
    holds(&database, &devices).await;
    println!(
        "locked {times} times for a moment: {} edits acknowledged, lost 0, refused 0",
        acknowledged(&devices)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_locked_for_too_long_is_said_and_nothing_is_lost() {
    // Each takes the ten seconds after which the server gives up waiting.
    let (times, mut dice) = (times(1).div_ceil(100), Dice::new(6));
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("book.db");
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let mut devices = Device::several(&account, 3);
    let mut somebody = somebody(&database).await;
    for _ in 0..times {
        let load = Load::start(devices, &program.address);
        load.in_the_middle(5, &mut dice);
        say(&mut somebody, "begin immediate").await;
        load.refused(1);
        assert_eq!(
            get(&program.address, "/api/v1/health"),
            200,
            "reading goes on"
        );
        say(&mut somebody, "rollback").await;
        load.in_the_middle(6, &mut dice);
        devices = load.end();
        let (_folder, left) = copy(&database);
        holds(&left, &devices).await;
    }
    let refusals: Vec<_> = devices.iter().flat_map(|device| &device.refusals).collect();
    for (status, code) in &refusals {
        assert_eq!((*status, code.as_str()), (503, "busy"));
    }
    program.kill();
    holds(&database, &devices).await;
    println!(
        "locked {times} times for over ten seconds: {} edits acknowledged, lost 0, {} requests told to come again",
        acknowledged(&devices),
        refusals.len()
    );
}
