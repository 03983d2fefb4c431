//! Reading folders, and writing a file only when its content changes.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use crate::failure::Failure;

/// SHA-256 of `content` in lower-case hexadecimal.
pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The bytes of `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(Failure::file(path))
}

/// The text of `path`.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::file(path))
}

/// Writes `content` to `path` unless it is there already, through a rename, so that a server reading
/// `dist/` meanwhile sees the old file or the new one and never half of one.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    let partial = path.with_added_extension("partial");
    fs::write(&partial, content).map_err(Failure::file(&partial))?;
    fs::rename(&partial, path).map_err(Failure::file(path))
}

/// Removes `path` if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::File {
            path: path.into(),
            source: error,
        }),
        _ => Ok(()),
    }
}

/// Every file under `folder`, as paths relative to it with forward slashes, sorted. An absent folder is empty.
pub(crate) fn list(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        let entries = match fs::read_dir(&next) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(Failure::file(&next))?,
        };
        for entry in entries {
            let path = entry.map_err(Failure::file(&next))?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(relative(folder, path)?);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn relative(folder: &Path, path: PathBuf) -> Result<String, Failure> {
    let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else {
        return Err(Failure::Name(path));
    };
    Ok(name.replace('\\', "/"))
}
