//! Rows whose client is in the book already, and what becomes of them.

use leptos::prelude::*;
use yardstick_domain::import::{Duplicates, KnownRow};

use super::Reading;
use crate::i18n::{Msg, t_n, t_with};
use crate::kit::Choice;
use crate::pages::parts::and_more::{AndMore, counted};
use crate::route::Route;

/// Rows listed at most; the count tells of all.
const MOST: usize = 10;

/// How many there are, the choice, and the first of them.
#[component]
pub(super) fn KnownRows(reading: Reading) -> impl IntoView {
    let Reading { intake, plan, .. } = reading;
    let count = Memo::new(move |_| plan.with(|plan| plan.known.len()));
    let listed =
        move || plan.with(|plan| plan.known.iter().take(MOST).cloned().collect::<Vec<_>>());
    let options = vec![
        (Duplicates::Skip, Msg::ImportKnownSkip.into()),
        (Duplicates::Add, Msg::ImportKnownAdd.into()),
        (Duplicates::New, Msg::ImportKnownNew.into()),
    ];
    let options = StoredValue::new(options);
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="group" aria-labelledby="import-known">
                <h2 class="group-head" id="import-known">
                    {move || t_n(Msg::ImportKnown, counted(count.get()), &[])}
                </h2>
                <Choice
                    label=Msg::ImportKnownWhat
                    options=options.get_value()
                    value=Signal::derive(move || Some(intake.choices().duplicates))
                    on_choose=move |duplicates| intake.set_duplicates(duplicates)
                />
                <ul class="cluster" role="list">
                    <For each=listed key=|known| (known.row, known.name.clone()) let:known>
                        <li>
                            <Known known/>
                        </li>
                    </For>
                </ul>
                <AndMore count most=MOST words=Msg::ImportKnownMore/>
            </section>
        </Show>
    }
}

#[component]
fn Known(known: KnownRow) -> impl IntoView {
    let to = Route::client(known.client).path();
    let words = move || {
        let row = known.row.to_string();
        t_with(Msg::ImportKnownRow, &[("row", &row), ("name", &known.name)])
    };
    view! {
        <a class="chip" href=to>
            {words}
        </a>
    }
}
