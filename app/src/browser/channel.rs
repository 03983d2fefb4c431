//! Messages between the tabs of one browser.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use super::listen::Listener;

/// A channel of messages `T`, told as JSON text to every other tab that opened the same name; closed when dropped.
pub struct Channel<T> {
    inner: BroadcastChannel,
    _listener: Listener,
    _message: PhantomData<fn(T) -> T>,
}

impl<T: Serialize + DeserializeOwned + 'static> Channel<T> {
    /// Opens the channel `name`; `None` where the browser has no channels. What another build says and this one cannot read is skipped.
    pub fn open(name: &str, on_message: impl Fn(T) + 'static) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let listener = Listener::new(&inner, "message", move |event| {
            let text = event
                .dyn_ref::<MessageEvent>()
                .and_then(|event| event.data().as_string());
            if let Some(message) =
                text.and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
            {
                on_message(message);
            }
        });
        Some(Self {
            inner,
            _listener: listener,
            _message: PhantomData,
        })
    }

    /// Tells all other tabs.
    pub fn post(&self, message: &T) {
        if let Ok(text) = serde_json::to_string(message) {
            let _ = self.inner.post_message(&text.into());
        }
    }
}

impl<T> Drop for Channel<T> {
    fn drop(&mut self) {
        self.inner.close();
    }
}
