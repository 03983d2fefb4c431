//! The command line.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::backups::{Every, Schedule};
use crate::startup::StartupError;

/// Yardstick's server: one program, one SQLite file.
#[derive(Debug, Parser)]
#[command(name = "yardstick", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Every option can also be given as an environment variable, as in YARDSTICK_DATABASE.

Exit codes:
  0  done                              6  the database belongs to a newer yardstick
  1  something failed while running    7  the clock is a day or more behind the database
  2  the command line is wrong         8  the database is damaged
  3  certificate or web app unusable   9  the backup was not made
  4  the address cannot be listened on 10 no randomness, or passwords cannot be hashed
  5  the database cannot be opened      11 the backup was not put in place";

/// What yardstick does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app and its data until told to stop (SIGTERM or Ctrl-C).
    ///
    /// On the first start a one-time code is printed: open the public URL and make the first account with it.
    Serve(Serve),
    /// Copy the database to a new file while the server runs, then check the copy.
    ///
    /// `serve --backup-to` does the same by itself. Keep copies on another machine as well.
    Backup(Backup),
    /// Put a backup in the database's place; the database that is there is kept beside it.
    ///
    /// Stop the server first and start it afterwards. The backup is checked before anything is moved. Devices notice, and bring
    /// back what they hold that the backup does not.
    Restore(Restore),
    /// Say whether the database is sound, which schema it has, and how much is in it. Changes nothing.
    Check(Check),
    /// Serve the demo book (twelve clients, three months) in a workspace that is thrown away at the end; the sign-in is printed.
    Demo(Demo),
    /// Fill a new database with a generated book of any size, for measurements; the sign-in is printed.
    Generate(Generate),
}

/// Where the database is.
#[derive(Debug, Args)]
pub struct Database {
    /// The database; `serve` creates the file and its folder.
    #[arg(
        long = "database",
        env = "YARDSTICK_DATABASE",
        default_value = "sqlite://data/yardstick.db",
        value_name = "URL"
    )]
    url: String,
}

impl Database {
    /// The file the URL names.
    ///
    /// # Errors
    /// If it is no SQLite URL.
    pub fn path(&self) -> Result<PathBuf, StartupError> {
        self.url
            .strip_prefix("sqlite://")
            .or_else(|| self.url.strip_prefix("sqlite:"))
            .filter(|path| {
                !path.is_empty() && !path.contains(['?', '#']) && !path.starts_with(":memory:")
            })
            .map(PathBuf::from)
            .ok_or_else(|| StartupError::DatabaseUrl {
                given: self.url.clone(),
            })
    }
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen.
    #[arg(
        long,
        env = "YARDSTICK_LISTEN",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS"
    )]
    pub listen: SocketAddr,

    #[command(flatten)]
    pub(crate) database: Database,

    /// The address people open; requests must come from it. Without it: http:// and the address listened on.
    ///
    /// Browsers keep data only for https:// and for this machine, so anything else needs a certificate, here or in a
    /// proxy in front.
    #[arg(long, env = "YARDSTICK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Serve the web app from this folder instead of the one inside the program.
    #[arg(long, env = "YARDSTICK_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,

    /// The certificate chain, PEM. With it yardstick speaks TLS itself.
    #[arg(long, env = "YARDSTICK_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,

    /// The certificate's private key, PEM.
    #[arg(long, env = "YARDSTICK_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// Believe X-Forwarded-For. Only behind a proxy that sets it itself.
    #[arg(long, env = "YARDSTICK_TRUST_PROXY")]
    pub trust_proxy: bool,

    #[command(flatten)]
    pub(crate) backups: Backups,
}

/// Backups that the running server makes.
#[derive(Debug, Args)]
pub(crate) struct Backups {
    /// Make backups into this folder by itself: the first one at once, if the newest there is too old.
    #[arg(long, env = "YARDSTICK_BACKUP_TO", value_name = "DIR")]
    backup_to: Option<PathBuf>,

