//! 給客戶看: the phone is turned around. Nothing but what the client may see is on the page, and the way back wants a long press: not a
//! tap, not the browser's back, not a reload, not even starting the app again.

use std::time::Duration;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ClientView, Promise, client_view};
use yardstick_domain::records::LineKind;

use super::{ticking, words};
use crate::book::{Book, OpenState};
use crate::browser::timer::Timeout;
use crate::browser::{local, page};
use crate::i18n::{Msg, t, t_with};
use crate::kit::keys::{self, Key};
use crate::kit::{Glyph, Icon};
use crate::pages::{self, parts::show};
use crate::route::{Route, navigation};

/// Where the device remembers that it is turned around.
const SHOWN: &str = "yardstick.shown";
/// How long the press is that turns it back.
const HOLD: Duration = Duration::from_millis(800);

/// Which meeting the client sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    client: RecordId,
    meeting: RecordId,
}

/// Whether the phone is turned around.
#[derive(Clone, Copy)]
pub(crate) struct ShownToClient(RwSignal<Option<Shown>>);

impl ShownToClient {
    /// Gives everything below the way to turn the phone around; it is turned around still if it was when the app ended.
    fn provide() -> Self {
        let shown = Self(RwSignal::new(local::get(SHOWN)));
        provide_context(shown);
        shown
    }

    /// The one given by the [`Curtain`] above.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Turns the phone around.
    pub(crate) fn show(self, client: RecordId, meeting: RecordId) {
        let shown = Shown { client, meeting };
        local::set(SHOWN, &shown);
        self.0.set(Some(shown));
    }

    fn end(self) {
        local::remove(SHOWN);
        self.0.set(None);
    }
}

/// Around everything that shows the book: while the phone is turned around, nothing of it is on the page.
#[component]
pub(crate) fn Curtain(
    /// The app.
    children: ChildrenFn,
) -> impl IntoView {
    let shown = ShownToClient::provide();
    let children = StoredValue::new(children);
    move || match shown.0.get() {
        Some(Shown { client, meeting }) => pages::facing(client, meeting),
        None => children.with_value(|children| children()).into_any(),
    }
}

/// The meeting as the client may see it.
#[component]
pub(in crate::pages) fn ClientFacing(client: RecordId, meeting: RecordId) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let view = Memo::new(move |_| records.with(|records| client_view(records.file(), meeting)));
    ticking::keep_screen_on(Signal::derive(|| true));
    let name = move || {
        view.with(|view| words::client_name(view.as_ref().and_then(|view| view.name.as_deref())))
    };
    Effect::new(move || page::set_title(&name()));
    view! {
        <div class="client-facing">
            <main class="client-facing-body" id="main" tabindex="-1">
                <h1>{move || t(Msg::ShowTitle)}</h1>
                <p class="soft">{move || view.with(|view| view.as_ref().map(where_and_when))}</p>
                {move || view.with(|view| view.as_ref().map(sections))}
                <Show when=move || handle.state().get() == OpenState::Missing>
                    <p>{move || t(Msg::ShowNothing)}</p>
                </Show>
            </main>
            <footer class="client-facing-foot">
                <HoldToReturn client meeting/>
            </footer>
        </div>
    }
}

fn where_and_when(view: &ClientView) -> String {
    let name = words::name_to_show(view.name.as_deref());
    let at = view.at.map(words::moment);
    let parts: Vec<String> = [name, at, view.place.clone()]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// Decisions, needs, figures, what both sides do, when one meets again; headings without anything are left out.
fn sections(view: &ClientView) -> impl IntoView + use<> {
    let of = |kind: &LineKind| {
        let lines = view.lines.iter().filter(|line| line.kind == *kind);
        lines.map(|line| line.text.clone()).collect::<Vec<_>>()
    };
    let known = [LineKind::Decision, LineKind::Need, LineKind::Number];
    let other: Vec<String> = view
        .lines
        .iter()
        .filter(|line| !known.contains(&line.kind))
        .map(|line| line.text.clone())
        .collect();
    let promised = |ours: bool| {
        let promises = view.promises.iter().filter(|promise| promise.ours == ours);
        promises.map(promise).collect::<Vec<_>>()
    };
    let next: Vec<String> = view.next_meeting.map(words::moment).into_iter().collect();
    let [decisions, needs, numbers] = [&known[0], &known[1], &known[2]].map(of);
    let is_empty = view.lines.is_empty() && view.promises.is_empty() && next.is_empty();
    let sections = [
        (Msg::ShowDecisions, decisions),
        (Msg::ShowNeeds, needs),
        (Msg::ShowNumbers, numbers),
        (Msg::ShowNotes, other),
        (Msg::ShowOurs, promised(true)),
        (Msg::ShowTheirs, promised(false)),
        (Msg::ShowNext, next),
    ];
    let sections = sections.map(|(heading, points)| {
        (!points.is_empty()).then(|| {
            let points = points.into_iter().map(|point| view! { <li>{point}</li> });
            view! {
                <section>
                    <h2>{move || t(heading)}</h2>
                    <ul>{points.collect_view()}</ul>
                </section>
            }
        })
    });
    view! {
        {sections.into_iter().collect_view()}
        {is_empty.then(|| view! { <p>{move || t(Msg::ShowNothing)}</p> })}
    }
}

fn promise(promise: &Promise) -> String {
    match promise.due {
        Some(due) => t_with(
            Msg::ShowPromise,
            &[("what", &promise.title), ("day", &show::day(due))],
        ),
        None => promise.title.clone(),
    }
}

/// The way back: a press of a second, by finger or by key.
#[component]
fn HoldToReturn(client: RecordId, meeting: RecordId) -> impl IntoView {
    let shown = ShownToClient::expect();
    let go = StoredValue::new_local(navigation::replacer());
    let timer = StoredValue::new_local(None::<Timeout>);
    let holding = RwSignal::new(false);
    let press = move || {
        if holding.get_untracked() {
            return;
        }
        holding.set(true);
        timer.set_value(Some(Timeout::new(HOLD, move || {
            go.with_value(|go| go(&Route::Meeting { client, meeting }));
            shown.end();
        })));
    };
    let let_go = move || {
        holding.set(false);
        timer.set_value(None);
    };
    view! {
        <button
            class="button hold"
            type="button"
            data-variant="plain"
            data-holding=move || holding.get().to_string()
            on:pointerdown=move |_| press()
            on:pointerup=move |_| let_go()
            on:pointercancel=move |_| let_go()
            on:pointerleave=move |_| let_go()
            on:contextmenu=move |event| event.prevent_default()
            on:keydown=move |event| {
                if keys::pressed(&event) == Some(Key::Enter) || event.key() == " " {
                    event.prevent_default();
                    press();
                }
            }
            on:keyup=move |_| let_go()
            on:blur=move |_| let_go()
        >
            <Icon glyph=Glyph::Lock/>
            <span>{move || t(Msg::ShowHold)}</span>
        </button>
    }
}
