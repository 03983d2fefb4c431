//! When one meets: the usual times, one tap each, and any other.

use leptos::prelude::*;
use yardstick_domain::method::usual_starts;
use yardstick_domain::values::Instant;

use super::words;
use crate::i18n::{Msg, t};
use crate::kit::{Chip, Entry, TextField};
use crate::pages::parts::days::day_word;
use crate::pages::parts::now;

/// The question.
#[component]
pub(crate) fn WhenChoice(
    /// The minute of the day at which they usually meet.
    usual: u16,
    /// The moment so far.
    #[prop(into)]
    value: Signal<Option<Instant>>,
    /// Told the moment chosen.
    #[prop(into)]
    on_choose: Callback<Option<Instant>>,
    /// What is wrong with the answer.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let today = now::today();
    let minute_now = words::now().map_or(0, |now| now.minute_of_day(words::offset(now)));
    let chips = usual_starts(today, minute_now, usual)
        .into_iter()
        .filter_map(|(day, minute)| {
            let at = words::moment_of(day, minute)?;
            let label = move || [&day_word(day, today), " ", &now::local_clock(at)].concat();
            Some(view! {
                <Chip
                    label=Signal::derive(label)
                    pressed=Signal::derive(move || value.get() == Some(at))
                    on_press=move |()| on_choose.run(Some(at))
                />
            })
        })
        .collect_view();
    let hint = Signal::derive(move || {
        let is_past = value
            .get()
            .zip(words::now())
            .is_some_and(|(at, now)| at < now);
        if is_past {
            t(Msg::PlanPast)
        } else {
            String::new()
        }
    });
    view! {
        <fieldset class="field">
            <legend>{move || t(Msg::PlanUsual)}</legend>
            <div class="cluster">{chips}</div>
        </fieldset>
        <TextField
            label=Msg::WrapUpNextAt
            entry=Entry::Moment
            words=move || value.get().map_or_else(|| t(Msg::FieldChooseMoment), words::moment)
            value=Signal::derive(move || value.get().map(words::moment_input).unwrap_or_default())
            on_commit=move |typed: String| on_choose.run(words::typed_moment(&typed))
            required=true
            hint
            error
        />
    }
}
