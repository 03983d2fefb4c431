//! The program as a process, and requests to it over a socket.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than anything here may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The program under proof: the one just built, or another one named by `YARDSTICK_BINARY`.
pub(crate) fn binary() -> OsString {
    std::env::var_os("YARDSTICK_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_yardstick").into())
}

/// The real program on the file `book.db` of a folder; killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
    /// The code for the first account, while there is none.
    pub(crate) code: Option<String>,
    /// From its start to its first answer.
    pub(crate) ready_after: Duration,
}

impl Program {
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_as(Command::new(binary()), folder)
    }

    /// The same through another program, which gets the command line of ours as its own.
    pub(crate) fn start_as(mut command: Command, folder: &Path) -> Self {
        let began = Instant::now();
        let mut child = command
            .current_dir(folder)
            .env_clear()
            .args(["serve", "--listen", "127.0.0.1:0"])
            // Each request names another address, so that none is refused for coming too often.
            .args(["--database", "sqlite://book.db", "--trust-proxy"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next().expect("it starts").unwrap();
        let address = ready.split_once("http://").unwrap().1.to_owned();
        let code = if folder.join("account").exists() {
            None
        } else {
            lines.find_map(|line| {
                line.unwrap()
                    .split_once("code: ")
                    .map(|(_, code)| code.to_owned())
            })
        };
        assert_eq!(get(&address, "/api/v1/health"), 200);
        let ready_after = began.elapsed();
        Self {
            child,
            address,
            code,
            ready_after,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: nothing of the program runs any more, not even what ends it cleanly.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How it ended by itself.
    pub(crate) fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// SIGTERM, and how it ended.
    pub(crate) fn terminate(self) -> ExitStatus {
        tell_to_stop(self.id());
        self.ended()
    }
}

/// SIGTERM.
pub(crate) fn tell_to_stop(process: u32) {
    let told = Command::new("kill")
        .args(["-TERM", &process.to_string()])
        .status();
    assert!(told.unwrap().success());
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Requests so far.
static CALLS: AtomicU32 = AtomicU32::new(0);

/// What a server said to a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// 200, and the body.
    Yes(Value),
    /// A problem document: its status and code.
    No(u16, String),
    /// The server was gone before the whole answer was there.
    Nothing,
}

/// The status of a GET without a session.
pub(crate) fn get(address: &str, path: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer[9..12].parse().unwrap()
}

/// Who pushes, as every request says.
#[derive(Clone)]
pub(crate) struct Account {
    cookie: String,
    workspace: Value,
    user: Value,
}

impl Account {
    /// Makes the first account of a server, and leaves a note of it in the folder.
    pub(crate) fn make(address: &str, code: &str, folder: &Path) -> Self {
        let body = json!({
            "code": code, "email": "anna@example.com", "password": "correct horse battery", "name": "Anna",
            "workspace_name": "Studio", "device_label": "Desktop",
        });
        let nobody = Self {
            cookie: String::new(),
            workspace: Value::Null,
            user: Value::Null,
        };
        let (head, session) = nobody
            .exchange(address, "/api/v1/first-run", &body)
            .unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let session: Value = serde_json::from_str(&session).unwrap();
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .unwrap();
        std::fs::write(folder.join("account"), "").unwrap();
        Self {
            cookie: cookie.split(';').next().unwrap().to_owned(),
            workspace: session["workspace"]["id"].clone(),
            user: session["user"]["id"].clone(),
        }
    }

    /// Pushes changes on a connection of its own.
    pub(crate) fn push(&self, address: &str, changes: &[Value]) -> Said {
        let Some((head, body)) = self.exchange(address, "/api/v1/sync", &self.request(changes))
        else {
            return Said::Nothing;
        };
        let status: u16 = head[9..12].parse().unwrap();
        let Ok(body) = serde_json::from_str::<Value>(&body) else {
            return Said::Nothing;
        };
        if status == 200 {
            return Said::Yes(body);
        }
        assert!(
            head.contains("content-type: application/problem+json"),
            "{head}"
        );
        assert_eq!(body["status"], status, "{body}");
        Said::No(status, body["code"].as_str().unwrap().to_owned())
    }

    /// Any request with a body, and what was answered.
    pub(crate) fn post(&self, address: &str, path: &str, mut body: Value) -> (u16, Value) {
        body["protocol"] = json!(1);
        body["workspace"] = self.workspace.clone();
        body["user"] = self.user.clone();
        let (head, body) = self.exchange(address, path, &body).unwrap();
        (
            head[9..12].parse().unwrap(),
            serde_json::from_str(&body).unwrap(),
        )
    }

    /// What a GET of the session is answered.
    pub(crate) fn get(&self, address: &str, path: &str) -> Value {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {}\r\nconnection: close\r\n\r\n",
            self.cookie
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        serde_json::from_str(body).unwrap()
    }

    /// Sends a push whose answer nobody reads.
    pub(crate) fn push_and_leave(&self, address: &str, changes: &[Value]) -> TcpStream {
        let mut stream = TcpStream::connect(address).unwrap();
        self.send(&mut stream, address, "/api/v1/sync", &self.request(changes))
            .unwrap();
        stream
    }

    fn request(&self, changes: &[Value]) -> Value {
        json!({ "protocol": 1, "workspace": self.workspace, "user": self.user, "changes": changes })
    }

    fn exchange(&self, address: &str, path: &str, body: &Value) -> Option<(String, String)> {
        let mut stream = TcpStream::connect(address).ok()?;
        self.send(&mut stream, address, path, body)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.to_owned(), body.to_owned()))
    }

    fn send(&self, stream: &mut TcpStream, address: &str, path: &str, body: &Value) -> Option<()> {
        let body = body.to_string();
        let caller = Ipv4Addr::from(CALLS.fetch_add(1, Ordering::Relaxed));
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: localhost\r\norigin: http://{address}\r\ncookie: {}\r\n\
             x-forwarded-for: {caller}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            self.cookie,
            body.len()
        )
        .ok()
    }
}
