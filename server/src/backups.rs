//! Backups that the running server makes by itself: each whole and checked before it has its name, the newest few kept.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use crate::clock::SharedClock;
use crate::store::backup::{BackupError, backup};

/// Names begin with this, and only such files are ever removed.
const PREFIX: &str = "yardstick-";
const ENDING: &str = ".db";
/// UTC, so that names in order are in order of time. No colons: not every file system takes them.
const MOMENT: &str = "%Y-%m-%dT%H%M%SZ";
/// A machine that slept, or whose clock was set, is noticed within this time.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// A backup that failed is tried again after this time, or at its next turn if that is sooner.
const AGAIN_AFTER: Duration = Duration::from_secs(15 * 60);

/// A moment as it stands in the name of a file.
#[must_use]
pub fn moment(now_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(now_ms).map_or_else(
        |_| now_ms.to_string(),
        |time| time.strftime(MOMENT).to_string(),
    )
}

/// A length of time as people write it on a command line: `90s`, `15m`, `24h`, `7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every(pub Duration);

impl FromStr for Every {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "write a number and s, m, h or d, as in 24h";
        let unit = text.chars().next_back().ok_or(EXPECTED)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 60 * 60,
            'd' => 24 * 60 * 60,
            _ => return Err(EXPECTED),
        };
        let count: u32 = text
            .strip_suffix(unit)
            .and_then(|count| count.parse().ok())
            .filter(|&count| count > 0)
            .ok_or(EXPECTED)?;
        Ok(Self(Duration::from_secs(u64::from(count) * seconds)))
    }
}

/// Where to, how often, and how many are kept.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The folder.
    pub folder: PathBuf,
    /// The time between two.
    pub every: Duration,
    /// The newest so many stay.
    pub keep: NonZeroUsize,
}

impl Schedule {
    /// Makes the folder, and sees that it can be written: better at the start than in the night.
    ///
    /// # Errors
    /// [`BackupError::Write`].
    pub fn prepare(&self) -> Result<(), BackupError> {
        let probe = self.folder.join(".yardstick-can-write");
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::write(&probe, ""))
            .and_then(|()| std::fs::remove_file(&probe))
            .map_err(|source| BackupError::Write {
                path: self.folder.clone(),
                source,
            })
    }

    /// Makes backups for as long as it is polled. One that fails is logged and tried again; the older ones stay meanwhile.
    pub async fn run(self, database: PathBuf, clock: SharedClock) {
        let mut not_before = Duration::ZERO;
        loop {
            if self.is_due(clock.now_ms()) && clock.monotonic() >= not_before {
                match self.make(&database, clock.now_ms()).await {
                    Ok(made) => tracing::info!(file = %made.display(), "backed up"),
                    Err(error) => {
                        tracing::error!(error = %error, "the scheduled backup was not made");
                        not_before = clock.monotonic() + AGAIN_AFTER.min(self.every);
                    }
                }
            }
            tokio::time::sleep(LOOK_EVERY.min(self.every)).await;
        }
    }

    /// Whether the newest backup is as old as they may become, or there is none. One of the future counts for nothing.
    #[must_use]
    pub fn is_due(&self, now_ms: i64) -> bool {
        let (now, due) = (
            moment(now_ms),
            moment(
                now_ms.saturating_sub(i64::try_from(self.every.as_millis()).unwrap_or(i64::MAX)),
            ),
        );
        !self.made().iter().any(|name| {
            let made = name.trim_start_matches(PREFIX).trim_end_matches(ENDING);
            made > due.as_str() && made <= now.as_str()
        })
    }

    /// Makes one now, then removes those there are too many of.
    ///
    /// # Errors
    /// See [`BackupError`]; then none is removed.
    pub async fn make(&self, database: &Path, now_ms: i64) -> Result<PathBuf, BackupError> {
        let target = self
            .folder
            .join(format!("{PREFIX}{}{ENDING}", moment(now_ms)));
        self.remove_halves();
        backup(database, &target).await?;
        // Names of the future are of a clock that was ahead: they are nobody's turn until then.
        let mut made = self.made();
        let now = format!("{PREFIX}{}{ENDING}", moment(now_ms));
        made.retain(|name| *name <= now);
        let too_many = made.len().saturating_sub(self.keep.get());
        for old in made.iter().take(too_many) {
            if let Err(error) = std::fs::remove_file(self.folder.join(old)) {
                tracing::warn!(file = %old, error = %error, "an old backup could not be removed");
            }
        }
        Ok(target)
    }

    /// The names of the backups made by a schedule, oldest first.
    fn made(&self) -> Vec<String> {
        let mut made: Vec<String> = self.names().filter(|name| is_ours(name)).collect();
        made.sort_unstable();
        made
    }

    /// What a server that was stopped while copying has left.
    fn remove_halves(&self) {
        for name in self.names() {
            if name.strip_suffix(".partial").is_some_and(is_ours) {
                let _ = std::fs::remove_file(self.folder.join(name));
            }
        }
    }

    fn names(&self) -> impl Iterator<Item = String> {
        std::fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
    }
}

fn is_ours(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(ENDING))
        .is_some_and(|moment| jiff::civil::DateTime::strptime(MOMENT, moment).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_a_number_and_a_unit() {
        let every = |text: &str| text.parse::<Every>().ok().map(|every| every.0.as_secs());
        assert_eq!(every("90s"), Some(90));
        assert_eq!(every("15m"), Some(900));
        assert_eq!(every("24h"), Some(86_400));
        assert_eq!(every("7d"), Some(604_800));
        for wrong in ["", "h", "0h", "24", "1.5h", "-1h", "24 h", "5三"] {
            assert_eq!(every(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_names_that_a_schedule_gives_are_its_own() {
        assert!(is_ours(&format!("{PREFIX}{}{ENDING}", moment(0))));
        for other in [
            "yardstick-2026-11-23.db",
            "yardstick-before-the-move.db",
            "yardstick.db",
            "notes.txt",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
