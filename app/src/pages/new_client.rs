//! 新增客戶: the name first, little else; everything can be added later. Saving is one action and can be undone.

use leptos::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{ClientKind, Stage, client, contact};
use yardstick_domain::text::fold;
use yardstick_domain::values::{Choice as _, InputError};

use crate::book::Book;
use crate::browser::focus;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Choice, Select, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::words;
use crate::route::{Route, navigation};
use crate::session::{Action, Session};

/// Where the form's drafts are.
const FORM: &str = "new/client";

/// What has been filled in so far. It stays until it is saved or cleared, whatever page one goes to meanwhile.
#[derive(Clone, Copy)]
struct Draft {
    session: Session,
    name: NewText,
    kind: RwSignal<Option<ClientKind>>,
    stage: RwSignal<Option<Stage>>,
    contact: NewText,
    phone: NewText,
}

/// The form.
#[component]
pub fn NewClientPage() -> impl IntoView {
    let session = Session::expect();
    let draft = Draft::take_up(session);
    let go = navigation::replacer();
    let save = move || match draft.action() {
        Ok((client, action)) => {
            session.edit(action);
            draft.clear();
            go(&Route::client(client));
        }
        Err(_) => {
            draft.texts().into_iter().for_each(|text| text.done(true));
            focus::on("[aria-invalid=\"true\"]");
        }
    };
    let save = StoredValue::new_local(save);
    let is_begun = move || draft.texts().into_iter().any(|text| !text.is_empty());
    view! {
        <Page title=Msg::ClientNew back=Route::Clients>
            <form
                class="form column"
                on:submit=move |event| {
                    event.prevent_default();
                    save.with_value(|save| save());
                }
            >
                <NewField
                    label=Msg::ClientName
                    field=draft.name
                    hint=Msg::NewclientNameHint
                    required=true
                />
                <SameName name=draft.name.text.into()/>
                <Choice
                    label=Msg::ClientKind
                    options=kinds()
                    value=draft.kind
                    on_choose=move |kind| draft.choose_kind(Some(kind))
                />
                <Select
                    label=Msg::ClientStage
                    options=stages(draft.kind.into())
                    value=draft.stage
                    on_choose=move |stage| draft.choose_stage(stage)
                />
                <div class="form-pair">
                    <NewField
                        label=Msg::NewclientContact
                        field=draft.contact
                        hint=Msg::NewclientContactHint
                        required=false
                    />
                    <NewField label=Msg::ContactPhone field=draft.phone required=false/>
                </div>
                <div class="form-actions">
                    <Show when=is_begun>
                        <Button label=Msg::NewclientClear on_press=move |_| draft.clear()/>
                    </Show>
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
    fn take_up(session: Session) -> Self {
        let text = |form: &str, spec| NewText::take_up(session, form, spec);
        let chosen = |field: &str| session.draft::<String>(&[FORM, "/", field].concat());
        let kind = chosen("kind").map(|name| ClientKind::from_name(&name));
        let stage = chosen("stage").map_or(Stage::Lead, |name| Stage::from_name(&name));
        Self {
            session,
            name: text(FORM, client::name().spec()),
            kind: RwSignal::new(kind),
            stage: RwSignal::new(Some(stage)),
            contact: text("new/client/contact", contact::name().spec()),
            phone: text("new/client/contact", contact::phone().spec()),
        }
    }

    fn texts(self) -> [NewText; 3] {
        [self.name, self.contact, self.phone]
    }

    fn keep(self, field: &str, name: Option<&str>) {
        let name = name.map(str::to_owned);
        let place = [FORM, "/", field].concat();
        self.session.keep_draft(&place, name.as_ref());
    }

    fn choose_kind(self, kind: Option<ClientKind>) {
        self.keep("kind", kind.as_ref().map(ClientKind::name));
        self.kind.set(kind);
    }

    fn choose_stage(self, stage: Option<Stage>) {
        self.keep("stage", stage.as_ref().map(Stage::name));
        self.stage.set(stage);
    }

    /// Begins anew.
    fn clear(self) {
        self.texts().into_iter().for_each(NewText::clear);
        self.choose_kind(None);
        self.keep("stage", None);
        self.stage.set(Some(Stage::Lead));
    }

    /// Everything as one action.
    ///
    /// # Errors
    /// What is wrong.
    fn action(self) -> Result<(RecordId, Action), InputError> {
        let name = self.name.edit()?;
        // A person who is met may be known by the number alone.
        let person = [self.contact, self.phone]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(NewText::edit)
            .collect::<Result<Vec<_>, _>>()?;
        let key = self.session.new_client();
        let mut action = Action::new(Msg::NewclientSaved)
            .set(&key, name)
            .set(&key, client::kind().put(self.kind.get_untracked().as_ref()))
            .set(
                &key,
                client::stage().put(self.stage.get_untracked().as_ref()),
            );
        if !person.is_empty() {
            let contact: RecordKey = self.session.new_record("contact", key.client);
            action = action.set_all(&contact, person);
        }
        debug_assert_eq!(key.kind.as_str(), CLIENT_KIND);
        Ok((key.client, action))
    }
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
