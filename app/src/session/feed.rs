//! The person's calendar at a secret address: made and revoked here, and kept up to date after rounds of sync.
//!
//! Context: the server serves the calendar and knows no rule of the method, so a device makes the text; there may be several, behind, or off.
//! Choice: whichever device leads its tabs and is level with the server compares what it would upload with the tag of what is there, and uploads
//! where they differ; the newest whole upload wins. How much is told and in which language is chosen once and the server's to keep, and it
//! takes nothing else: were each device to say it in the language it shows, two would overwrite each other for ever.
//! Consequence: nothing is remembered here of what was sent; an erasure, a restored backup or another device's old text is put right by
//! the next device that syncs. It runs beside the loop, which never waits for it. What did not reach the server is tried after the next
//! round; what it refused, when something has changed.
//! Cost: the main module asks a flag of the account, told with the names; all else is a part that comes where there is a feed.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{GetUntracked, WithUntracked};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use yardstick_domain::cursor::Cursor;
use yardstick_domain::device::round::meta;
use yardstick_domain::id::{UserId, WorkspaceId};
use yardstick_domain::method::Detail;
use yardstick_domain::text::{Subscription, subscription};
use yardstick_domain::values::Instant;

use super::Session;
use super::account::{self, AccountError, read, send};
use super::core::Core;
use super::identity::Account;
use super::state::Phase;
use crate::book::calendar;
use crate::browser::clock;
use crate::browser::http::Method;
use crate::browser::timer;
use crate::i18n::{Locale, Msg, Spoken};

const FEED: &str = "/api/v1/feed";
const DETAIL: &str = "/api/v1/feed/detail";
/// What follows an edit at once is uploaded with it.
const SETTLE: Duration = Duration::from_secs(4);
/// What the server said of the feed is believed this long while nothing changes.
const BELIEVED_MS: f64 = 600_000.0;
/// The server's word for a calendar that is too large.
const TOO_LARGE: &str = "too-large";

/// A feed as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Feed {
    detail: String,
    /// When its address was made, unix ms.
    pub made_ms: i64,
    /// When it was last uploaded, unix ms; none where the server has nothing to serve.
    #[serde(default)]
    pub uploaded_ms: Option<i64>,
    #[serde(default)]
    tag: Option<String>,
}

impl Feed {
    /// How it tells; none is a choice that this version does not know.
    pub fn telling(&self) -> Option<Telling> {
        Telling::of_word(&self.detail)
    }
}

/// How much a feed tells, and in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// How much.
    pub detail: Detail,
    /// The language that it is said in, whichever a device shows.
    pub locale: Locale,
}

impl Telling {
    /// As the server keeps it.
    fn word(self) -> String {
        [self.detail.word(), letters(self.locale)].concat()
    }

    /// What the word means; `None` for one of a version to come.
    fn of_word(word: &str) -> Option<Self> {
        let locale = Locale::ALL
            .into_iter()
            .find(|locale| word.ends_with(letters(*locale)));
        let detail = match locale {
            Some(locale) => word.strip_suffix(letters(locale))?,
            None => word,
        };
        Some(Self {
            detail: Detail::of_word(detail)?,
            // Made before the language was kept.
            locale: locale.unwrap_or(Locale::ZhTw),
        })
    }
}

/// The language in a word of the server's: small letters, no more than sixteen with what is before them.
const fn letters(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhTw => "zhtw",
        Locale::En => "en",
    }
}

/// Whether the server refused an upload for its size.
pub fn is_too_large(error: &AccountError) -> bool {
    matches!(error, AccountError::Refused { code } if code == TOO_LARGE)
}

/// What came of keeping a feed up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The server serves what this device holds.
    UpToDate,
    /// This device is to be level with the server first, or to know the choice.
    Later,
    /// There is no feed.
    NoFeed,
}

#[derive(Serialize)]
struct Choice<'a> {
    workspace: WorkspaceId,
    user: UserId,
    detail: &'a str,
}

