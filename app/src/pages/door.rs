//! The door: the mark, one form, other ways in. Shared by the first minute and by signing in.
//!
//! Its head stands in `index.html` too, at the same place, and is read there while the app is on its way.

mod first_account;
mod sign_in_form;

use leptos::prelude::*;

use crate::book;
use crate::browser::page;
use crate::i18n::{Locale, Msg, locale, t, t_n};
use crate::kit::{Button, Glyph, Icon, Variant};
use crate::prefs::Prefs;
use crate::route::Route;
use crate::session::account::AccountError;
pub(super) use first_account::FirstAccountForm;
pub(super) use sign_in_form::SignInForm;

/// What stands around a form of the door.
#[component]
pub(super) fn Door(
    /// What this door is for, the tab's title.
    #[prop(into)]
    title: Signal<String>,
    /// The form.
    children: Children,
) -> impl IntoView {
    Effect::new(move || page::set_title(&format!("{} · {}", title.get(), t(Msg::AppName))));
    view! {
        <main class="content sign-in" id="main" tabindex="-1">
            <div class="column">
                <header class="sign-in-head">
                    <img src="/icons/mark.svg" alt="" width="56" height="56"/>
                    <h1>{move || t(Msg::AppName)}</h1>
                    <p class="soft">{move || t(Msg::DoorTagline)}</p>
                    <p>{move || t(Msg::DoorAbout)}</p>
                </header>
                {children()}
                <LanguageButton/>
            </div>
        </main>
    }
}

/// The other language, in its own name.
#[component]
fn LanguageButton() -> impl IntoView {
    let prefs = Prefs::expect();
    let other = move || match locale() {
        Locale::ZhTw => Locale::En,
        Locale::En => Locale::ZhTw,
    };
    view! {
        <div class="cluster">
            <button
                class="button"
                type="button"
                data-variant="plain"
                lang=move || other().tag()
                on:click=move |_| prefs.set_locale(other())
            >
                <Icon glyph=Glyph::Languages/>
                <span>{move || other().own_name()}</span>
            </button>
        </div>
    }
}

/// Other ways in, as rows.
#[component]
pub(super) fn OtherWays(
    /// The way to sign in with an account there is.
    #[prop(optional)]
    to_sign_in: bool,
) -> impl IntoView {
    view! {
        <section class="group" aria-labelledby="other-ways">
            <h2 class="group-head" id="other-ways">
                {move || t(Msg::DoorOtherWays)}
            </h2>
            <ul class="rows">
                {to_sign_in
                    .then(|| {
                        view! {
                            <li>
                                <a class="row" href=Route::SignIn.path()>
                                    <WayText
                                        glyph=Glyph::LogIn
                                        title=Msg::DoorHaveAccount
                                        note=Msg::DoorHaveAccountNote
                                    />
                                </a>
                            </li>
                        }
                    })}
                <li>
                    <button class="row" type="button" on:click=move |_| book::open_demo()>
                        <WayText glyph=Glyph::BookOpen title=Msg::ButtonOpenDemo note=Msg::DoorDemoNote/>
                    </button>
                </li>
            </ul>
        </section>
    }
}

#[component]
fn WayText(glyph: Glyph, title: Msg, note: Msg) -> impl IntoView {
    view! {
        <span class="row-mark">
            <Icon glyph/>
        </span>
        <span class="row-text">
            <span class="row-title">{move || t(title)}</span>
            <span class="row-note">{move || t(note)}</span>
        </span>
        <span class="row-figure">
            <Icon glyph=Glyph::ChevronRight/>
        </span>
    }
}

/// What went wrong at the door and is nobody field's.
#[component]
pub(super) fn DoorError(
    /// What the server said.
    #[prop(into)]
    error: Signal<Option<AccountError>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                error
                    .get()
                    .filter(|error| !matches!(error, AccountError::Field { .. }))
                    .map(|error| {
                        view! {
                            <div class="banner" data-tone="bad">
                                <Icon glyph=Glyph::CircleAlert/>
                                <p class="banner-text">{error_text(&error)}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// An account error in words.
pub(super) fn error_text(error: &AccountError) -> String {
    match error {
        AccountError::TooMany { seconds } => t_n(Msg::DoorTooMany, *seconds, &[]),
        other => t(other.message()),
    }
}

/// What is wrong with the answer in one field, as the server names it.
pub(super) fn field_error(
    error: RwSignal<Option<AccountError>>,
    own: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        error.with(|error| match error {
            Some(error @ AccountError::Field { field }) if field == own => Some(error_text(error)),
            _ => None,
        })
    })
}

/// The button that sends a form; while the server is asked it cannot be pressed again.
#[component]
pub(super) fn SendButton(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the server is being asked.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let shown = Signal::derive(move || {
        if busy.get() {
            t(Msg::DoorWorking)
        } else {
            label.get()
        }
    });
    view! {
        <Button
            label=shown
            variant=Variant::Primary
            wide=true
            submit=true
            disabled=busy
            on_press=|_| ()
        />
    }
}
