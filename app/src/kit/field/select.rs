//! One of many.

use leptos::prelude::*;

use super::{Notes, Ties};

/// A labelled list to choose one from; without a value it stands on a blank line.
#[component]
pub fn Select<T>(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The answers.
    options: Vec<(T, Signal<String>)>,
    /// The answer so far.
    #[prop(into)]
    value: Signal<Option<T>>,
    /// Told the answer chosen; none for the blank line.
    #[prop(into)]
    on_choose: Callback<Option<T>>,
    /// A word of help.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let ties = Ties::new(hint, error);
    let answers: Vec<T> = options.iter().map(|(option, _)| option.clone()).collect();
    let lines = options
        .into_iter()
        .enumerate()
        .map(|(at, (option, label))| {
            let is_selected = move || value.with(|value| value.as_ref() == Some(&option));
            view! {
                <option value=at prop:selected=is_selected>
                    {label}
                </option>
            }
        });
    let lines = lines.collect_view();
    let choose = move |at: String| {
        let answer = at
            .parse()
            .ok()
            .and_then(|at: usize| answers.get(at).cloned());
        on_choose.run(answer);
    };
    view! {
        <div class="field">
            <label for=ties.id.clone()>{label}</label>
            <select
                id=ties.id.clone()
                aria-invalid=ties.invalid()
                aria-describedby=ties.described_by()
                on:change:target=move |event| choose(event.target().value())
            >
                <option value="" prop:selected=move || value.with(Option::is_none)></option>
                {lines}
            </select>
            <Notes ties=ties.clone() hint/>
        </div>
    }
}
