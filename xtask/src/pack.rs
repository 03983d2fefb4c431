//! Precompressed twins of files: `.br` and `.gz`.

use std::{io::Write as _, path::Path};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::{failure::Failure, files, repo::Repo, wasm::Profile};

/// A file's content and its compressed twins.
pub(crate) struct Packed {
    pub(crate) brotli: Vec<u8>,
    pub(crate) gzip: Vec<u8>,
}

/// What another compression cannot make smaller.
const COMPRESSED_ALREADY: [&str; 4] = [".png", ".jpg", ".webp", ".ico"];

/// Compresses `content`, or takes it from the target folder when the same bytes were compressed before.
/// `None` for formats that are compressed already.
pub(crate) fn pack(
    repo: &Repo,
    profile: Profile,
    name: &str,
    content: &[u8],
) -> Result<Option<Packed>, Failure> {
    if COMPRESSED_ALREADY
        .iter()
        .any(|extension| name.ends_with(extension))
    {
        return Ok(None);
    }
    let kept = repo.target(&format!(
        "xtask/packed-{}/{}",
        profile.name(),
        files::sha256(content)
    ));
    let brotli = remembered(&kept.with_extension("br"), || brotli(content, profile))?;
    let gzip = remembered(&kept.with_extension("gz"), || gzip(content, profile))?;
    Ok(Some(Packed { brotli, gzip }))
}

fn remembered(
    path: &Path,
    make: impl FnOnce() -> std::io::Result<Vec<u8>>,
) -> Result<Vec<u8>, Failure> {
    if path.exists() {
        return files::read(path);
    }
    let made = make().map_err(Failure::file(path))?;
    files::write(path, &made)?;
    Ok(made)
}

fn brotli(content: &[u8], profile: Profile) -> std::io::Result<Vec<u8>> {
    let quality = match profile {
        Profile::Release => 11,
        Profile::Dev => 5,
    };
    let params = BrotliEncoderParams {
        quality,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8], profile: Profile) -> std::io::Result<Vec<u8>> {
    let level = match profile {
        Profile::Release => Compression::best(),
        Profile::Dev => Compression::fast(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    encoder.finish()
}
