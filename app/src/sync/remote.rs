//! The server over HTTP.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use yardstick_domain::codec::{self, Row};
use yardstick_domain::cursor::{Cursor, Line};
use yardstick_domain::device::round::{NotTakenBy, Remote, RemoteError};
use yardstick_domain::wire::{
    BucketAnswer, OfferAnswer, OfferRequest, PackedPage, PageKey, SnapshotPage, SyncAnswer,
    SyncRequest,
};

use crate::browser::http::{self, Answer, HttpError, Method};

const PATIENCE: Duration = Duration::from_secs(8);
const PATIENCE_FOR_PAGES: Duration = Duration::from_secs(30);
/// Bytes a second of the slowest network that still counts as one: large requests get that much longer.
const SLOWEST_BYTES_A_SECOND: usize = 16 * 1024;
const JSON: &str = "application/json";
/// Rows as columns are a third of the bytes and quicker to read; who stands between and knows only JSON may answer with that.
const ROWS: &str = "application/vnd.yardstick.columns, application/json";
/// Bundles are kept as they come.
const BUNDLES: &str =
    "application/vnd.yardstick.bundles, application/vnd.yardstick.columns, application/json";
/// When the server asks to wait without saying how long.
const WAIT_MS: u32 = 10_000;

/// The server this page came from.
pub(super) struct HttpRemote;

impl Remote for HttpRemote {
    async fn exchange(&self, request: &SyncRequest) -> Result<SyncAnswer, RemoteError> {
        let answer = send("/api/v1/sync", request, ROWS, PATIENCE).await?;
        let answer = if request.changes.is_empty() {
            checked(answer)?
        } else {
            let_through(answer)?
        };
        parse_rows(&answer, |answer: &mut SyncAnswer| &mut answer.news)
    }

    async fn snapshot(
        &self,
        at: Option<Cursor>,
        reach: Option<Cursor>,
        after: Option<PageKey>,
    ) -> Result<PackedPage, RemoteError> {
        let url = snapshot_url(at, reach, after);
        parse_page(&fetch(&url, BUNDLES, PATIENCE_FOR_PAGES).await?)
    }

    async fn offer(&self, request: &OfferRequest) -> Result<OfferAnswer, RemoteError> {
        let answer = send("/api/v1/offer", request, JSON, PATIENCE_FOR_PAGES).await?;
        parse(&let_through(answer)?)
    }

    async fn bucket(&self, bucket: u8) -> Result<BucketAnswer, RemoteError> {
        let url = format!("/api/v1/bucket?n={bucket}");
        let answer = fetch(&url, ROWS, PATIENCE_FOR_PAGES).await?;
        parse_rows(&answer, |bucket: &mut BucketAnswer| &mut bucket.rows)
    }

    async fn time(&self) -> Result<i64, RemoteError> {
        #[derive(Deserialize)]
        struct Time {
            time_ms: i64,
        }
        let time: Time = parse(&fetch("/api/v1/time", JSON, PATIENCE).await?)?;
        Ok(time.time_ms)
    }
}

fn snapshot_url(at: Option<Cursor>, reach: Option<Cursor>, after: Option<PageKey>) -> String {
    let mut query = Vec::new();
    if let Some(at) = at {
        query.push(format!("epoch={}&seq={}", at.epoch, at.seq));
    }
    if let Some(reach) = reach {
        query.push(format!(
            "reach_epoch={}&reach_seq={}",
            reach.epoch, reach.seq
        ));
    }
    if let Some(after) = after {
        query.push(format!(
            "after_client={}&after_record={}",
            after.client, after.record
        ));
    }
    let query = query.join("&");
    if query.is_empty() {
        "/api/v1/snapshot".to_owned()
    } else {
        format!("/api/v1/snapshot?{query}")
    }
}

async fn fetch(url: &str, accept: &str, patience: Duration) -> Result<Answer, RemoteError> {
    let answer = http::get(url, accept, patience).await;
    checked(answer.map_err(unreachable)?)
}

async fn send(
    url: &str,
    body: &impl Serialize,
    accept: &str,
    patience: Duration,
) -> Result<Answer, RemoteError> {
    let json = serde_json::to_vec(body).map_err(|_| unreadable("request"))?;
    let patience = patience_for(patience, json.len());
    http::send_json(Method::Post, url, &json, accept, patience)
        .await
        .map_err(unreachable)
}

fn patience_for(patience: Duration, bytes: usize) -> Duration {
    let seconds = u64::try_from(bytes / SLOWEST_BYTES_A_SECOND).unwrap_or_default();
    patience + Duration::from_secs(seconds)
}

fn unreachable(error: HttpError) -> RemoteError {
    match error {
        HttpError::Unreachable | HttpError::Timeout => RemoteError::Unreachable,
    }
}

fn unreadable(code: &str) -> RemoteError {
    RemoteError::Unreadable {
        code: code.to_owned(),
    }
}

fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, RemoteError> {
    // A captive portal answers 200 with a page of its own.
    if answer.content_type != JSON {
        return Err(RemoteError::Unreachable);
    }
    serde_json::from_slice(&answer.body).map_err(|_| unreadable("answer"))
}

