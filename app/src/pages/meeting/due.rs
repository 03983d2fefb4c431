//! By when? The days people say, one tap each.

use leptos::prelude::*;
use yardstick_domain::values::Date;

use crate::i18n::{Msg, t, t_with};
use crate::kit::Chip;
use crate::pages::parts::{now, show};

/// Friday, as [`Date::weekday`] counts.
const FRIDAY: i32 = 5;

/// The day people mean by 週五: the next one, today not included.
fn next_friday(today: Date) -> Option<Date> {
    today.plus_days(days_to(today, FRIDAY))
}

/// The Monday after this week.
fn next_monday(today: Date) -> Option<Date> {
    today.plus_days(days_to(today, 1))
}

/// The days offered, each once, under its nearest name: on a Thursday 週五 is 明天.
fn quick_days(today: Date) -> Vec<(Msg, Date)> {
    let mut days = Vec::new();
    let named = [
        (Msg::MeetDueToday, Some(today)),
        (Msg::MeetDueTomorrow, today.plus_days(1)),
        (Msg::MeetDueFriday, next_friday(today)),
        (Msg::MeetDueMonday, next_monday(today)),
    ];
    for (word, day) in named {
        if let Some(day) = day
            && days.iter().all(|(_, known)| *known != day)
        {
            days.push((word, day));
        }
    }
    days
}

fn days_to(today: Date, weekday: i32) -> i32 {
    let from = i32::try_from(today.weekday()).unwrap_or_default();
    match (weekday - from).rem_euclid(7) {
        0 => 7,
        days => days,
    }
}

/// Chips for 今天, 明天, 週五, 下週一, and any day.
#[component]
pub(crate) fn DueChips(
    /// The day chosen so far.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// Told the day chosen; none takes it back.
    #[prop(into)]
    on_choose: Callback<Option<Date>>,
) -> impl IntoView {
    let quick = quick_days(now::today());
    let days: Vec<Date> = quick.iter().map(|(_, day)| *day).collect();
    let chips = quick.into_iter().map(move |(word, day)| {
        let label = Signal::derive(move || t_with(word, &[("day", &show::short_day(day))]));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_people_say() {
        let day = |day| Date::new(2026, 11, day).unwrap();
        // 2026-11-22 is a Sunday.
        assert_eq!(next_friday(day(22)), Some(day(27)));
        assert_eq!(next_friday(day(26)), Some(day(27)));
        assert_eq!(next_friday(day(20)), Some(day(27)));
        assert_eq!(next_monday(day(22)), Some(day(23)));
        assert_eq!(next_monday(day(23)), Some(day(30)));
        let offered = |today| quick_days(today).into_iter().map(|(_, day)| day);
        assert!(offered(day(22)).eq([day(22), day(23), day(27)]));
        assert!(offered(day(26)).eq([day(26), day(27), day(30)]));
        assert!(offered(day(23)).eq([day(23), day(24), day(27), day(30)]));
    }
}
