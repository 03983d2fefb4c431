//! A new promise: its words, whose it is, for whom, by when.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{Side, task};
use yardstick_domain::values::{Date, Instant};

use crate::browser::clock;
use crate::i18n::Msg;
use crate::kit::{Button, Choice, Sheet, Variant};
use crate::pages::parts::client_choice::ClientChoice;
use crate::pages::parts::days::DayChoice;
use crate::pages::parts::field::{NewField, NewText};
use crate::pages::parts::now;
use crate::session::{Action, Session};

/// What has been said of it so far.
#[derive(Clone, Copy)]
struct Draft {
    title: NewText,
    side: RwSignal<Side>,
    client: RwSignal<Option<RecordId>>,
    due: RwSignal<Option<Date>>,
}

impl Draft {
    fn take_up(session: Session) -> Self {
        Self {
            title: NewText::take_up(session, "new/task", task::title().spec()),
            side: RwSignal::new(Side::Ours),
            client: RwSignal::new(None),
            due: RwSignal::new(Some(now::today())),
        }
    }

    /// Begins the next one: client and side stay, because promises come in rows.
    fn begin_again(self) {
        self.title.clear();
        self.due.set(Some(now::today()));
    }

    /// Writes it down; false while its words cannot be taken, which is said.
    fn add(self, session: Session) -> bool {
        let title = self.title.edit();
        let Some(title) = title.ok().filter(|_| !self.title.is_empty()) else {
            self.title.done(true);
            return false;
        };
        let client = self.client.get_untracked().unwrap_or(RecordId::NIL);
        let record = session.new_record(task::SPEC.name, client);
        let side = self.side.get_untracked();
        let due = self.due.get_untracked();
        session.edit(
            Action::new(Msg::TasksToastAdded)
                .set(&record, title)
                .set(&record, task::side().set(&side))
                .set(
                    &record,
                    task::made_at().put(Instant::from_ms(clock::now_ms()).as_ref()),
                )
                .set_all(&record, due.as_ref().map(|due| task::due().set(due))),
        );
        self.begin_again();
        true
    }
}

/// The sheet in which a promise is added.
#[component]
pub(super) fn NewTask(open: RwSignal<bool>) -> impl IntoView {
    let session = Session::expect();
    let draft = Draft::take_up(session);
    let add = move || {
        if draft.add(session) {
            open.set(false);
        }
    };
    view! {
        <Sheet
            open
            title=Msg::TasksAdd
            foot=move || {
                view! {
                    <Button label=Msg::ButtonCancel on_press=move |_| open.set(false)/>
                    <Button
                        label=Msg::ButtonAdd
                        variant=Variant::Primary
                        on_press=move |_| add()
                    />
                }
            }
        >
            <div class="form">
                <NewField
                    label=Msg::TasksTitle
                    field=draft.title
                    required=true
                    on_enter=move |_| add()
                />
                <DayChoice
                    label=Msg::TasksDue
                    value=draft.due
                    on_choose=move |day| draft.due.set(day)
                />
                <Choice
                    label=Msg::TasksSide
                    options=vec![
                        (Side::Ours, Msg::NoteOurPromise.into()),
                        (Side::Theirs, Msg::NoteTheirPromise.into()),
                    ]
                    value=Signal::derive(move || Some(draft.side.get()))
                    on_choose=move |side| draft.side.set(side)
                />
                <ClientChoice
                    label=Msg::TasksClient
                    value=draft.client
                    on_choose=move |client| draft.client.set(client)
                />
            </div>
        </Sheet>
    }
}
