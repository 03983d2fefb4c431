//! The list of clients: searched, narrowed, ordered, and drawn only as far as somebody looks.

use std::sync::Arc;
use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{ListFilter, list};
use yardstick_domain::text::Query;

use super::arrange::Arrangement;
use super::filters::StageChips;
use super::name_order::name_order;
use super::row::Line;
use crate::book::{Book, ClientRow, open_demo};
use crate::browser::{focus, timer};
use crate::i18n::{Msg, t, t_n};
use crate::kit::keys::{self, Shortcut};
use crate::kit::{Button, Empty, Glyph, IconButton, LinkButton, SearchBox, Variant};
use crate::pages;
use crate::route::{Route, navigation};

/// Lines drawn at first: what a screen shows. A thousand at once would take longer than a person waits.
const FIRST_LINES: usize = 16;
/// Lines drawn soon after, while nobody waits: what a large screen shows, and the first swipe.
const SOON_LINES: usize = 60;
/// Lines drawn in one go then, and each time the end comes near.
const LINES_AT_ONCE: usize = 12;
/// Between two goes the page answers to whoever touches it.
const PAUSE: Duration = Duration::from_millis(80);
/// How near the end is when more lines are drawn, in pixels.
const NEAR_END: i32 = 1_200;
const LINES: &str = ".pane-list a.row";

/// The list with its search and filters.
#[component]
pub(super) fn ClientList(open: Memo<Option<RecordId>>) -> impl IntoView {
    let rows = Book::expect().clients();
    let arrangement = Arrangement::last();
    let words = RwSignal::new(String::new());
    let order = name_order(rows);
    let shown = Memo::new(move |_| {
        let filter = ListFilter {
            query: words.with(|words| Query::new(words)),
            ..arrangement.filter.get()
        };
        let order = order.get();
        rows.with(|rows| {
            let book = rows.iter().map(|row: &ClientRow| (row.id, &*row.summary));
            let place = |id, _: &str| order.get(&id).copied();
            let found = list(book, &filter, arrangement.sort.get(), place);
            Arc::new(found.into_iter().map(|(id, _)| id).collect::<Vec<_>>())
        })
    });
    let is_empty = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    walk();
    view! {
        <Pane words arrangement shown>
            {move || {
                if is_empty.get() {
                    view! { <NoClients/> }.into_any()
                } else {
                    view! {
                        <Head rows words arrangement/>
                        <Lines shown open arrangement words/>
                    }
                        .into_any()
                }
            }}
        </Pane>
    }
}

/// How many of the lines are drawn.
#[derive(Clone, Copy)]
struct Drawn(RwSignal<usize>);

impl Drawn {
    /// Draws what a screen shows, and the lines after it bit by bit.
    fn begin(self, turn: StoredValue<u32>) {
        let own = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        self.0.set(FIRST_LINES);
        spawn_local(async move {
            loop {
                timer::sleep(PAUSE).await;
                let drawn = self.0.try_get_untracked();
                let goes_on = drawn.is_some_and(|drawn| drawn < SOON_LINES);
                if !goes_on || turn.try_get_value() != own {
                    return;
                }
                self.0.try_update(|drawn| *drawn += LINES_AT_ONCE);
            }
        });
    }
}

/// The scrolling pane; it draws more lines when its end comes near, and begins anew when other clients are shown.
#[component]
fn Pane(
    words: RwSignal<String>,
    arrangement: Arrangement,
    shown: Memo<Arc<Vec<RecordId>>>,
    children: Children,
) -> impl IntoView {
    let pane = NodeRef::<Div>::new();
    let drawn = RwSignal::new(FIRST_LINES);
    let turn = StoredValue::new(0);
    provide_context(Drawn(drawn));
    Drawn(drawn).begin(turn);
    Effect::watch(
        move || {
            words.track();
            arrangement.filter.track();
            arrangement.sort.track();
        },
        move |(), _, _| {
            Drawn(drawn).begin(turn);
            if let Some(pane) = pane.get_untracked() {
                pane.set_scroll_top(0);
            }
        },
        false,
    );
    let scrolled = move |_| {
        let Some(pane) = pane.get_untracked() else {
            return;
        };
        let left = pane.scroll_height() - pane.scroll_top() - pane.client_height();
        if left < NEAR_END && drawn.get_untracked() < shown.with_untracked(|shown| shown.len()) {
            drawn.update(|drawn| *drawn += LINES_AT_ONCE);
        }
    };
    view! {
        <div
            class="pane-list"
            role="region"
            aria-label=move || t(Msg::ClientsList)
            node_ref=pane
            on:scroll=scrolled
        >
            <div class="stack" data-gap="2">
                {children()}
            </div>
        </div>
    }
}

