//! The languages.

use crate::browser::page;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Chinese as written in Taiwan.
    ZhTw,
    /// English.
    En,
}

impl Locale {
    /// All languages, the first one first.
    pub const ALL: [Self; 2] = [Self::ZhTw, Self::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhTw => "zh-TW",
            Self::En => "en",
        }
    }

    /// The language's name in itself, which is how a list of languages says it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::ZhTw => "繁體中文",
            Self::En => "English",
        }
    }

    /// The language of a stored tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The language that suits the device: the first of its languages that we speak. Every Chinese is better served by ours than by
    /// English.
    pub fn of_device() -> Self {
        Self::best_of(page::languages().iter().map(String::as_str))
    }

    fn best_of<'a>(mut tags: impl Iterator<Item = &'a str>) -> Self {
        tags.find_map(|tag| match tag.split('-').next() {
            Some("zh") => Some(Self::ZhTw),
            Some("en") => Some(Self::En),
            Some(_) | None => None,
        })
        .unwrap_or(Self::ZhTw)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_first_language_we_speak_is_taken() {
        assert_eq!(
            Locale::best_of(["ja", "en-GB", "zh-TW"].into_iter()),
            Locale::En
        );
        assert_eq!(Locale::best_of(["zh-Hant-HK"].into_iter()), Locale::ZhTw);
        assert_eq!(Locale::best_of(["fr"].into_iter()), Locale::ZhTw);
    }
}
