//! One of few, all in sight.

use leptos::prelude::*;

use super::{Notes, Ties};

/// A labelled group of radio buttons, drawn as one bar.
#[component]
pub fn Choice<T>(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The answers.
    options: Vec<(T, Signal<String>)>,
    /// The answer so far.
    #[prop(into)]
    value: Signal<Option<T>>,
    /// Told the answer chosen.
    #[prop(into)]
    on_choose: Callback<T>,
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
    let name = ties.id.clone();
    let radios = options.into_iter().map(|(option, label)| {
        let chosen = option.clone();
        let is_checked = move || value.with(|value| value.as_ref() == Some(&option));
        view! {
            <label>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=is_checked
                    on:change=move |_| on_choose.run(chosen.clone())
                />
                <span>{label}</span>
            </label>
        }
    });
    let radios = radios.collect_view();
    view! {
        <fieldset class="field" aria-describedby=ties.described_by()>
            <legend>{label}</legend>
            <div class="segmented">{radios}</div>
            <Notes ties=ties.clone() hint/>
        </fieldset>
    }
}
