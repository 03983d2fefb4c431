//! 每週數字: one grid for all live clients, week by week, with arrows against the week before and against the pace; below it the hours of
//! the week by tier.

mod cell;
mod grid;
mod hours;
mod lines;
mod marks;
mod paste;
mod week;

use leptos::prelude::*;
use yardstick_domain::method::week_of;
use yardstick_domain::values::Date;

use self::grid::Grid;
use self::hours::Hours;
use crate::i18n::{Msg, t_with};
use crate::kit::{Button, Glyph, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::{show, ticking};
use crate::route::Route;

/// The page, at this week.
#[component]
pub fn WeeklyPage() -> impl IntoView {
    let today = ticking::today();
    let this_week = Memo::new(move |_| week_of(today.get()));
    // How many weeks back: a page left open over Sunday night goes on with the week.
    let back = RwSignal::new(0_i32);
    let week = Memo::new(move |_| {
        let this_week = this_week.get();
        this_week.plus_days(-7 * back.get()).unwrap_or(this_week)
    });
    let days = Signal::derive(move || days_of(week.get()));
    view! {
        <Page title=Msg::WeeklyTitle note=days back=Route::More>
            <div class="stack" data-gap="6">
                <Switcher back/>
                <Grid week/>
                <Hours week/>
            </div>
        </Page>
    }
}

/// `11/23–11/29`.
fn days_of(week: Date) -> String {
    let end = week.plus_days(6).unwrap_or(week);
    let days = [
        ("start", &*show::short_day(week)),
        ("end", &*show::short_day(end)),
    ];
    t_with(Msg::WeeklyDays, &days)
}

/// A week earlier, this week, a week later.
#[component]
fn Switcher(back: RwSignal<i32>) -> impl IntoView {
    let is_now = Signal::derive(move || back.get() == 0);
    view! {
        <div class="cluster">
            <Button
                label=Msg::WeeklyEarlier
                glyph=Glyph::ChevronLeft
                on_press=move |_| back.update(|back| *back += 1)
            />
            <Button
                label=Msg::WeeklyThisWeek
                variant=Variant::Plain
                disabled=is_now
                on_press=move |_| back.set(0)
            />
            <Button
                label=Msg::WeeklyLater
                glyph=Glyph::ChevronRight
                disabled=is_now
                on_press=move |_| back.update(|back| *back = (*back - 1).max(0))
            />
        </div>
    }
}
