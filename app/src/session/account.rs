//! Accounts: the first one, signing in and out, devices, the password. Each asks the server once and says what came of it.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use yardstick_domain::device::{DeviceStore, Mode, Table, Tx};
use yardstick_domain::id::{DeviceId, UserId, WorkspaceId};

use super::core::Core;
use super::identity::{Account, KnownDevice, Me, Role};
use super::tabs::Told;
use super::{Session, start};
use crate::browser::channel::Channel;
use crate::browser::http::{self, Answer, Method};
use crate::browser::local;
use crate::browser::page;
use crate::i18n::Msg;
use crate::store::BookStore;

const PATIENCE: Duration = Duration::from_secs(8);
const JSON: &str = "application/json";
const SESSION: &str = "/api/v1/session";
/// Where the identity is kept beside the book, for when localStorage has not reached the disk.
const ACCOUNT_KEY: &[u8] = b"account";

/// Why the server did not do it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccountError {
    /// No answer: try again with a network.
    #[error("the server could not be reached")]
    Unreachable,
    /// Wrong e-mail address or password; it is not said which.
    #[error("wrong e-mail address or password")]
    WrongCredentials,
    /// The code is not the one printed on the server's console.
    #[error("wrong code")]
    WrongCode,
    /// The first account exists already: sign in.
    #[error("the first account exists already")]
    FirstRunClosed,
    /// A field breaks a rule.
    #[error("a field is not in order: {field}")]
    Field {
        /// The field as the server names it: `code`, `email`, `password`, `name`, `workspace_name`, `device_label`, `new_password`.
        field: String,
    },
    /// No session: sign in.
    #[error("sign in")]
    SignIn,
    /// Only the owner may do this.
    #[error("not allowed")]
    NotAllowed,
    /// Too many tries.
    #[error("try again in {seconds} seconds")]
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// Changes that only this device has would be lost: export them first, or say that they may go.
    #[error("{unsent} changes were never sent")]
    Unsent {
        /// How many.
        unsent: usize,
    },
    /// Anything else, with the server's code.
    #[error("the server refused: {code}")]
    Refused {
        /// The problem's code, or the status.
        code: String,
    },
}

impl AccountError {
    /// What to tell the person. `Field`, `TooMany` and `Unsent` carry more for texts with values.
    pub fn message(&self) -> Msg {
        match self {
            Self::Unreachable => Msg::AccountUnreachable,
            Self::WrongCredentials => Msg::AccountWrongCredentials,
            Self::WrongCode => Msg::AccountWrongCode,
            Self::FirstRunClosed => Msg::AccountFirstRunClosed,
            Self::Field { field } => match field.as_str() {
                "email" => Msg::AccountFieldEmail,
                "old_password" => Msg::AccountFieldOldPassword,
                "password" | "new_password" => Msg::AccountFieldPassword,
                _ => Msg::AccountFieldLine,
            },
            Self::SignIn => Msg::AccountSignIn,
            Self::NotAllowed => Msg::AccountNotAllowed,
            Self::TooMany { .. } => Msg::AccountTooMany,
            Self::Unsent { .. } => Msg::AccountUnsent,
            Self::Refused { .. } => Msg::AccountRefused,
        }
    }
}

/// Who the server says is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Somebody is signed in.
    SignedIn(Me),
    /// Nobody; whether the first account is still to be made.
    SignedOut {
        /// The server's console shows the code.
        first_run: bool,
    },
}

/// The first account and what it owns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FirstAccount {
    /// The one-time code.
    pub code: String,
    /// E-mail address.
    pub email: String,
    /// At least 10 characters.
    pub password: String,
    /// The person's name.
    pub name: String,
    /// The workspace's name.
    pub workspace_name: String,
    /// What this device is to be called in lists.
    pub device_label: String,
}

/// A device as members see it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub user_name: String,
    /// What it is called.
    pub label: String,
    /// Unix ms.
    pub created_ms: i64,
    /// Unix ms, to the minute.
    pub last_seen_ms: i64,
    /// When it was shut out, unix ms.
    #[serde(default)]
    pub revoked_ms: Option<i64>,
    /// When it was ordered to wipe itself, unix ms.
    #[serde(default)]
    pub wipe_ordered_ms: Option<i64>,
    /// Whether somebody is signed in on it.
    pub signed_in: bool,
    /// How many changes it still had to send when it synced last; none where that is not known, or not for this person to know.
    #[serde(default)]
    pub waiting: Option<u32>,
    /// Whether it is this one.
    pub this_device: bool,
}

#[derive(Deserialize)]
struct SessionView {
    user: UserView,
    workspace: WorkspaceView,
    role: Role,
    device: DeviceView,
    #[serde(default)]
    devices: Vec<KnownDevice>,
    #[serde(default)]
    feed: bool,
    #[serde(default)]
    wipe_token: Option<String>,
}

