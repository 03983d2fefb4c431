//! One transaction.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbKeyRange, IdbObjectStore, IdbTransaction};

use super::error::IdbError;
use super::request;
use crate::js;
use crate::listen::Listener;

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Reads only; many run at once.
    Read,
    /// Reads and writes; one at a time over a store, durable when committed.
    Write,
    /// As [`Mode::Write`], but a power cut may take it back: for what can be fetched again.
    WriteRelaxed,
}

impl Mode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Read => "readonly",
            Self::Write | Self::WriteRelaxed => "readwrite",
        }
    }

    pub(super) fn durability(self) -> &'static str {
        match self {
            Self::Read => "default",
            Self::Write => "strict",
            Self::WriteRelaxed => "relaxed",
        }
    }
}

/// Key and value of one entry.
pub(crate) type Entry = (Vec<u8>, Vec<u8>);

/// All of it or nothing: dropped before [`Transaction::commit`] it is undone.
pub(crate) struct Transaction {
    inner: IdbTransaction,
    committing: bool,
    done: Option<oneshot::Receiver<Result<(), IdbError>>>,
    _listeners: [Listener; 2],
}

impl Transaction {
    pub(super) fn new(inner: IdbTransaction, closed: Rc<Cell<bool>>) -> Self {
        let (told, done) = request::outcome();
        let complete = told.on(&inner, "complete", || Ok(()));
        let aborted = inner.clone();
        let abort = told.on(&inner, "abort", move || {
            Err(abort_reason(&aborted, closed.get()))
        });
        Self {
            inner,
            committing: false,
            done: Some(done),
            _listeners: [complete, abort],
        }
    }

    /// The values under keys of these stores, in their order, asked for in one go.
    ///
    /// # Errors
    /// As the browser refuses; the transaction is then undone.
    pub(crate) async fn get_many<'k>(
        &self,
        wanted: impl Iterator<Item = (&'k str, &'k [u8])>,
    ) -> Result<Vec<Option<Vec<u8>>>, IdbError> {
        let requests = wanted.map(|(store, key)| {
            self.store(store)?
                .get(&bytes_to_js(key))
                .map_err(|error| IdbError::of(&error))
        });
        let requests = requests.collect::<Result<Vec<_>, _>>()?;
        let Some(last) = requests.last() else {
            return Ok(Vec::new());
        };
        request::result(last).await?;
        requests
            .iter()
            .map(|request| {
                request
                    .result()
                    .map_err(|error| IdbError::of(&error))
                    .map(|value| optional_bytes(&value))
            })
            .collect()
    }

    /// Every entry whose key begins with `prefix`, in key order.
    ///
    /// # Errors
    /// As the browser refuses; the transaction is then undone.
    pub(crate) async fn scan(&self, store: &str, prefix: &[u8]) -> Result<Vec<Entry>, IdbError> {
        let store = self.store(store)?;
        let range = prefix_range(prefix).map_err(|error| IdbError::of(&error))?;
        let keys = store
            .get_all_keys_with_key(&range)
            .map_err(|error| IdbError::of(&error))?;
        let values = store
            .get_all_with_key(&range)
            .map_err(|error| IdbError::of(&error))?;
        let values = Array::from(&request::result(&values).await?);
        let keys = Array::from(&keys.result().map_err(|error| IdbError::of(&error))?);
        Ok(keys
            .iter()
            .zip(values.iter())
            .map(|(key, value)| (bytes_from_js(&key), bytes_from_js(&value)))
            .collect())
    }

    /// The keys from `from` on, and before `to` if there is one, in order, without the values.
    ///
    /// # Errors
    /// As the browser refuses; the transaction is then undone.
    pub(crate) async fn keys(
        &self,
        store: &str,
        from: &[u8],
        to: Option<&[u8]>,
    ) -> Result<Vec<Vec<u8>>, IdbError> {
        let range = range(from, to).map_err(|error| IdbError::of(&error))?;
        let keys = self
            .store(store)?
            .get_all_keys_with_key(&range)
            .map_err(|error| IdbError::of(&error))?;
        let keys = Array::from(&request::result(&keys).await?);
        Ok(keys.iter().map(|key| bytes_from_js(&key)).collect())
    }

    /// Puts `value` under `key`, now for this transaction and for everybody at its commit.
    ///
    /// # Errors
    /// [`IdbError::Closed`] when the transaction is over; what fails later is told by the commit.
    pub(crate) fn put(&self, store: &str, key: &[u8], value: &[u8]) -> Result<(), IdbError> {
        let value = Uint8Array::from(value).into();
        self.store(store)?
            .put_with_key(&value, &bytes_to_js(key))
            .map(drop)
            .map_err(|error| IdbError::of(&error))
    }

    /// Deletes the entry under `key`, if there is one.
    ///
    /// # Errors
    /// As [`Transaction::put`].
    pub(crate) fn delete(&self, store: &str, key: &[u8]) -> Result<(), IdbError> {
        self.store(store)?
            .delete(&bytes_to_js(key))
            .map(drop)
            .map_err(|error| IdbError::of(&error))
    }

    /// Ends the transaction and returns once it is complete: a strict one is then on the disk.
    ///
    /// # Errors
    /// Nothing of it was kept; see [`IdbError`] for what to do.
    pub(crate) async fn commit(mut self) -> Result<(), IdbError> {
        self.committing = true;
        // Throws when the transaction has ended by itself, which `done` knows already.
        let _ = js::call(&self.inner, "commit", &[]);
        match self.done.take() {
            Some(done) => done.await.unwrap_or(Err(IdbError::Closed)),
            None => Err(IdbError::Closed),
        }
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, IdbError> {
        self.inner
            .object_store(name)
            .map_err(|error| IdbError::of(&error))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.committing {
            // Throws when it has ended by itself; a transaction without writes may.
            let _ = self.inner.abort();
        }
    }
}

