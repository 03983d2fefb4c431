//! The web app's files: read once at the start, from inside the binary or from a folder, with what is needed to answer
//! for them (type, ETag, compressed siblings, content security policy).

mod csp;
mod respond;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

pub(crate) use respond::{names_etag, respond, security_headers};

/// What `cargo xtask dist` left when the binary was built; in a debug build read from disk at the start.
#[derive(RustEmbed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Embedded;

/// Why the web app's files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The folder or a file in it cannot be read.
    #[error("--assets: {} cannot be read: {source}.", path.display())]
    Unreadable {
        /// What cannot be read.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The folder is not what `cargo xtask dist` makes.
    #[error("--assets: there is no index.html in {}. Name the folder that `cargo xtask dist` made.", path.display())]
    NoIndex {
        /// The folder.
        path: PathBuf,
    },
}

/// One file, ready to be sent.
#[derive(Debug, Clone)]
struct Asset {
    bytes: Bytes,
    mime: HeaderValue,
    etag: HeaderValue,
    /// For pages: the policy that lets in their own inline blocks and nothing else.
    policy: Option<HeaderValue>,
}

/// All files by path, `index.html` and `assets/…` alike, without a leading slash. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    files: Arc<HashMap<String, Asset>>,
}

impl Assets {
    /// The files in the binary; none, if it was built without the web app.
    #[must_use]
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|path| {
            let file = Embedded::get(&path)?;
            let bytes = match file.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((path.into_owned(), bytes))
        });
        Self::from_files(files)
    }

    /// The files in `folder`.
    ///
    /// # Errors
    /// If it cannot be read or holds no `index.html`.
    pub fn in_folder(folder: &Path) -> Result<Self, AssetsError> {
        let mut files = Vec::new();
        read_folder(folder, "", &mut files)?;
        let assets = Self::from_files(files);
        if assets.files.contains_key("index.html") {
            Ok(assets)
        } else {
            Err(AssetsError::NoIndex {
                path: folder.to_owned(),
            })
        }
    }

    /// These files, by path.
    pub fn from_files(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| {
            let asset = Asset::new(&path, bytes);
            (path, asset)
        });
        Self {
            files: Arc::new(files.collect()),
        }
    }

    /// Whether there is a web app to serve.
    #[must_use]
    pub fn has_app(&self) -> bool {
        self.files.contains_key("index.html")
    }
}

impl Asset {
    fn new(path: &str, bytes: Bytes) -> Self {
        let mime = mime_of(path);
        let is_page = mime.starts_with("text/html");
        let policy = is_page.then(|| csp::policy(&String::from_utf8_lossy(&bytes)));
        let digest: String = Sha256::digest(&bytes)[..16]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let header =
            |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("invalid"));
        Self {
            bytes,
            mime: header(&mime),
            etag: header(&format!("\"{digest}\"")),
            policy: policy.map(|it| header(&it)),
        }
    }
}

/// The type a file is sent with. Text is always UTF-8 here.
fn mime_of(path: &str) -> String {
    let mime = match path.rsplit('.').next() {
        Some("webmanifest") => "application/manifest+json".to_owned(),
        Some("js") => "text/javascript".to_owned(),
        _ => mime_guess::from_path(path)
            .first_or_octet_stream()
            .essence_str()
            .to_owned(),
    };
    if mime.starts_with("text/") {
        format!("{mime}; charset=utf-8")
    } else {
        mime
    }
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    files: &mut Vec<(String, Bytes)>,
) -> Result<(), AssetsError> {
    let unreadable = |path: &Path, source| AssetsError::Unreadable {
        path: path.to_owned(),
        source,
    };
    for entry in std::fs::read_dir(folder).map_err(|source| unreadable(folder, source))? {
        let entry = entry.map_err(|source| unreadable(folder, source))?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = format!("{prefix}{}", name.to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = std::fs::read(&path).map_err(|source| unreadable(&path, source))?;
            files.push((name, Bytes::from(bytes)));
        }
    }
    Ok(())
}
