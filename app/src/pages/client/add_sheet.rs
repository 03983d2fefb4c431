//! A sheet that makes a new record of a client: a few fields, one action.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Edit, FieldSpec};
use yardstick_domain::values::InputError;

use crate::browser::focus;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Sheet, Variant};
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::words;
use crate::session::{Action, Session};

/// The kind of record made, and what is asked for it.
#[derive(Clone, Copy)]
pub(in crate::pages) struct NewRecord {
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) title: Msg,
    /// What the toast says.
    pub(in crate::pages) done: Msg,
    /// The fields asked for; the first one is needed.
    pub(in crate::pages) fields: &'static [fn() -> FieldSpec],
    /// What is said under a field, where its type does not say enough.
    pub(in crate::pages) hint: fn(&str) -> Option<Msg>,
}

/// The sheet. `on_made` is told the new record; `more` gives fields that are not asked for, or
/// were left empty.
#[component]
pub(in crate::pages) fn AddSheet(
    open: RwSignal<bool>,
    client: RecordId,
    /// The record it is made under, where that is not the client: what is half typed stays with it.
    #[prop(optional, into)]
    under: Option<RecordId>,
    new: NewRecord,
    #[prop(into)] more: Callback<(), Vec<Edit>>,
    #[prop(into)] on_made: Callback<RecordKey>,
) -> impl IntoView {
    let session = Session::expect();
    let under = under.map(|under| format!("/{under}")).unwrap_or_default();
    let form = format!("{client}/new/{}{under}", new.kind);
    let texts = new.fields.iter();
    let texts = texts.map(|spec| NewText::take_up(session, &form, spec()));
    let texts = StoredValue::new(texts.collect::<Vec<_>>());
    let save = move || {
        let texts = texts.get_value();
        let edits: Result<Vec<Edit>, InputError> = texts
            .iter()
            .enumerate()
            .filter(|(at, text)| *at == 0 || !text.is_empty())
            .map(|(_, text)| text.edit())
            .collect();
        match edits {
            Ok(edits) => {
                let key = session.new_record(new.kind, client);
                let more = more.run(()).into_iter();
                let more = more.filter(|more| edits.iter().all(|own| own.field != more.field));
                let all: Vec<Edit> = more.chain(edits.iter().cloned()).collect();
                session.edit(Action::new(new.done).set_all(&key, all));
                texts.iter().for_each(|text| text.clear());
                open.set(false);
                on_made.run(key);
            }
            Err(_) => {
                texts.iter().for_each(|text| text.done(true));
                focus::on("dialog [aria-invalid=\"true\"]");
            }
        }
    };
    let field = move |(at, text): (usize, NewText)| {
        let label = Signal::derive(move || {
            words::field(new.kind, text.spec.name)
                .map(t)
                .unwrap_or_default()
        });
        let hint = Signal::derive(move || (new.hint)(text.spec.name).map(t).unwrap_or_default());
        view! { <NewField label field=text required=at == 0 hint/> }
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
                {texts.get_value().into_iter().enumerate().map(field).collect_view()}
                // Enter sends a form of several lines only where there is something to send it.
                <button type="submit" hidden=true></button>
            </form>
        </Sheet>
    }
}
