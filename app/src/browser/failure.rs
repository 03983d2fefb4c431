//! What is left to do when the app has failed.

use std::panic;

use web_sys::console;

/// Writes where and why a panic happened to the console, which else says only "unreachable". The loader sees the failure by itself.
pub fn report_panics() {
    panic::set_hook(Box::new(|panic| {
        console::error_1(&panic.to_string().into());
    }));
}
