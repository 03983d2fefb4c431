//! `yardstick serve`: a socket under the app, and its end.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::assets::Assets;
use crate::backups::Schedule;
use crate::cli::Serve;
use crate::clock::SystemClock;
use crate::limits::Rates;
use crate::startup::StartupError;
use crate::store::Store;
use crate::{App, PublicUrl, Settings, router};

/// A request's headers must arrive within this time.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// Requests under way at the end may take this long to finish.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// A file would have become larger than the process may make it; the number on Linux and macOS.
const SIGXFSZ: i32 = 25;

/// What ended a server that was already running.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The socket failed.
    #[error("serving failed: {0}")]
    Socket(#[source] std::io::Error),
}

/// A server that has its socket and its database and only needs to be run.
pub struct Ready {
    app: App,
    address: SocketAddr,
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    signals: Signals,
    backups: Option<Schedule>,
}

/// The signals that end the server, received from before it says that it is ready: none is missed.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    /// Held, never waited for: a signal nobody receives would end the program when a file may not grow any more, and writing
    /// beyond that is refused with an error all the same.
    _file_size: Signal,
}

impl Signals {
    fn receive() -> Result<Self, StartupError> {
        let receive = |kind| signal(kind).map_err(StartupError::Signals);
        Ok(Self {
            terminate: receive(SignalKind::terminate())?,
            interrupt: receive(SignalKind::interrupt())?,
            _file_size: receive(SignalKind::from_raw(SIGXFSZ))?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Takes the address, opens the database and draws what a start draws.
///
/// # Errors
/// See [`StartupError`]; each says what to do.
pub async fn prepare(options: &Serve) -> Result<Ready, StartupError> {
    let ready = open(options).await?;
    announce(&ready.app, ready.address, &options.database.path()?);
    Ok(ready)
}

/// The same without a word to the console.
pub(crate) async fn open(options: &Serve) -> Result<Ready, StartupError> {
    let tls = tls(options).await?;
    let assets = match &options.assets {
        Some(folder) => Assets::in_folder(folder)?,
        None => Assets::embedded(),
    };
    let backups = options.backups.schedule();
    backups.as_ref().map_or(Ok(()), Schedule::prepare)?;
    let listener = listen(options.listen)?;
    let address = listener.local_addr().unwrap_or(options.listen);
    let settings = Settings {
        public_url: public_url(options, address, tls.is_some())?,
        trust_proxy: options.trust_proxy,
        rates: Rates::default(),
    };
    let store = Store::open(&options.database.path()?).await?;
    let app = App::start(store, SystemClock::shared(), settings, assets).await?;
    Ok(Ready {
        app,
        address,
        listener,
        tls,
        handle: Handle::new(),
        signals: Signals::receive()?,
        backups,
    })
}

/// An app on that database that nobody can reach, to fill it.
pub(crate) async fn without_socket(database: &Path) -> Result<App, StartupError> {
    let given = "http://127.0.0.1";
    let settings = Settings {
        public_url: given.parse().map_err(|source| StartupError::PublicUrl {
            given: given.to_owned(),
            source,
        })?,
        trust_proxy: false,
        rates: Rates::default(),
    };
    let store = Store::open(database).await?;
    App::start(store, SystemClock::shared(), settings, Assets::embedded()).await
}

impl Ready {
    /// What answers the requests.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Serves until SIGTERM or Ctrl-C: then takes nothing new, ends the event streams, lets requests under way finish,
    /// and closes the database.
    ///
    /// # Errors
    /// [`RuntimeError`], after the database was closed all the same.
    pub async fn run(self) -> Result<(), RuntimeError> {
        let ending = tokio::spawn(end_on_signal(
            self.signals,
            self.app.clone(),
            self.handle.clone(),
        ));
        let backing_up = self.backups.map(|schedule| {
            let (database, clock) = (self.app.store().path(), self.app.clock());
            tokio::spawn(schedule.run(database.to_owned(), clock.clone()))
        });
        let service = router(self.app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let served = match self.tls {
            Some(tls) => {
                let mut server = axum_server::from_tcp_rustls(self.listener, tls)
                    .map_err(RuntimeError::Socket)?
                    .handle(self.handle);
                server
                    .http_builder()
                    .http1()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADERS_WITHIN);
                server.serve(service).await
            }
            None => {
                let mut server = axum_server::from_tcp(self.listener)
                    .map_err(RuntimeError::Socket)?
                    .handle(self.handle);
                server
                    .http_builder()
                    .http1()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADERS_WITHIN);
                server.serve(service).await
            }
        };
        ending.abort();
        backing_up.inspect(tokio::task::JoinHandle::abort);
        self.app.stop().await;
        tracing::info!("stopped");
        served.map_err(RuntimeError::Socket)
    }
}

/// Waits for a signal, then lets the server end.
async fn end_on_signal(mut signals: Signals, app: App, handle: Handle<SocketAddr>) {
    signals.any().await;
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(FINISH_WITHIN));
    app.events().end_all();
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartupError> {
    let listener = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    listener.map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => StartupError::PortTaken { address },
        _ => StartupError::Listen { address, source },
    })
}

async fn tls(options: &Serve) -> Result<Option<RustlsConfig>, StartupError> {
    let (cert, key) = match (&options.tls_cert, &options.tls_key) {
        (None, None) => return Ok(None),
        (Some(cert), Some(key)) => (cert, key),
        _ => return Err(StartupError::HalfTls),
    };
    // The first provider stays; there is only this one in the program.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(cert, key)
        .await
        .map(Some)
        .map_err(|source| StartupError::Tls {
            cert: cert.clone(),
            key: key.clone(),
            source,
        })
}

fn public_url(options: &Serve, address: SocketAddr, tls: bool) -> Result<PublicUrl, StartupError> {
    let given = options.public_url.clone().unwrap_or_else(|| {
        let scheme = if tls { "https" } else { "http" };
        let host = if address.ip().is_unspecified() {
            format!("127.0.0.1:{}", address.port())
        } else {
            address.to_string()
        };
        format!("{scheme}://{host}")
    });
    given
        .parse()
        .map_err(|source| StartupError::PublicUrl { given, source })
}

/// What the person at the console needs to know. The code goes there and nowhere else, never into the log.
fn announce(app: &App, address: SocketAddr, database: &Path) {
    let url = &app.settings().public_url;
    tracing::info!(%address, %url, database = %database.display(), version = env!("CARGO_PKG_VERSION"), "started");
    if !app.has_web_app() {
        tracing::warn!(
            "this build has no web app in it; run `make run`, or name its folder with --assets"
        );
    }
    if !url.is_secure_context() {
        tracing::warn!(
            %url,
            "browsers keep no data for this address; use https:// (--tls-cert and --tls-key, or a proxy in front)"
        );
    }
    let mut console = std::io::stdout().lock();
    // A closed console is no reason not to serve.
    let _ = writeln!(console, "Yardstick is ready: {url}");
    if let Some(code) = app.first_run_code() {
        let _ = writeln!(
            console,
            "Nobody has an account yet. Open {url} and make the first one with this code:"
        );
        let _ = writeln!(console, "first-run code: {code}");
    }
    let _ = console.flush();
}
