//! What can keep a server from starting, each with what to do and its own exit code.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::assets::AssetsError;
use crate::ids::NoRandomness;
use crate::passwords::HashError;
use crate::public_url::PublicUrlError;
use crate::seed::SeedError;
use crate::store::backup::BackupError;
use crate::store::restore::RestoreError;
use crate::store::{OpenError, StoreError};

/// Why the server did not start, or a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    /// `--database` is no SQLite URL.
    #[error(
        "--database {given:?} is not understood. Write sqlite:// and a file, as in sqlite://data/yardstick.db."
    )]
    DatabaseUrl {
        /// What was given.
        given: String,
    },
    /// `--public-url` is no origin.
    #[error("--public-url {given:?}: {source}.")]
    PublicUrl {
        /// What was given.
        given: String,
        /// What is wrong with it.
        source: PublicUrlError,
    },
    /// Only one of the two TLS files was named.
    #[error("--tls-cert and --tls-key belong together: give both or neither.")]
    HalfTls,
    /// The TLS files cannot be used.
    #[error("the certificate {} or the key {} cannot be used: {source}. Both must be PEM files that belong together.", cert.display(), key.display())]
    Tls {
        /// The certificate chain.
        cert: PathBuf,
        /// The key.
        key: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// The web app's files cannot be used.
    #[error(transparent)]
    Assets(#[from] AssetsError),
    /// Another program listens there.
    #[error(
        "{address} is taken by another program. Stop that one, or choose another port with --listen."
    )]
    PortTaken {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {source}. Ports under 1024 need a privilege; the address must be one of this machine."
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The clock runs a day or more behind what is stored: times given now would lie before those given already.
    #[error("this machine's clock says {}, but the database holds something stored at {}, a day or more later. Set the clock, then start again.", timestamp(*now_ms), timestamp(*newest_ms))]
    ClockBehind {
        /// What the clock says, in unix milliseconds.
        now_ms: i64,
        /// The newest time stored, in unix milliseconds.
        newest_ms: i64,
    },
    /// The database failed while starting.
    #[error("the database failed while starting: {0}. Run `yardstick check`.")]
    Store(#[from] StoreError),
    /// The operating system gave no randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// Argon2 does not run here.
    #[error("passwords cannot be hashed on this machine: {0}")]
    Passwords(#[from] HashError),
    /// The signals that end the server cannot be waited for.
    #[error("the signals that end the server cannot be received: {0}.")]
    Signals(#[source] io::Error),
    /// The backup was not made.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The backup was not put in place.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// The demo book or a generated one was not made.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// There is no file to check.
    #[error("{} does not exist. Name the database with --database sqlite://….", path.display())]
    NothingToCheck {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// The file named for a check cannot be read as a database.
    #[error("{} cannot be read as a database: {source}.", path.display())]
    CheckUnreadable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// The check found damage.
    #[error("{} is damaged: {}. Stop the server, keep the file, and put the newest backup in its place.", path.display(), damage.join("; "))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        damage: Vec<String>,
    },
}

impl StartupError {
    /// The exit code, so that a script can tell the cases apart. 1 is for what went wrong while running, 2 for the
    /// command line.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::DatabaseUrl { .. } | Self::PublicUrl { .. } | Self::HalfTls => 2,
            Self::Tls { .. } | Self::Assets(_) => 3,
            Self::PortTaken { .. } | Self::Listen { .. } => 4,
            Self::Open(OpenError::Newer { .. }) => 6,
            Self::Open(OpenError::Unreadable { .. })
            | Self::CheckUnreadable { .. }
            | Self::Damaged { .. } => 8,
            Self::Open(_) | Self::Store(_) | Self::NothingToCheck { .. } => 5,
            Self::ClockBehind { .. } => 7,
            Self::Backup(_) => 9,
            Self::Restore(RestoreError::Open(OpenError::Newer { .. })) => 6,
            Self::Restore(RestoreError::Open(_)) => 5,
            Self::Restore(_) => 11,
            Self::Seed(SeedError::InUse) => 5,
            Self::Seed(_) => 1,
            Self::NoRandomness(_) | Self::Passwords(_) | Self::Signals(_) => 10,
        })
    }
}

/// ISO 8601 in UTC, for people to compare with their clock.
fn timestamp(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map_or_else(|_| format!("{ms} ms"), |time| time.to_string())
}
