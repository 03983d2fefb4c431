//! The steps from an empty file to the schema of this program: a file of `migrations/` each, never changed once released.

use std::sync::LazyLock;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// What each step is called and does; the first is step 1.
const STEPS: [(&str, &str); 5] = [
    (
        "accounts",
        include_str!("../../migrations/0001_accounts.sql"),
    ),
    ("sync", include_str!("../../migrations/0002_sync.sql")),
    ("waiting", include_str!("../../migrations/0003_waiting.sql")),
    (
        "waiting told",
        include_str!("../../migrations/0004_waiting_told.sql"),
    ),
    ("feed", include_str!("../../migrations/0005_feed.sql")),
];

/// Brings a file to the newest schema.
pub(super) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let steps = STEPS.iter().zip(1..).map(|((name, sql), step)| {
        Migration::new(
            step,
            (*name).into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(steps.collect())
});

/// The schema this program writes; a database with a higher one belongs to a newer program.
#[must_use]
pub fn newest_schema() -> i64 {
    MIGRATIONS
        .iter()
        .map(|step| step.version)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::migrate::Migrator;

    use super::MIGRATIONS;

    #[tokio::test]
    async fn every_file_of_the_folder_is_a_step() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let files = Migrator::new(folder).await.unwrap();
        let listed: Vec<_> = MIGRATIONS
            .iter()
            .map(|step| (step.version, &step.description, &step.checksum))
            .collect();
        let found: Vec<_> = files
            .iter()
            .map(|step| (step.version, &step.description, &step.checksum))
            .collect();
        assert_eq!(listed, found);
    }
}
