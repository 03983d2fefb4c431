//! The store's contract suite for a page that tests it.

use wasm_bindgen::prelude::*;
use yardstick_domain::device::store::contract::contract;

use crate::{IdbStore, delete_database};

const NAME: &str = "yardstick-contract";

/// Runs the suite that memory passes on a database of its own; rejects with the first promise that did not hold.
#[wasm_bindgen]
pub async fn store_contract() -> Result<(), JsValue> {
    let said = |error: &dyn std::fmt::Display| JsValue::from_str(&error.to_string());
    let store = IdbStore::open(NAME, |_| ())
        .await
        .map_err(|error| said(&error))?;
    contract(&store).await.map_err(|error| said(&error))?;
    store.close();
    delete_database(NAME).await.map_err(|error| said(&error))
}
