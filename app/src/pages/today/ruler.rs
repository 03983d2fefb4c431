//! The day as a ruler from eight to eight, longer where a meeting is earlier or later, with its meetings on it and where one is now.

use leptos::prelude::*;
use yardstick_domain::method::Today;
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::i18n::{Msg, t};
use crate::pages::parts::naming::name_in;
use crate::pages::parts::{now, ticking};

/// The first hour and the last of a usual day.
const FROM: i32 = 8;
const TO: i32 = 20;
/// Nobody knows yet how long a meeting will take; an hour is drawn.
const LENGTH: i32 = 60;

/// The hours that are drawn, both even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: i32,
    to: i32,
}

impl Span {
    /// The usual day, and further where meetings begin at these minutes of the day.
    fn of(meetings: impl IntoIterator<Item = i32>) -> Self {
        let usual = Self { from: FROM, to: TO };
        meetings.into_iter().fold(usual, |span, begins| {
            let ends = (begins + LENGTH + 59) / 60;
            Self {
                from: span.from.min(begins / 60 / 2 * 2),
                to: span.to.max((ends + 1) / 2 * 2).min(24),
            }
        })
    }

    /// A minute of the day as a place on the ruler, at its ends at most.
    fn share(self, minute: i32) -> String {
        let length = (self.to - self.from) * 60;
        let on = (minute - self.from * 60).clamp(0, length);
        percent(on, length)
    }

    /// So many minutes from a minute of the day, no further than the ruler goes.
    fn length(self, from: i32, minutes: i32) -> String {
        percent(minutes.min(self.to * 60 - from), (self.to - self.from) * 60)
    }
}

fn percent(part: i32, of: i32) -> String {
    format!("{:.3}%", f64::from(part) / f64::from(of) * 100.0)
}

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
    let span =
        Memo::new(move |_| Span::of(today().iter().map(|item| minute_of_day(item.meeting.at))));
    let blocks = move || {
        let span = span.get();
        let now = now_at().unwrap_or_default();
        let block = |at: Instant| {
            let begins = minute_of_day(at);
            view! {
                <rect
                    class="ruler-block"
                    data-past=(begins + LENGTH < now).then_some("true")
                    x=span.share(begins)
                    width=span.length(begins, LENGTH)
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
        let span = span.get();
        // At night the ruler has no place for it.
        let is_on = |now: &i32| (span.from * 60..=span.to * 60).contains(now);
        now_at().filter(is_on).map(|now| {
            view! { <line class="ruler-now" x1=span.share(now) x2=span.share(now) y1="2" y2="34"></line> }
        })
    };
    view! {
        <figure class="day-figure">
            <svg class="ruler" data-size="day" role="img" aria-label=spoken>
                {move || ticks(span.get())}
                <line class="ruler-base" x1="0%" x2="100%" y1="30" y2="30"></line>
                {blocks}
                {move || hours(span.get())}
                {now_line}
            </svg>
        </figure>
    }
}

fn minute_of_day(at: Instant) -> i32 {
    i32::from(at.minute_of_day(now::utc_offset_minutes()))
}

fn ticks(span: Span) -> Vec<impl IntoView> {
    let quarters = (span.to - span.from) * 4;
    (0..=quarters)
        .map(|quarter| {
            let at = span.share(span.from * 60 + quarter * 15);
            let top = if quarter % 4 == 0 { 20 } else { 26 };
            view! { <line class="ruler-tick" x1=at.clone() x2=at y1=top y2="30"></line> }
        })
        .collect()
}

fn hours(span: Span) -> Vec<impl IntoView> {
    (span.from..=span.to)
        .step_by(2)
        .map(|hour| {
            let edge = match hour {
                hour if hour == span.from => Some("start"),
                hour if hour == span.to => Some("end"),
                _ => None,
            };
            view! { <text data-edge=edge x=span.share(hour * 60) y="36">{hour}</text> }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn the_usual_day_runs_from_eight_to_eight() {
        let day = Span::of([9 * 60, 18 * 60 + 30]);
        assert_eq!(day, Span { from: 8, to: 20 });
        assert_eq!(day.share(8 * 60), "0.000%");
        assert_eq!(day.share(14 * 60), "50.000%");
        assert_eq!(day.share(20 * 60), "100.000%");
        assert_eq!(day.share(6 * 60), "0.000%");
        assert_eq!(day.share(23 * 60), "100.000%");
    }

    #[test]
    fn early_and_late_meetings_make_it_longer() {
        assert_eq!(Span::of([19 * 60 + 30]), Span { from: 8, to: 22 });
        assert_eq!(Span::of([7 * 60 + 15, 21 * 60]), Span { from: 6, to: 22 });
        let late = Span::of([23 * 60 + 30]);
        assert_eq!(late, Span { from: 8, to: 24 });
        assert_eq!(late.length(23 * 60 + 30, 60), "3.125%");
    }
}
