//! What a person has set for this device: language, theme, calendar, keys. Kept in localStorage, never synced.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use crate::browser::{local, page};
use crate::i18n::{self, LoadError, Locale};

const LOCALE: &str = "yardstick.locale";
const THEME: &str = "yardstick.theme";
const ROC_YEARS: &str = "yardstick.roc_years";
const SHORTCUTS: &str = "yardstick.shortcuts";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All themes, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `<html data-theme>`; none follows the device.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The settings of this device.
#[derive(Clone, Copy)]
pub struct Prefs {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Whether full dates count years from 1912 (民國).
    pub roc_years: RwSignal<bool>,
    /// Whether bare letters are shortcuts.
    pub shortcuts: RwSignal<bool>,
}

impl Prefs {
    /// Reads the settings, applies them now and whenever they change, and gives them to everything below.
    pub fn provide() -> Self {
        let prefs = Self {
            theme: RwSignal::new(local::get(THEME).unwrap_or_default()),
            roc_years: RwSignal::new(local::get(ROC_YEARS).unwrap_or_default()),
            shortcuts: RwSignal::new(local::get(SHORTCUTS).unwrap_or(true)),
        };
        Effect::new(move || page::set_root_attribute("data-theme", prefs.theme.get().attribute()));
        keep(THEME, prefs.theme);
        keep(ROC_YEARS, prefs.roc_years);
        keep(SHORTCUTS, prefs.shortcuts);
        provide_context(prefs);
        prefs
    }

    /// The settings given by [`Prefs::provide`] above.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Switches the language and remembers it. Until its texts have come, and when they do not come, the old one stays.
    pub fn set_locale(self, locale: Locale) {
        spawn_local(async move {
            if i18n::use_locale(locale).await.is_ok() {
                local::set(LOCALE, &locale.tag());
            }
        });
    }
}

/// Shows the language chosen here before, or the one of the device.
///
/// # Errors
/// No texts could be had, not even in the other language.
pub async fn start_locale() -> Result<(), LoadError> {
    let chosen: Option<String> = local::get(LOCALE);
    let first = chosen
        .as_deref()
        .and_then(Locale::of_tag)
        .unwrap_or_else(Locale::of_device);
    if i18n::use_locale(first).await.is_ok() {
        return Ok(());
    }
    let other = if first == Locale::En {
        Locale::ZhTw
    } else {
        Locale::En
    };
    i18n::use_locale(other).await
}

fn keep<T: Serialize + Clone + Send + Sync + 'static>(key: &'static str, value: RwSignal<T>) {
    Effect::watch(
        move || value.get(),
        move |value, _, _| {
            local::set(key, value);
        },
        false,
    );
}
