//! How this device shows things; kept here and never synced.

use leptos::prelude::*;

use crate::i18n::{Locale, Msg, locale, t};
use crate::kit::{Choice, Switch};
use crate::pages::parts::key_list::KeyList;
use crate::prefs::{Prefs, Theme};

/// Language, theme, calendar and keys.
#[component]
pub(super) fn Display() -> impl IntoView {
    let prefs = Prefs::expect();
    let languages = Locale::ALL
        .into_iter()
        .map(|locale| (locale, Signal::derive(move || locale.own_name().to_owned())))
        .collect();
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| (theme, theme_name(theme).into()))
        .collect();
    view! {
        <div class="form">
            <Choice
                label=Msg::SettingsLanguage
                options=languages
                value=Signal::derive(|| Some(locale()))
                on_choose=move |chosen| prefs.set_locale(chosen)
            />
            <Choice
                label=Msg::SettingsTheme
                options=themes
                value=Signal::derive(move || Some(prefs.theme.get()))
                on_choose=move |theme| prefs.theme.set(theme)
            />
            <Switch
                label=Msg::SettingsRocYears
                hint=Msg::SettingsRocHint
                value=prefs.roc_years
                on_change=move |on| prefs.roc_years.set(on)
            />
            <Switch
                label=Msg::SettingsShortcuts
                hint=Msg::SettingsShortcutsHint
                value=prefs.shortcuts
                on_change=move |on| prefs.shortcuts.set(on)
            />
            <Keys/>
        </div>
    }
}

fn theme_name(theme: Theme) -> Msg {
    match theme {
        Theme::System => Msg::SettingsThemeSystem,
        Theme::Light => Msg::SettingsThemeLight,
        Theme::Dark => Msg::SettingsThemeDark,
    }
}

#[component]
fn Keys() -> impl IntoView {
    view! {
        <details class="details">
            <summary>{move || t(Msg::KeysTitle)}</summary>
            <KeyList/>
        </details>
    }
}
