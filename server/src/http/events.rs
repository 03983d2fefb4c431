//! Server-sent events: a hint that the workspace has advanced. Nothing rests on it; a device that hears nothing asks.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use yardstick_domain::id::DeviceId;

use crate::App;
use crate::error::{ApiError, Problem};
use crate::events::Notice;
use crate::http::current::Current;

/// How often an idle stream shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(20);

pub(super) fn routes() -> Router<App> {
    Router::new().route("/api/v1/events", get(events))
}

/// Streams `advanced` events, whose data is `{"seq":n}`: the workspace's last sequence number, or `{}` if some were
/// missed. The stream ends when the server stops or the device is signed out or shut out.
#[utoipa::path(get, path = "/api/v1/events", responses(
    (status = 200, description = "A stream of events", content_type = "text/event-stream", body = String),
    (status = 401, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn events(
    State(app): State<App>,
    current: Current,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let listener = Listener {
        notices: app.events().listen(current.workspace()),
        device: current.device(),
    };
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("alive")))
}

/// One open stream.
struct Listener {
    notices: Receiver<Notice>,
    device: DeviceId,
}

impl Listener {
    /// The next event for this stream; `None` ends it.
    async fn next(&mut self) -> Option<Event> {
        loop {
            match self.notices.recv().await {
                Ok(Notice::Advanced { seq }) => {
                    return Some(
                        Event::default()
                            .event("advanced")
                            .data(format!("{{\"seq\":{seq}}}")),
                    );
                }
                Ok(Notice::Ended(device)) if device == self.device => return None,
                Ok(Notice::Ended(_)) => {}
                Ok(Notice::Stopping) | Err(RecvError::Closed) => return None,
                Err(RecvError::Lagged(_)) => {
                    return Some(Event::default().event("advanced").data("{}"));
                }
            }
        }
    }
}
