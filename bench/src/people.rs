//! Accounts for the figures with many devices, written into the database before its server starts: there is no endpoint that makes a
//! thousand of them, and signing in is slow on purpose.

use std::fmt::Write;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::floor;
use crate::work::Dice;

/// The cookie of a session whose secret follows from a number.
fn session(number: u64) -> (String, String) {
    let secret: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
    let cookie = format!("__Host-yardstick={}", BASE64_URL_SAFE_NO_PAD.encode(secret));
    (cookie, hex(&Sha256::digest(secret)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn id(dice: &mut Dice) -> String {
    format!("{:016x}{:016x}", dice.below(u64::MAX), dice.below(u64::MAX))
}

fn add_device(sql: &mut String, device: &str, hash: &str, owner: &str, now_ms: i64) {
    let _ = write!(
        sql,
        "insert into device (id, workspace, user, label, created_ms, last_seen_ms) select x'{device}', workspace, user, 'Bench', {now_ms}, {now_ms}
             from member where {owner} limit 1;
         insert into session (token_hash, device, created_ms, last_used_ms) values (x'{hash}', x'{device}', {now_ms}, {now_ms});"
    );
}

/// Adds workspaces with so many devices each; the cookies, by workspace.
pub(crate) fn workspaces(
    database: &Path,
    count: u64,
    devices: u64,
    now_ms: i64,
) -> Vec<Vec<String>> {
    let mut dice = Dice(11);
    let mut sql = String::from("begin;");
    let mut cookies = Vec::new();
    for n in 0..count {
        let (workspace, user) = (id(&mut dice), id(&mut dice));
        let _ = write!(
            sql,
            "insert into workspace (id, name, created_ms) values (x'{workspace}', 'Bench', {now_ms});
             insert into user (id, email, name, password_hash, created_ms) values (x'{user}', 'bench{n}@example.com', 'Bench', '', {now_ms});
             insert into member (workspace, user, role) values (x'{workspace}', x'{user}', 'owner');"
        );
        let mut of_one = Vec::new();
        for d in 0..devices {
            let (cookie, hash) = session(n * devices + d);
            let owner = format!("workspace = x'{workspace}'");
            add_device(&mut sql, &id(&mut dice), &hash, &owner, now_ms);
            of_one.push(cookie);
        }
        cookies.push(of_one);
    }
    sql.push_str("commit;");
    floor::execute(database, &sql);
    cookies
}

/// Adds devices to the workspace that is there.
pub(crate) fn devices(database: &Path, count: u64, now_ms: i64) -> Vec<String> {
    let mut dice = Dice(13);
    let mut sql = String::from("begin;");
    let cookies = (0..count)
        .map(|n| {
            let (cookie, hash) = session(1_000_000 + n);
            add_device(&mut sql, &id(&mut dice), &hash, "true", now_ms);
            cookie
        })
        .collect();
    sql.push_str("commit;");
    floor::execute(database, &sql);
    cookies
}
