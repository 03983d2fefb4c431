//! Days in words, and choosing one.

use leptos::prelude::*;
use yardstick_domain::method::usual_days;
use yardstick_domain::values::Date;

use super::{now, show};
use crate::i18n::{Msg, format, t};
use crate::kit::{Chip, Entry, TextField};

/// A day as one says it: 今天, 明天, otherwise `11/26 (四)`.
pub fn day_word(day: Date, today: Date) -> String {
    match today.days_until(day) {
        near @ -1..=2 => format::days_from_now(near),
        _ => format::weekday(day.year(), day.month(), day.day()),
    }
}

/// The days something is usually put off to, any other day, and no day.
#[component]
pub fn DayChoice(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The day so far.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// The days offered, where they are others than usual.
    #[prop(optional, into)]
    days: Option<Signal<Vec<Date>>>,
    /// Told the day chosen.
    #[prop(into)]
    on_choose: Callback<Option<Date>>,
) -> impl IntoView {
    let today = now::today();
    let chip = move |day: Option<Date>, words: Signal<String>| {
        let is_chosen = Signal::derive(move || value.get() == day);
        view! { <Chip label=words pressed=is_chosen on_press=move |()| on_choose.run(day)/> }
    };
    let days = days.unwrap_or_else(|| Signal::stored(usual_days(today)));
    let days = move || {
        let days = days.get().into_iter();
        days.map(|day| chip(Some(day), Signal::derive(move || day_word(day, today))))
            .collect_view()
    };
    let typed = Signal::derive(move || value.get().map(Date::iso).unwrap_or_default());
    let take = move |text: String| {
        if text.is_empty() {
            on_choose.run(None);
        } else if let Ok(day) = Date::parse(&text, today) {
            on_choose.run(Some(day));
        }
    };
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="cluster">{days} {chip(None, Msg::TasksNoDay.into())}</div>
        </fieldset>
        <TextField
            label=Msg::TasksOtherDay
            value=typed
            words=move || value.get().map_or_else(|| t(Msg::FieldChooseDay), show::day)
            entry=Entry::Date
            on_commit=take
        />
    }
}
