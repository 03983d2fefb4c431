//! What the interface says, in the person's language.
//!
//! The texts are data files (`public/i18n`), one fetched at the start and another when the language is switched; their keys are the
//! enum [`Msg`], made from the Chinese file at build time, so a key that does not exist does not compile. What is served of a file are its
//! texts alone, in the order of [`Msg`]: neither it nor the module holds a key. [`t`] and its kin are reactive: called inside a view or a derived signal they run again when the language changes. What is said to others goes by their language,
//! whichever is shown: [`Spoken`].

mod catalogue;
#[cfg(test)]
mod catalogues;
pub mod format;
mod locale;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

use crate::browser::{intl, page};
pub use catalogue::LoadError;
use catalogue::Texts;
pub use locale::Locale;

mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub use messages::Msg;

thread_local! {
    static TEXTS: ArcRwSignal<Arc<Texts>> = ArcRwSignal::new(Arc::new(Texts::none()));
}

/// Fetches the texts of `locale` and shows them everywhere.
///
/// # Errors
/// The texts could not be fetched; what was shown stays.
pub async fn use_locale(locale: Locale) -> Result<(), LoadError> {
    let texts = catalogue::load(locale).await?;
    page::set_root_attribute("lang", Some(locale.tag()));
    TEXTS.with(|current| current.set(Arc::new(texts)));
    Ok(())
}

/// The language shown.
pub fn locale() -> Locale {
    texts().locale
}

/// A message.
pub fn t(message: Msg) -> String {
    texts().text(message).to_owned()
}

/// A message with its `{name}`s filled in.
pub fn t_with(message: Msg, values: &[(&str, &str)]) -> String {
    fill(texts().text(message), values)
}

/// One language, for what is said in it whichever is shown.
#[derive(Clone)]
pub struct Spoken(Arc<Texts>);

impl Spoken {
    /// The language shown.
    pub fn shown() -> Self {
        Self(texts())
    }

    /// This one; its texts are fetched where another is shown.
    ///
    /// # Errors
    /// The texts could not be fetched.
    pub async fn of(locale: Locale) -> Result<Self, LoadError> {
        let shown = Self::shown();
        if shown.0.locale == locale {
            return Ok(shown);
        }
        Ok(Self(Arc::new(catalogue::load(locale).await?)))
    }

    /// A message.
    pub fn t(&self, message: Msg) -> String {
        self.0.text(message).to_owned()
    }

    /// A message with its `{name}`s filled in.
    pub fn t_with(&self, message: Msg, values: &[(&str, &str)]) -> String {
        fill(self.0.text(message), values)
    }
}

/// A message about `count` things, in the singular or plural; `{n}` is the count.
pub fn t_n(message: Msg, count: u32, values: &[(&str, &str)]) -> String {
    let texts = texts();
    let tag = texts.locale.tag();
    let text = texts.counted(message, intl::is_one(tag, count.into()));
    let number = intl::number(tag, count.into(), 0);
    fill(&fill(text, &[("n", &number)]), values)
}

impl From<Msg> for Signal<String> {
    fn from(message: Msg) -> Self {
        Signal::derive(move || t(message))
    }
}

/// The texts, tracked only where somebody tracks: event handlers read them too.
fn texts() -> Arc<Texts> {
    TEXTS.with(|texts| {
        if Observer::get().is_some() {
            texts.get()
        } else {
            texts.get_untracked()
        }
    })
}

/// Fills names in one pass, so that a value holding braces is never filled again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = opened.split_once('}') else {
            filled.push('{');
            rest = opened;
            break;
        };
        match values.iter().find(|(own, _)| *own == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn names_are_filled_in_once() {
        assert_eq!(
            fill("{who}：{what}", &[("who", "{what}"), ("what", "a")]),
            "{what}：a"
        );
        assert_eq!(fill("{n} of {all}", &[("n", "3")]), "3 of {all}");
        assert_eq!(fill("100% {", &[]), "100% {");
    }
}
