//! IndexedDB as a transactional map of byte keys to byte values.
//!
//! A [`Transaction`] takes writes at once and is done only when [`Transaction::commit`] says so; dropped before that, nothing of it
//! happened. IndexedDB ends a transaction at the first await of anything that is not a request of its own: between opening and
//! committing await only its own methods. Keys sort bytewise.

mod error;
mod request;
mod transaction;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

pub use error::IdbError;
pub(crate) use transaction::{Mode, Transaction};

use crate::js;
use crate::listen::Listener;

/// What the owner of a database hears about it.
pub(crate) trait DatabaseEvents: 'static {
    /// Another tab wants a newer schema or wants to delete the database. This connection closes once running transactions end; ask the
    /// person to reload.
    fn version_change(&self);
    /// Opening waits for another tab that holds an older schema; name it to the person.
    fn blocked(&self);
    /// The browser took the connection away (storage cleared, out of memory). Open again.
    fn closed(&self);
}

/// An open database; closed when the last clone of its handle is dropped.
#[derive(Clone)]
pub(crate) struct Database {
    inner: Rc<Connection>,
}

struct Connection {
    database: IdbDatabase,
    closed: Rc<Cell<bool>>,
    _listeners: [Listener; 2],
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Database {
    /// Opens `name` at `version`, with each of `stores` created if it was not there. Stores of other versions are left as they are.
    ///
    /// # Errors
    /// [`IdbError::VersionNewer`] when a newer build has been here, [`IdbError::Quota`] on a full device, [`IdbError::Other`] when the
    /// browser refuses (a private window, storage switched off).
    pub(crate) async fn open(
        name: &str,
        version: u32,
        stores: &[&str],
        events: Rc<dyn DatabaseEvents>,
    ) -> Result<Self, IdbError> {
        let request = factory()?
            .open_with_u32(name, version)
            .map_err(|error| IdbError::of(&error))?;
        let _upgrade = Listener::new(
            &request,
            "upgradeneeded",
            create_missing(request.clone(), stores),
        );
        let _blocked = Listener::new(&request, "blocked", {
            let events = Rc::clone(&events);
            move |_| events.blocked()
        });
        let database: IdbDatabase = request::result(&request).await?.unchecked_into();
        Ok(Self::connected(database, events))
    }

    fn connected(database: IdbDatabase, events: Rc<dyn DatabaseEvents>) -> Self {
        let closed = Rc::new(Cell::new(false));
        let version_change = Listener::new(&database, "versionchange", {
            let (database, closed, events) =
                (database.clone(), Rc::clone(&closed), Rc::clone(&events));
            move |_| {
                closed.set(true);
                database.close();
                events.version_change();
            }
        });
        let close = Listener::new(&database, "close", {
            let closed = Rc::clone(&closed);
            move |_| {
                closed.set(true);
                events.closed();
            }
        });
        Self {
            inner: Rc::new(Connection {
                database,
                closed,
                _listeners: [version_change, close],
            }),
        }
    }

    /// Whether the connection is gone, so that only opening again helps.
    pub(crate) fn is_closed(&self) -> bool {
        self.inner.closed.get()
    }

    /// Opens a transaction over `stores`. A writing one is strict: its commit is on the disk, not in a buffer of the system.
    ///
    /// # Errors
    /// [`IdbError::Closed`] when the connection is gone.
    pub(crate) fn transaction(&self, stores: &[&str], mode: Mode) -> Result<Transaction, IdbError> {
        if self.is_closed() {
            return Err(IdbError::Closed);
        }
        let names: Array = stores
            .iter()
            .map(|store| JsValue::from_str(store))
            .collect();
        let options = js::object(&[("durability", mode.durability().into())]);
        let transaction = js::call(
            &self.inner.database,
            "transaction",
            &[names.into(), mode.name().into(), options.into()],
        );
        let transaction = transaction.map_err(|error| IdbError::of(&error))?;
        Ok(Transaction::new(
            transaction.unchecked_into(),
            Rc::clone(&self.inner.closed),
        ))
    }
}

/// Deletes the database `name` with everything in it. Only a wipe confirmed here or ordered by the wipe token may do that.
///
/// # Errors
/// [`IdbError::Blocked`] when another tab still holds it; it goes when that tab closes.
pub async fn delete_database(name: &str) -> Result<(), IdbError> {
    let request = factory()?
        .delete_database(name)
        .map_err(|error| IdbError::of(&error))?;
    request::deleted(&request).await
}

/// The names of this origin's databases; empty where the browser does not tell.
pub async fn databases() -> Vec<String> {
    let Ok(factory) = factory() else {
        return Vec::new();
    };
    match js::call_async(&factory, "databases", &[]).await {
        Ok(list) if Array::is_array(&list) => Array::from(&list)
            .iter()
            .filter_map(|entry| js::text(&entry, "name"))
            .collect(),
        Ok(_) | Err(_) => Vec::new(),
    }
}

fn factory() -> Result<IdbFactory, IdbError> {
    let none = || IdbError::Other("no IndexedDB here".to_owned());
    let window = web_sys::window().ok_or_else(none)?;
    let factory = window.indexed_db().map_err(|error| IdbError::of(&error))?;
    factory.ok_or_else(none)
}

fn create_missing(
    request: IdbOpenDbRequest,
    stores: &[&str],
) -> impl FnMut(web_sys::Event) + use<> {
    let stores: Vec<String> = stores.iter().map(|&store| store.to_owned()).collect();
    move |event| {
        debug_assert!(event.is_instance_of::<IdbVersionChangeEvent>());
        let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else {
            return;
        };
        let present = database.object_store_names();
        for store in stores.iter().filter(|store| !present.contains(store)) {
            // A refusal aborts the upgrade, and opening fails with its reason.
            let _ = database.create_object_store(store);
        }
    }
}
