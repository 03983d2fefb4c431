//! Why a task stopped, and what to do about it.

use std::{io, path::PathBuf};

/// Everything that stops a task. The text says what to do where that is known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("`{program}` could not be started ({source}); {advice}")]
    NotStarted {
        program: String,
        source: io::Error,
        advice: &'static str,
    },
    #[error("`{command}` failed; its own message is above")]
    Command { command: String },
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    #[error("splitting the module: {0}")]
    Split(String),
    #[error("{path}: {source}")]
    Json {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error("{path}: {source}")]
    Toml {
        path: PathBuf,
        source: Box<toml::de::Error>,
    },
    #[error(
        "{template}: expected the placeholder `{placeholder}` exactly once, found it {found} times"
    )]
    Placeholder {
        template: String,
        placeholder: String,
        found: usize,
    },
    #[error("{template}: `{placeholder}` is a placeholder that nothing fills")]
    Unfilled {
        template: String,
        placeholder: String,
    },
    #[error("{0}: its name is not UTF-8")]
    Name(PathBuf),
    #[error("dist/ is missing or a --dev build; run `cargo xtask dist` first")]
    NoReleaseBuild,
    #[error(
        "sizes differ from sizes.json:\n{0}\nIf the change is meant, run `cargo xtask sizes --update` and commit sizes.json."
    )]
    Sizes(String),
    #[error("message catalogues:\n{0}")]
    Texts(String),
    #[error("dependencies that deny.toml does not allow:\n{0}")]
    Dependencies(String),
}

impl Failure {
    /// For `map_err` on an operation on `path`.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// For `map_err` on reading JSON from `path`.
    pub(crate) fn json(path: impl Into<PathBuf>) -> impl FnOnce(serde_json::Error) -> Self {
        let path = path.into();
        move |source| Self::Json { path, source }
    }
}
