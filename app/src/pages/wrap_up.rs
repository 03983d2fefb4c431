//! The two minutes after a meeting: marks get their words, promises a date, the next meeting is set, the expectation noted, the minutes
//! counted, the supplement decided on, the recap sent. Everything is kept as it is tapped; nothing has to be done in order, or at all.

mod expectation;
mod marks;
mod minutes;
mod naming;
mod next_meeting;
mod promises;
mod recap;
mod supplement;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::wrap_up;
use yardstick_domain::records::meeting as field;

use super::meeting::words;
use crate::book::{Book, OpenState};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::gone::Gone;
use crate::route::{Route, navigation};
use crate::session::{Action, Session};
use expectation::Expecting;
use marks::Marks;
use minutes::MinutesSpent;
use naming::Naming;
use next_meeting::NextMeeting;
use promises::Promises;
use recap::RecapText;
use supplement::SupplementStep;

/// The page.
#[component]
pub fn WrapUpPage(client: RecordId, meeting: RecordId) -> impl IntoView {
    let session = Session::expect();
    let handle = Book::expect().client(client);
    let records = handle.records();
    let open = Memo::new(move |_| {
        records
            .with(|records| wrap_up(records.file(), meeting).map(|asked| asked.open_steps().len()))
    });
    let go = StoredValue::new_local(navigation::navigator());
    let finish = move |_| {
        if let Some(now) = words::now() {
            let key = records.with_untracked(|records| records.key("meeting", meeting));
            let done = field::wrapped_up_at().set(&now);
            session.edit(Action::new(Msg::WrapUpDone).set(&key, done));
            go.with_value(|go| go(&Route::client(client)));
        }
    };
    let left = move || match open.get() {
        Some(0) => t(Msg::WrapUpAllDone),
        Some(left) => t_n(
            Msg::WrapUpLeft,
            u32::try_from(left).unwrap_or(u32::MAX),
            &[],
        ),
        None => String::new(),
    };
    let is_ready =
        Memo::new(move |_| handle.state().get() == OpenState::Ready && open.get().is_some());
    let is_missing = move || handle.state().get() != OpenState::Opening && !is_ready.get();
    view! {
        <Page title=Msg::WrapUpTitle back=Route::Meeting { client, meeting }>
            <Show when=is_missing>
                <Gone records missing=Msg::MeetMissing/>
            </Show>
            <Show when=move || is_ready.get()>
                <div class="column">
                    <p class="soft" role="status">
                        {move || records.with(|records| words::client_name(records.client().name.as_deref()))}
                        " · "
                        {left}
                    </p>
                    <Naming handle/>
                    <Marks handle meeting/>
                    <Promises handle meeting/>
                    <NextMeeting handle meeting/>
                    <Expecting handle meeting/>
                    <MinutesSpent handle meeting/>
                    <SupplementStep handle meeting/>
                    <RecapText handle meeting/>
                    <Button
                        label=Msg::WrapUpFinish
                        variant=Variant::Primary
                        glyph=Glyph::Check
                        wide=true
                        on_press=finish
                    />
                </div>
            </Show>
        </Page>
    }
}

/// A step: its heading and what there is to do.
#[component]
pub(super) fn Step(title: Msg, children: Children) -> impl IntoView {
    view! {
        <section class="group" aria-label=move || t(title)>
            <h2 class="group-head">{move || t(title)}</h2>
            {children()}
        </section>
    }
}
