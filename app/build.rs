//! Turns the message catalogues into typed keys, and stops the build at a message that one language lacks.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/keys.rs"]
mod keys;

use std::path::Path;
use std::{env, fs};

use catalogue::Catalogue;

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = Path::new(&root).join("../public/i18n");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build");
    if let Err(faults) = generate(&folder) {
        for fault in faults.lines() {
            println!("cargo::error={fault}");
        }
    }
}

fn generate(folder: &Path) -> Result<(), String> {
    let chinese = Catalogue::read(&folder.join("zh-TW.json"))?;
    let english = Catalogue::read(&folder.join("en.json"))?;
    let faults = catalogue::faults(&chinese, &english);
    let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&out).join("messages.rs"), keys::module(&chinese))
        .map_err(|error| error.to_string())?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}
