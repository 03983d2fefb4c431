//! What every device store must do, as one suite: memory runs it in `cargo test`, IndexedDB in a browser.

use super::{DeviceStore, Mode, Table, Tx};

/// Where a store broke its contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

fn expect(holds: bool, what: &str) -> Result<(), Broken> {
    if holds {
        Ok(())
    } else {
        Err(Broken(what.to_owned()))
    }
}

fn key(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Runs the suite on an empty store and leaves it empty.
///
/// # Errors
/// The first promise that did not hold, or what the store failed with.
pub async fn contract<S: DeviceStore>(store: &S) -> Result<(), Broken>
where
    S::Error: std::fmt::Debug,
{
    let failed = |error: S::Error| Broken(format!("the store failed: {error:?}"));
    a_transaction_reads_its_own_writes(store)
        .await
        .map_err(failed)??;
    what_is_committed_is_there(store).await.map_err(failed)??;
    what_is_dropped_never_happened(store)
        .await
        .map_err(failed)??;
    keys_are_ordered_bytes(store).await.map_err(failed)??;
    tables_are_apart(store).await.map_err(failed)??;
    writers_come_one_after_the_other(store)
        .await
        .map_err(failed)??;
    emptied(store).await.map_err(failed)
}

type Outcome<S> = Result<Result<(), Broken>, <S as DeviceStore>::Error>;

async fn emptied<S: DeviceStore>(store: &S) -> Result<(), S::Error> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    for table in Table::ALL {
        for key in tx.keys(table, &[], None).await? {
            tx.delete(table, key);
        }
    }
    tx.commit().await
}

async fn a_transaction_reads_its_own_writes<S: DeviceStore>(store: &S) -> Outcome<S> {
    let mut tx = store.begin(Mode::Write).await?;
    tx.put(Table::Outbox, key("a"), key("1"));
    tx.put(Table::Outbox, key("b"), key("2"));
    tx.put(Table::Outbox, key("a"), key("3"));
    tx.delete(Table::Outbox, key("b"));
    let read = tx
        .get(Table::Outbox, &[key("b"), key("a"), key("c")])
        .await?;
    tx.put(Table::Meta, key("a"), key("4"));
    let each = tx
        .get_each(&[
            (Table::Meta, key("a")),
            (Table::Outbox, key("b")),
            (Table::Outbox, key("a")),
        ])
        .await?;
    let scanned = tx.scan(Table::Outbox, b"").await?;
    let keys = tx.keys(Table::Outbox, &[], None).await?;
    drop(tx);
    Ok(expect(
        read == [None, Some(key("3")), None],
        "values come in the order of the keys, with the writes of the transaction",
    )
    .and(expect(
        each == [Some(key("4")), None, Some(key("3"))],
        "values of several tables come in the order asked for, each from its own",
    ))
    .and(expect(
        scanned == [(key("a"), key("3"))] && keys == [key("a")],
        "a scan sees the writes of its transaction",
    )))
}

async fn what_is_committed_is_there<S: DeviceStore>(store: &S) -> Outcome<S> {
    for mode in [Mode::Write, Mode::WriteStrict] {
        let mut tx = store.begin(mode).await?;
        tx.put(Table::Meta, key("kept"), vec![0, 255, 7]);
        tx.commit().await?;
        let mut tx = store.begin(Mode::Read).await?;
        let read = tx.get_one(Table::Meta, b"kept").await?;
        drop(tx);
        if read != Some(vec![0, 255, 7]) {
            return Ok(expect(
                false,
                "what was committed is read back, byte for byte",
            ));
        }
        let mut tx = store.begin(mode).await?;
        tx.delete(Table::Meta, key("kept"));
        tx.delete(Table::Meta, key("never there"));
        tx.commit().await?;
    }
    let mut tx = store.begin(Mode::Read).await?;
    let gone = tx.get_one(Table::Meta, b"kept").await?.is_none();
    let nothing = tx.get(Table::Meta, &[]).await?.is_empty();
    Ok(expect(gone && nothing, "what was deleted is gone"))
}

async fn what_is_dropped_never_happened<S: DeviceStore>(store: &S) -> Outcome<S> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    tx.put(Table::Summary, key("x"), key("1"));
    // Reading makes an asynchronous store carry the write out before it is undone.
    let _ = tx.get_one(Table::Summary, b"x").await?;
    drop(tx);
    let mut tx = store.begin(Mode::Read).await?;
    let read = tx.get_one(Table::Summary, b"x").await?;
    Ok(expect(
        read.is_none(),
        "a transaction that is dropped never happened",
    ))
}

async fn keys_are_ordered_bytes<S: DeviceStore>(store: &S) -> Outcome<S> {
    let keys: [&[u8]; 7] = [
        &[0],
        &[1, 2],
        &[1, 2, 0],
        &[1, 2, 255],
        &[1, 2, 255, 255],
        &[1, 3],
        &[255, 255],
    ];
    let mut tx = store.begin(Mode::Write).await?;
    for key in keys.iter().rev() {
        tx.put(Table::Overlay, key.to_vec(), key.to_vec());
    }
    tx.commit().await?;
    let mut tx = store.begin(Mode::Read).await?;
    let of = |rows: Vec<super::Pair>| rows.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    let within = of(tx.scan(Table::Overlay, &[1, 2]).await?);
    let full = of(tx.scan(Table::Overlay, &[1, 2, 255]).await?);
    let last = of(tx.scan(Table::Overlay, &[255]).await?);
    let all = tx.keys(Table::Overlay, &[], None).await?;
    drop(tx);
    emptied(store).await?;
    Ok(expect(
        all == keys && within == keys[1..5] && full == keys[3..5] && last == keys[6..],
        "keys are in the order of their bytes, and a prefix finds what begins with it",
    ))
}

async fn tables_are_apart<S: DeviceStore>(store: &S) -> Outcome<S> {
    let mut tx = store.begin(Mode::WriteStrict).await?;
    for table in Table::ALL {
        tx.put(table, key("same"), key(table.name()));
    }
    tx.commit().await?;
    let mut tx = store.begin(Mode::Read).await?;
    let mut apart = true;
    for table in Table::ALL {
        apart &= tx.scan(table, b"s").await? == [(key("same"), key(table.name()))];
    }
    drop(tx);
    emptied(store).await?;
    Ok(expect(apart, "the same key in two tables is two entries"))
}

async fn writers_come_one_after_the_other<S: DeviceStore>(store: &S) -> Outcome<S> {
    for number in 1..=3u8 {
        let mut tx = store.begin(Mode::WriteStrict).await?;
        let count = tx.get_one(Table::Meta, b"count").await?;
        let next = count
            .and_then(|bytes| bytes.first().copied())
            .unwrap_or_default()
            + 1;
        tx.put(Table::Meta, key("count"), vec![next]);
        tx.commit().await?;
        if next != number {
            return Ok(expect(
                false,
                "a transaction sees what the one before it wrote",
            ));
        }
    }
    emptied(store).await?;
    Ok(Ok(()))
}
