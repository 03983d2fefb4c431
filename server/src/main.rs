//! The `yardstick` binary.
fn main() {}
