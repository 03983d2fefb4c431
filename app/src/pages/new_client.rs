//! 新增客戶: the name first, little else; everything can be added later. Saving is one action and can be undone.

use leptos::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{ClientKind, FieldSpec, Stage, client, contact};
use yardstick_domain::text::fold;
use yardstick_domain::values::{Choice as _, InputError};

use crate::book::Book;
use crate::browser::focus;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Choice, Entry, Select, TextField, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::{now, words};
use crate::route::{Route, navigation};
use crate::session::{Action, Session};

/// What has been filled in so far.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    kind: RwSignal<Option<ClientKind>>,
    stage: RwSignal<Option<Stage>>,
    contact: RwSignal<String>,
    phone: RwSignal<String>,
    /// The person has tried to save: from now on what is wrong is said.
    tried: RwSignal<bool>,
}

/// The form.
#[component]
pub fn NewClientPage() -> impl IntoView {
    let draft = Draft {
        name: RwSignal::new(String::new()),
        kind: RwSignal::new(None),
        stage: RwSignal::new(Some(Stage::Lead)),
        contact: RwSignal::new(String::new()),
        phone: RwSignal::new(String::new()),
        tried: RwSignal::new(false),
    };
    let session = Session::expect();
    let go = navigation::replacer();
    let save = move || {
        draft.tried.set(true);
        match draft.action(session) {
            Some((client, action)) => {
                session.edit(action);
                go(&Route::client(client));
            }
            None => {
                focus::on("[aria-invalid=\"true\"]");
            }
        }
    };
    let save = StoredValue::new_local(save);
    view! {
        <Page title=Msg::ClientNew back=Route::Clients>
            <form
                class="form column"
                on:submit=move |event| {
                    event.prevent_default();
                    save.with_value(|save| save());
                }
            >
                <TextField
                    label=Msg::ClientName
                    value=draft.name
                    hint=Msg::NewclientNameHint
                    required=true
                    error=draft.problem(client::name().spec(), draft.name, true)
                    on_input=move |text| draft.name.set(text)
                />
                <SameName name=draft.name.into()/>
                <Choice
                    label=Msg::ClientKind
                    options=kinds()
                    value=draft.kind
                    on_choose=move |kind| draft.kind.set(Some(kind))
                />
                <Select
                    label=Msg::ClientStage
                    options=stages(draft.kind.into())
                    value=draft.stage
                    on_choose=move |stage| draft.stage.set(stage)
                />
                <div class="form-pair">
                    <TextField
                        label=Msg::NewclientContact
                        value=draft.contact
                        hint=Msg::NewclientContactHint
                        error=draft.problem(contact::name().spec(), draft.contact, false)
                        on_input=move |text| draft.contact.set(text)
                    />
                    <TextField
                        label=Msg::ContactPhone
                        value=draft.phone
                        entry=Entry::Phone
                        error=draft.problem(contact::phone().spec(), draft.phone, false)
                        on_input=move |text| draft.phone.set(text)
                    />
                </div>
                <div class="form-actions">
                    <Button
                        label=Msg::NewclientSave
                        variant=Variant::Primary
                        submit=true
                        on_press=|_| ()
                    />
                </div>
            </form>
        </Page>
    }
}

impl Draft {
    /// What is wrong with a field, once somebody has tried to save.
    fn problem(
        self,
        spec: FieldSpec,
        text: RwSignal<String>,
        required: bool,
    ) -> Signal<Option<String>> {
        Signal::derive(move || {
            if !self.tried.get() {
                return None;
            }
            let text = text.get();
            if required && text.trim().is_empty() {
                return Some(t(Msg::ErrorRequired));
            }
            let error = spec.parse(&text, &now::input_context()).err()?;
            Some(words::input_error(error))
        })
    }

