//! What kind of device and browser this is: to name it in lists, and to say how it puts an app on its home screen. Nothing the app can do
//! is decided by it.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use super::{js, page};

/// The system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// An iPhone.
    IPhone,
    /// An iPad, which calls itself a Mac.
    IPad,
    /// Android.
    Android,
    /// Windows.
    Windows,
    /// macOS.
    Mac,
    /// Linux.
    Linux,
    /// Another one.
    Other,
}

/// The browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Safari.
    Safari,
    /// Chrome.
    Chrome,
    /// Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Samsung Internet.
    Samsung,
    /// Another one.
    Other,
}

/// This device and browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The system.
    pub system: System,
    /// The browser.
    pub browser: Browser,
}

impl Platform {
    /// What runs here.
    pub fn here() -> Self {
        let navigator: JsValue = window().navigator().into();
        let agent = js::text(&navigator, "userAgent").unwrap_or_default();
        let touch_points = js::get(&navigator, "maxTouchPoints")
            .as_f64()
            .unwrap_or_default();
        Self::of(&agent, touch_points > 1.0)
    }

    fn of(agent: &str, touches: bool) -> Self {
        let has = |word: &str| agent.contains(word);
        let system = if has("iPhone") {
            System::IPhone
        } else if has("iPad") || (has("Macintosh") && touches) {
            System::IPad
        } else if has("Android") {
            System::Android
        } else if has("Windows") {
            System::Windows
        } else if has("Macintosh") {
            System::Mac
        } else if has("Linux") || has("CrOS") {
            System::Linux
        } else {
            System::Other
        };
        // Each claims to be those named after it.
        let browser = if has("SamsungBrowser") {
            Browser::Samsung
        } else if has("Edg") {
            Browser::Edge
        } else if has("Firefox") || has("FxiOS") {
            Browser::Firefox
        } else if has("Chrome") || has("CriOS") {
            Browser::Chrome
        } else if has("Safari") {
            Browser::Safari
        } else {
            Browser::Other
        };
        Self { system, browser }
    }

    /// A name for lists, `iPhone · Safari`; the makers' names are the same in every language. Empty when neither is known.
    pub fn label(self) -> String {
        let system = match self.system {
            System::IPhone => "iPhone",
            System::IPad => "iPad",
            System::Android => "Android",
            System::Windows => "Windows",
            System::Mac => "Mac",
            System::Linux => "Linux",
            System::Other => "",
        };
        let browser = match self.browser {
            Browser::Safari => "Safari",
            Browser::Chrome => "Chrome",
            Browser::Edge => "Edge",
            Browser::Firefox => "Firefox",
            Browser::Samsung => "Samsung Internet",
            Browser::Other => "",
        };
        let parts = [system, browser];
        let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        named.join(" · ")
    }
}

/// Whether the app runs on its own, from the home screen or the dock, and not in a tab.
pub fn is_installed() -> bool {
    let navigator: JsValue = window().navigator().into();
    page::matches_media("(display-mode: standalone)")
        || js::get(&navigator, "standalone").as_bool() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(agent: &str, touches: bool, system: System, browser: Browser) {
        assert_eq!(Platform::of(agent, touches), Platform { system, browser });
    }

    #[test]
    fn each_device_is_known_by_what_it_says() {
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
            true,
            System::IPhone,
            Browser::Safari,
        );
        check(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
            true,
            System::IPad,
            Browser::Safari,
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            false,
            System::Windows,
            Browser::Edge,
        );
        check(
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36",
            true,
            System::Android,
            Browser::Samsung,
        );
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            false,
            System::Linux,
            Browser::Firefox,
        );
    }

    #[test]
    fn a_device_that_says_nothing_has_no_label() {
        assert_eq!(Platform::of("", false).label(), "");
        assert_eq!(
            Platform::of("Macintosh Safari", false).label(),
            "Mac · Safari"
        );
    }
}
