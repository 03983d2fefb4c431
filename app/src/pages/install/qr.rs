//! A QR code, drawn as one path.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};

use crate::i18n::{Msg, t_with};

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004).
const QUIET: i32 = 4;

/// The code of an address; nothing for one too long to be encoded. Dark on light in both themes: many readers know no other.
#[component]
pub(super) fn QrCode(
    /// What a camera opens.
    address: String,
) -> impl IntoView {
    Code::encode_text(&address, QrCodeEcc::Medium)
        .ok()
        .map(|code| {
            let size = code.size() + 2 * QUIET;
            let name = move || t_with(Msg::InstallQr, &[("address", &address)]);
            view! {
                <svg
                    class="qr"
                    role="img"
                    aria-label=name
                    viewBox=format!("0 0 {size} {size}")
                    shape-rendering="crispEdges"
                >
                    <rect class="qr-light" width=size height=size></rect>
                    <path class="qr-dark" d=outline(&code)></path>
                </svg>
            }
        })
}

/// Every dark module as a square of one unit.
fn outline(code: &Code) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                // Writing into a string does not fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_has_a_square_for_every_dark_module() {
        let code = Code::encode_text("https://example.org", QrCodeEcc::Medium).unwrap();
        let cells = 0..code.size();
        let dark = cells
            .clone()
            .flat_map(|y| cells.clone().map(move |x| (x, y)))
            .filter(|&(x, y)| code.get_module(x, y))
            .count();
        let path = outline(&code);
        assert_eq!(path.matches('M').count(), dark);
        assert!(path.starts_with("M4 4h1v1h-1z"), "the corner of a finder");
    }
}
