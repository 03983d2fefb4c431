//! A line of a list.

use leptos::prelude::*;

use super::ruler::Tone;
use crate::route::Route;

/// A link with a leading mark, two lines and a trailing figure; belongs into `<ul class="rows"><li>`.
#[component]
pub fn Row(
    /// Where it leads.
    #[prop(into)]
    to: Signal<Route>,
    /// The first line.
    #[prop(into)]
    title: Signal<String>,
    /// The second line.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// The figure at the end.
    #[prop(optional, into)]
    figure: Option<Signal<String>>,
    /// How the figure is meant; the words say it too.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Whether it is the one shown beside the list.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// The mark at the beginning.
    #[prop(optional, into)]
    mark: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <a class="row" href=move || to.get().path() aria-current=move || current.get().then_some("true")>
            {mark.map(|mark| view! { <span class="row-mark">{mark.run()}</span> })}
            <span class="row-text">
                <span class="row-title">{title}</span>
                {note.map(|note| view! { <span class="row-note">{note}</span> })}
            </span>
            {figure
                .map(|figure| {
                    view! {
                        <span class="row-figure" data-tone=move || tone.get().name()>
                            {figure}
                        </span>
                    }
                })}
        </a>
    }
}
