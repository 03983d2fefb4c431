//! The description of this interface for programs: `/openapi.json`.

pub(in crate::http) mod bodies;

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response as Described, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use crate::App;
use crate::error::Problem;
use crate::http::{devices, erase, events, feed, first_run, health, password, session, sync};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/openapi.json", get(document))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yardstick",
        description = "Unsafe methods need `Content-Type: application/json` and an `Origin` equal to the public URL. \
            Sessions travel in the cookie `__Host-yardstick`. Refusals are problem documents (RFC 9457) and change nothing.",
    ),
    paths(
        health::health,
        health::time,
        first_run::state,
        first_run::create,
        session::who_am_i,
        session::sign_in,
        session::sign_out,
        devices::list,
        devices::revoke,
        devices::wipe,
        password::change,
        events::events,
        sync::sync,
        sync::offer,
        sync::pages::snapshot,
        sync::pages::bucket,
        sync::pages::history,
        erase::erase,
        feed::state,
        feed::make,
        feed::upload,
        feed::tell,
        feed::revoke,
        feed::serve,
    ),
    components(schemas(Problem)),
    modifiers(&Everywhere)
)]
struct Document;

/// What the guards in front of every endpoint may answer, and who needs a session: said once for all of them.
struct Everywhere;

const SESSION: &str = "session";

impl Modify for Everywhere {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-yardstick")));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme(SESSION, cookie);
        for item in document.paths.paths.values_mut() {
            for (operation, changes) in operations(item) {
                refusals(operation, changes);
            }
        }
    }
}

/// Each with whether it may change something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let reading = [&mut item.get].into_iter().map(|method| (method, false));
    let writing = [&mut item.post, &mut item.put, &mut item.delete]
        .into_iter()
        .map(|method| (method, true));
    reading
        .chain(writing)
        .filter_map(|(method, changes)| Some((method.as_mut()?, changes)))
}

fn refusals(operation: &mut Operation, changes: bool) {
    const ALWAYS: [(&str, &str); 4] = [
        ("408", "`timed-out`"),
        ("429", "`too-many-requests`, with `Retry-After`"),
        ("500", "`internal`"),
        ("503", "`busy`, `stopping`"),
    ];
    const OF_BODIES: [(&str, &str); 1] = [(
        "400",
        "`unreadable`; `damaged`: it ends too early or is no JSON, so nothing is said of what was in it",
    )];
    const OF_CHANGES: [(&str, &str); 4] = [
        ("403", "`foreign-origin`"),
        ("413", "`too-large`"),
        ("415", "`not-json`, `unknown-encoding`"),
        ("507", "`full`"),
    ];
    let responses = &mut operation.responses.responses;
    if responses.contains_key("401") && !operation_signs_in(&operation.operation_id) {
        let session = SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, []);
        operation.security = Some(vec![session]);
    }
    let of_changes: &[_] = if changes { &OF_CHANGES } else { &[] };
    let of_bodies: &[_] = if operation.request_body.is_some() {
        &OF_BODIES
    } else {
        &[]
    };
    for (status, codes) in ALWAYS.iter().chain(of_bodies).chain(of_changes) {
        let described = responses
            .entry((*status).to_owned())
            .or_insert_with(|| RefOr::T(problem()));
        if let RefOr::T(described) = described {
            if !described.description.is_empty() {
                described.description.push_str("; ");
            }
            described.description.push_str(codes);
        }
    }
}

/// Signing in answers 401 to a wrong password, and needs no session.
fn operation_signs_in(id: &Option<String>) -> bool {
    id.as_deref() == Some("sign_in")
}

fn problem() -> Described {
    let schema = Ref::from_schema_name("Problem");
    ResponseBuilder::new()
        .content("application/problem+json", Content::new(Some(schema)))
        .build()
}

async fn document() -> Response {
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], Json(Document::openapi())).into_response()
}

/// The document as text, for the repository and for tests.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    Document::openapi().to_pretty_json()
}