    /// How old the newest backup may become, as in 30m, 24h or 7d.
    #[arg(
        long,
        env = "YARDSTICK_BACKUP_EVERY",
        default_value = "24h",
        value_name = "TIME",
        requires = "backup_to"
    )]
    backup_every: Every,

    /// How many of these backups are kept; the oldest go. Other files in the folder are left alone.
    #[arg(
        long,
        env = "YARDSTICK_BACKUP_KEEP",
        default_value = "7",
        value_name = "COUNT",
        requires = "backup_to"
    )]
    backup_keep: NonZeroUsize,
}

impl Backups {
    /// What is asked for, if it is.
    pub(crate) fn schedule(&self) -> Option<Schedule> {
        self.backup_to.as_ref().map(|folder| Schedule {
            folder: folder.clone(),
            every: self.backup_every.0,
            keep: self.backup_keep,
        })
    }
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub(crate) database: Database,

    /// The file to make. It must not exist.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

impl Backup {
    /// The file to copy.
    ///
    /// # Errors
    /// If `--database` is no SQLite URL.
    pub fn source(&self) -> Result<PathBuf, StartupError> {
        self.database.path()
    }
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    pub(crate) database: Database,

    /// The backup.
    #[arg(long, env = "YARDSTICK_FROM", value_name = "FILE")]
    pub from: PathBuf,
}

impl Restore {
    /// The file to replace.
    ///
    /// # Errors
    /// If `--database` is no SQLite URL.
    pub fn target(&self) -> Result<PathBuf, StartupError> {
        self.database.path()
    }
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub(crate) database: Database,
}

impl Check {
    /// The file to check.
    ///
    /// # Errors
    /// If `--database` is no SQLite URL.
    pub fn path(&self) -> Result<PathBuf, StartupError> {
        self.database.path()
    }
}

/// A language of the demo book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// Chinese as written in Taiwan.
    #[value(name = "zh-TW")]
    ZhTw,
    /// English.
    En,
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen.
    #[arg(
        long,
        env = "YARDSTICK_LISTEN",
        default_value = "127.0.0.1:3000",
        value_name = "ADDRESS"
    )]
    pub listen: SocketAddr,

    /// The language the book is written in.
    #[arg(long, value_enum, default_value_t = Language::ZhTw)]
    pub language: Language,

    /// Serve the web app from this folder instead of the one inside the program.
    #[arg(long, env = "YARDSTICK_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,
}

impl Demo {
    /// The same as options of `serve`, on that file.
    pub(crate) fn serve(&self, file: &Path) -> Serve {
        Serve {
            listen: self.listen,
            database: Database {
                url: format!("sqlite://{}", file.display()),
            },
            public_url: None,
            assets: self.assets.clone(),
            tls_cert: None,
            tls_key: None,
            trust_proxy: false,
            backups: Backups {
                backup_to: None,
                backup_every: Every(Duration::MAX),
                backup_keep: NonZeroUsize::MIN,
            },
        }
    }
}

/// Options of `generate`.
#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    pub(crate) database: Database,

    /// How many clients.
    #[arg(long, default_value_t = 1_000, value_name = "COUNT")]
    pub clients: u32,

    /// How many records of all kinds, the clients among them.
    #[arg(long, default_value_t = 100_000, value_name = "COUNT")]
    pub records: u32,

    /// The same seed and sizes make the same book.
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    pub seed: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_database_is_a_file() {
        let path = |url: &str| {
            Database {
                url: url.to_owned(),
            }
            .path()
            .ok()
        };
        assert_eq!(
            path("sqlite://data/yardstick.db"),
            Some("data/yardstick.db".into())
        );
        assert_eq!(
            path("sqlite:///var/lib/yardstick.db"),
            Some("/var/lib/yardstick.db".into())
        );
        assert_eq!(path("sqlite::memory:"), None);
        assert_eq!(path("postgres://localhost"), None);
        assert_eq!(path("sqlite://"), None);
    }
}
