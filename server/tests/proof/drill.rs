//! The drill: a backup taken under load, the server lost, the backup restored for a new one, and what devices hold beyond it brought
//! back. In the end all hold the same, and nothing that any device held is missing.
//!
//! The device here is its protocol, told by hand; that the device's own code does as much is what the simulation is for.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::book::{holds, is_sound};
use crate::dice::Dice;
use crate::load::{Device, Load, acknowledged};
use crate::program::{Account, Program, binary};

fn yardstick(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(binary())
        .current_dir(folder)
        .env_clear()
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
    (status.code(), said)
}

/// What a device holds that has everything: where it is, and the registers.
fn everything(account: &Account, address: &str) -> Value {
    let page = account.get(address, "/api/v1/snapshot");
    assert!(page["next"].is_null(), "one page is all of it: {page}");
    page
}

/// The digest of a server that a device at its head is told.
fn digest(account: &Account, address: &str) -> Value {
    let at = everything(account, address)["at"].clone();
    let (status, answer) = account.post(address, "/api/v1/sync", json!({ "cursor": at }));
    assert_eq!(status, 200, "{answer}");
    answer["digest"]["total"].clone()
}

/// The heads of each register, whatever their places, and whether who made them is known or only said.
fn heads(page: &Value) -> BTreeMap<String, Value> {
    page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let key = format!("{} {} {}", row["record"], row["kind"], row["field"]);
            let mut heads = row["heads"].clone();
            for head in heads.as_array_mut().unwrap() {
                head.as_object_mut().unwrap().remove("said");
            }
            (key, heads)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_restored_and_devices_bring_back_the_rest() {
    let (folder, mut dice) = (tempfile::tempdir().unwrap(), Dice::new(9));
    let program = Program::start(folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    let load = Load::start(Device::several(&account, 4), &program.address);
    load.in_the_middle(40, &mut dice);
    let database = ["--database", "sqlite://book.db"];
    let (code, said) = yardstick(
        folder.path(),
        &[&["backup", "--to", "copy.db"], &database[..]].concat(),
    );
    assert_eq!(code, Some(0), "{said}");
    load.in_the_middle(20, &mut dice);
    let refused = yardstick(
        folder.path(),
        &[&["restore", "--from", "copy.db"], &database[..]].concat(),
    );
    assert_eq!(refused.0, Some(5), "{}", refused.1);
    assert!(refused.1.contains("in use by another"), "{}", refused.1);
    load.in_the_middle(20, &mut dice);
    let devices = load.end();
    let held = everything(&account, &program.address);
    let digest_then = digest(&account, &program.address);
    program.kill();
    holds(&folder.path().join("book.db"), &devices).await;

    // The machine is gone; only the backup is left.
    let new = tempfile::tempdir().unwrap();
    std::fs::copy(folder.path().join("copy.db"), new.path().join("copy.db")).unwrap();
    std::fs::copy(folder.path().join("account"), new.path().join("account")).unwrap();
    let (code, said) = yardstick(
        new.path(),
        &[&["restore", "--from", "copy.db"], &database[..]].concat(),
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Start the server"), "{said}");
    let program = Program::start(new.path());
    let address = &program.address;
    assert_ne!(digest(&account, address), digest_then, "it is older");

    let (status, refused) = account.post(address, "/api/v1/sync", json!({ "cursor": held["at"] }));
    assert_eq!((status, &refused["code"]), (409, &json!("other-history")));
    let running = refused["line"].as_array().unwrap().last().unwrap()["epoch"].clone();
    let offer = json!({ "epoch": running, "line": held["line"], "rows": held["rows"] });
    for _ in 0..2 {
        // Once more changes nothing.
        let (status, taken) = account.post(address, "/api/v1/offer", offer.clone());
        assert_eq!(status, 200, "{taken}");
    }
    assert!(
        heads(&everything(&account, address)) == heads(&held),
        "the registers differ"
    );
    assert_eq!(digest(&account, address), digest_then, "all hold the same");

    // Life goes on, with what each device had not sent yet.
    let load = Load::start(devices, address);
    load.in_the_middle(20, &mut dice);
    let devices = load.end();
    program.kill();
    is_sound(&new.path().join("book.db")).await;
    println!(
        "drill: {} edits acknowledged in all; every register is as it was when the server was lost",
        acknowledged(&devices)
    );
}
