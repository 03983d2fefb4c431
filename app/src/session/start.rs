//! From a cold start to an open book, with or without a network.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yardstick_domain::device::standing::{DatabaseId, name_database};
use yardstick_domain::device::{MemoryStore, boot};

use super::core::Core;
use super::identity::Account;
use super::writer::need_of;
use super::{Need, NotKept};
use crate::browser::{random, shell, storage};
use crate::demo;
use crate::store::{BookStore, IdbError, IdbStore, StoreNews, databases};

/// A book that is open, to be given to [`super::Session::provide`].
pub struct Opened {
    pub(super) core: Rc<Core>,
}

/// What a start finds on this device.
pub enum Start {
    /// A book.
    Book(Opened),
    /// Nobody has signed in here: the first minute.
    Nobody,
    /// The book is here and cannot be opened.
    Refused(Need),
}

/// Opens the book of whoever signed in here last, or the demo. `tell` hears what keeps it waiting: another tab.
pub async fn start(tell: impl Fn(Need) + 'static) -> Start {
    if let Some(language) = demo::entered() {
        match demo::open(language).await {
            Some(Ok(core)) => return Start::Book(Opened { core }),
            Some(Err(need)) => return Start::Refused(need),
            // One's own book is better than none; the next start tries once more.
            None => {}
        }
    }
    let account = match Account::remembered() {
        Some(account) => account,
        None => match left_on_disk().await {
            Some(account) => account,
            None => return Start::Nobody,
        },
    };
    match open(account.book(), false, account, Rc::new(tell)).await {
        Ok(core) => Start::Book(Opened { core }),
        Err(need) => Start::Refused(need),
    }
}

/// localStorage reaches the disk seconds late: a browser killed right after signing in forgets who it was, its database does not.
async fn left_on_disk() -> Option<Account> {
    let mut books = databases()
        .await
        .into_iter()
        .filter(|name| name.starts_with("yardstick/") && *name != demo::BOOK);
    let (Some(book), None) = (books.next(), books.next()) else {
        return None;
    };
    let store = IdbStore::open(&book, |_| ()).await.ok()?;
    let account = super::account::kept_in(&BookStore::Kept(store)).await?;
    (account.book() == book).then_some(account)
}

/// Opens a book. A browser that keeps nothing opens it in memory, and the person is told all the while.
pub(crate) async fn open(
    book: String,
    demo: bool,
    account: Account,
    tell: Rc<dyn Fn(Need)>,
) -> Result<Rc<Core>, Need> {
    let own: Rc<RefCell<Weak<Core>>> = Rc::default();
    let hear = {
        let own = Rc::clone(&own);
        move |news| {
            let need = match news {
                StoreNews::LetGo => Need::Update,
                StoreNews::Blocked => Need::Blocked,
                StoreNews::Closed => {
                    if let Some(core) = own.borrow().upgrade() {
                        core.connection_closed();
                    }
                    return;
                }
            };
            if need == Need::Blocked {
                shell::blocked();
            }
            match own.borrow().upgrade() {
                Some(core) => core.store_needs(need),
                None => tell(need),
            }
        }
    };
    let mut not_kept = None;
    let store = match IdbStore::open(&book, hear).await {
        Ok(store) => BookStore::Kept(store),
        Err(error @ (IdbError::VersionNewer | IdbError::Blocked | IdbError::Quota)) => {
            return Err(need_of(error.into()));
        }
        Err(error) => {
            not_kept = Some(NotKept::Refused(error.to_string()));
            BookStore::Fleeting(MemoryStore::default())
        }
    };
    if !storage::is_secure() {
        not_kept = Some(NotKept::Insecure);
    }
    // A full device cannot name its database: then another one is known by how far it has come.
    let database = name_database(&store, DatabaseId(random::bytes()))
        .await
        .ok();
    let boot = boot(&store).await.map_err(need_of)?;
    let core = Core::new(book, demo, account, store, boot, database);
    own.replace(Rc::downgrade(&core));
    if let Some(reason) = not_kept {
        core.store_needs(Need::NotKept(reason));
    }
    Ok(core)
}
