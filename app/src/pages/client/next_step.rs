//! The one thing to do next with a client.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::Summary;
use yardstick_domain::values::Instant;

use crate::book::{Book, Records};
use crate::i18n::{Msg, t, t_with};
use crate::pages::parts::{now, show};
use crate::route::Route;

/// A meeting that is going on, one to wrap up, one to come, else what to arrange; with the advice on how to talk with them.
#[component]
pub(super) fn NextStep(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let summary = Book::expect().summary(client);
    let next = Memo::new(move |_| {
        let summary = summary.get().unwrap_or_default();
        next_of(client, &summary)
    });
    let advice = Memo::new(move |_| records.with(|records| records.client().advice.clone()));
    view! {
        <p>
            <span class="soft">{move || t(Msg::ClientpageNext)}</span>
            " "
            {move || {
                let (text, to) = next.get();
                view! { <a href=to.path()>{text}</a> }
            }}
        </p>
        {move || advice.get().map(|advice| view! { <p class="soft">{advice}</p> })}
    }
}

fn next_of(client: RecordId, summary: &Summary) -> (String, Route) {
    if let Some(meeting) = summary.running_meeting() {
        let to = Route::Meeting {
            client,
            meeting: meeting.id,
        };
        return (t(Msg::ClientpageNextRunning), to);
    }
    if let Some(draft) = summary.drafts.first() {
        let to = Route::WrapUp {
            client,
            meeting: draft.meeting,
        };
        let when = day_of(draft.ended);
        return (t_with(Msg::ClientpageNextWrapUp, &[("when", &when)]), to);
    }
    match summary.next_meeting() {
        Some(meeting) => {
            let when = show::moment(meeting.at);
            let text = t_with(Msg::ClientpageNextMeeting, &[("when", &when)]);
            (text, Route::MeetingBefore { client })
        }
        None => (t(Msg::ClientpageNextNone), Route::MeetingBefore { client }),
    }
}

fn day_of(at: Instant) -> String {
    now::local_day(at).map(show::short_day).unwrap_or_default()
}
