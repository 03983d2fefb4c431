//! A sheet that makes a new record of a client: a few fields, one action.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Edit, FieldSpec, FieldType};
use yardstick_domain::values::InputError;

use crate::browser::focus;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Entry, Sheet, TextField, Variant};
use crate::pages::parts::{now, words};
use crate::session::{Action, Session};

/// The kind of record made, and what is asked for it.
#[derive(Clone, Copy)]
pub(super) struct NewRecord {
    pub(super) kind: &'static str,
    pub(super) title: Msg,
    /// What the toast says.
    pub(super) done: Msg,
    /// The fields asked for; the first one is needed.
    pub(super) fields: &'static [fn() -> FieldSpec],
}

/// The sheet. `on_made` is told the new record; `more` gives fields that are not asked for.
#[component]
pub(super) fn AddSheet(
    open: RwSignal<bool>,
    client: RecordId,
    new: NewRecord,
    #[prop(into)] more: Callback<(), Vec<Edit>>,
    #[prop(into)] on_made: Callback<RecordKey>,
) -> impl IntoView {
    let session = Session::expect();
    let texts: Vec<(FieldSpec, RwSignal<String>)> = new
        .fields
        .iter()
        .map(|spec| (spec(), RwSignal::new(String::new())))
        .collect();
    let texts = StoredValue::new(texts);
    let tried = RwSignal::new(false);
    let save = move || {
        tried.set(true);
        let edits: Result<Vec<Edit>, InputError> = texts.with_value(|texts| {
            texts
                .iter()
                .map(|(spec, text)| edit(*spec, *text))
                .collect()
        });
        let is_named = texts.with_value(|texts| {
            texts
                .first()
                .is_some_and(|(_, text)| text.with_untracked(|text| !text.trim().is_empty()))
        });
        match edits {
            Ok(edits) if is_named => {
                let key = session.new_record(new.kind, client);
                let all = edits.into_iter().chain(more.run(()));
                session.edit(Action::new(new.done).set_all(&key, all));
                tried.set(false);
                texts
                    .with_value(|texts| texts.iter().for_each(|(_, text)| text.set(String::new())));
                open.set(false);
                on_made.run(key);
            }
            _ => {
                focus::on("dialog [aria-invalid=\"true\"]");
            }
        }
    };
    let field = move |at: usize, spec: FieldSpec, text: RwSignal<String>| {
        let label =
            Signal::derive(move || words::field(new.kind, spec.name).map(t).unwrap_or_default());
        let error = Signal::derive(move || {
            tried
                .get()
                .then(|| problem(spec, &text.get(), at == 0))
                .flatten()
        });
        view! {
            <TextField
                label
                value=text
                entry=entry(spec.ty)
                error
                required=at == 0
                on_input=move |typed| text.set(typed)
            />
        }
    };
    let foot = move || {
        view! {
            <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
            <Button label=Msg::ButtonAdd variant=Variant::Primary on_press=move |_| save()/>
        }
    };
    view! {
        <Sheet open title=new.title foot=foot>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                {texts
                    .get_value()
                    .into_iter()
                    .enumerate()
                    .map(|(at, (spec, text))| field(at, spec, text))
                    .collect_view()}
                // Enter sends a form of several lines only where there is something to send it.
                <button type="submit" hidden=true></button>
            </form>
        </Sheet>
    }
}

fn edit(spec: FieldSpec, text: RwSignal<String>) -> Result<Edit, InputError> {
    let value = text.with_untracked(|text| spec.parse(text, &now::input_context()))?;
    Ok(Edit {
        field: spec.name.into(),
        value,
    })
}

fn problem(spec: FieldSpec, text: &str, required: bool) -> Option<String> {
    if required && text.trim().is_empty() {
        return Some(t(Msg::ErrorRequired));
    }
    let error = spec.parse(text, &now::input_context()).err()?;
    Some(words::input_error(error))
}

fn entry(ty: FieldType) -> Entry {
    match ty {
        FieldType::Phone => Entry::Phone,
        FieldType::Email => Entry::Email,
        _ => Entry::Text,
    }
}
