//! The one thing to do next with a client.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{NextStep as Step, next_step};
use yardstick_domain::values::Instant;

use super::plan_sheet::PlanSheet;
use crate::book::{Book, Records};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Glyph, LinkButton};
use crate::pages::parts::{now, show, ticking};
use crate::route::Route;

/// A meeting that is going on, one to wrap up, one that was missed, one to come; and planning one, which is the next thing where nothing
/// is planned; with the advice on how to talk with them.
#[component]
pub(super) fn NextStep(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let summary = Book::expect().summary(client);
    let today = ticking::today();
    let next = Memo::new(move |_| {
        let summary = summary.get().unwrap_or_default();
        next_step(&summary, today.get(), now::utc_offset_minutes())
    });
    let advice = Memo::new(move |_| records.with(|records| records.client().advice.clone()));
    let planning = RwSignal::new(false);
    let plan = Signal::derive(move || {
        t(match next.get() {
            Step::Plan => Msg::ClientpageNextNone,
            _ => Msg::PlanTitle,
        })
    });
    view! {
        <div class="cluster">
            <span class="soft">{move || t(Msg::ClientpageNext)}</span>
            {move || {
                link_of(client, next.get())
                    .map(|(text, to)| view! { <LinkButton to label=Signal::stored(text)/> })
            }}
            <Button label=plan glyph=Glyph::CalendarClock on_press=move |_| planning.set(true)/>
        </div>
        {move || advice.get().map(|advice| view! { <p class="soft">{advice}</p> })}
        <PlanSheet open=planning client records/>
    }
}

/// What to do next and where; nothing is said of what is done here.
fn link_of(client: RecordId, next: Step) -> Option<(String, Route)> {
    Some(match next {
        Step::GoOn(meeting) => (
            t(Msg::ClientpageNextRunning),
            Route::Meeting { client, meeting },
        ),
        Step::WrapUp(meeting, ended) => (
            t_with(Msg::ClientpageNextWrapUp, &[("when", &day_of(ended))]),
            Route::WrapUp { client, meeting },
        ),
        Step::Missed(meeting, at) => (
            t_with(Msg::PlanMissedNext, &[("when", &show::moment(at))]),
            Route::Meeting { client, meeting },
        ),
        Step::Meet(at) => (
            t_with(Msg::ClientpageNextMeeting, &[("when", &show::moment(at))]),
            Route::MeetingBefore { client },
        ),
        Step::Plan => return None,
    })
}

fn day_of(at: Instant) -> String {
    now::local_day(at).map(show::short_day).unwrap_or_default()
}
