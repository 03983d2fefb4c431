//! The program itself: exit codes, messages, and its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

fn yardstick(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yardstick"));
    command.current_dir(folder).env_clear();
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = yardstick(folder).args(arguments).output().unwrap();
    (
        status.code().unwrap(),
        String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned(),
    )
}

/// A running server that is killed when dropped.
struct Running {
    child: Child,
    url: String,
    code: String,
}

impl Running {
    fn start(folder: &Path, options: &[&str]) -> Self {
        let mut command = yardstick(folder);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(options)
            .stderr(Stdio::null());
        Self::of(&mut command)
    }

    /// With everything that can be logged, in that file.
    fn logging(folder: &Path, log: &Path) -> Self {
        let mut command = yardstick(folder);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("YARDSTICK_LOG", "trace")
            .stderr(std::fs::File::create(log).unwrap());
        Self::of(&mut command)
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let url = lines
            .next()
            .unwrap()
            .split_once("ready: ")
            .unwrap()
            .1
            .to_owned();
        let code = lines
            .nth(1)
            .unwrap()
            .split_once("code: ")
            .unwrap()
            .1
            .to_owned();
        Self { child, url, code }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.url.split_once("://").unwrap().1).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request as our page would send it; the whole answer.
fn exchange(server: &Running, request: &str, cookie: &str, body: &str) -> String {
    let mut stream = server.connect();
    write!(
        stream,
        "{request} HTTP/1.1\r\nhost: localhost\r\norigin: {}\r\ncontent-type: application/json\r\ncookie: {cookie}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        server.url,
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// What stands behind `name` in an answer, up to `end`.
fn after<'a>(answer: &'a str, name: &str, end: char) -> &'a str {
    let (_, rest) = answer
        .split_once(name)
        .unwrap_or_else(|| panic!("{name} in {answer}"));
    rest.split(end).next().unwrap()
}

#[test]
fn no_address_of_a_calendar_is_logged_however_much_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log");
    let server = Running::logging(folder.path(), &file);
    let account = crate::app::first_account(&server.code).to_string();
    let signed_in = exchange(&server, "POST /api/v1/first-run", "", &account);
    let cookie = after(&signed_in, "set-cookie: ", ';');
    let session: serde_json::Value =
        serde_json::from_str(signed_in.split_once("\r\n\r\n").unwrap().1).unwrap();
    let choice = serde_json::json!({
        "workspace": session["workspace"]["id"], "user": session["user"]["id"], "detail": "names",
    });
    let made = exchange(&server, "POST /api/v1/feed", cookie, &choice.to_string());
    let secret = after(&made, "/feeds/", '.');
    assert!(secret.len() >= 43, "{made}");
    let served = exchange(&server, &format!("GET /feeds/{secret}.ics"), "", "");
    assert!(served.contains("BEGIN:VCALENDAR"), "{served}");
    for amiss in [
        format!("GET /feeds/{secret}"),
        format!("GET /feeds/{secret}.ics/more"),
        format!("GET //feeds/{secret}.ics?a=b"),
        format!("POST /feeds/{secret}.ics"),
        format!("DELETE /feeds/{secret}.ics"),
    ] {
        exchange(&server, &amiss, cookie, "");
    }
    exchange(&server, "DELETE /api/v1/feed", cookie, "");
    let gone = exchange(&server, &format!("GET /feeds/{secret}.ics"), "", "");
    assert!(gone.starts_with("HTTP/1.1 404"), "{gone}");
    drop(server);
    let log = std::fs::read_to_string(file).unwrap();
    assert!(
        log.contains("/feeds/{address}"),
        "requests are logged: {log}"
    );
    assert!(!log.contains(secret), "{log}");
}

#[test]
fn help_says_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let (code, text) = run(folder.path(), &["--help"]);
    assert_eq!(code, 0);
    for word in [
        "serve",
        "backup",
        "restore",
        "check",
        "Exit codes",
        "YARDSTICK_DATABASE",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    let (code, text) = run(folder.path(), &["serve", "--help"]);
    assert_eq!(code, 0);
    for option in [
        "--listen",
        "--database",
        "--public-url",
        "--assets",
        "--tls-cert",
        "--tls-key",
        "--trust-proxy",
        "--backup-to",
        "--backup-every",
        "--backup-keep",
    ] {
        let variable = option
            .to_uppercase()
            .replace("--", "YARDSTICK_")
            .replace('-', "_");
        assert!(
            text.contains(option) && text.contains(&variable),
            "{option} in {text}"
        );
    }
}

