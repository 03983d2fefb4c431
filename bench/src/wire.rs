//! A client's kept connection over loopback.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::Failure;

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    origin: String,
    cookie: String,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(
        address: SocketAddr,
        origin: &str,
        cookie: &str,
    ) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            origin: origin.to_owned(),
            cookie: cookie.to_owned(),
            buffer: Vec::new(),
        })
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<(), Failure> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: {}\r\ncookie: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.origin,
            self.cookie,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        Ok(())
    }

    /// Reads until these bytes have come, and answers everything up to their end.
    pub(crate) async fn until(&mut self, end: &[u8]) -> Result<Vec<u8>, Failure> {
        loop {
            if let Some(at) = self
                .buffer
                .windows(end.len())
                .position(|bytes| bytes == end)
            {
                let rest = self.buffer.split_off(at + end.len());
                return Ok(std::mem::replace(&mut self.buffer, rest));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
    }

    pub(crate) async fn request(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<Vec<u8>, Failure> {
        self.send(method, path, body).await?;
        let head = String::from_utf8(self.until(b"\r\n\r\n").await?)?;
        if !head.starts_with("HTTP/1.1 200") {
            return Err(head.into());
        }
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")
                    .map(str::to_owned)
            })
            .ok_or("an answer without a length")?
            .parse()?;
        while self.buffer.len() < length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        let rest = self.buffer.split_off(length);
        Ok(std::mem::replace(&mut self.buffer, rest))
    }

    pub(crate) async fn json(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<Value, Failure> {
        Ok(serde_json::from_slice(
            &self.request(method, path, body).await?,
        )?)
    }
}

/// A device at its desk: a connection for requests, and where it has come to.
pub(crate) struct Device {
    pub(crate) wire: Connection,
    workspace: Value,
    user: Value,
    cursor: Value,
}

impl Device {
    /// Connects, asks who it is, and begins at the head.
    pub(crate) async fn open(
        address: SocketAddr,
        origin: &str,
        cookie: &str,
    ) -> Result<Self, Failure> {
        let mut wire = Connection::open(address, origin, cookie).await?;
        let session = wire.json("GET", "/api/v1/session", "").await?;
        // Far behind everything: one page, and `at` is the head.
        let last = "ffffffff-ffff-ffff-ffff-ffffffffffff";
        let path = format!("/api/v1/snapshot?after_client={last}&after_record={last}");
        let page = wire.json("GET", &path, "").await?;
        Ok(Self {
            wire,
            workspace: session["workspace"]["id"].clone(),
            user: session["user"]["id"].clone(),
            cursor: page["at"].clone(),
        })
    }

    /// Pushes and pulls; the news.
    pub(crate) async fn sync(&mut self, changes: &[Value]) -> Result<Vec<Value>, Failure> {
        let body = json!({
            "protocol": yardstick_domain::PROTOCOL, "workspace": self.workspace, "user": self.user,
            "cursor": self.cursor, "changes": changes,
        });
        let mut answer = self
            .wire
            .json("POST", "/api/v1/sync", &body.to_string())
            .await?;
        self.cursor = answer["cursor"].take();
        match answer["news"].take() {
            Value::Array(news) => Ok(news),
            _ => Ok(Vec::new()),
        }
    }
}