#[component]
fn Head(
    rows: Signal<Arc<Vec<ClientRow>>>,
    words: RwSignal<String>,
    arrangement: Arrangement,
) -> impl IntoView {
    let arranging = RwSignal::new(false);
    // It comes when it is first asked for, and stays.
    let was_arranging =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || arranging.get());
    let go = navigation::navigator();
    view! {
        <div class="pane-head">
            <SearchBox
                name=Msg::ClientsSearch
                placeholder=Msg::ClientsSearchHint
                on_search=move |text| words.set(text)
            />
            <IconButton
                glyph=Glyph::ArrowUpDown
                name=Msg::ClientsArrange
                on_press=move |_| arranging.set(true)
            />
            <IconButton
                glyph=Glyph::Plus
                name=Msg::ClientNew
                on_press=move |_| go(&Route::NewClient)
            />
        </div>
        <StageChips rows arrangement/>
        {move || was_arranging.get().then(|| pages::arranging(arranging, arrangement))}
    }
}

#[component]
fn Lines(
    shown: Memo<Arc<Vec<RecordId>>>,
    open: Memo<Option<RecordId>>,
    arrangement: Arrangement,
    words: RwSignal<String>,
) -> impl IntoView {
    let Drawn(drawn) = expect_context();
    let lines = move || {
        let count = drawn.get();
        shown.with(|shown| shown.iter().take(count).copied().collect::<Vec<_>>())
    };
    let none = move || shown.with(|shown| shown.is_empty());
    let searching = Memo::new(move |_| words.with(|words| !words.trim().is_empty()));
    // Those that would be shown, were they not archived.
    let rows = Book::expect().clients();
    let archived = Memo::new(move |_| {
        let filter = ListFilter {
            query: words.with(|words| Query::new(words)),
            archived: true,
            ..arrangement.filter.get()
        };
        if !none() || arrangement.filter.with(|filter| filter.archived) {
            return 0;
        }
        let found = rows.with(|rows| {
            rows.iter()
                .filter(|row| filter.matches(&row.summary))
                .count()
        });
        u32::try_from(found).unwrap_or(u32::MAX)
    });
    let none_words = move || {
        let only_archived = arrangement.filter.with(|filter| filter.archived);
        match archived.get() {
            0 if only_archived && !searching.get() => t(Msg::ClientsNoneArchived),
            0 => t(Msg::ClientsNoneMatch),
            count => t_n(Msg::ClientsOnlyInArchive, count, &[]),
        }
    };
    let show_archived = move |_| arrangement.filter.update(|filter| filter.archived = true);
    view! {
        <ul class="rows">
            <For
                each=lines
                key=|id| *id
                children=move |id| view! { <Line id open sort=arrangement.sort.into()/> }
            />
        </ul>
        <Show when=none>
            <p class="soft">{none_words}</p>
            <Show when=move || archived.get() != 0>
                <div>
                    <Button
                        label=Msg::ClientsShowArchived
                        glyph=Glyph::Archive
                        on_press=show_archived
                    />
                </div>
            </Show>
        </Show>
        <Show when=move || searching.get()>
            {pages::note_hits(words)}
        </Show>
    }
}

#[component]
fn NoClients() -> impl IntoView {
    view! {
        <Empty title=Msg::ClientsEmptyTitle text=Msg::ClientsEmptyText>
            <LinkButton
                to=Route::NewClient
                label=Msg::ClientNew
                glyph=Glyph::Plus
                variant=Variant::Primary
            />
            <Button label=Msg::ButtonOpenDemo on_press=|_| open_demo()/>
        </Empty>
    }
}

/// `j` and `k` walk through the lines, from the one that is open when none has the keyboard.
fn walk() {
    let step = |by: i32| {
        if !focus::is_on(LINES) && focus::on(".pane-list a.row[aria-current]") {
            return;
        }
        focus::step(LINES, by);
    };
    keys::on(Shortcut::Next, move || step(1));
    keys::on(Shortcut::Previous, move || step(-1));
}
