//! How far somebody has come with a choice between values: whether it is open, and the words of their own. Kept as every draft is.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use yardstick_domain::change::{RegisterKey, Value};
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{FieldSpec, FieldType};
use yardstick_domain::values::InputError;

use crate::i18n::{Msg, t};
use crate::kit::{Button, Glyph, Icon, TextArea, TextField, Variant};
use crate::pages::parts::{now, words};
use crate::session::{Refused, Session};

/// What is kept of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    #[serde(default)]
    open: bool,
    #[serde(default)]
    text: Option<String>,
}

/// A choice that can be opened and left.
#[derive(Clone, Copy)]
pub(super) struct Choosing {
    session: Session,
    draft: RwSignal<Draft>,
    place: StoredValue<String>,
}

impl Choosing {
    /// The choice between the values of a field.
    pub(super) fn of_field(session: Session, key: &RegisterKey) -> Self {
        let of = [
            key.record.to_string(),
            key.kind.to_string(),
            key.field.to_string(),
        ];
        Self::at(
            session,
            format!("{}/also-edited/{}", key.client, of.join("/")),
        )
    }

    /// What is to become of a refused value.
    pub(super) fn of_refused(session: Session, refused: &Refused) -> Self {
        let (_, id) = refused.entry;
        Self::at(session, format!("{}/refused/{id}", refused.key.client))
    }

    /// All the choices of a client, where they are one line of many.
    pub(super) fn of_client(session: Session, client: RecordId) -> Self {
        Self::at(session, format!("{client}/also-edited"))
    }

    fn at(session: Session, place: String) -> Self {
        Self {
            session,
            draft: RwSignal::new(session.draft(&place).unwrap_or_default()),
            place: StoredValue::new(place),
        }
    }

    pub(super) fn is_open(self) -> bool {
        self.draft.with(|draft| draft.open)
    }

    /// Whether words of one's own are being written.
    pub(super) fn is_written(self) -> bool {
        self.draft.with(|draft| draft.text.is_some())
    }

    pub(super) fn fold(self) {
        self.change(|draft| draft.open = !draft.open);
    }

    /// The words of one's own are these now; none: given up.
    pub(super) fn write(self, text: Option<String>) {
        self.change(|draft| draft.text = text);
    }

    /// It is done.
    pub(super) fn forget(self) {
        self.change(|draft| *draft = Draft::default());
    }

    fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        let draft = self.draft.get_untracked();
        let worth = (draft != Draft::default()).then_some(&draft);
        self.place
            .with_value(|place| self.session.keep_draft(place, worth));
    }
}

/// The sign that opens a choice, and shuts it again.
#[component]
pub(super) fn Unfold(
    choosing: Choosing,
    /// What it says while shut.
    #[prop(into)]
    shut: Signal<String>,
    /// And while open.
    #[prop(into)]
    open: Signal<String>,
) -> impl IntoView {
    view! {
        <div>
            <button
                class="button"
                type="button"
                data-variant="plain"
                aria-expanded=move || choosing.is_open().to_string()
                on:click=move |_| choosing.fold()
            >
                <span class="also-edited">
                    <Icon glyph=Glyph::Merge/>
                    <span>{move || if choosing.is_open() { open.get() } else { shut.get() }}</span>
                </span>
            </button>
        </div>
    }
}

/// A value of one's own in the place of those there are; a slip is named and nothing typed is lost.
#[component]
pub(super) fn OwnWords(
    choosing: Choosing,
    spec: FieldSpec,
    choose: Callback<Value>,
) -> impl IntoView {
    let value = Signal::derive(move || {
        choosing
            .draft
            .with(|draft| draft.text.clone().unwrap_or_default())
    });
    let parsed = Memo::new(move |_| spec.parse(&value.get(), &now::input_context()));
    let slip = RwSignal::new(None::<InputError>);
    let error = Signal::derive(move || slip.get().map(words::input_error));
    let type_in = move |text: String| {
        slip.set(None);
        choosing.write(Some(text));
    };
    let save = move |()| match parsed.get_untracked() {
        Ok(value) => choose.run(value),
        Err(reason) => slip.set(Some(reason)),
    };
    let control = match spec.ty {
        FieldType::Multiline { .. } => {
            view! { <TextArea label=Msg::ConflictOwn value error on_input=type_in/> }.into_any()
        }
        _ => view! {
            <TextField
                label=Msg::ConflictOwn
                value
                error
                on_input=type_in
                on_enter=move |_| save(())
            />
        }
        .into_any(),
    };
    view! {
        <div class="stack" data-gap="2">
            {control}
            <div class="cluster">
                <Button label=Msg::ButtonSave variant=Variant::Primary on_press=move |_| save(())/>
                <Button
                    label=Signal::derive(|| t(Msg::ButtonCancel))
                    variant=Variant::Plain
                    on_press=move |_| choosing.write(None)
                />
            </div>
        </div>
    }
}
