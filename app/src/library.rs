//! The built-in templates of service plans (公版), in the language shown: a file of the shell, so it is on the device like the shell itself.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Library, template_id};

use crate::browser::{http, shell};
use crate::i18n::Locale;

const PATIENCE: Duration = Duration::from_secs(15);

thread_local! {
    /// The library read last, with its language.
    static READ: RefCell<Option<(Locale, Arc<Library>)>> = const { RefCell::new(None) };
}

/// The templates in a language, if they were read last.
pub fn known(language: Locale) -> Option<Arc<Library>> {
    READ.with_borrow(|read| {
        let (of, library) = read.as_ref()?;
        (*of == language).then(|| Arc::clone(library))
    })
}

/// The templates; none where the file is not on the device yet and there is no network.
pub async fn library(language: Locale) -> Option<Arc<Library>> {
    let known = known(language);
    if known.is_some() {
        return known;
    }
    let url = shell::asset(&format!("data/templates.{}.json", language.tag()));
    let answer = http::get(&url, "application/json", PATIENCE).await.ok()?;
    if !answer.is_success() {
        return None;
    }
    let library = Arc::new(Library::read(&answer.body).ok()?);
    READ.set(Some((language, Arc::clone(&library))));
    Some(library)
}

/// What a built-in template is called, by its name in the library, as far as the library was read.
pub fn title(id: &str) -> Option<String> {
    READ.with_borrow(|read| Some(read.as_ref()?.1.template(id)?.title.clone()))
}

/// What the built-in template is called that a record is about.
pub fn title_of_record(record: RecordId) -> Option<String> {
    READ.with_borrow(|read| {
        let mut all = read.as_ref()?.1.items.iter();
        let own = all.find(|one| template_id(&one.id) == record)?;
        Some(own.title.clone())
    })
}
