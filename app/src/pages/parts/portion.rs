//! The first of many rows, and more for who asks: a thousand at once would take longer to draw than a person waits, and say less.

use leptos::prelude::*;

use crate::i18n::{Msg, t_n};
use crate::kit::Button;

/// Rows drawn before somebody asks for more.
const AT_FIRST: usize = 20;
/// Rows that come with each asking.
const MORE: usize = 60;

/// How many rows of a list are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Portion(RwSignal<usize>);

impl Portion {
    /// The first few.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(AT_FIRST))
    }

    /// Those of a list that are drawn; the others are not even made.
    pub(crate) fn of<T>(self, all: impl ExactSizeIterator<Item = T>) -> Part<T> {
        Part {
            count: all.len(),
            first: all.take(self.0.get()).collect(),
        }
    }
}

/// The first rows of a list.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Part<T> {
    /// How many rows the list has.
    pub(crate) count: usize,
    /// The first of them.
    pub(crate) first: Vec<T>,
}

/// Draws more of a list, as long as there is more; belongs under it.
#[component]
pub(crate) fn MoreRows(
    /// What is drawn of it.
    portion: Portion,
    /// How many there are in all.
    #[prop(into)]
    count: Signal<usize>,
) -> impl IntoView {
    let hidden = Memo::new(move |_| count.get().saturating_sub(portion.0.get()));
    let more = Signal::derive(move || {
        let hidden = u32::try_from(hidden.get()).unwrap_or(u32::MAX);
        t_n(Msg::ListMore, hidden, &[])
    });
    view! {
        <Show when=move || hidden.get() != 0>
            <Button label=more on_press=move |_| portion.0.update(|most| *most += MORE)/>
        </Show>
    }
}
