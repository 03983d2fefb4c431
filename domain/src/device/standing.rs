//! Which database this is, and how far it has come: how a tab notices that the browser took the database it wrote to away and that the
//! next transaction found a new one, however far that one has come meanwhile.

use super::{DATABASE_KEY, DeviceError, DeviceStore, Mode, REVISION_KEY, Table, Tx, revision_from};

/// Tells one database from another that took its place: 16 random bytes, drawn by the first tab that opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabaseId(pub [u8; 16]);

/// Where a database stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Which it is; `None` where nobody has named it yet, or could not.
    pub database: Option<DatabaseId>,
    /// Counts commits of any tab.
    pub revision: u64,
}

impl Standing {
    /// Whether what stands so is another database than the one a tab saw standing as `self`: it has another id, or has not come as far.
    #[must_use]
    pub fn is_lost_in(self, stored: Self) -> bool {
        let is_other = self.database.is_some() && stored.database != self.database;
        is_other || stored.revision < self.revision
    }
}

/// Reads where the database stands.
///
/// # Errors
/// The store failed.
pub async fn standing<T: Tx>(tx: &mut T) -> Result<Standing, DeviceError<T::Error>> {
    let keys = [DATABASE_KEY.to_vec(), REVISION_KEY.to_vec()];
    let mut found = tx.get(Table::Meta, &keys).await?.into_iter();
    let database = found.next().flatten().and_then(|id| id.try_into().ok());
    Ok(Standing {
        database: database.map(DatabaseId),
        revision: revision_from(found.next().flatten()),
    })
}

/// The id of the database, which is `fresh` if it had none.
///
/// # Errors
/// The store failed; a full one cannot be named.
pub async fn name_database<S: DeviceStore>(
    store: &S,
    fresh: DatabaseId,
) -> Result<DatabaseId, DeviceError<S::Error>> {
    // Reading does not wait for those who write: all starts but the first end here.
    let named = standing(&mut store.begin(Mode::Read).await?).await?;
    if let Some(named) = named.database {
        return Ok(named);
    }
    let mut tx = store.begin(Mode::WriteStrict).await?;
    if let Some(meanwhile) = standing(&mut tx).await?.database {
        return Ok(meanwhile);
    }
    tx.put(Table::Meta, DATABASE_KEY.to_vec(), fresh.0.to_vec());
    tx.commit().await?;
    Ok(fresh)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::device::MemoryStore;

    const OURS: Option<DatabaseId> = Some(DatabaseId([1; 16]));
    const ANOTHER: Option<DatabaseId> = Some(DatabaseId([2; 16]));

    fn at(database: Option<DatabaseId>, revision: u64) -> Standing {
        Standing { database, revision }
    }

    #[test]
    fn another_database_is_noticed_however_far_it_has_come() {
        assert!(!at(OURS, 8).is_lost_in(at(OURS, 8)));
        assert!(!at(OURS, 8).is_lost_in(at(OURS, 9)));
        assert!(at(OURS, 8).is_lost_in(at(OURS, 7)));
        assert!(at(OURS, 8).is_lost_in(at(ANOTHER, 10)));
        assert!(at(OURS, 8).is_lost_in(at(None, 10)));
        // One that could not be named when this tab began may have been since.
        assert!(!at(None, 8).is_lost_in(at(OURS, 8)));
        assert!(at(None, 8).is_lost_in(at(OURS, 7)));
    }

    #[test]
    fn a_database_is_named_once() {
        let store = MemoryStore::default();
        let name = |id| name_database(&store, DatabaseId([id; 16])).now_or_never();
        assert_eq!(name(1), Some(Ok(DatabaseId([1; 16]))));
        assert_eq!(name(2), Some(Ok(DatabaseId([1; 16]))));
        let stands = async { standing(&mut store.begin(Mode::Read).await?).await };
        assert_eq!(stands.now_or_never(), Some(Ok(at(OURS, 0))));
    }
}
