//! The texts of one language.

use std::collections::HashMap;
use std::time::Duration;

use thiserror::Error;

use super::Locale;
use super::messages::{KEYS, Msg};
use crate::browser::{http, shell};

/// The service worker answers at once; without it this is one small file.
const PATIENCE: Duration = Duration::from_secs(15);

/// Why a language cannot be shown.
#[derive(Debug, Error)]
pub enum LoadError {
    /// Not reachable and not yet kept on this device; try again online.
    #[error(transparent)]
    Http(#[from] http::HttpError),
    /// The server has no such file: build and server do not fit.
    #[error("no catalogue, status {0}")]
    Status(u16),
    /// The file is damaged.
    #[error("damaged catalogue")]
    Damaged(#[from] serde_json::Error),
}

/// The texts of a language, by the number of their message.
pub(super) struct Texts {
    pub(super) locale: Locale,
    texts: Vec<Forms>,
}

struct Forms {
    other: Box<str>,
    one: Option<Box<str>>,
}

impl Texts {
    /// What there is before the first language has come: nothing.
    pub(super) fn none() -> Self {
        Self {
            locale: Locale::ZhTw,
            texts: Vec::new(),
        }
    }

    fn of(locale: Locale, mut texts: HashMap<String, Box<str>>) -> Self {
        let forms = KEYS.iter().map(|key| {
            let one = texts.remove(&format!("{key}_one"));
            let other = texts
                .remove(*key)
                .or_else(|| texts.remove(&format!("{key}_other")));
            Forms {
                other: other.unwrap_or_default(),
                one,
            }
        });
        Self {
            locale,
            texts: forms.collect(),
        }
    }

    pub(super) fn text(&self, message: Msg) -> &str {
        self.texts
            .get(message as usize)
            .map_or("", |forms| &forms.other)
    }

    pub(super) fn counted(&self, message: Msg, is_one: bool) -> &str {
        let singular = self
            .texts
            .get(message as usize)
            .and_then(|forms| forms.one.as_deref());
        singular
            .filter(|_| is_one)
            .unwrap_or_else(|| self.text(message))
    }
}

pub(super) async fn load(locale: Locale) -> Result<Texts, LoadError> {
    let answer = http::get(&address(locale), "application/json", PATIENCE).await?;
    if !answer.is_success() {
        return Err(LoadError::Status(answer.status));
    }
    Ok(Texts::of(locale, serde_json::from_slice(&answer.body)?))
}

fn address(locale: Locale) -> String {
    shell::asset(&format!("i18n/{}.json", locale.tag()))
}
