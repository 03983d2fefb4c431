//! The `yardstick` binary: reads the command line, does what it says, and leaves with an exit code that tells the cases
//! apart. What it has to say goes to people: results to standard output, logs and errors to standard error.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;
use yardstick_server::backups::moment;
use yardstick_server::cli::{Backup, Check, Cli, Command, Demo, Restore, Serve};
use yardstick_server::clock::SystemClock;
use yardstick_server::demo::{self, DemoServer};
use yardstick_server::serve::{self, RuntimeError};
use yardstick_server::startup::StartupError;
use yardstick_server::store::backup::{self, Findings};
use yardstick_server::store::newest_schema;
use yardstick_server::store::restore::{Access, restore};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let done = match cli.command {
        Command::Serve(options) => return run_server(&options).await,
        Command::Demo(options) => return run_demo(&options).await,
        Command::Generate(options) => demo::generate(&options).await,
        Command::Backup(options) => make_backup(&options).await,
        Command::Restore(options) => put_back(&options).await,
        Command::Check(options) => check(&options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error),
    }
}

/// For people on a terminal, JSON for everything else. `YARDSTICK_LOG` sets what is told, as in `debug`.
fn start_log() {
    let filter =
        EnvFilter::try_from_env("YARDSTICK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().flatten_event(true).init();
    }
}

async fn run_server(options: &Serve) -> ExitCode {
    let ready = match serve::prepare(options).await {
        Ok(ready) => ready,
        Err(error) => return complain(&error),
    };
    ended(ready.run().await)
}

async fn run_demo(options: &Demo) -> ExitCode {
    match DemoServer::prepare(options).await {
        Ok(server) => ended(server.run().await),
        Err(error) => complain(&error),
    }
}

fn ended(served: Result<(), RuntimeError>) -> ExitCode {
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = %error, "the server ended");
            ExitCode::FAILURE
        }
    }
}

async fn make_backup(options: &Backup) -> Result<(), StartupError> {
    let findings = backup::backup(&options.source()?, &options.to).await?;
    say(&format!(
        "{} is written and checked.\n{}",
        options.to.display(),
        summary(&findings)
    ));
    Ok(())
}

async fn put_back(options: &Restore) -> Result<(), StartupError> {
    let target = options.target()?;
    let moment = moment(SystemClock::shared().now_ms());
    let restored = restore(&options.from, &target, &moment).await?;
    let kept = restored.kept.map_or_else(String::new, |kept| {
        format!(
            "The database as it was is kept at {}; remove it when all is well.\n",
            kept.display()
        )
    });
    let access = match restored.access {
        Access::OfBackup => String::new(),
        Access::Kept => "Devices shut out, ordered to wipe or signed out since the backup stay so, and passwords are those of today.\n"
            .to_owned(),
        Access::Parted => "The old database does not go on from this backup: it was begun anew, or put back to another one. Whom it shut out \
             stays out, but it does not know who else was since the backup, and passwords are those of the backup. Look through the list \
             of devices, and change the passwords that were given up since.\n"
            .to_owned(),
        Access::Unknown(error) => format!(
            "Who was shut out since the backup could not be read from the old database ({error}): devices, sessions and passwords are those \
             of the backup. Look through the list of devices.\n"
        ),
    };
    say(&format!(
        "{} is in place and checked.\n{kept}{access}Start the server. Devices bring back what they hold that the backup does not.\n{}",
        target.display(),
        summary(&restored.findings)
    ));
    Ok(())
}

async fn check(options: &Check) -> Result<(), StartupError> {
    let path = options.path()?;
    if !path.exists() {
        return Err(StartupError::NothingToCheck { path });
    }
    let findings =
        backup::look_at(&path)
            .await
            .map_err(|source| StartupError::CheckUnreadable {
                path: path.clone(),
                source,
            })?;
    findings.verdict(&path)?;
    say(&format!(
        "{} is sound.\n{}",
        path.display(),
        summary(&findings)
    ));
    Ok(())
}

fn summary(findings: &Findings) -> String {
    let rows: String = findings
        .rows
        .iter()
        .map(|(table, count)| format!("  {table:<24}{count:>12}\n"))
        .collect();
    format!(
        "Schema {} of {}; rows:\n{rows}",
        findings.schema_version,
        newest_schema()
    )
}

fn say(text: &str) {
    // A closed pipe is the reader's choice.
    let _ = write!(std::io::stdout(), "{text}");
}

fn complain(error: &StartupError) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "yardstick: {error}");
    error.exit_code()
}
