//! Nobody wrote for half an hour: the meeting is probably over, and its true end is asked for.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{IDLE_MINUTES, forgotten_end};
use yardstick_domain::values::Instant;

use super::draft::Draft;
use super::tools::file_rest;
use super::{begin, ticking, words};
use crate::book::ClientHandle;
use crate::i18n::{Msg, t_with};
use crate::kit::{Button, Glyph, Icon};
use crate::pages::parts::now;
use crate::route::{Route, navigation};
use crate::session::Session;

/// The question, while it is to be asked. *It goes on* puts it off for another half hour.
#[component]
pub(crate) fn ForgottenEnd(
    /// The open client.
    handle: ClientHandle,
    /// The meeting.
    meeting: RecordId,
    /// The line being typed.
    draft: Draft,
) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let now = ticking::each_second();
    let put_off_until = RwSignal::new(None::<Instant>);
    let end = Memo::new(move |_| {
        let now = now.get()?;
        let is_put_off = put_off_until.get().is_some_and(|until| now < until);
        let end = records.with(|records| forgotten_end(records.file(), meeting, now));
        end.filter(|_| !is_put_off)
    });
    let put_off = move |_| {
        let later = words::now().and_then(|now| Instant::from_ms(now.ms() + IDLE_MINUTES * 60_000));
        put_off_until.set(later);
    };
    let go = StoredValue::new_local(navigation::navigator());
    let client = handle.id();
    let end_then = move |at: Instant| {
        file_rest(draft);
        records.with_untracked(|records| begin::end(session, records, meeting, at));
        go.with_value(|go| go(&Route::WrapUp { client, meeting }));
    };
    let text = move |at: Instant| t_with(Msg::MeetIdle, &[("time", &words::moment(at))]);
    let end_label = move |at: Instant| t_with(Msg::MeetEndThen, &[("time", &now::local_clock(at))]);
    move || {
        end.get().map(|at| {
            view! {
                <div class="banner" data-tone="warn" role="status">
                    <Icon glyph=Glyph::Clock/>
                    <div class="banner-text stack" data-gap="3">
                        <p>{move || text(at)}</p>
                        <div class="cluster">
                            <Button label=Signal::derive(move || end_label(at)) on_press=move |_| end_then(at)/>
                            <Button label=Msg::MeetGoesOn on_press=put_off/>
                        </div>
                    </div>
                </div>
            }
        })
    }
}
