//! The message catalogues as the browser gets them: the texts without their keys, in the order the app's build gave its messages.

#[path = "../../app/build/catalogue.rs"]
mod catalogue;
#[path = "../../app/build/served.rs"]
mod served;

use self::catalogue::Catalogue;
use crate::{failure::Failure, repo::Repo};

/// The catalogue whose order all have.
const CHINESE: &str = "i18n/zh-TW.json";
const ENGLISH: &str = "i18n/en.json";

/// Fails if the catalogues have a fault: sooner than the app's build would, which looks for the same.
pub(crate) fn check(repo: &Repo) -> Result<(), Failure> {
    let faults = catalogue::faults(&read(repo, CHINESE)?, &read(repo, ENGLISH)?);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::Texts(faults.join("\n")))
    }
}

/// Whether `name` is a catalogue.
pub(crate) fn is_catalogue(name: &str) -> bool {
    name.starts_with("i18n/")
}

/// What is served as the catalogue `name`.
pub(crate) fn served(repo: &Repo, name: &str) -> Result<Vec<u8>, Failure> {
    let texts = served::texts(&read(repo, CHINESE)?, &read(repo, name)?).map_err(Failure::Texts)?;
    serde_json::to_vec(&texts).map_err(Failure::json(name))
}

/// The head of the door in both languages, of which the page shows its own, as HTML.
pub(crate) fn door(repo: &Repo) -> Result<String, Failure> {
    let mut html = String::new();
    for (language, name) in [("zh-TW", CHINESE), ("en", ENGLISH)] {
        let texts = read(repo, name)?;
        let text = |key: &str| match texts.entries().find(|(own, _)| *own == key) {
            Some((_, text)) => Ok(text.replace('&', "&amp;").replace('<', "&lt;")),
            None => Err(Failure::Texts(format!("{name}: {key}: missing"))),
        };
        let (app, line, about) = (
            text("app.name")?,
            text("door.tagline")?,
            text("door.about")?,
        );
        html +=
            &format!("<div lang=\"{language}\"><h1>{app}</h1><p>{line}</p><p>{about}</p></div>");
    }
    Ok(html)
}

fn read(repo: &Repo, name: &str) -> Result<Catalogue, Failure> {
    Catalogue::read(&repo.path("public").join(name)).map_err(Failure::Texts)
}

#[cfg(test)]
mod tests {
    use super::{CHINESE, Catalogue, ENGLISH, catalogue, check, read, served};
    use crate::repo::Repo;

    #[test]
    fn texts_stand_in_the_order_of_the_chinese_catalogue() {
        let chinese =
            Catalogue::parse(r#"{"a.c": "丙", "a.notes": "{n} 則", "a.b": "乙"}"#).unwrap();
        let english = Catalogue::parse(
            r#"{"a.b": "b", "a.c": "c", "a.notes_other": "{n} notes", "a.notes_one": "a note"}"#,
        )
        .unwrap();
        let served = super::served::texts;
        assert_eq!(served(&chinese, &chinese).unwrap(), ["丙", "{n} 則", "乙"]);
        assert_eq!(
            served(&chinese, &english).unwrap(),
            ["c", "a note\t{n} notes", "b"]
        );
        let half =
            Catalogue::parse(r#"{"a.b": "b", "a.c": "c", "a.notes_one": "a note"}"#).unwrap();
        assert_eq!(served(&chinese, &half).unwrap_err(), "a.notes: missing");
    }

    #[test]
    fn what_is_served_holds_every_message_and_no_key() {
        let repo = Repo::find();
        check(&repo).unwrap();
        let chinese = read(&repo, CHINESE).unwrap();
        for name in [CHINESE, ENGLISH] {
            let json = served(&repo, name).unwrap();
            let texts: Vec<String> = serde_json::from_slice(&json).unwrap();
            assert_eq!(texts.len(), catalogue::messages(&chinese).count());
            assert!(
                catalogue::messages(&chinese).all(|(key, _)| !texts.iter().any(|text| text == key))
            );
        }
    }
}
