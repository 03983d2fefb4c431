//! No room left: pushes are refused as a whole, reading goes on, and pushing goes on without a restart as soon as there is room.

use std::process::Command;

use tempfile::TempDir;
use tokio::net::TcpListener;
use yardstick_server::assets::Assets;
use yardstick_server::clock::SystemClock;
use yardstick_server::store::{Store, StoreError};
use yardstick_server::{App, Rates, Settings, router};

use crate::book::{copy, holds};
use crate::dice::Dice;
use crate::load::{Device, Load, acknowledged};
use crate::program::{Account, Program, get};
use crate::times;

/// Mishaps of one database; then a new one, so that the last is looked into as quickly as the first.
const TIMES_OF_ONE: u32 = 50;

/// Pages of the database, and how many it may have.
async fn pages(store: &Store, allowed: Option<i64>) -> i64 {
    store
        .write(move |tx| {
            Box::pin(async move {
                let count: i64 = sqlx::query_scalar("pragma page_count")
                    .fetch_one(&mut *tx)
                    .await?;
                let most = allowed.map_or(i64::from(u32::MAX) - 1, |more| count + more);
                sqlx::query(sqlx::AssertSqlSafe(format!(
                    "pragma max_page_count = {most}"
                )))
                .execute(&mut *tx)
                .await?;
                Ok::<_, StoreError>(count)
            })
        })
        .await
        .unwrap()
}

/// The server within this process, over a socket: how large the file may become is a setting of its writing connection.
async fn serve(folder: &TempDir) -> (App, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let store = Store::open(&folder.path().join("book.db")).await.unwrap();
    let settings = Settings {
        public_url: format!("http://{address}").parse().unwrap(),
        trust_proxy: false,
        rates: Rates::unlimited(),
    };
    let app = App::start(store, SystemClock::shared(), settings, Assets::default())
        .await
        .unwrap();
    let router = router(app.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (app, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_database_refuses_whole_requests_and_goes_on_when_there_is_room() {
    let (times, mut dice) = (times(15), Dice::new(7));
    let (mut tried, mut edits, mut refused) = (0, 0, 0);
    while tried < times {
        let rounds = TIMES_OF_ONE.min(times - tried);
        let devices = fill_again_and_again(rounds, &mut dice).await;
        for (status, code) in devices.iter().flat_map(|device| &device.refusals) {
            assert_eq!((*status, code.as_str()), (507, "full"));
            refused += 1;
        }
        edits += acknowledged(&devices);
        tried += rounds;
    }
    println!(
        "full {tried} times: {edits} edits acknowledged, lost 0, {refused} requests refused whole, 0 restarts"
    );
}

async fn fill_again_and_again(rounds: u32, dice: &mut Dice) -> Vec<Device> {
    const DEVICES: u64 = 4;
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("book.db");
    let (app, address) = serve(&folder).await;
    let code = app.first_run_code().unwrap().to_owned();
    let account = {
        let (address, folder) = (address.clone(), folder.path().to_owned());
        tokio::task::spawn_blocking(move || Account::make(&address, &code, &folder))
            .await
            .unwrap()
    };
    let mut devices = Device::several(&account, DEVICES);
    for _ in 0..rounds {
        let load = Load::start(devices, &address);
        pages(app.store(), Some(dice.below(4).cast_signed())).await;
        // Every device is refused at least once, while reading goes on.
        load.refused(DEVICES * 2);
        assert_eq!(get(&address, "/api/v1/health"), 200);
        devices = load.end();
        let (_folder, left) = copy(&database);
        holds(&left, &devices).await;
        pages(app.store(), None).await;
        let load = Load::start(devices, &address);
        load.in_the_middle(DEVICES * 2, dice);
        devices = load.end();
    }
    app.stop().await;
    holds(&database, &devices).await;
    devices
}

/// The largest file the running program may write, bytes.
fn limit_file_size(program: &Program, bytes: &str) -> bool {
    Command::new("prlimit")
        .args(["--pid", &program.id().to_string()])
        .arg(format!("--fsize={bytes}:"))
        .status()
        .is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_on_the_size_of_files_ends_nothing_and_loses_nothing() {
    let (times, mut dice) = (times(10), Dice::new(8));
    let (mut tried, mut edits, mut refused) = (0, 0, 0);
    while tried < times {
        let rounds = TIMES_OF_ONE.min(times - tried);
        let Some(devices) = limit_again_and_again(rounds, &mut dice).await else {
            println!("not tried: there is no prlimit here, or it may not");
            return;
        };
        for (status, code) in devices.iter().flat_map(|device| &device.refusals) {
            assert_eq!((*status, code.as_str()), (507, "full"));
            refused += 1;
        }
        edits += acknowledged(&devices);
        tried += rounds;
    }
    println!(
        "files limited {tried} times: {edits} edits acknowledged, lost 0, {refused} requests refused whole, 0 restarts"
    );
}

async fn limit_again_and_again(rounds: u32, dice: &mut Dice) -> Option<Vec<Device>> {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("book.db");
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let mut devices = Device::several(&account, 3);
    for _ in 0..rounds {
        let load = Load::start(devices, &program.address);
        load.in_the_middle(dice.below(10), dice);
        // Low enough to be met soon wherever in the log the writer is: a log that was folded is written from its beginning again.
        let limit = 32_000 + dice.below(200_000);
        if !limit_file_size(&program, &limit.to_string()) {
            drop(load.end());
            return None;
        }
        load.refused(6);
        assert_eq!(get(&program.address, "/api/v1/health"), 200);
        devices = load.end();
        let (_folder, left) = copy(&database);
        holds(&left, &devices).await;
        assert!(limit_file_size(&program, "unlimited"));
        let load = Load::start(devices, &program.address);
        load.in_the_middle(6, dice);
        devices = load.end();
    }
    program.kill();
    holds(&database, &devices).await;
    Some(devices)
}
