//! The day as a ruler from eight to eight, with its meetings on it and where one is now.

use leptos::prelude::*;
use yardstick_domain::method::Today;
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{now, ticking};

/// The first hour and the last.
const FROM: i32 = 8;
const TO: i32 = 20;
/// Nobody knows yet how long a meeting will take; an hour is drawn.
const LENGTH: i32 = 60;

/// Today's meetings on the clock; the list below says the same in words.
#[component]
pub(super) fn DayRuler(found: Signal<Today>) -> impl IntoView {
    let minute = ticking::every_minute();
    let rows = Book::expect().clients();
    let today = move || {
        found.with(|found| {
            let today = found.meetings.iter().filter(|item| !item.missed);
            today.cloned().collect::<Vec<_>>()
        })
    };
    let spoken = move || {
        let names: Vec<String> = today()
            .iter()
            .map(|item| {
                let name = rows
                    .with(|rows| name_in(rows, item.client))
                    .unwrap_or_default();
                format!("{} {name}", now::local_clock(item.meeting.at))
            })
            .collect();
        format!("{} {}", t(Msg::TodayRuler), names.join(", "))
    };
    let now_at = move || Instant::from_ms(minute.get()).map(minute_of_day);
    let blocks = move || {
        let now = now_at().unwrap_or_default();
        let block = |at: Instant| {
            let begins = minute_of_day(at);
            view! {
                <rect
                    class="ruler-block"
                    data-past=(begins + LENGTH < now).then_some("true")
                    x=share(begins)
                    width=share(LENGTH + FROM * 60)
                    y="8"
                    height="10"
                ></rect>
            }
        };
        today()
            .iter()
            .map(|item| block(item.meeting.at))
            .collect_view()
    };
    let now_line = move || {
        now_at().map(|now| {
            view! { <line class="ruler-now" x1=share(now) x2=share(now) y1="2" y2="34"></line> }
        })
    };
    view! {
        <figure class="day-figure">
            <svg class="ruler" data-size="day" role="img" aria-label=spoken>
                {ticks()}
                <line class="ruler-base" x1="0%" x2="100%" y1="30" y2="30"></line>
                {blocks}
                {hours()}
                {now_line}
            </svg>
        </figure>
    }
}

fn minute_of_day(at: Instant) -> i32 {
    i32::from(at.minute_of_day(now::utc_offset_minutes()))
}

/// A minute of the day as a place on the ruler, at its ends at most.
fn share(minute: i32) -> String {
    let length = (TO - FROM) * 60;
    let on = (minute - FROM * 60).clamp(0, length);
    format!("{:.3}%", f64::from(on) / f64::from(length) * 100.0)
}

fn ticks() -> Vec<impl IntoView> {
    let quarters = (TO - FROM) * 4;
    (0..=quarters)
        .map(|quarter| {
            let at = share(FROM * 60 + quarter * 15);
            let top = if quarter % 4 == 0 { 20 } else { 26 };
            view! { <line class="ruler-tick" x1=at.clone() x2=at y1=top y2="30"></line> }
        })
        .collect()
}

fn hours() -> Vec<impl IntoView> {
    (FROM..=TO)
        .step_by(2)
        .map(|hour| view! { <text x=share(hour * 60) y="36">{hour}</text> })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_day_runs_from_eight_to_eight() {
        assert_eq!(share(8 * 60), "0.000%");
        assert_eq!(share(14 * 60), "50.000%");
        assert_eq!(share(20 * 60), "100.000%");
        assert_eq!(share(6 * 60), "0.000%");
        assert_eq!(share(23 * 60), "100.000%");
    }
}
