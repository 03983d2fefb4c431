//! The texts of one language, as `cargo xtask dist` serves them: without keys, each at the place of its message.

use std::time::Duration;

use thiserror::Error;

use super::Locale;
use super::messages::{BETWEEN_FORMS, COUNT, Msg};
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
    /// The file is of another build: its texts stand at other places.
    #[error("a catalogue of {0} messages, not {COUNT}")]
    Unfitting(usize),
}

/// The texts of a language, by the number of their message.
pub(super) struct Texts {
    pub(super) locale: Locale,
    texts: Vec<String>,
}

impl Texts {
    /// What there is before the first language has come: nothing.
    pub(super) fn none() -> Self {
        Self {
            locale: Locale::ZhTw,
            texts: Vec::new(),
        }
    }

    /// Reads what is served.
    pub(super) fn read(locale: Locale, json: &[u8]) -> Result<Self, LoadError> {
        let texts: Vec<String> = serde_json::from_slice(json)?;
        if texts.len() == COUNT {
            Ok(Self { locale, texts })
        } else {
            Err(LoadError::Unfitting(texts.len()))
        }
    }

    pub(super) fn text(&self, message: Msg) -> &str {
        self.counted(message, false)
    }

    pub(super) fn counted(&self, message: Msg, is_one: bool) -> &str {
        let text = self.texts.get(message as usize).map_or("", String::as_str);
        match text.split_once(BETWEEN_FORMS) {
            Some((one, _)) if is_one => one,
            Some((_, other)) => other,
            None => text,
        }
    }
}

pub(super) async fn load(locale: Locale) -> Result<Texts, LoadError> {
    let answer = http::get(&address(locale), "application/json", PATIENCE).await?;
    if !answer.is_success() {
        return Err(LoadError::Status(answer.status));
    }
    Texts::read(locale, &answer.body)
}

fn address(locale: Locale) -> String {
    shell::asset(&format!("i18n/{}.json", locale.tag()))
}
