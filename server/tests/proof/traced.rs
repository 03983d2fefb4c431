//! Between a commit and its reply the log is flushed to the disk: seen from outside, in the calls the program makes.
//!
//! Where there is no strace, or tracing is not allowed, what stands in is `startup.rs` of the other suite: every connection says that
//! it is in WAL mode and `synchronous = full`.

use std::process::Command;

use crate::load::change;
use crate::program::{Account, Program, Said, binary, tell_to_stop};

#[test]
fn the_log_is_flushed_between_the_commit_and_the_reply() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let can_trace = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .status()
        .is_ok_and(|status| status.success());
    if !can_trace {
        println!("not traced: no strace here; the pragmas are asserted in startup.rs");
        return;
    }
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-yy", "-s", "24", "-o"])
        .arg(&trace)
        .args(["-e", "trace=pwrite64,fdatasync,fsync,write,writev,sendto"])
        .arg(binary());
    let program = Program::start_as(strace, folder.path());
    let code = program.code.clone().unwrap();
    let account = Account::make(&program.address, &code, folder.path());
    // What the server notes of a device on the side, once, is no part of it: written by now, since the writer takes one after the other.
    for number in 1..=2 {
        let said = account.push(&program.address, &[change(1, number)]);
        assert!(matches!(said, Said::Yes(_)), "{said:?}");
    }
    let before = std::fs::read_to_string(&trace).unwrap().lines().count();
    let said = account.push(&program.address, &[change(1, 3)]);
    assert!(matches!(said, Said::Yes(_)), "{said:?}");
    // The trace is whole when strace has ended, which it does with the program it traces.
    let (traced, _) = std::fs::read_to_string(&trace)
        .unwrap()
        .split_once(' ')
        .map(|(id, rest)| (id.parse().unwrap(), rest.to_owned()))
        .unwrap();
    tell_to_stop(traced);
    assert!(program.ended().success());

    let trace = std::fs::read_to_string(&trace).unwrap();
    let calls: Vec<&str> = trace.lines().skip(before).collect();
    let reply = calls
        .iter()
        .position(|call| call.contains("TCP") && call.contains("HTTP/1.1 200"))
        .expect("the reply is among the calls");
    let written = calls[..reply]
        .iter()
        .rposition(|call| call.contains("pwrite64(") && call.contains("book.db-wal"))
        .expect("the log was written before the reply");
    let flushed = calls[written..reply].iter().any(|call| {
        (call.contains("fdatasync(") || call.contains("fsync("))
            && call.contains("book.db-wal")
            && call.ends_with("= 0")
    }) || flushed_in_two_lines(&calls[written..reply]);
    assert!(flushed, "{:#?}", &calls[written..=reply]);
    println!("traced: the log is written, flushed, and only then the reply is sent");
}

/// The call as it is shown when another thread called something meanwhile.
fn flushed_in_two_lines(calls: &[&str]) -> bool {
    let begun = calls.iter().position(|call| {
        (call.contains("fdatasync(") || call.contains("fsync("))
            && call.contains("book.db-wal")
            && call.contains("unfinished")
    });
    begun.is_some_and(|begun| {
        calls[begun..]
            .iter()
            .any(|call| call.contains("sync resumed") && call.ends_with("= 0"))
    })
}