#[test]
fn each_hindrance_has_its_exit_code_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    std::fs::write(
        folder.path().join("file"),
        "not a database, but rather long: ".repeat(200),
    )
    .unwrap();
    let any = "127.0.0.1:0";
    let cases: &[(&[&str], i32, &str)] = &[
        (&["dance"], 2, "unrecognized subcommand"),
        (
            &["serve", "--listen", any, "--database", "postgres://x"],
            2,
            "sqlite://",
        ),
        (
            &[
                "serve",
                "--listen",
                any,
                "--public-url",
                "https://a.example/app",
            ],
            2,
            "must end after host and port",
        ),
        (
            &["serve", "--listen", any, "--tls-cert", "file"],
            2,
            "belong together",
        ),
        (
            &[
                "serve",
                "--listen",
                any,
                "--tls-cert",
                "file",
                "--tls-key",
                "file",
            ],
            3,
            "PEM",
        ),
        (
            &["serve", "--listen", any, "--assets", "nowhere"],
            3,
            "nowhere",
        ),
        (
            &["serve", "--listen", &address],
            4,
            "choose another port with --listen",
        ),
        (
            &["serve", "--listen", any, "--database", "sqlite://file/a.db"],
            5,
            "choose another place with --database",
        ),
        (
            &["serve", "--listen", any, "--database", "sqlite://file"],
            8,
            "yardstick check",
        ),
        (
            &["check", "--database", "sqlite://file"],
            8,
            "cannot be read as a database",
        ),
        (
            &["check", "--database", "sqlite://none.db"],
            5,
            "does not exist",
        ),
        (
            &[
                "backup",
                "--database",
                "sqlite://none.db",
                "--to",
                "copy.db",
            ],
            9,
            "does not exist",
        ),
        (
            &["serve", "--listen", any, "--backup-to", "file/backups"],
            9,
            "is writable",
        ),
        (
            &["serve", "--backup-to", "backups", "--backup-every", "soon"],
            2,
            "as in 24h",
        ),
        (&["serve", "--backup-every", "24h"], 2, "--backup-to"),
        (
            &["restore", "--from", "none.db"],
            11,
            "Name the backup with --from",
        ),
        (&["restore", "--from", "file"], 11, "take another backup"),
    ];
    for (arguments, exit_code, advice) in cases {
        let (code, text) = run(folder.path(), arguments);
        assert_eq!(code, *exit_code, "{arguments:?}: {text}");
        assert!(
            text.contains(advice),
            "{advice:?} for {arguments:?} in {text}"
        );
    }
}