fn abort_reason(transaction: &IdbTransaction, connection_closed: bool) -> IdbError {
    match transaction.error() {
        Some(error) => IdbError::of(&error),
        None if connection_closed => IdbError::Closed,
        None => IdbError::Other("aborted".to_owned()),
    }
}

/// The keys that begin with `prefix`; undefined, which means all, for an empty one.
fn prefix_range(prefix: &[u8]) -> Result<JsValue, JsValue> {
    if prefix.is_empty() {
        return Ok(JsValue::UNDEFINED);
    }
    range(prefix, after_prefix(prefix).as_deref())
}

/// The keys from one on and before another.
fn range(from: &[u8], to: Option<&[u8]>) -> Result<JsValue, JsValue> {
    let lower = bytes_to_js(from);
    let range = match to {
        Some(to) => IdbKeyRange::bound_with_lower_open_and_upper_open(
            &lower,
            &bytes_to_js(to),
            false,
            true,
        )?,
        None => IdbKeyRange::lower_bound(&lower)?,
    };
    Ok(range.into())
}

/// The smallest key above everything that begins with `prefix`; none when it is all 0xFF.
fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|&byte| byte < u8::MAX)?;
    let mut after = prefix.get(..=last)?.to_vec();
    *after.last_mut()? += 1;
    Some(after)
}

fn bytes_to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// Keys come back as `ArrayBuffer`, values as the `Uint8Array` they were put as.
fn bytes_from_js(value: &JsValue) -> Vec<u8> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => bytes.to_vec(),
        None => Uint8Array::new(value).to_vec(),
    }
}

fn optional_bytes(value: &JsValue) -> Option<Vec<u8>> {
    (!value.is_undefined()).then(|| bytes_from_js(value))
}

#[cfg(test)]
mod tests {
    use super::after_prefix;

    #[test]
    fn the_key_after_a_prefix_carries_over_full_bytes() {
        assert_eq!(after_prefix(&[1, 2]), Some(vec![1, 3]));
        assert_eq!(after_prefix(&[1, 0xFF]), Some(vec![2]));
        assert_eq!(after_prefix(&[0xFF, 0xFF]), None);
    }
}
