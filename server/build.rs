//! Rebuilds the server when what its macros read from disk has changed: they notice edits, but not new files.

fn main() {
    // A debug build reads the web app from disk when it starts.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../dist");
    }
}
