//! Passwords: argon2id, one hash at a time, so that sign-ins can never use more memory or processors than one does.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// A password could not be hashed, or a stored hash not be read.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// What the hash function said.
    #[error("argon2: {0}")]
    Argon2(#[from] argon2::password_hash::Error),
    /// The hashing thread ended without an answer.
    #[error("the hashing thread ended: {0}")]
    Thread(#[from] tokio::task::JoinError),
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping(#[from] tokio::sync::AcquireError),
}

/// Hashes and checks passwords in turn.
#[derive(Debug)]
pub(crate) struct Passwords {
    turn: Semaphore,
    /// What a password is checked against when there is no account, so that this takes the same time.
    decoy: String,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, HashError> {
        Ok(Self {
            turn: Semaphore::new(1),
            decoy: hash(b"nobody's password")?,
        })
    }

    /// The PHC string to store.
    pub(crate) async fn hash(&self, password: String) -> Result<String, HashError> {
        let _turn = self.turn.acquire().await?;
        tokio::task::spawn_blocking(move || hash(password.as_bytes())).await?
    }

    /// Whether `password` is the one that was stored as `stored`; `None` takes as long and is always wrong.
    pub(crate) async fn verify(
        &self,
        password: String,
        stored: Option<&str>,
    ) -> Result<bool, HashError> {
        let _turn = self.turn.acquire().await?;
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let right =
            tokio::task::spawn_blocking(move || verify(password.as_bytes(), &stored)).await??;
        Ok(right && known)
    }
}

fn hash(password: &[u8]) -> Result<String, HashError> {
    Ok(Argon2::default().hash_password(password)?.to_string())
}

fn verify(password: &[u8], stored: &str) -> Result<bool, HashError> {
    let stored =
        PasswordHash::new(stored).map_err(|_| argon2::password_hash::Error::EncodingInvalid)?;
    Ok(Argon2::default().verify_password(password, &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_an_account_passes() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(
            passwords
                .verify("correct horse".to_owned(), Some(&stored))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("wrong horse".to_owned(), Some(&stored))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("nobody's password".to_owned(), None)
                .await
                .unwrap()
        );
    }
}
