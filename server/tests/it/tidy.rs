//! The invariants of `ARCHITECTURE.md`, checked over the source text. Most are absences.

use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files below a folder, with their text without comments.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text
                    .lines()
                    .map(|line| line.split("//").next().unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join("\n");
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}

/// No file below `folder` names any of these, but those under one of `except`.
#[track_caller]
fn check_absent(folder: &str, words: &[&str], except: &[&str]) {
    let mut faults = Vec::new();
    for (path, code) in sources(folder) {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        if except.iter().any(|excepted| shown.starts_with(excepted)) {
            continue;
        }
        for word in words {
            if code.contains(word) {
                faults.push(format!("{shown} names {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_domain_has_no_clock_no_randomness_and_does_nothing() {
    check_absent(
        "domain/src",
        &[
            "SystemTime",
            "Instant::now",
            "Zoned::now",
            "rand::",
            "getrandom",
            "now_v7",
            "new_v4",
            "std::fs",
            "std::net",
            "wasm_bindgen",
            "web_sys",
            "tokio",
            "sqlx",
        ],
        &[],
    );
}

#[test]
fn sql_is_only_in_the_store() {
    check_absent(
        "server/src",
        &["sqlx::query", "query_as(", "query_scalar(", "QueryBuilder"],
        &["server/src/store", "server/src/bin"],
    );
}

#[test]
fn the_server_knows_no_rule_of_the_method_and_no_interface() {
    check_absent("server/src", &["leptos", "yardstick_domain::method"], &[]);
}

#[test]
fn one_file_of_the_server_reads_the_clock() {
    check_absent(
        "server/src",
        &["SystemTime::now", "Instant::now"],
        &["server/src/clock.rs", "server/src/bin"],
    );
}

#[test]
fn the_store_over_indexeddb_knows_no_interface() {
    check_absent("app/idb", &["leptos", "yardstick_app"], &[]);
}

#[test]
fn the_browser_is_reached_through_its_module() {
    check_absent(
        "app/src",
        &["web_sys", "js_sys", "gloo_"],
        &["app/src/browser", "app/src/sync"],
    );
}

#[test]
fn pages_and_parts_know_neither_store_nor_network() {
    let forbidden = [
        "crate::store",
        "crate::sync::",
        "browser::http",
        "yardstick_idb",
        "yardstick_domain::device",
    ];
    check_absent("app/src/pages", &forbidden, &[]);
    check_absent("app/src/kit", &forbidden, &[]);
}

#[test]
fn nothing_is_left_unfinished() {
    for folder in [
        "domain/src",
        "server/src",
        "app/src",
        "app/idb/src",
        "xtask/src",
    ] {
        check_absent(folder, &["todo!", "unimplemented!"], &[]);
        // In code, `XXX` is a currency; in a comment it is a promise to come back.
        for (path, _) in sources(folder) {
            let text = std::fs::read_to_string(&path).unwrap();
            let comments = text.lines().filter_map(|line| line.split_once("//"));
            for (_, comment) in comments {
                let marked = comment.contains("FIXME") || comment.contains("XXX");
                assert!(!marked, "{}: {comment}", path.display());
            }
        }
    }
}
