//! The server as a process of its own, so that what it needs is told apart from what the bench needs.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use yardstick_server::assets::Assets;
use yardstick_server::clock::SystemClock;
use yardstick_server::store::Store;
use yardstick_server::{App, Rates, Settings, router};

use crate::machine;
use crate::server::Failure;

/// A server process; killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) origin: String,
    /// From its start to the line that it is ready.
    pub(crate) ready_after: Duration,
}

impl Process {
    /// This program as a server without limits on how often one may ask: all devices of the bench have one address.
    pub(crate) fn unlimited(database: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--serve").arg(database);
        Self::start(command)
    }

    /// The real program.
    pub(crate) fn yardstick(database: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(yardstick()?);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(format!("sqlite://{}", database.display()));
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self, Failure> {
        let began = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        let said = child.stdout.take().ok_or("no output")?;
        BufReader::new(said).read_line(&mut line)?;
        let (_, address) = line
            .trim()
            .split_once("http://")
            .ok_or_else(|| format!("the server did not start: {line:?}"))?;
        Ok(Self {
            child,
            address: address.parse()?,
            origin: format!("http://{address}"),
            ready_after: began.elapsed(),
        })
    }

    /// Memory it holds, MB.
    pub(crate) fn resident_mb(&self) -> f64 {
        machine::resident_kib(&self.child.id().to_string()) as f64 / 1024.0
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn yardstick() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?.with_file_name("yardstick");
    if program.exists() {
        Ok(program)
    } else {
        Err(format!(
            "{} is missing; make bench-server builds it",
            program.display()
        )
        .into())
    }
}

/// What `--serve` does.
pub(crate) async fn serve(database: &Path) -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let settings = Settings {
        public_url: origin.parse()?,
        trust_proxy: false,
        rates: Rates::unlimited(),
    };
    let store = Store::open(database).await?;
    let app = App::start(store, SystemClock::shared(), settings, Assets::default()).await?;
    println!("ready: {origin}");
    Ok(axum::serve(listener, router(app)).await?)
}

/// Makes the reference book: 1,000 clients, 100,000 records.
pub(crate) fn reference_book(database: &Path) -> Result<(), Failure> {
    let made = Command::new(yardstick()?)
        .args(["generate", "--database"])
        .arg(format!("sqlite://{}", database.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if made.success() {
        Ok(())
    } else {
        Err("the reference book was not made".into())
    }
}
