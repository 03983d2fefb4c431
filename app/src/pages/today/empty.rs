//! What the page says when nothing asks for attention: how to begin, or what comes next.

use leptos::prelude::*;
use yardstick_domain::method::Today;

use super::plan_items::DuePlans;
use crate::book::{Book, open_demo};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Empty, Glyph, LinkButton, Row, Variant};
use crate::pages::parts::naming::client_name;
use crate::pages::parts::{now, show};
use crate::route::Route;
use crate::session::Session;

/// Shown when nothing is due.
#[component]
pub(super) fn NothingDue(found: Signal<Today>, plans: DuePlans) -> impl IntoView {
    let rows = Book::expect().clients();
    let nobody = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    let nothing = Memo::new(move |_| {
        let edited = rows.with(|rows| rows.iter().any(|row| row.summary.also_edited > 0));
        !edited && found.with(Today::is_empty) && plans.is_nothing()
    });
    view! {
        <Show when=move || nothing.get()>
            <Show when=move || nobody.get() fallback=Clear>
                <FirstSteps/>
            </Show>
        </Show>
    }
}

/// There is no client yet.
#[component]
fn FirstSteps() -> impl IntoView {
    let is_demo = Session::expect().is_demo();
    view! {
        <Empty title=Msg::TodayEmptyTitle text=Msg::TodayEmptyText>
            <div class="cluster">
                <LinkButton
                    to=Route::NewClient
                    label=Msg::ClientNew
                    glyph=Glyph::UserPlus
                    variant=Variant::Primary
                />
                <LinkButton to=Route::Meet label=Msg::NavMeet glyph=Glyph::Handshake/>
                {(!is_demo)
                    .then(|| {
                        view! {
                            <Button
                                label=Msg::ButtonOpenDemo
                                glyph=Glyph::BookOpen
                                on_press=move |_| open_demo()
                            />
                        }
                    })}
            </div>
        </Empty>
    }
}

/// All is done for today: what comes next.
#[component]
fn Clear() -> impl IntoView {
    let rows = Book::expect().clients();
    let next_meeting = move || {
        rows.with(|rows| {
            let planned = rows.iter().filter_map(|row| {
                let meeting = row
                    .summary
                    .next_meeting(now::today(), now::utc_offset_minutes())?;
                Some((meeting.at, row.id, client_name(&row.summary)))
            });
            planned.min()
        })
    };
    let next_due = move || {
        rows.with(|rows| {
            let due = rows
                .iter()
                .filter_map(|row| Some((row.summary.next_due()?, client_name(&row.summary))));
            due.filter(|(day, _)| *day >= now::today()).min()
        })
    };
    let text = Signal::derive(move || {
        let is_something = next_meeting().is_some() || next_due().is_some();
        t(if is_something {
            Msg::TodayClearText
        } else {
            Msg::TodayClearNothing
        })
    });
    view! {
        <Empty title=Msg::TodayClearTitle text>
            <ul class="rows">
                {move || {
                    next_meeting()
                        .map(|(at, client, name)| {
                            let title = t_with(Msg::TodayNextMeeting, &[("client", &name)]);
                            view! {
                                <li>
                                    <Row
                                        to=Signal::stored(Route::MeetingBefore { client })
                                        title=Signal::stored(title)
                                        figure=Signal::stored(show::moment(at))
                                    />
                                </li>
                            }
                        })
                }}
                {move || {
                    next_due()
                        .map(|(day, name)| {
                            let title = t_with(Msg::TodayNextDue, &[("client", &name)]);
                            view! {
                                <li>
                                    <Row
                                        to=Signal::stored(Route::Tasks)
                                        title=Signal::stored(title)
                                        figure=Signal::stored(show::day(day))
                                    />
                                </li>
                            }
                        })
                }}
            </ul>
        </Empty>
    }
}
