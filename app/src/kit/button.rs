//! Buttons, and links that look like one.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::route::Route;

/// How loud a button is. At most one primary button a screen: the thing to do next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// One of several.
    #[default]
    Quiet,
    /// The thing to do next.
    Primary,
    /// Deletes or revokes.
    Danger,
    /// Without a frame.
    Plain,
}

impl Variant {
    fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Primary => "primary",
            Self::Danger => "danger",
            Self::Plain => "plain",
        }
    }
}

/// A button with words.
#[component]
pub fn Button(
    /// What it does, as a verb.
    #[prop(into)]
    label: Signal<String>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// How loud it is.
    #[prop(optional)]
    variant: Variant,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Over the whole width.
    #[prop(optional)]
    wide: bool,
    /// Submits the form it stands in.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-variant=variant.name()
            data-wide=wide
            disabled=disabled
            on:click=move |event| on_press.run(event)
        >
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
        </button>
    }
}

/// A button that is only an icon; its name is what a screen reader says and a long press shows.
#[component]
pub fn IconButton(
    /// The icon.
    #[prop(into)]
    glyph: Signal<Glyph>,
    /// Its name, as a verb.
    #[prop(into)]
    name: Signal<String>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// Whether it is switched on, for one that stays pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type="button"
            data-variant="plain"
            data-icon=true
            aria-label=name
            title=name
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            disabled=disabled
            on:click=move |event| on_press.run(event)
        >
            <Icon glyph/>
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    to: Route,
    /// What is there.
    #[prop(into)]
    label: Signal<String>,
    /// How loud it is.
    #[prop(optional)]
    variant: Variant,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a class="button" data-variant=variant.name() href=to.path()>
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            <span>{label}</span>
        </a>
    }
}
