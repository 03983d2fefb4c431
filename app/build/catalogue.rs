//! Reading message catalogues and finding what is wrong with them.
//!
//! Used by the build and by `cargo xtask dist`, which both stop at a fault, and by the tests in `src/i18n/catalogues.rs`.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};

/// Latin words that a Chinese text may hold: names of things that have no Chinese one.
const LATIN_ALLOWED: &[&str] = &[
    // A sample of a code to type.
    "ABCD",
    "EFGH",
    "JKLM",
    "AI",
    "API",
    "App",
    "Android",
    "Big5",
    "Business",
    "Chrome",
    "Ctrl",
    "CSM",
    "CSV",
    "Dock",
    "Edge",
    "Enter",
    "Esc",
    "Excel",
    "FAQ",
    "Firefox",
    "GB",
    "Google",
    "HTTPS",
    "ICS",
    "ID",
    "IG",
    "iPhone",
    "iPad",
    "IP",
    "JSON",
    "K",
    "KB",
    "KOC",
    "KOL",
    "LINE",
    "Manager",
    "MB",
    "NT",
    "OK",
    "PDF",
    "PR",
    "QR",
    "Safari",
    "Shift",
    "UTF",
    "URL",
    "vCard",
    "Wi",
    "Fi",
    "Yardstick",
    "English",
    "TWD",
    "USD",
    "JPY",
    "EUR",
    "HKD",
    "SOP",
    "SaaS",
    "A",
    "B",
    "D",
    "N",
    "NPS",
    "j",
    "k",
    "n",
];

/// Chinese words that an English text may hold.
const HAN_ALLOWED: &[&str] = &["一把尺", "繁體中文", "民國", "萬", "億"];

/// What stands between the singular and the plural of a served text; no text holds one.
pub(crate) const BETWEEN_FORMS: char = '\t';

/// The messages of one language, in the order of their file.
pub(crate) struct Catalogue(Vec<(String, String)>);

impl Catalogue {
    /// Reads a catalogue file.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Reads a catalogue; unlike a map it keeps a key that stands there twice, which is a fault.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        serde_json::Deserializer::from_str(json)
            .deserialize_map(Entries)
            .map(Self)
            .map_err(|error| error.to_string())
    }

    /// Key and text of each message.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Every text that stands for `key`: one, or those of its plural forms.
    fn texts(&self, key: &str) -> Vec<&str> {
        self.entries()
            .filter(|(own, _)| base(own) == key)
            .map(|(_, text)| text)
            .collect()
    }

    fn bases(&self) -> BTreeSet<&str> {
        self.entries().map(|(key, _)| base(key)).collect()
    }
}

/// Key and Chinese text of each message, in the order of `Msg` and of what is served: that of the Chinese catalogue, where a message is one
/// text.
pub(crate) fn messages(chinese: &Catalogue) -> impl Iterator<Item = (&str, &str)> {
    chinese.entries()
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(String, String)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a flat object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// Everything wrong with two catalogues, a line each; none when they fit.
pub(crate) fn faults(chinese: &Catalogue, english: &Catalogue) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(shape_faults("zh-TW", chinese));
    faults.extend(shape_faults("en", english));
    faults.extend(plural_faults(chinese, english));
    faults.extend(pairing_faults(chinese, english));
    for (key, text) in chinese.entries() {
        faults.extend(
            latin_words(text)
                .into_iter()
                .map(|word| format!("zh-TW {key}: English word \"{word}\"")),
        );
    }
    for (key, text) in english.entries() {
        faults.extend(
            han_runs(text)
                .into_iter()
                .map(|run| format!("en {key}: Chinese text \"{run}\"")),
        );
    }
    faults
}

/// The key without its plural form: `list.items_one` and `list.items_other` are forms of `list.items`.
pub(crate) fn base(key: &str) -> &str {
    key.strip_suffix("_one")
        .or_else(|| key.strip_suffix("_other"))
        .unwrap_or(key)
}

fn shape_faults(language: &str, catalogue: &Catalogue) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (key, text) in catalogue.entries() {
        if !seen.insert(key) {
            faults.push(format!("{language} {key}: stands there twice"));
        }
        if text.trim().is_empty() {
            faults.push(format!("{language} {key}: empty"));
        }
        if text.contains(BETWEEN_FORMS) {
            faults.push(format!(
                "{language} {key}: a tab, which stands between the forms of a served text"
            ));
        }
        let well_formed = key.split('.').count() == 2
            && key
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'));
        if !well_formed {
            faults.push(format!(
                "{language} {key}: a key is section.name in lower case"
            ));
        }
    }
    faults
}

fn plural_faults(chinese: &Catalogue, english: &Catalogue) -> Vec<String> {
    let chinese = chinese
        .entries()
        .filter(|(key, _)| base(key) != *key)
        .map(|(key, _)| format!("zh-TW {key}: Chinese has no plural, name it {}", base(key)));
    let english = english.bases().into_iter().filter(|key| {
        let forms: BTreeSet<_> = english
            .entries()
            .map(|(own, _)| own)
            .filter(|own| base(own) == *key)
            .map(|own| &own[key.len()..])
            .collect();
        forms != BTreeSet::from([""]) && forms != BTreeSet::from(["_one", "_other"])
    });
    chinese
        .chain(english.map(|key| format!("en {key}: either one text, or _one and _other")))
        .collect()
}

fn pairing_faults(chinese: &Catalogue, english: &Catalogue) -> Vec<String> {
    let mut faults = Vec::new();
    let (chinese_keys, english_keys) = (chinese.bases(), english.bases());
    faults.extend(
        chinese_keys
            .difference(&english_keys)
            .map(|key| format!("en {key}: missing")),
    );
    faults.extend(
        english_keys
            .difference(&chinese_keys)
            .map(|key| format!("zh-TW {key}: missing")),
    );
    for key in chinese_keys.intersection(&english_keys) {
        let wanted: BTreeSet<_> = chinese
            .texts(key)
            .into_iter()
            .flat_map(placeholders)
            .collect();
        // A singular may leave its number out ("a note"), so the forms are looked at together.
        let given: BTreeSet<_> = english
            .texts(key)
            .into_iter()
            .flat_map(placeholders)
            .collect();
        if wanted != given {
            faults.push(format!("{key}: zh-TW fills in {wanted:?}, en {given:?}"));
        }
    }
    faults
}

/// The names in braces.
fn placeholders(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// The text without what is filled in.
fn fixed_parts(text: &str) -> String {
    text.split('{')
        .enumerate()
        .map(|(at, part)| {
            if at == 0 {
                part
            } else {
                part.split_once('}').map_or(part, |(_, rest)| rest)
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn latin_words(text: &str) -> Vec<String> {
    let fixed = fixed_parts(text);
    let words = fixed
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.chars().any(|letter| letter.is_ascii_alphabetic()));
    words
        .filter(|word| !LATIN_ALLOWED.contains(word))
        .map(str::to_owned)
        .collect()
}

fn han_runs(text: &str) -> Vec<String> {
    let fixed = fixed_parts(text);
    let runs = fixed
        .split(|letter: char| !is_han(letter))
        .filter(|run| !run.is_empty());
    runs.filter(|run| !HAN_ALLOWED.contains(run))
        .map(str::to_owned)
        .collect()
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}
