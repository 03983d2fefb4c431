//! `sizes.json`: what the browser loads, in bytes with brotli, file by file.
//!
//! A build that differs by more than the tolerance fails until the new figure is committed, so that growth is
//! decided and never crept into.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    dist::{self, Build},
    failure::Failure,
    files,
    repo::Repo,
    wasm::Profile,
};

/// Bytes with brotli by name.
type Sizes = BTreeMap<String, usize>;

/// A difference of up to 3 % is let pass (`spec/budgets.md`) …
const TOLERANCE_PERCENT: usize = 3;
/// … and so are 64 bytes, without which one letter in a small file would fail a build.
const TOLERANCE_BYTES: usize = 64;

/// What a first visit has on the wire until the list can be used. One catalogue only: the other language is fetched
/// when it is chosen.
const FIRST_VISIT: [&str; 7] = [
    "index.html",
    "boot.js",
    "app.js",
    "app.wasm",
    "app.css",
    "icons.svg",
    "i18n/zh-TW.json",
];

/// Fails if the last build differs from `sizes.json`.
pub(crate) fn check(repo: &Repo) -> Result<(), Failure> {
    let path = repo.path("sizes.json");
    let wanted: Sizes =
        serde_json::from_str(&files::read_text(&path)?).map_err(Failure::json(&path))?;
    let differing = differences(&wanted, &measure(repo)?);
    if differing.is_empty() {
        Ok(())
    } else {
        Err(Failure::Sizes(differing))
    }
}

/// Writes the sizes of the last build.
pub(crate) fn update(repo: &Repo) -> Result<(), Failure> {
    let path = repo.path("sizes.json");
    let text = serde_json::to_string_pretty(&measure(repo)?).map_err(Failure::json(&path))?;
    files::write(&path, format!("{text}\n").as_bytes())
}

fn measure(repo: &Repo) -> Result<Sizes, Failure> {
    match dist::last_build(repo) {
        Some(build) if build.profile == Profile::Release.name() => Ok(sizes_of(&build)),
        _ => Err(Failure::NoReleaseBuild),
    }
}

fn sizes_of(build: &Build) -> Sizes {
    let mut sizes = Sizes::new();
    for file in build.files.iter().chain(&build.others) {
        *sizes.entry(row(&file.name).to_string()).or_default() += file.brotli;
    }
    let first = FIRST_VISIT.iter().filter_map(|name| sizes.get(*name)).sum();
    sizes.insert("first visit".into(), first);
    sizes.insert(
        "whole shell".into(),
        build.files.iter().map(|file| file.brotli).sum(),
    );
    sizes
}

/// The line of a file. What several parts of the app share is one line: it is cut and numbered anew when a part changes.
fn row(name: &str) -> &str {
    if name.starts_with("chunk_") {
        "chunks"
    } else {
        name
    }
}

/// One line for each name whose size differs too much, or that is in one list only.
fn differences(wanted: &Sizes, found: &Sizes) -> String {
    let mut lines = String::new();
    let names = wanted
        .keys()
        .chain(found.keys().filter(|name| !wanted.contains_key(*name)));
    for name in names {
        let (before, after) = (wanted.get(name), found.get(name));
        if let (Some(&before), Some(&after)) = (before, after)
            && before.abs_diff(after) <= TOLERANCE_BYTES.max(before * TOLERANCE_PERCENT / 100)
        {
            continue;
        }
        let show =
            |size: Option<&usize>| size.map_or_else(|| "absent".to_string(), ToString::to_string);
        // Writing into a String cannot fail.
        let _ = writeln!(lines, "  {name}: {} → {}", show(before), show(after));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Sizes, differences};

    fn sizes(rows: &[(&str, usize)]) -> Sizes {
        rows.iter()
            .map(|(name, size)| ((*name).to_string(), *size))
            .collect()
    }

    #[test]
    fn within_the_tolerance_nothing_is_said() {
        let wanted = sizes(&[("app.wasm", 100_000), ("sw.js", 1_000)]);
        assert_eq!(
            differences(&wanted, &sizes(&[("app.wasm", 97_000), ("sw.js", 1_064)])),
            ""
        );
    }

    #[test]
    fn growth_shrinking_new_and_lost_files_are_named() {
        let wanted = sizes(&[("app.wasm", 100_000), ("old.js", 5), ("small", 100_000)]);
        let found = sizes(&[("app.wasm", 103_001), ("new.js", 7), ("small", 90_000)]);
        let said = differences(&wanted, &found);
        assert!(said.contains("app.wasm: 100000 → 103001"), "{said}");
        assert!(said.contains("old.js: 5 → absent"), "{said}");
        assert!(said.contains("new.js: absent → 7"), "{said}");
        assert!(said.contains("small: 100000 → 90000"), "{said}");
    }
}