#[derive(Deserialize)]
struct UserView {
    id: UserId,
    email: String,
    name: String,
}

#[derive(Deserialize)]
struct WorkspaceView {
    id: WorkspaceId,
    name: String,
}

#[derive(Deserialize)]
struct DeviceView {
    id: DeviceId,
    label: String,
}

impl From<SessionView> for Account {
    fn from(view: SessionView) -> Self {
        Self {
            me: Me {
                user: view.user.id,
                name: view.user.name,
                email: view.user.email,
                workspace: view.workspace.id,
                workspace_name: view.workspace.name,
                device: view.device.id,
                device_label: view.device.label,
                role: view.role,
            },
            devices: view.devices,
            feed: view.feed,
            wipe_token: view.wipe_token,
        }
    }
}

/// Asks who is signed in, and if nobody, whether there is any account yet.
///
/// # Errors
/// [`AccountError::Unreachable`] above all.
pub async fn probe() -> Result<Probe, AccountError> {
    match read::<SessionView>(SESSION).await {
        Ok(view) => Ok(Probe::SignedIn(Account::from(view).me)),
        Err(AccountError::SignIn) => {
            #[derive(Deserialize)]
            struct FirstRun {
                open: bool,
            }
            let first_run: FirstRun = read("/api/v1/first-run").await?;
            Ok(Probe::SignedOut {
                first_run: first_run.open,
            })
        }
        Err(error) => Err(error),
    }
}

/// Makes the first account, signs in and opens its book: the app loads anew.
///
/// # Errors
/// As the server refuses.
pub async fn first_run(account: &FirstAccount) -> Result<(), AccountError> {
    let view = send(Method::Post, "/api/v1/first-run", account).await?;
    signed_in(parse(&view)?).await
}

/// Signs in. As the person whose book is open: its outbox goes on its way. As another one: the app loads anew with their book, and
/// nothing of the one before is seen or sent.
///
/// # Errors
/// As the server refuses.
pub async fn sign_in(email: &str, password: &str, device_label: &str) -> Result<(), AccountError> {
    #[derive(Serialize)]
    struct SignIn<'a> {
        email: &'a str,
        password: &'a str,
        device_label: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<DeviceId>,
    }
    let same_person = Account::remembered()
        .map(|account| account.me)
        .filter(|me| me.email.eq_ignore_ascii_case(email.trim()));
    let body = SignIn {
        email,
        password,
        device_label,
        device: same_person.map(|me| me.device),
    };
    let view = send(Method::Post, SESSION, &body).await?;
    signed_in(parse(&view)?).await
}

/// Where the address that somebody signs in with is kept until they are in.
const TYPED_EMAIL: &str = "yardstick.email";

/// The address typed at the door before the page was loaded again. Of the password nothing is kept.
pub fn typed_email() -> Option<String> {
    local::get(TYPED_EMAIL)
}

/// Keeps the address typed at the door.
pub fn keep_typed_email(typed: &str) {
    if typed.is_empty() {
        local::remove(TYPED_EMAIL);
    } else {
        local::set(TYPED_EMAIL, &typed);
    }
}

async fn signed_in(view: SessionView) -> Result<(), AccountError> {
    local::remove(TYPED_EMAIL);
    let account = Account::from(view);
    account.remember();
    crate::demo::forget();
    let core = start::open(account.book(), false, account.clone(), Rc::new(|_| ()))
        .await
        .map_err(|_| AccountError::Refused {
            code: "storage".to_owned(),
        })?;
    keep_in(&core.store, &account).await;
    // Tabs that had this book open and waited for somebody to sign in.
    if let Some(channel) = Channel::open(&account.book(), |_: Told| ()) {
        channel.post(&Told::SyncNow);
    }
    page::restart_at("/");
    Ok(())
}

/// Signs out. With changes that only this device has it refuses, until they are exported ([`Session::export_unsent`]) or `discard` says
/// that the person knows. The book stays on the device for the next time; `forget` removes it, which the person has confirmed.
///
/// # Errors
/// [`AccountError::Unsent`], or as the server refuses; offline nobody is signed out.
pub async fn sign_out(session: Session, discard: bool, forget: bool) -> Result<(), AccountError> {
    let core = session.core();
    let unsent = core.unsent().len();
    if !discard && unsent > core.exported.get() {
        return Err(AccountError::Unsent { unsent });
    }
    match send(Method::Delete, SESSION, &serde_json::json!({})).await {
        Ok(_) | Err(AccountError::SignIn) => {}
        Err(error) => return Err(error),
    }
    if forget {
        // Blocked by another tab, it goes when that tab has closed.
        let _ = core.remove_book().await;
    } else {
        Account::forget();
        forget_in(&core.store).await;
        core.tell(&Told::Restart);
    }
    page::restart_at("/");
    Ok(())
}

