//! The bars around every page: where am I, where can I go.

mod meet;

use std::cell::Cell;

use leptos::html::H1;
use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::browser::{focus, page};
use crate::i18n::{Msg, t};
use crate::route::Route;
use meet::MeetButton;

thread_local! {
    static IS_FIRST_PLACE: Cell<bool> = const { Cell::new(true) };
}

/// Where am I, the way back, and (as children) the state of what I wrote.
#[component]
pub fn TopBar(
    /// Where this is; the page's heading.
    #[prop(into)]
    title: Signal<String>,
    /// The place above this one.
    #[prop(optional, into)]
    back: MaybeProp<Route>,
    /// A few words beside the heading: the date, a count.
    #[prop(optional_no_strip, into)]
    note: Option<Signal<String>>,
    /// What stands at the end of the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    Effect::new(move || page::set_title(&format!("{} · {}", title.get(), t(Msg::AppName))));
    // After a change of place the keyboard and the screen reader go on from its heading; at the start the browser decides.
    heading.on_load(|heading| {
        if !IS_FIRST_PLACE.replace(false) && !focus::is_in_text() {
            // A heading with a tabindex takes the focus.
            let _ = heading.focus();
        }
    });
    view! {
        <div class="top-bar">
            {move || back.get()
                .map(|back| {
                    view! {
                        <a
                            class="button back"
                            data-variant="plain"
                            data-icon=true
                            href=back.path()
                            aria-label=move || t(Msg::NavBack)
                        >
                            <Icon glyph=Glyph::ChevronLeft/>
                        </a>
                    }
                })}
            <h1 tabindex="-1" node_ref=heading>
                <span>{title}</span>
                {note.map(|note| view! { <span class="top-bar-date">{note}</span> })}
            </h1>
            {children.map(|children| children())}
        </div>
    }
}

/// The five places, in the thumb's reach.
#[component]
pub fn BottomBar(
    /// Where the person is.
    #[prop(into)]
    current: Signal<Route>,
) -> impl IntoView {
    view! {
        <nav class="bottom-bar" aria-label=move || t(Msg::AppMainNavigation)>
            <ul>
                <Place to=Route::Today glyph=Glyph::CalendarCheck name=Msg::NavToday current/>
                <Place to=Route::Clients glyph=Glyph::Users name=Msg::NavClients current/>
                <li>
                    <MeetButton current with_open=true/>
                </li>
                <Place to=Route::Tasks glyph=Glyph::SquareCheck name=Msg::NavTasks current/>
                <Place to=Route::More glyph=Glyph::Menu name=Msg::NavMore current/>
            </ul>
        </nav>
    }
}

/// The same places at a desk, and those that stand under 更多 on the phone.
#[component]
pub fn SideBar(
    /// Where the person is.
    #[prop(into)]
    current: Signal<Route>,
) -> impl IntoView {
    // One place is the current one.
    let rest = Signal::derive(move || {
        let current = current.get();
        if NAMED_AT_A_DESK.contains(&current) {
            Route::Today
        } else {
            current
        }
    });
    view! {
        <nav class="side-bar" aria-label=move || t(Msg::AppMainNavigation)>
            <a class="brand" href=Route::Today.path() aria-label=move || t(Msg::AppName)>
                <img src="/icons/mark.svg" alt=""/>
                <span class="brand-name">{move || t(Msg::AppName)}</span>
            </a>
            <ul>
                <li>
                    <MeetButton current/>
                </li>
                <Place to=Route::Today glyph=Glyph::CalendarCheck name=Msg::NavToday current/>
                <Place to=Route::Clients glyph=Glyph::Users name=Msg::NavClients current/>
                <Place to=Route::Tasks glyph=Glyph::SquareCheck name=Msg::NavTasks current/>
                <Place to=Route::Work glyph=Glyph::Timer name=Msg::NavWork current/>
            </ul>
            <ul class="side-bar-foot">
                <Place to=Route::Sync glyph=Glyph::RefreshCw name=Msg::NavSync current/>
                <Place to=Route::Settings glyph=Glyph::Settings name=Msg::NavSettings current/>
                <Place to=Route::More glyph=Glyph::Menu name=Msg::NavMore current=rest/>
            </ul>
        </nav>
    }
}

/// Places that the side bar names itself, though they stand under 更多 on the phone.
const NAMED_AT_A_DESK: [Route; 3] = [Route::Work, Route::Sync, Route::Settings];

#[component]
fn Place(to: Route, glyph: Glyph, name: Msg, current: Signal<Route>) -> impl IntoView {
    let path = to.path();
    let is_here = move || current.with(|current| *current == to || current.place() == to);
    view! {
        <li>
            <a href=path aria-current=move || is_here().then_some("page")>
                <Icon glyph/>
                <span>{move || t(name)}</span>
            </a>
        </li>
    }
}