    /// Everything as one action; none as long as something is wrong.
    fn action(self, session: Session) -> Option<(RecordId, Action)> {
        let name = self.name.get_untracked();
        if name.trim().is_empty() {
            return None;
        }
        let key = session.new_client();
        let mut action = Action::new(Msg::NewclientSaved)
            .set(&key, typed(client::name().spec(), &name).ok()?)
            .set(&key, client::kind().put(self.kind.get_untracked().as_ref()))
            .set(
                &key,
                client::stage().put(self.stage.get_untracked().as_ref()),
            );
        let (person, phone) = (self.contact.get_untracked(), self.phone.get_untracked());
        if !person.trim().is_empty() || !phone.trim().is_empty() {
            let contact: RecordKey = session.new_record("contact", key.client);
            action = action
                .set(&contact, typed(contact::name().spec(), &person).ok()?)
                .set(&contact, typed(contact::phone().spec(), &phone).ok()?);
        }
        debug_assert_eq!(key.kind.as_str(), CLIENT_KIND);
        Some((key.client, action))
    }
}

fn typed(spec: FieldSpec, text: &str) -> Result<yardstick_domain::records::Edit, InputError> {
    Ok(yardstick_domain::records::Edit {
        field: spec.name.into(),
        value: spec.parse(text, &now::input_context())?,
    })
}

fn kinds() -> Vec<(ClientKind, Signal<String>)> {
    let word = |kind: &ClientKind| Some((kind.clone(), words::client_kind(kind)?.into()));
    ClientKind::ALL.iter().filter_map(word).collect()
}

fn stages(kind: Signal<Option<ClientKind>>) -> Vec<(Stage, Signal<String>)> {
    let word = |stage: &Stage| {
        let own = stage.clone();
        let label = move || {
            kind.with(|kind| words::stage(&own, kind.as_ref()))
                .map(t)
                .unwrap_or_default()
        };
        (stage.clone(), Signal::derive(label))
    };
    Stage::ALL.iter().map(word).collect()
}

/// Clients whose name is like the one being typed; a hint, nothing is forbidden.
#[component]
fn SameName(name: Signal<String>) -> impl IntoView {
    let rows = Book::expect().clients();
    let alike = Memo::new(move |_| {
        let typed = core_of(&name.get());
        if typed.chars().count() < 2 {
            return Vec::new();
        }
        rows.with(|rows| {
            let named = rows
                .iter()
                .filter_map(|row| Some((row.id, row.summary.name.clone()?)));
            let alike = named.filter(|(_, own)| is_alike(&core_of(own), &typed));
            alike.take(3).collect::<Vec<_>>()
        })
    });
    view! {
        <div role="status">
            <Show when=move || alike.with(|alike| !alike.is_empty())>
                <p class="small soft">{move || t(Msg::NewclientSameName)}</p>
                <ul class="cluster">
                    <For each=move || alike.get() key=|(id, name)| (*id, name.clone()) let:same>
                        <li>
                            <a class="chip" href=Route::client(same.0).path()>
                                {same.1}
                            </a>
                        </li>
                    </For>
                </ul>
            </Show>
        </div>
    }
}

/// A name without what is written one way or the other: width, case, spaces, the form of the company.
fn core_of(name: &str) -> String {
    let mut core: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    for form in ["股份有限公司", "有限公司", "工作室"] {
        if let Some(rest) = core.strip_suffix(form)
            && !rest.is_empty()
        {
            core = rest.to_owned();
        }
    }
    core
}

/// The same, or one inside the other.
fn is_alike(one: &str, other: &str) -> bool {
    one.contains(other) || (one.chars().count() > 1 && other.contains(one))
}

#[cfg(test)]
mod tests {
    use super::{core_of, is_alike};

    #[test]
    fn names_are_alike_however_they_are_written() {
        let alike = |one: &str, other: &str| is_alike(&core_of(one), &core_of(other));
        assert!(alike("山嵐製茶", "山嵐製茶有限公司"));
        assert!(alike("North Pier", "ＮＯＲＴＨ　ＰＩＥＲ"));
        assert!(alike("青岫", "青岫工作室"));
        assert!(alike("臺灣茶", "台灣茶"));
        assert!(!alike("山嵐製茶", "山海製茶"));
        assert!(!alike("工作室", "青岫"));
    }
}
