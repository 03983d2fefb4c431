//! The writer task: all or nothing of each request, and a cancelled one is never torn.

use sqlx::sqlite::SqliteConnection;
use tokio::sync::oneshot;
use yardstick_server::store::{BoxFuture, Store, StoreError};

use crate::app::TestApp;

async fn insert(tx: &mut SqliteConnection, n: u128) -> Result<(), StoreError> {
    sqlx::query("insert into workspace (id, name, created_ms) values (?, 'w', 0)")
        .bind(uuid::Uuid::from_u128(n))
        .execute(tx)
        .await?;
    Ok(())
}

async fn stored(store: &Store) -> Vec<u128> {
    let mut reader = store.reader().await.unwrap();
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar("select id from workspace order by id")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    ids.into_iter().map(|id| id.as_u128()).collect()
}

fn twice(tx: &mut SqliteConnection, n: u128) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move {
        insert(tx, n + 100).await?;
        insert(tx, n).await?;
        insert(tx, n).await
    })
}

#[tokio::test]
async fn a_failed_request_leaves_nothing_and_its_neighbours_stand() {
    let app = TestApp::empty().await;
    let store = app.app.store();
    let (a, b, c) = tokio::join!(
        store.write(|tx| Box::pin(insert(tx, 1))),
        store.write(|tx| twice(tx, 2)),
        store.write(|tx| Box::pin(insert(tx, 3))),
    );
    assert!(a.is_ok() && matches!(b, Err(StoreError::Sql(_))) && c.is_ok());
    assert_eq!(stored(store).await, [1, 3]);
}

#[tokio::test]
async fn a_panicking_request_leaves_nothing_and_the_writer_goes_on() {
    let app = TestApp::empty().await;
    let store = app.app.store();
    let panicked: Result<(), StoreError> = store
        .write(|tx| {
            Box::pin(async move {
                insert(tx, 1).await?;
                panic!("on purpose");
            })
        })
        .await;
    assert!(matches!(panicked, Err(StoreError::Panicked)));
    store.write(|tx| Box::pin(insert(tx, 2))).await.unwrap();
    assert_eq!(stored(store).await, [2]);
}

#[tokio::test]
async fn a_cancelled_request_is_carried_out_whole() {
    let app = TestApp::empty().await;
    let store = app.app.store().clone();
    let (half_way, reached) = oneshot::channel();
    let (go_on, gate) = oneshot::channel::<()>();
    let request = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .write(|tx| {
                    Box::pin(async move {
                        insert(tx, 1).await?;
                        half_way.send(()).unwrap();
                        gate.await.unwrap();
                        insert(tx, 2).await
                    })
                })
                .await
        }
    });
    reached.await.unwrap();
    request.abort();
    assert!(request.await.unwrap_err().is_cancelled());
    go_on.send(()).unwrap();
    store.write(|tx| Box::pin(insert(tx, 3))).await.unwrap();
    assert_eq!(stored(&store).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_reply_comes_after_the_commit() {
    let app = TestApp::empty().await;
    let store = app.app.store();
    for n in 1..=20 {
        store
            .write(move |tx| Box::pin(insert(tx, n)))
            .await
            .unwrap();
        assert!(stored(store).await.contains(&n));
    }
}

/// More than a hundred pages, in the second of two statements.
fn fill(tx: &mut SqliteConnection) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move {
        insert(tx, 1).await?;
        sqlx::query("update workspace set name = hex(zeroblob(5000000))")
            .execute(tx)
            .await?;
        Ok(())
    })
}

#[tokio::test]
async fn a_full_database_says_so_keeps_nothing_partial_and_recovers() {
    let app = TestApp::empty().await;
    let store = app.app.store();
    let limit = |pages: &'static str| {
        store.write(move |tx| {
            Box::pin(async move {
                sqlx::query(pages).execute(tx).await?;
                Ok::<_, StoreError>(())
            })
        })
    };
    limit("pragma max_page_count = 100").await.unwrap();
    let full = store.write(fill).await;
    assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
    assert!(stored(store).await.is_empty());
    store.write(|tx| Box::pin(insert(tx, 2))).await.unwrap();
    limit("pragma max_page_count = 1000000").await.unwrap();
    store.write(fill).await.unwrap();
    assert_eq!(stored(store).await, [1, 2]);
}

#[tokio::test]
async fn nothing_is_taken_after_the_end() {
    let app = TestApp::empty().await;
    let store = app.app.store();
    let last = store.write(|tx| Box::pin(insert(tx, 1)));
    let (last, ()) = tokio::join!(last, store.close());
    last.unwrap();
    assert!(matches!(
        store.write(|tx| Box::pin(insert(tx, 2))).await,
        Err(StoreError::Stopped)
    ));
}
