//! The server's event stream.

use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::listen::Listener;

/// Whether events can arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamState {
    /// Connected.
    Open,
    /// Cut; the browser tries again by itself.
    Retrying,
    /// Given up by the browser, because the server answered with an error. Opening again is the owner's business.
    Closed,
}

/// An open event stream; closed when dropped.
pub struct EventStream {
    source: EventSource,
    _listeners: Vec<Listener>,
}

impl EventStream {
    /// Connects to `url` and hears the events named `event`; `None` where the browser has no event streams.
    pub fn open(
        url: &str,
        event: &'static str,
        on_event: impl Fn(String) + 'static,
        on_state: impl Fn(StreamState) + Clone + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let opened = on_state.clone();
        let listeners = vec![
            Listener::new(&source, event, move |event| {
                let data = event
                    .dyn_ref::<MessageEvent>()
                    .and_then(|event| event.data().as_string());
                on_event(data.unwrap_or_default());
            }),
            Listener::new(&source, "open", move |_| opened(StreamState::Open)),
            Listener::new(&source, "error", {
                let source = source.clone();
                move |_| on_state(after_error(&source))
            }),
        ];
        Some(Self {
            source,
            _listeners: listeners,
        })
    }

    /// Whether the browser has given the stream up, as it does silently when the system freezes the page.
    pub fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn after_error(source: &EventSource) -> StreamState {
    if source.ready_state() == EventSource::CLOSED {
        StreamState::Closed
    } else {
        StreamState::Retrying
    }
}
