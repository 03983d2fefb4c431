//! What stands beside a figure: the arrow against the week before, and how the amount stands against the pace.

use leptos::prelude::*;
use yardstick_domain::method::{Figure, Pace, PaceReading, Trend, ad_return, pace, trend};

use super::week::WeekOf;
use crate::i18n::{Msg, format, t, t_with};
use crate::kit::Tone;
use crate::pages::parts::show;

/// The arrow, and for the amount the pace.
#[component]
pub(super) fn Marks(of: WeekOf, figure: Figure) -> impl IntoView {
    let trend = Memo::new(move |_| trend(figure, &of.figures(), &of.before()));
    let pace = Memo::new(move |_| {
        let amount = of.figures().amount.filter(|_| figure == Figure::Amount)?;
        pace(&of.engagement(), of.week, amount)
    });
    move || {
        let (trend, pace) = (trend.get(), pace.get());
        (trend.is_some() || pace.is_some()).then(|| {
            view! {
                <p class="weekly-marks">
                    {trend.map(|trend| view! { <Arrow trend/> })}
                    {pace.map(|reading| view! { <AgainstPace reading/> })}
                </p>
            }
        })
    }
}

#[component]
fn Arrow(trend: Trend) -> impl IntoView {
    let (arrow, words) = match trend {
        Trend::Up => ("↑", Msg::WeeklyUp),
        Trend::Same => ("→", Msg::WeeklySame),
        Trend::Down => ("↓", Msg::WeeklyDown),
    };
    view! {
        <span title=move || t(words)>
            <span aria-hidden="true">{arrow}</span>
            <span class="visually-hidden">{move || t(words)}</span>
        </span>
    }
}

#[component]
fn AgainstPace(reading: PaceReading) -> impl IntoView {
    let (words, tone) = match reading.pace {
        Pace::Ahead => (Msg::WeeklyAhead, Tone::Ok),
        Pace::On => (Msg::WeeklyOnPace, Tone::Ok),
        Pace::Behind => (Msg::WeeklyBehind, Tone::Warn),
    };
    let expected = move || {
        t_with(
            Msg::WeeklyExpected,
            &[("amount", &show::money(reading.expected))],
        )
    };
    view! {
        <span class="weekly-pace" data-tone=tone.name()>
            {move || t(words)}
        </span>
        <span class="soft">{expected}</span>
    }
}

/// What ads brought for what they cost, `2.5`; a dash without spending.
#[component]
pub(super) fn AdReturn(of: WeekOf) -> impl IntoView {
    let hundredths = Memo::new(move |_| ad_return(&of.figures()));
    move || {
        let hundredths = hundredths.get().and_then(|own| i32::try_from(own).ok());
        match hundredths {
            Some(own) => {
                let times = format::number(f64::from(own) / 100.0, 2);
                t_with(Msg::WeeklyTimes, &[("n", &times)])
            }
            None => "—".to_owned(),
        }
    }
}