#[test]
fn it_serves_is_backed_up_and_checked_and_ends_when_told_with_streams_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(folder.path(), &[]);
    let cookie = make_first_account(&server);

    let (code, text) = run(folder.path(), &["backup", "--to", "copy.db"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("copy.db is written and checked"), "{text}");
    let (code, text) = run(folder.path(), &["backup", "--to", "copy.db"]);
    assert_eq!((code, text.contains("exists already")), (9, true), "{text}");
    let (code, text) = run(folder.path(), &["check", "--database", "sqlite://copy.db"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.lines()
            .any(|line| line.split_whitespace().eq(["user", "1"])),
        "{text}"
    );

    let mut stream = server.connect();
    write!(
        stream,
        "GET /api/v1/events HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n"
    )
    .unwrap();
    let mut begun = [0; 15];
    stream.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200 OK");
    let told = Command::new("kill")
        .args(["-TERM", &server.child.id().to_string()])
        .status()
        .unwrap();
    assert!(told.success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(
        !folder.path().join("data/yardstick.db-wal").exists(),
        "the WAL was folded in"
    );
}

#[tokio::test]
async fn a_restore_says_who_may_come_in() {
    use yardstick_server::store::backup::backup;

    let (app, _) = crate::app::TestApp::with_owner().await;
    let new = crate::app::TestApp::empty().await;
    backup(&app.database(), &new.beside("copy.db"))
        .await
        .unwrap();
    new.app.stop().await;
    let restore = || {
        let (code, text) = run(
            &new.beside(""),
            &[
                "restore",
                "--from",
                "copy.db",
                "--database",
                "sqlite://yardstick.db",
            ],
        );
        assert_eq!(code, 0, "{text}");
        text
    };
    let text = restore();
    assert!(
        text.contains("does not go on from this backup")
            && text.contains("Look through the list of devices")
            && !text.contains("stay so"),
        "a database begun anew: {text}"
    );
    // Two in one second would keep two databases under one name.
    for entry in std::fs::read_dir(new.beside("")).unwrap() {
        let kept = entry.unwrap().path();
        if kept.to_string_lossy().contains("before-restore") {
            std::fs::remove_file(kept).unwrap();
        }
    }
    let text = restore();
    assert!(
        text.contains("stay so") && !text.contains("Look through the list of devices"),
        "the backup's own: {text}"
    );
}

/// Makes the first account over a real socket and returns the session cookie.
fn make_first_account(server: &Running) -> String {
    let body = crate::app::first_account(&server.code).to_string();
    let mut stream = server.connect();
    write!(
        stream,
        "POST /api/v1/first-run HTTP/1.1\r\nhost: x\r\norigin: {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        server.url,
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn it_backs_itself_up_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path(), &["--backup-to", "backups"]);
    let made = || {
        std::fs::read_dir(folder.path().join("backups"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "db"))
    };
    let began = std::time::Instant::now();
    let made = loop {
        if let Some(made) = made() {
            break made;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "none is made");
        std::thread::yield_now();
    };
    drop(server);
    let url = format!("sqlite://{}", made.display());
    let (code, text) = run(folder.path(), &["check", "--database", &url]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_caller_that_never_finishes_its_headers_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path(), &[]);
    let mut stream = server.connect();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    write!(stream, "GET / HTTP/1.1\r\nhost: x\r\n").unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(
        !rest.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&rest)
    );
}

#[test]
fn it_speaks_tls_with_the_certificate_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.path().join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(
        folder.path().join("key.pem"),
        made.signing_key.serialize_pem(),
    )
    .unwrap();
    let server = Running::start(
        folder.path(),
        &["--tls-cert", "cert.pem", "--tls-key", "key.pem"],
    );
    assert!(
        server.url.starts_with("https://127.0.0.1:"),
        "{}",
        server.url
    );

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "localhost".try_into().unwrap();
    let session = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(session, server.connect());
    write!(
        stream,
        "GET /api/v1/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    // A server that closes without TLS's own goodbye has still answered.
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("strict-transport-security: max-age"),
        "{answer}"
    );
}

#[test]
fn the_systemd_unit_is_well_formed() {
    let unit = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/yardstick.service");
    let text = std::fs::read_to_string(unit).unwrap();
    assert!(text.contains("yardstick serve") && text.contains("ProtectSystem=strict"));
    // Machines without systemd have nothing to check it with.
    if let Ok(Output { status, stderr, .. }) = Command::new("systemd-analyze")
        .args(["verify", unit])
        .output()
    {
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    }
}

#[test]
fn the_demo_is_served_with_its_sign_in_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = yardstick(folder.path())
        .args(["demo", "--listen", "127.0.0.1:0", "--language", "en"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = || lines.next().unwrap().unwrap();
    assert!(said().starts_with("Yardstick is ready with the demo book: http://127.0.0.1:"));
    assert_eq!(said(), "Sign in with demo@example.com");
    let password = said();
    assert!(
        password.rsplit(' ').next().unwrap().len() >= 10,
        "{password}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let stopped = Command::new("kill").arg(child.id().to_string()).status();
    assert!(stopped.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_generated_book_fills_a_new_database_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "generate",
        "--database",
        "sqlite://book.db",
        "--clients",
        "5",
        "--records",
        "300",
    ];
    let (code, text) = run(folder.path(), &arguments);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("5 clients, 300 records, "), "{text}");
    assert!(text.contains("Sign in with demo@example.com"), "{text}");
    let (code, text) = run(folder.path(), &["check", "--database", "sqlite://book.db"]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(folder.path(), &arguments);
    assert_eq!(code, 5, "{text}");
    assert!(text.contains("in use already"), "{text}");
}
