//! By when? The days people say, one tap each.

use leptos::prelude::*;
use yardstick_domain::method::usual_days;
use yardstick_domain::values::Date;

use crate::i18n::{Msg, t};
use crate::kit::Chip;
use crate::pages::parts::days::day_word;
use crate::pages::parts::{now, show};

/// A chip for each of the usual days, and one for any other.
#[component]
pub(crate) fn DueChips(
    /// The day chosen so far.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// Told the day chosen; none takes it back.
    #[prop(into)]
    on_choose: Callback<Option<Date>>,
) -> impl IntoView {
    let today = now::today();
    let days = usual_days(today);
    let chips = days.clone().into_iter().map(move |day| {
        let label = Signal::derive(move || day_word(day, today));
        view! {
            <Chip
                label
                pressed=Signal::derive(move || value.get() == Some(day))
                on_press=move |()| {
                    let again = value.get_untracked() == Some(day);
                    on_choose.run((!again).then_some(day));
                }
            />
        }
    });
    let other = move || value.get().filter(|day| !days.contains(day));
    view! {
        {chips.collect_view()}
        <label class="chip over-native">
            <span>{move || other().map_or_else(|| t(Msg::MeetDueDate), show::day)}</span>
            <input
                type="date"
                prop:value=move || value.get().map(Date::iso).unwrap_or_default()
                on:change:target=move |event| {
                    let typed = event.target().value();
                    on_choose.run(Date::parse(&typed, now::today()).ok());
                }
            />
        </label>
    }
}
