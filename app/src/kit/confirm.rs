//! Asking first, for the few things that cannot be undone.

use leptos::prelude::*;

use super::{Button, Sheet, TextField, Variant};
use crate::i18n::{Msg, t_with};

/// A sheet that says what is about to happen, and a button that does it.
#[component]
pub fn Confirm(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is about to happen.
    #[prop(into)]
    title: Signal<String>,
    /// The action, as a verb.
    #[prop(into)]
    action: Signal<String>,
    /// The action; the sheet closes with it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Whether the action has to wait.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What is lost and what is kept.
    children: ChildrenFn,
) -> impl IntoView {
    let confirm = move |_| {
        if !disabled.get_untracked() {
            open.set(false);
            on_confirm.run(());
        }
    };
    let children = StoredValue::new(children);
    view! {
        <Sheet
            open
            title
            foot=move || {
                view! {
                    <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
                    <Button label=action variant=Variant::Danger disabled on_press=confirm/>
                }
            }
        >
            {children.with_value(|children| children())}
        </Sheet>
    }
}

/// A sheet whose action works only after a word has been typed.
#[component]
pub fn ConfirmTyped(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is about to happen.
    #[prop(into)]
    title: Signal<String>,
    /// The word to type, such as the name of what goes.
    #[prop(into)]
    word: Signal<String>,
    /// The action, as a verb.
    #[prop(into)]
    action: Signal<String>,
    /// The action; the sheet closes with it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What is lost and what is kept.
    children: ChildrenFn,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    Effect::new(move || {
        if !open.get() {
            typed.set(String::new());
        }
    });
    let is_wrong =
        Signal::derive(move || word.with(|word| typed.with(|typed| typed.trim() != word.trim())));
    let label =
        Signal::derive(move || word.with(|word| t_with(Msg::SheetConfirm, &[("word", word)])));
    let children = StoredValue::new(children);
    view! {
        <Confirm open title action disabled=is_wrong on_confirm>
            <div class="form">
                {children.with_value(|children| children())}
                <TextField label value=typed on_input=move |text| typed.set(text)/>
            </div>
        </Confirm>
    }
}