/// The devices of the workspace, oldest first.
///
/// # Errors
/// As the server refuses.
pub async fn devices() -> Result<Vec<Device>, AccountError> {
    read("/api/v1/devices").await
}

/// Shuts a device out: it keeps what it holds and is asked to sign in.
///
/// # Errors
/// As the server refuses.
pub async fn revoke(device: DeviceId) -> Result<(), AccountError> {
    let url = format!("/api/v1/devices/{device}");
    send(Method::Delete, &url, &serde_json::json!({}))
        .await
        .map(drop)
}

/// Orders a device to remove what it holds.
///
/// # Errors
/// As the server refuses.
pub async fn wipe(device: DeviceId) -> Result<(), AccountError> {
    let url = format!("/api/v1/devices/{device}/wipe");
    send(Method::Post, &url, &serde_json::json!({}))
        .await
        .map(drop)
}

/// Changes the password; the person's other sessions end.
///
/// # Errors
/// As the server refuses.
pub async fn change_password(old: &str, new: &str) -> Result<(), AccountError> {
    let body = serde_json::json!({"old_password": old, "new_password": new});
    send(Method::Put, "/api/v1/password", &body).await.map(drop)
}

/// Takes up names of people and devices as the server has them now. Who is signed in does not change by it. Answers whether the server
/// told.
pub(crate) async fn refresh(core: &Core) -> bool {
    let Ok(view) = read::<SessionView>(SESSION).await else {
        return false;
    };
    let known = core.account.get_untracked();
    let fresh = Account {
        wipe_token: known.wipe_token.clone(),
        ..Account::from(view)
    };
    if fresh.identity() == known.identity() && fresh != known {
        fresh.remember();
        keep_in(&core.store, &fresh).await;
        core.account.set(fresh);
    }
    true
}

/// The identity kept beside a book.
pub(super) async fn kept_in(store: &BookStore) -> Option<Account> {
    let mut tx = store.begin(Mode::Read).await.ok()?;
    let bytes = tx.get_one(Table::Meta, ACCOUNT_KEY).await.ok()??;
    serde_json::from_slice(&bytes).ok()
}

/// What fails here fails again, and is told, with the first edit.
pub(super) async fn keep_in(store: &BookStore, account: &Account) {
    let Ok(json) = serde_json::to_vec(account) else {
        return;
    };
    if let Ok(mut tx) = store.begin(Mode::WriteStrict).await {
        tx.put(Table::Meta, ACCOUNT_KEY.to_vec(), json);
        let _ = tx.commit().await;
    }
}

/// After signing out no start opens the book by itself; signing in does.
async fn forget_in(store: &BookStore) {
    if let Ok(mut tx) = store.begin(Mode::WriteStrict).await {
        tx.delete(Table::Meta, ACCOUNT_KEY.to_vec());
        let _ = tx.commit().await;
    }
}

pub(super) async fn read<T: DeserializeOwned>(url: &str) -> Result<T, AccountError> {
    let answer = http::get(url, JSON, PATIENCE)
        .await
        .map_err(|_| AccountError::Unreachable)?;
    parse(&checked(answer)?)
}

pub(super) async fn send(
    method: Method,
    url: &str,
    body: &impl Serialize,
) -> Result<Answer, AccountError> {
    let json = serde_json::to_vec(body).map_err(|_| AccountError::Refused {
        code: "unreadable".to_owned(),
    })?;
    let answer = http::send_json(method, url, &json, JSON, PATIENCE)
        .await
        .map_err(|_| AccountError::Unreachable)?;
    checked(answer)
}

pub(super) fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, AccountError> {
    serde_json::from_slice(&answer.body).map_err(|_| AccountError::Refused {
        code: "unreadable".to_owned(),
    })
}

fn checked(answer: Answer) -> Result<Answer, AccountError> {
    #[derive(Default, Deserialize)]
    struct Problem {
        #[serde(default)]
        code: String,
        #[serde(default)]
        field: Option<String>,
    }
    if answer.is_success() {
        return Ok(answer);
    }
    let problem: Problem = serde_json::from_slice(&answer.body).unwrap_or_default();
    Err(match problem.code.as_str() {
        "sign-in" | "wipe" => AccountError::SignIn,
        "wrong-credentials" => AccountError::WrongCredentials,
        "wrong-code" => AccountError::WrongCode,
        "first-run-closed" => AccountError::FirstRunClosed,
        "not-allowed" => AccountError::NotAllowed,
        "too-many-requests" => AccountError::TooMany {
            seconds: answer.retry_after_s.unwrap_or(60),
        },
        "invalid-field" => AccountError::Field {
            field: problem.field.unwrap_or_default(),
        },
        // A gateway's word for a server that is not there.
        "" if matches!(answer.status, 502..=504) => AccountError::Unreachable,
        "" => AccountError::Refused {
            code: answer.status.to_string(),
        },
        code => AccountError::Refused {
            code: code.to_owned(),
        },
    })
}
