//! Around the meeting: about what, with whom, where, in which form; and the name of a client who has none yet.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{about_the_same, deleted_with, meeting_engagements};
use yardstick_domain::records::{
    Edit, Meeting, MeetingForm, client, meeting as field, task, time_entry,
};
use yardstick_domain::values::Choice as _;

use super::suggestions::SuggestionsButton;
use super::words;
use crate::book::ClientHandle;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Chip, Choice, Glyph, LinkButton, Sheet, TextField, Variant};
use crate::pages::parts::attendees::AttendeeChoice;
use crate::pages::parts::field::FieldEditor;
use crate::pages::parts::history::HistoryButton;
use crate::route::{Route, navigation};
use crate::session::{Action, Session};

/// The sheet.
#[component]
pub(crate) fn Details(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The sheet of what could be suggested.
    suggesting: RwSignal<bool>,
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
    /// The meeting as it is.
    meeting: Memo<Meeting>,
) -> impl IntoView {
    // One sheet at a time.
    Effect::new(move |_| {
        if suggesting.get() {
            open.set(false);
        }
    });
    view! {
        <Sheet open title=Msg::MeetDetails>
            <div class="form">
                <div class="cluster">
                    <LinkButton
                        to=Route::Ask {
                            client: handle.id(),
                        }
                        label=Msg::AskTitle
                        glyph=Glyph::MessageSquare
                    />
                    <SuggestionsButton handle meeting=id open=suggesting/>
                </div>
                <Subject handle id/>
                <About handle id meeting/>
                <Form handle id meeting/>
                <Place handle id/>
                <Attendees handle id meeting/>
                <Delete
                    handle
                    id
                    label=Msg::MeetDelete
                    said=Msg::MeetDeleted
                    on_delete=move |()| open.set(false)
                />
            </div>
        </Sheet>
    }
}

/// What everybody calls the client.
#[component]
pub(crate) fn Name(
    /// The open client.
    handle: ClientHandle,
) -> impl IntoView {
    let records = handle.records();
    let record = records.with_untracked(|records| records.client_key());
    view! { <FieldEditor records record spec=client::name().spec()/> }
}

/// What the meeting is about; of a client met before being in the book, first of all what they are called.
#[component]
pub(super) fn Subject(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
) -> impl IntoView {
    let records = handle.records();
    let (record, is_unnamed) = records.with_untracked(|records| {
        let name = words::name_to_show(records.client().name.as_deref());
        (records.key("meeting", id), name.is_none())
    });
    view! {
        {is_unnamed.then(|| view! { <Name handle/> })}
        <FieldEditor records record spec=field::title().spec()/>
    }
}

/// The engagement it is about, where the client has several; what was promised in it and its minutes follow.
#[component]
fn About(handle: ClientHandle, id: RecordId, meeting: Memo<Meeting>) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let choices = Memo::new(move |_| {
        records.with(|records| meeting.with(|meeting| meeting_engagements(records.file(), meeting)))
    });
    let title = move |id: RecordId| {
        Signal::derive(move || {
            let title = records.with(|records| {
                let mut all = records.engagements().iter();
                all.find(|(other, _)| *other == id)?.1.title.clone()
            });
            title.unwrap_or_else(|| t(Msg::ClientpageNamelessEngagement))
        })
    };
    let choose = move |about: Option<RecordId>| {
        records.with_untracked(|records| {
            let mut action = Action::new(Msg::MeetDetailsChanged).set(
                &records.key("meeting", id),
                field::engagement().put(about.as_ref()),
            );
            for (kind, record) in about_the_same(records.file(), id) {
                let edit = match kind {
                    "task" => task::engagement().put(about.as_ref()),
                    _ => time_entry::engagement().put(about.as_ref()),
                };
                action = action.set(&records.key(kind, record), edit);
            }
            session.edit(action.quietly());
        });
    };
    let choice = move || {
        let choices = choices.get();
        let is_asked = choices.len() > 1;
        let engagements = choices.into_iter().map(|id| (Some(id), title(id)));
        let options = engagements.chain([(None, Msg::MeetNoEngagement.into())]);
        is_asked.then(|| {
            view! {
                <Choice
                    label=Msg::EngagementEngagement
                    options=options.collect()
                    value=Signal::derive(move || Some(meeting.with(|meeting| meeting.engagement)))
                    on_choose=choose
                />
            }
        })
    };
    view! { {choice} }
}

