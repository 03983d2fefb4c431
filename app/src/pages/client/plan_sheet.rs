//! Planning a meeting with a client: when, and where it needs saying, about what and where.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::usual_minute;
use yardstick_domain::records::{Edit, meeting as field};
use yardstick_domain::values::{InputError, Instant};

use crate::book::Records;
use crate::browser::focus;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Sheet, Variant};
use crate::pages::meeting::when::WhenChoice;
use crate::pages::meeting::words;
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::now;
use crate::session::{Action, Session};

/// What has been said of it so far; kept until it is planned.
#[derive(Clone, Copy)]
struct Plan {
    session: Session,
    client: RecordId,
    place: StoredValue<String>,
    at: RwSignal<Option<Instant>>,
    is_undated: RwSignal<bool>,
    texts: [NewText; 2],
}

impl Plan {
    fn take_up(session: Session, client: RecordId) -> Self {
        let form = format!("{client}/new/meeting");
        let place = [&form, "/", field::planned_at().name()].concat();
        let left = session.draft::<Instant>(&place);
        Self {
            session,
            client,
            // A time chosen long ago is nothing to go on with.
            at: RwSignal::new(left.filter(|left| words::now().is_some_and(|now| *left > now))),
            is_undated: RwSignal::new(false),
            texts: [field::title().spec(), field::place().spec()]
                .map(|spec| NewText::take_up(session, &form, spec)),
            place: StoredValue::new(place),
        }
    }

    fn choose(self, at: Option<Instant>) {
        self.place
            .with_value(|place| self.session.keep_draft(place, at.as_ref()));
        self.at.set(at);
        self.is_undated.set(false);
    }

    /// Makes the meeting; false while something is missing or wrong.
    fn save(self) -> bool {
        let texts = self.texts.iter().filter(|text| !text.is_empty());
        let edits: Result<Vec<Edit>, InputError> = texts.map(|text| text.edit()).collect();
        match (self.at.get_untracked(), edits) {
            (Some(at), Ok(edits)) => {
                let key = self.session.new_record(field::SPEC.name, self.client);
                self.session.edit(
                    Action::new(Msg::PlanPlanned)
                        .set(&key, field::planned_at().set(&at))
                        .set_all(&key, edits),
                );
                self.choose(None);
                self.texts.iter().for_each(|text| text.clear());
                true
            }
            (at, _) => {
                self.is_undated.set(at.is_none());
                self.texts.iter().for_each(|text| text.done(true));
                false
            }
        }
    }
}

/// The sheet.
#[component]
pub(in crate::pages) fn PlanSheet(
    open: RwSignal<bool>,
    client: RecordId,
    records: Signal<Arc<Records>>,
) -> impl IntoView {
    let plan = Plan::take_up(Session::expect(), client);
    let save = move || {
        if plan.save() {
            open.set(false);
        } else {
            focus::on("dialog [aria-invalid=\"true\"]");
        }
    };
    let usual = move || {
        records.with_untracked(|records| usual_minute(records.file(), now::utc_offset_minutes()))
    };
    let [title, place] = plan.texts;
    let foot = move || {
        view! {
            <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
            <Button label=Msg::PlanSave variant=Variant::Primary on_press=move |_| save()/>
        }
    };
    view! {
        <Sheet open title=Msg::PlanTitle foot=foot>
            <form
                class="form"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <WhenChoice
                    usual=usual()
                    value=plan.at
                    error=Signal::derive(move || {
                        plan.is_undated.get().then(|| t(Msg::ErrorRequired))
                    })
                    on_choose=move |at| plan.choose(at)
                />
                <NewField label=Msg::MeetTitle field=title required=false/>
                <NewField label=Msg::MeetPlace field=place required=false/>
                // Enter sends a form of several lines only where there is something to send it.
                <button type="submit" hidden=true></button>
            </form>
        </Sheet>
    }
}
