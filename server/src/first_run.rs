//! The one-time code with which the first account is made: printed on the console, kept in memory only, accepted once.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::ids::{NoRandomness, random_bytes};

/// Letters and digits that cannot be taken for one another.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Letters in a code: 60 bits, guessed at ten tries a minute.
const CODE_LEN: usize = 12;

/// The code, as long as there is no account.
#[derive(Debug, Default)]
pub(crate) struct FirstRun {
    code_hash: Mutex<Option<[u8; 32]>>,
}

impl FirstRun {
    /// Draws a code and returns it for the console.
    pub(crate) fn open(&self) -> Result<String, NoRandomness> {
        let drawn: [u8; CODE_LEN] = random_bytes()?;
        let letters: Vec<char> = drawn
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        let code = groups.join("-");
        *self.lock() = Some(hash(&code));
        Ok(code)
    }

    /// Whether there is still a first account to be made.
    pub(crate) fn is_open(&self) -> bool {
        self.lock().is_some()
    }

    /// Whether this is the code. Hashes are compared, so how long it takes says nothing about the code.
    pub(crate) fn accepts(&self, code: &str) -> bool {
        *self.lock() == Some(hash(code))
    }

    /// The first account exists: no code is accepted any more.
    pub(crate) fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<[u8; 32]>> {
        // Nothing in here can panic while holding the lock; if it ever did, the value would still be whole.
        self.code_hash
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Case, spaces and dashes do not matter: the code is copied by hand.
fn hash(code: &str) -> [u8; 32] {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(letters.to_ascii_uppercase()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_accepted_however_it_is_typed_until_it_is_closed() {
        let first_run = FirstRun::default();
        assert!(!first_run.accepts(""), "closed until a code is drawn");
        let code = first_run.open().unwrap();
        assert_eq!(code.len(), CODE_LEN + 2);
        assert!(first_run.accepts(&code));
        assert!(first_run.accepts(&code.to_lowercase().replace('-', " ")));
        assert!(!first_run.accepts("AAAA-AAAA-AAAB"));
        first_run.close();
        assert!(!first_run.accepts(&code));
    }
}