#[derive(Serialize)]
struct Upload<'a> {
    #[serde(flatten)]
    choice: Choice<'a>,
    tag: &'a str,
    calendar: &'a str,
}

fn choice<'a>(core: &Core, detail: &'a str) -> Choice<'a> {
    let identity = core.account.with_untracked(Account::identity);
    Choice {
        workspace: identity.workspace,
        user: identity.user,
        detail,
    }
}

/// The person's feed, if there is one.
///
/// # Errors
/// As the server refuses; [`AccountError::Unreachable`] without a network.
pub async fn state() -> Result<Option<Feed>, AccountError> {
    #[derive(Deserialize)]
    struct State {
        #[serde(default)]
        feed: Option<Feed>,
    }
    let state: State = read(FEED).await?;
    Ok(state.feed)
}

/// Makes the feed. Answers its address, which nobody is told again.
///
/// # Errors
/// As the server refuses; then there is what there was.
pub async fn make(session: Session, telling: Telling) -> Result<String, AccountError> {
    make_with(session, &telling.word()).await
}

/// Gives the feed another address, if it is still there. Answers it, which nobody is told again.
///
/// # Errors
/// As the server refuses; then there is what there was.
pub async fn renew(session: Session) -> Result<Option<String>, AccountError> {
    // What it tells stays as chosen, also where another device chose meanwhile, or a newer version what this one does not know.
    match state().await? {
        Some(feed) => make_with(session, &feed.detail).await.map(Some),
        None => Ok(None),
    }
}

async fn make_with(session: Session, detail: &str) -> Result<String, AccountError> {
    #[derive(Deserialize)]
    struct Made {
        url: String,
    }
    let core = session.core();
    let answer = send(Method::Post, FEED, &choice(&core, detail)).await?;
    let made: Made = account::parse(&answer)?;
    // The account knows whether there is a feed: from now on rounds keep it.
    account::refresh(&core).await;
    Ok(made.url)
}

/// Chooses how much is told, and in which language. What tells something else is served no longer.
///
/// # Errors
/// As the server refuses; then it stays as it was.
pub async fn tell(session: Session, telling: Telling) -> Result<(), AccountError> {
    let (core, word) = (session.core(), telling.word());
    send(Method::Put, DETAIL, &choice(&core, &word))
        .await
        .map(drop)
}

/// Removes the feed: its address leads nowhere.
///
/// # Errors
/// As the server refuses; then it stays.
pub async fn revoke(session: Session) -> Result<(), AccountError> {
    send(Method::Delete, FEED, &serde_json::json!({})).await?;
    account::refresh(&session.core()).await;
    Ok(())
}

/// Uploads what this device holds now, where the server serves something else.
///
/// # Errors
/// As the server refuses; it is tried again after a round.
pub async fn keep_now(session: Session) -> Result<Kept, AccountError> {
    KNOWN.take();
    keep(&session.core()).await
}

/// The device is level with the server: where there is a feed, it is kept up to date, beside everything else.
pub(crate) fn after_level(core: &Rc<Core>) {
    if !core.account.with_untracked(|account| account.feed) {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        // Without the part, for want of a network, there is nothing to upload to either.
        if let Ok(keep) = feed_part().await {
            keep(core);
        }
    });
}

/// Keeping a feed: the text and its upload.
#[wasm_split(feed, wasm_split_path = ::leptos::wasm_split, fallible)]
fn feed_part() -> Result<fn(Rc<Core>), SplitLoaderError> {
    Ok(keep_soon)
}

/// The server was asked last, and there is nothing to do about what it said.
#[derive(Clone, Copy)]
struct Known {
    /// How far this device had synced before. Whatever empties calendars moves it on: an erasure is a change like others, and a restored
    /// backup begins an epoch.
    at: Cursor,
    /// When, on the running clock.
    asked_ms: f64,
}

impl Known {
    /// Whether nothing says that it is otherwise by now.
    fn holds(self, at: Cursor, now_ms: f64) -> bool {
        self.at == at && now_ms - self.asked_ms < BELIEVED_MS
    }
}

