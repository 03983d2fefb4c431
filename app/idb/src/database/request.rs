//! Waiting for one request.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsValue;
use web_sys::{IdbOpenDbRequest, IdbRequest};

use super::error::IdbError;
use crate::listen::Listener;

/// The result of a request, once it is there. Requests of one transaction end in the order they were made, so waiting for the last
/// one is waiting for all.
pub(super) async fn result(request: &IdbRequest) -> Result<JsValue, IdbError> {
    let (told, outcome) = outcome();
    let _success = told.on(request, "success", || Ok(()));
    let failed = request.clone();
    let _error = told.on(request, "error", move || Err(reason(&failed)));
    outcome.await.unwrap_or(Err(IdbError::Closed))?;
    request.result().map_err(|error| IdbError::of(&error))
}

/// The end of a deletion, or that another tab blocks it.
pub(super) async fn deleted(request: &IdbOpenDbRequest) -> Result<(), IdbError> {
    let (told, outcome) = outcome();
    let _success = told.on(request, "success", || Ok(()));
    let _blocked = told.on(request, "blocked", || Err(IdbError::Blocked));
    let failed = request.clone();
    let _error = told.on(request, "error", move || Err(reason(&failed)));
    outcome.await.unwrap_or(Err(IdbError::Closed))
}

/// The first of several events to happen decides.
#[derive(Clone)]
pub(super) struct Told(Rc<RefCell<Option<Teller>>>);

type Teller = oneshot::Sender<Result<(), IdbError>>;

/// A place to tell an outcome, and the outcome.
pub(super) fn outcome() -> (Told, oneshot::Receiver<Result<(), IdbError>>) {
    let (sender, receiver) = oneshot::channel();
    (Told(Rc::new(RefCell::new(Some(sender)))), receiver)
}

impl Told {
    /// Tells what `event` at `target` means.
    pub(super) fn on(
        &self,
        target: &web_sys::EventTarget,
        event: &'static str,
        meaning: impl Fn() -> Result<(), IdbError> + 'static,
    ) -> Listener {
        let sender = Rc::clone(&self.0);
        Listener::new(target, event, move |_| {
            let sender = sender.borrow_mut().take();
            if let Some(sender) = sender {
                // Nobody waits any more: the future was dropped.
                let _ = sender.send(meaning());
            }
        })
    }
}

fn reason(request: &IdbRequest) -> IdbError {
    match request.error() {
        Ok(Some(error)) => IdbError::of(&error),
        Ok(None) | Err(_) => IdbError::Closed,
    }
}
