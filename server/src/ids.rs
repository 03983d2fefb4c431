//! The ids the server draws and the secrets it hands out.

use sha2::{Digest, Sha256};
use uuid::Uuid;
use yardstick_domain::id::Epoch;

/// The operating system gave no randomness; nothing can be drawn safely.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the operating system gave no randomness")]
pub struct NoRandomness;

/// `N` bytes from the operating system.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// Draws a new UUIDv7 at `now_ms`, in unix milliseconds.
pub(crate) fn draw_uuid(now_ms: i64) -> Result<Uuid, NoRandomness> {
    let millis = u64::try_from(now_ms).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes()?).into_uuid())
}

/// Draws the epoch of a server's start.
pub(crate) fn draw_epoch() -> Result<Epoch, NoRandomness> {
    random_bytes().map(u64::from_le_bytes).map(Epoch)
}

/// The secret a session cookie carries: 256 random bits. The database holds only its hash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SessionToken([u8; 32]);

impl SessionToken {
    pub(crate) fn draw() -> Result<Self, NoRandomness> {
        random_bytes().map(Self)
    }

    /// Reads the cookie's value; `None` if it is none of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The cookie's value.
    pub(crate) fn reveal(&self) -> String {
        base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, self.0)
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }

    /// What the device is told at sign-in and must be told again before it wipes itself.
    ///
    /// It follows from the session token, so the database need not hold it; and since scripts cannot read the cookie,
    /// a page cannot make it up.
    pub(crate) fn wipe_token(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"yardstick wipe\0")
            .chain_update(self.0)
            .finalize();
        base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, digest)
    }
}

/// Never printed: whoever holds it is signed in.
impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// The secret in the address of a calendar, as long as a session's and kept as it is.
#[derive(Debug, Clone)]
pub(crate) struct FeedToken(SessionToken);

impl FeedToken {
    pub(crate) fn draw() -> Result<Self, NoRandomness> {
        SessionToken::draw().map(Self)
    }

    /// Reads what stands in an address; `None` if it is none of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        SessionToken::parse(text).map(Self)
    }

    /// What stands in the address.
    pub(crate) fn reveal(&self) -> String {
        self.0.reveal()
    }

    pub(crate) fn hash(&self) -> TokenHash {
        self.0.hash()
    }
}

/// SHA-256 of a token: what the database knows a session or a calendar by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_cookie_and_differs_from_its_wipe_token() {
        let token = SessionToken::draw().unwrap();
        assert_eq!(SessionToken::parse(&token.reveal()), Some(token.clone()));
        assert_ne!(token.wipe_token(), token.reveal());
        assert_eq!(SessionToken::parse("short"), None);
    }

    #[test]
    fn an_id_carries_the_time_it_was_drawn_at() {
        let id = draw_uuid(1_700_000_000_123).unwrap();
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(
            id.get_timestamp().map(|time| time.to_unix()),
            Some((1_700_000_000, 123_000_000))
        );
    }
}
