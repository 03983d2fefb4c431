//! The word about the data, in large, with what it rests on.

use leptos::prelude::*;
use yardstick_domain::method::{ClockOff, Span, clock_off};
use yardstick_domain::values::Instant;

use crate::i18n::{Msg, t, t_n, t_with};
use crate::pages::frame::{need_text, state_word};
use crate::pages::parts::show;
use crate::session::{Need, Phase, Session};

/// What is shown in the bar of every page, and when it was last proven.
#[component]
pub(super) fn State(session: Session) -> impl IntoView {
    let state = session.sync_state();
    let word = Memo::new(move |_| state.with(state_word));
    let proven = move || {
        if session.is_demo() {
            return t(Msg::SyncDemoText);
        }
        let when = state
            .with(|state| state.synced_at_ms)
            .and_then(Instant::from_ms);
        match when {
            Some(when) => t_with(Msg::SyncProven, &[("when", &show::moment(when))]),
            None => t(Msg::SyncNeverProven),
        }
    };
    // Other needs stand above every page; that the session has ended is said here alone.
    let why = move || {
        state.with(|state| match &state.phase {
            Phase::NeedsYou(need @ Need::SignIn) => Some(view! { <p>{need_text(need)}</p> }),
            _ => None,
        })
    };
    let healed = move || {
        let healed = state.with(|state| state.healed);
        (healed > 0).then(|| view! { <p class="small">{t_n(Msg::SyncHealed, healed, &[])}</p> })
    };
    let clock = move || {
        state
            .with(|state| clock_off(state.offset_ms))
            .map(clock_words)
    };
    view! {
        <section class="sync-state">
            <span class="sync-shape" data-state=move || word.get().0></span>
            <h2>{move || word.get().1}</h2>
            {why}
            <p>{proven}</p>
            {healed}
            {move || clock().map(|clock| view! { <p class="small">{clock}</p> })}
        </section>
    }
}

/// How far off the device's clock is, and that nothing suffers by it.
fn clock_words(off: ClockOff) -> String {
    let by = match off.by {
        Span::Minutes(minutes) => t_n(Msg::SyncMinutes, minutes, &[]),
        Span::Hours(hours) => t_n(Msg::SyncHours, hours, &[]),
        Span::Days(days) => t_n(Msg::SyncDays, days, &[]),
    };
    let message = if off.ahead {
        Msg::SyncClockAhead
    } else {
        Msg::SyncClockBehind
    };
    t_with(message, &[("by", &by)])
}