/// An answer with rows, in whichever of the two forms it came.
fn parse_rows<T: DeserializeOwned>(
    answer: &Answer,
    rows: impl FnOnce(&mut T) -> &mut Vec<Row>,
) -> Result<T, RemoteError> {
    if answer.content_type != codec::MEDIA_TYPE {
        return parse(answer);
    }
    let (json, columns) = codec::open_envelope(&answer.body).map_err(|_| unreadable("columns"))?;
    let mut rest: T = serde_json::from_slice(json).map_err(|_| unreadable("answer"))?;
    *rows(&mut rest) = columns;
    Ok(rest)
}

/// A page of a snapshot, in whichever of the three forms it came.
fn parse_page(answer: &Answer) -> Result<PackedPage, RemoteError> {
    if answer.content_type != codec::BUNDLES_MEDIA_TYPE {
        let page = parse_rows(answer, |page: &mut SnapshotPage| &mut page.rows)?;
        return Ok(page.into());
    }
    let (json, bundles) =
        codec::open_bundles_envelope(&answer.body).map_err(|_| unreadable("bundles"))?;
    let page = serde_json::from_slice(json).map_err(|_| unreadable("answer"))?;
    Ok(PackedPage { page, bundles })
}

fn checked(answer: Answer) -> Result<Answer, RemoteError> {
    if answer.is_success() {
        return Ok(answer);
    }
    Err(refusal(&answer))
}

/// The answer to a request with something in it, at which somebody on the way may have taken offence.
fn let_through(answer: Answer) -> Result<Answer, RemoteError> {
    if answer.status == 403 && !Problem::of(&answer).is_of_our_server() {
        return Err(RemoteError::NotTaken {
            code: answer.status.to_string(),
            by: NotTakenBy::Way,
        });
    }
    checked(answer)
}

#[derive(Default, Deserialize)]
struct Problem {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    wipe_token: Option<String>,
    #[serde(default)]
    line: Option<Line>,
}

impl Problem {
    fn of(answer: &Answer) -> Self {
        serde_json::from_slice(&answer.body).unwrap_or_default()
    }

    /// Others answer with codes, too.
    fn is_of_our_server(&self) -> bool {
        self.kind.starts_with("urn:yardstick:problem:")
    }
}

/// What a refusal means: by the problem's code, which never changes, else by the status.
fn refusal(answer: &Answer) -> RemoteError {
    let problem = Problem::of(answer);
    let is_of_our_server = problem.is_of_our_server();
    let wait = || RemoteError::Wait {
        ms: answer
            .retry_after_s
            .map_or(WAIT_MS, |seconds| seconds.saturating_mul(1_000)),
    };
    match (problem.code.as_str(), answer.status) {
        ("wipe", _) => match problem.wipe_token {
            Some(token) => RemoteError::Wipe { token },
            None => RemoteError::SignIn,
        },
        ("other-history", _) => match problem.line {
            Some(line) => RemoteError::OtherHistory { line },
            None => unreadable("other-history"),
        },
        ("other-session", _) => RemoteError::SomeoneElse,
        ("sign-in", _) => RemoteError::SignIn,
        ("unreadable" | "too-large" | "too-many", _) if is_of_our_server => RemoteError::NotTaken {
            code: problem.code,
            by: NotTakenBy::Server,
        },
        // What the server got is not what was sent.
        ("damaged", _) if is_of_our_server => RemoteError::NotTaken {
            code: problem.code,
            by: NotTakenBy::Way,
        },
        (_, 400 | 413) if !is_of_our_server => RemoteError::NotTaken {
            code: answer.status.to_string(),
            by: NotTakenBy::Way,
        },
        ("full", _) | (_, 507) => RemoteError::Full,
        ("update-required", _) | (_, 426) => RemoteError::Update,
        ("too-many-requests" | "internal" | "stopping" | "timed-out", _)
        | (_, 408 | 429 | 500 | 503) => wait(),
        // A gateway's word for a server that is not there, or a portal that wants something else of the person.
        ("", 502 | 504 | 401 | 403 | 407 | 511) => RemoteError::Unreachable,
        ("", status) => unreadable(&status.to_string()),
        (code, _) => unreadable(code),
    }
}

