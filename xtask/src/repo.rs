//! Where things are in this checkout.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The checkout, cargo's target folder (`CARGO_TARGET_DIR` is respected), and where the build for the browser goes (`dist/`, or
/// `YARDSTICK_DIST`, which the browser tests read as well).
pub(crate) struct Repo {
    root: PathBuf,
    target: PathBuf,
    dist: PathBuf,
}

impl Repo {
    /// The checkout this program was built from.
    pub(crate) fn find() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().unwrap_or(here).to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(named) => root.join(named),
            None => root.join("target"),
        };
        let dist = match env::var_os("YARDSTICK_DIST") {
            Some(named) => root.join(named),
            None => root.join("dist"),
        };
        Self { root, target, dist }
    }

    /// A path inside the checkout.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// A path inside the build for the browser.
    pub(crate) fn dist(&self, inside: &str) -> PathBuf {
        self.dist.join(inside)
    }

    /// A path inside cargo's target folder.
    pub(crate) fn target(&self, inside: &str) -> PathBuf {
        self.target.join(inside)
    }
}