/// The way people meet.
#[component]
pub(super) fn Form(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
    /// The meeting as it is.
    meeting: Memo<Meeting>,
) -> impl IntoView {
    let set = setter(handle, id);
    let options = MeetingForm::ALL.iter();
    let options = options.map(|form| (form.clone(), words::form_name(form).into()));
    view! {
        <Choice
            label=Msg::MeetForm
            options=options.collect()
            value=Signal::derive(move || meeting.with(|meeting| meeting.form.clone()))
            on_choose=move |form: MeetingForm| set(field::form().set(&form))
        />
    }
}

/// Where; at the client's with one tap.
#[component]
pub(super) fn Place(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
) -> impl IntoView {
    let session = Session::expect();
    let key = handle
        .records()
        .with_untracked(|records| records.key("meeting", id));
    let text = session.text(key.field(field::place().name()));
    let address = move || {
        handle
            .records()
            .with(|records| records.client().address.clone())
    };
    view! {
        <TextField
            label=Msg::MeetPlace
            value=text.value
            on_input=move |typed| text.input(typed)
            on_commit=move |_| text.blur()
        />
        <Show when=move || address().is_some() && text.value.with(String::is_empty)>
            <div class="cluster">
                <Chip
                    label=Signal::derive(move || address().unwrap_or_default())
                    pressed=Signal::derive(|| false)
                    on_press=move |()| {
                        text.input(address().unwrap_or_default());
                        text.blur();
                    }
                />
            </div>
        </Show>
    }
}

/// Who is there: the client's people, one tap each, and names of others.
#[component]
fn Attendees(handle: ClientHandle, id: RecordId, meeting: Memo<Meeting>) -> impl IntoView {
    let set = setter(handle, id);
    let change = move |(member, is_there): (String, bool)| {
        set(if is_there {
            field::attendees().add(&member)
        } else {
            field::attendees().remove(&member)
        });
    };
    view! {
        <AttendeeChoice
            records=handle.records()
            spec=field::attendees().spec()
            value=Signal::derive(move || meeting.with(|meeting| meeting.attendees.clone()))
            on_change=change
        />
    }
}

/// Takes away a meeting that was begun by mistake, or will not be held: its lines and its minutes go with it, what was promised stays.
#[component]
pub(super) fn Delete(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    id: RecordId,
    /// What it is called to take it away.
    label: Msg,
    /// What the toast says.
    said: Msg,
    /// Told before the page is left.
    #[prop(optional, into)]
    on_delete: Option<Callback<()>>,
) -> impl IntoView {
    let session = Session::expect();
    let go = StoredValue::new_local(navigation::replacer());
    let delete = move |_| {
        let keys = handle.records().with_untracked(|records| {
            let with_it = deleted_with(records.file(), id);
            std::iter::once(("meeting", id))
                .chain(with_it)
                .map(|(kind, record)| records.key(kind, record))
                .collect::<Vec<_>>()
        });
        if let Some(on_delete) = on_delete {
            on_delete.run(());
        }
        go.with_value(|go| go(&Route::client(handle.id())));
        session.delete(said, keys);
    };
    let key = handle
        .records()
        .with_untracked(|records| records.key("meeting", id));
    view! {
        <div class="cluster">
            <HistoryButton record=key/>
            <Button
                label
                glyph=Glyph::Trash2
                variant=Variant::Danger
                on_press=delete
            />
        </div>
    }
}

/// Sets a field of the meeting; it shows by itself.
fn setter(handle: ClientHandle, id: RecordId) -> impl Fn(Edit) + Copy {
    let session = Session::expect();
    let records = handle.records();
    move |edit| {
        let key = records.with_untracked(|records| records.key("meeting", id));
        session.edit(
            Action::new(Msg::MeetDetailsChanged)
                .set(&key, edit)
                .quietly(),
        );
    }
}