thread_local! {
    static SOON: Cell<bool> = const { Cell::new(false) };
    static KNOWN: Cell<Option<Known>> = const { Cell::new(None) };
}

fn keep_soon(core: Rc<Core>) {
    if SOON.replace(true) {
        return;
    }
    spawn_local(async move {
        timer::sleep(SETTLE).await;
        SOON.set(false);
        // Before the server is asked: what empties the calendar after it has answered comes with a later round.
        let Some(at) = meta(&core.store).await.ok().and_then(|meta| meta.cursor) else {
            return;
        };
        let asked_ms = clock::monotonic_ms();
        if KNOWN.get().is_some_and(|known| known.holds(at, asked_ms)) {
            return;
        }
        KNOWN.take();
        match keep(&core).await {
            // What was refused is refused again as it is; the page says so.
            Ok(Kept::UpToDate) | Err(AccountError::Refused { .. } | AccountError::Field { .. }) => {
                KNOWN.set(Some(Known { at, asked_ms }));
            }
            // The next round tries again; the page says when it was uploaded last.
            Ok(Kept::Later | Kept::NoFeed) | Err(_) => {}
        }
    });
}

async fn keep(core: &Rc<Core>) -> Result<Kept, AccountError> {
    let Some(feed) = state().await? else {
        return Ok(Kept::NoFeed);
    };
    let Some(telling) = feed.telling() else {
        return Ok(Kept::Later);
    };
    // Half a snapshot, or edits the server may refuse, are nobody's calendar.
    let is_level = matches!(
        core.status.shown.get_untracked().phase,
        Phase::Synced { .. }
    );
    let Some(text) = text(core, telling).await.filter(|_| is_level) else {
        return Ok(Kept::Later);
    };
    if feed.tag.as_ref() != Some(&text.tag) {
        let upload = Upload {
            choice: choice(core, &feed.detail),
            tag: &text.tag,
            calendar: &text.text,
        };
        send(Method::Put, FEED, &upload).await?;
    }
    Ok(Kept::UpToDate)
}

/// None where the store failed, which is told elsewhere, or the texts of the feed's language could not be had.
async fn text(core: &Rc<Core>, telling: Telling) -> Option<Subscription> {
    let spoken = Spoken::of(telling.locale).await.ok()?;
    let now = Instant::from_ms(clock::now_ms())?;
    let events = calendar::events(core, &spoken, Some((telling.detail, now)))
        .await
        .ok()?;
    Some(subscription(&spoken.t(Msg::AppName), &events, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use yardstick_domain::id::Epoch;

    #[test]
    fn what_a_feed_tells_is_one_word_of_the_servers() {
        for locale in Locale::ALL {
            for detail in Detail::ALL {
                let telling = Telling { detail, locale };
                let word = telling.word();
                assert!(word.len() <= 16 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
                assert_eq!(Telling::of_word(&word), Some(telling), "{word}");
            }
        }
        assert_eq!(Telling::of_word("namesja"), None);
        assert_eq!(Telling::of_word("en"), None);
    }

    #[test]
    fn a_feed_of_before_languages_were_kept_is_chinese_whatever_a_device_shows() {
        for detail in Detail::ALL {
            let locale = Locale::ZhTw;
            assert_eq!(
                Telling::of_word(detail.word()),
                Some(Telling { detail, locale })
            );
        }
    }

    #[test]
    fn the_server_is_asked_again_after_news_a_restored_backup_and_a_while() {
        let at = |epoch, seq| Cursor {
            epoch: Epoch(epoch),
            seq,
        };
        let known = Known {
            at: at(1, 7),
            asked_ms: 1_000.0,
        };
        assert!(known.holds(at(1, 7), 61_000.0));
        assert!(!known.holds(at(1, 8), 61_000.0), "an erasure is news");
        assert!(!known.holds(at(2, 7), 61_000.0), "a backup begins an epoch");
        assert!(!known.holds(at(1, 7), 601_000.0));
    }
}
