//! The built-in templates of service plans (公版), in the language shown: a file of the shell, so it is on the device like the shell itself.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use yardstick_domain::method::Library;

use crate::browser::{http, shell};
use crate::i18n::locale;

const PATIENCE: Duration = Duration::from_secs(15);

thread_local! {
    /// The library read last, with its language.
    static READ: RefCell<Option<(String, Rc<Library>)>> = const { RefCell::new(None) };
}

/// The templates; none where the file is not on the device yet and there is no network.
pub async fn library() -> Option<Rc<Library>> {
    let language = locale().tag().to_owned();
    let known = READ.with_borrow(|read| {
        let (of, library) = read.as_ref()?;
        (*of == language).then(|| Rc::clone(library))
    });
    if known.is_some() {
        return known;
    }
    let url = shell::asset(&format!("data/templates.{language}.json"));
    let answer = http::get(&url, "application/json", PATIENCE).await.ok()?;
    if !answer.is_success() {
        return None;
    }
    let library = Rc::new(Library::read(&answer.body).ok()?);
    READ.set(Some((language, Rc::clone(&library))));
    Some(library)
}