#[cfg(test)]
mod tests {
    use yardstick_domain::cursor::EpochEnd;
    use yardstick_domain::id::{Epoch, RecordId};

    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            content_type: "application/problem+json".to_owned(),
            retry_after_s: None,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let of = |status, body: &str| refusal(&answer(status, body));
        assert_eq!(of(401, r#"{"code":"sign-in"}"#), RemoteError::SignIn);
        assert_eq!(
            of(401, r#"{"code":"wipe","wipe_token":"t"}"#),
            RemoteError::Wipe { token: "t".into() }
        );
        assert_eq!(of(401, r#"{"code":"wipe"}"#), RemoteError::SignIn);
        assert_eq!(of(401, "<html>"), RemoteError::Unreachable);
        assert_eq!(
            of(409, r#"{"code":"other-session"}"#),
            RemoteError::SomeoneElse
        );
        assert_eq!(
            of(426, r#"{"code":"update-required"}"#),
            RemoteError::Update
        );
        assert_eq!(of(507, r#"{"code":"full"}"#), RemoteError::Full);
        assert_eq!(of(502, ""), RemoteError::Unreachable);
        let line = r#"{"code":"other-history","line":[{"epoch":"000000000000002a","last":7}]}"#;
        assert_eq!(
            of(409, line),
            RemoteError::OtherHistory {
                line: Line(vec![EpochEnd {
                    epoch: Epoch(42),
                    last: 7
                }])
            }
        );
        let mut waiting = answer(429, r#"{"code":"too-many-requests"}"#);
        waiting.retry_after_s = Some(3);
        assert_eq!(refusal(&waiting), RemoteError::Wait { ms: 3_000 });
    }

    #[test]
    fn what_is_refused_or_damaged_on_the_way_is_no_word_of_the_server() {
        let not_taken = |code: &str, by| RemoteError::NotTaken {
            code: code.to_owned(),
            by,
        };
        let ours =
            |code: &str| format!(r#"{{"type":"urn:yardstick:problem:{code}","code":"{code}"}}"#);
        let of = |status, body: &str| refusal(&answer(status, body));
        for (status, code) in [(400, "unreadable"), (413, "too-large"), (413, "too-many")] {
            assert_eq!(of(status, &ours(code)), not_taken(code, NotTakenBy::Server));
        }
        assert_eq!(
            of(400, &ours("damaged")),
            not_taken("damaged", NotTakenBy::Way)
        );
        for body in ["<html>", r#"{"code":"too-large"}"#, r#"{"code":413}"#] {
            assert_eq!(of(413, body), not_taken("413", NotTakenBy::Way));
            assert_eq!(of(400, body), not_taken("400", NotTakenBy::Way));
        }
        assert_eq!(of(400, &ours("bad-offer")), unreadable("bad-offer"));

        assert_eq!(of(403, "<html>"), RemoteError::Unreachable, "of a pull");
        let pushed = |body: &str| let_through(answer(403, body));
        assert_eq!(pushed("<html>"), Err(not_taken("403", NotTakenBy::Way)));
        assert_eq!(
            pushed(r#"{"code":"blocked"}"#),
            Err(not_taken("403", NotTakenBy::Way))
        );
        assert_eq!(
            pushed(&ours("foreign-origin")),
            Err(unreadable("foreign-origin"))
        );
        assert!(let_through(answer(200, "{}")).is_ok());
    }

    #[test]
    fn a_large_request_gets_longer() {
        assert_eq!(patience_for(PATIENCE, 900), PATIENCE);
        assert_eq!(
            patience_for(PATIENCE, 1024 * 1024),
            PATIENCE + Duration::from_secs(64)
        );
    }

    #[test]
    fn a_page_of_a_portal_is_no_answer() {
        let portal = Answer {
            content_type: "text/html".to_owned(),
            ..answer(200, "<html>")
        };
        assert_eq!(parse::<SyncAnswer>(&portal), Err(RemoteError::Unreachable));
    }

    #[test]
    fn rows_are_read_from_columns_and_from_json() {
        let page = r#"{"at":{"epoch":"0000000000000001","seq":5},"line":[],"rows":[]}"#;
        let as_type = |content_type: &str, body: Vec<u8>| {
            let answer = Answer {
                status: 200,
                content_type: content_type.to_owned(),
                retry_after_s: None,
                body,
            };
            parse_rows(&answer, |page: &mut SnapshotPage| &mut page.rows)
        };
        let bundles = codec::bundles_envelope(page.as_bytes(), &[]);
        let packed = parse_page(&Answer {
            status: 200,
            content_type: codec::BUNDLES_MEDIA_TYPE.to_owned(),
            retry_after_s: None,
            body: bundles,
        });
        let columns = codec::envelope(page.as_bytes(), &[]);
        let read = as_type(JSON, page.as_bytes().to_vec());
        assert!(read.is_ok());
        assert_eq!(packed, read.clone().map(PackedPage::from));
        assert_eq!(as_type(codec::MEDIA_TYPE, columns.clone()), read);
        let cut = columns[..columns.len() - 1].to_vec();
        assert_eq!(as_type(codec::MEDIA_TYPE, cut), Err(unreadable("columns")));
    }

    #[test]
    fn a_snapshot_is_asked_for_where_it_ended() {
        assert_eq!(snapshot_url(None, None, None), "/api/v1/snapshot");
        let at = Cursor {
            epoch: Epoch(1),
            seq: 5,
        };
        let after = PageKey {
            client: RecordId::NIL,
            record: RecordId::NIL,
        };
        assert_eq!(
            snapshot_url(Some(at), Some(at), Some(after)),
            "/api/v1/snapshot?epoch=0000000000000001&seq=5&reach_epoch=0000000000000001&reach_seq=5\
             &after_client=00000000-0000-0000-0000-000000000000&after_record=00000000-0000-0000-0000-000000000000"
        );
    }
}
