//! That a list has more than is shown.

use leptos::prelude::*;

use crate::i18n::{Msg, t_n};

/// A count as the catalogues take it.
pub(in crate::pages) fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A line under a list that shows `most` of `count`; nothing where it shows all.
#[component]
pub(in crate::pages) fn AndMore(
    /// How many there are.
    #[prop(into)]
    count: Signal<usize>,
    /// How many are shown.
    most: usize,
    /// How the rest is told, by its number.
    words: Msg,
) -> impl IntoView {
    let more = Memo::new(move |_| counted(count.get().saturating_sub(most)));
    view! {
        <Show when=move || { more.get() > 0 }>
            <p class="small soft">{move || t_n(words, more.get(), &[])}</p>
        </Show>
    }
}
