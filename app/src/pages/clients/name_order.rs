//! The order of names in the person's language, made once for all names and not at each sorting.

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;

use crate::book::ClientRow;
use crate::browser::intl;
use crate::i18n;

/// Each client's place among the names: by strokes in Chinese, by letters in English.
pub(in crate::pages) fn name_order(
    rows: Signal<Arc<Vec<ClientRow>>>,
) -> Memo<Arc<HashMap<RecordId, usize>>> {
    let names = Memo::new(move |_| {
        rows.with(|rows| {
            let named = rows
                .iter()
                .filter_map(|row| Some((row.id, row.summary.name.clone()?)));
            named.collect::<Vec<_>>()
        })
    });
    Memo::new(move |_| {
        let tag = i18n::locale().tag();
        let names = names.get();
        let mut sorted: Vec<String> = names.iter().map(|(_, name)| name.clone()).collect();
        intl::sort(tag, &mut sorted);
        let places: HashMap<&str, usize> = sorted.iter().map(String::as_str).zip(0..).collect();
        let place = |(id, name): &(RecordId, String)| Some((*id, *places.get(name.as_str())?));
        Arc::new(names.iter().filter_map(place).collect())
    })
}
