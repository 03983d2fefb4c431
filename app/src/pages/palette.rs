//! Ctrl+K: find a client or a place, or do something, by a few letters; `?`: the keys.

mod items;
mod keys_sheet;

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;

use self::items::{Deed, Item, items, other_locale};
use self::keys_sheet::KeysSheet;
use crate::book::{Book, Hit};
use crate::browser::control::TextControl;
use crate::browser::timer::in_next_task;
use crate::browser::{focus, ime, keyboard, page};
use crate::i18n::{Msg, t};
use crate::kit::keys::{self, Key, Shortcut};
use crate::kit::{Glyph, Icon};
use crate::pages;
use crate::pages::parts::found::Marked;
use crate::prefs::Prefs;
use crate::route::navigation;
use crate::session::Session;

/// The list's id, to which the box points.
const LIST: &str = "palette-list";

/// Hears the keys that ask for the palette; once, beside the pages. The palette itself comes when it is first asked for, and stays.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let asked = RwSignal::new(None::<Shortcut>);
    for key in [Shortcut::Help, Shortcut::Palette] {
        keys::on(key, move || asked.set(Some(key)));
    }
    let was_asked = Memo::new(move |before| before == Some(&true) || asked.with(Option::is_some));
    // Where there is a keyboard it is there before it is asked for: what is typed after the key is for it.
    if page::matches_media("(pointer: fine)") {
        pages::fetch_palette();
    }
    move || was_asked.get().then(|| pages::palette(asked))
}

/// While the palette is on its way, what is typed is for it and no shortcut; Esc calls it off.
pub(super) fn hold_keys(asked: RwSignal<Option<Shortcut>>) {
    for key in [
        Shortcut::New,
        Shortcut::Next,
        Shortcut::Previous,
        Shortcut::Search,
    ] {
        keys::on(key, || ());
    }
    let listener = StoredValue::new_local(keyboard::on_key(move |event| {
        if keys::pressed(event) == Some(Key::Escape) {
            asked.set(None);
        }
    }));
    on_cleanup(move || listener.dispose());
}

/// The palette and the sheet of keys, opened as they were asked for.
#[component]
pub(super) fn Opened(asked: RwSignal<Option<Shortcut>>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let input = NodeRef::<Input>::new();
    let open = RwSignal::new(false);
    let help = RwSignal::new(false);
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    Effect::new(move || {
        let (Some(dialog), Some(input)) = (dialog.get(), input.get()) else {
            return;
        };
        match asked.get() {
            None => return,
            Some(Shortcut::Help) => {
                help.set(true);
                return;
            }
            Some(_) => {}
        }
        input.set_text("");
        query.set(String::new());
        chosen.set(0);
        open.set(true);
        // Refused only for a dialog that is not on the page.
        let _ = dialog.show_modal();
    });
    let rows = Book::expect().clients();
    let written = RwSignal::new(Vec::<Hit>::new());
    let items = Memo::new(move |_| {
        if open.get() {
            rows.with(|rows| written.with(|written| items(rows, &query.get(), written)))
        } else {
            Vec::new()
        }
    });
    let is_searching =
        Memo::new(move |_| open.get() && query.with(|query| !query.trim().is_empty()));
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let act = doer(help);
    let run = move |at: usize| {
        if let Some(item) = items.with_untracked(|items| items.get(at).cloned()) {
            close();
            act(item.deed);
        }
    };
    let take = move || {
        if let Some(input) = input.get_untracked() {
            query.set(input.text());
            chosen.set(0);
        }
    };
    let press = {
        let run = run.clone();
        move |event: KeyboardEvent| {
            let count = items.with_untracked(Vec::len).max(1);
            let step = match keys::pressed(&event) {
                Some(Key::Down) => 1,
                Some(Key::Up) => count - 1,
                Some(Key::Enter) => {
                    event.prevent_default();
                    run(chosen.get_untracked());
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            chosen.set((chosen.get_untracked() + step) % count);
            focus::show(&option_id(chosen.get_untracked()));
        }
    };
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label=move || t(Msg::KeysPalette)
            on:cancel=keep_open_while_composing
            on:close=move |_| open.set(false)
            on:click=move |event: MouseEvent| {
                if event.target() == event.current_target() {
                    close();
                }
            }
        >
            <label class="search">
                <Icon glyph=Glyph::Search/>
                <input
                    class="input"
                    type="text"
                    role="combobox"
                    node_ref=input
                    autocomplete="off"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=LIST
                    aria-activedescendant=move || {
                        items.with(|items| !items.is_empty()).then(|| option_id(chosen.get()))
                    }
                    aria-label=move || t(Msg::PaletteName)
                    placeholder=move || t(Msg::PaletteName)
                    on:input=move |_| {
                        if !ime::is_composing() {
                            take();
                        }
                    }
                    on:compositionend=move |_| in_next_task(take)
                    on:keydown=press
                />
            </label>
            <ul class="palette-list" id=LIST role="listbox" aria-label=move || t(Msg::PaletteResults)>
                {move || {
                    let run = run.clone();
                    items.with(|items| options(items, query, chosen, run))
                }}
            </ul>
            <Show when=move || is_searching.get()>
                <Written query found=written/>
            </Show>
            <Show when=move || open.get() && items.with(Vec::is_empty)>
                <p class="palette-none" role="status">
                    {move || t(Msg::SearchNone)}
                </p>
            </Show>
        </dialog>
        <KeysSheet open=help/>
    }
}

/// Searches notes and tasks as long as words are typed: every word written down is read for it, so not before.
#[component]
fn Written(query: RwSignal<String>, found: RwSignal<Vec<Hit>>) -> impl IntoView {
    let results = Book::expect().search(query.into());
    Effect::new(move || {
        let lines = results.with(|results| results.lines.clone());
        if found.with_untracked(|found| *found != lines) {
            found.set(lines);
        }
    });
    on_cleanup(move || {
        found.try_set(Vec::new());
    });
}

/// Does what was chosen.
fn doer(help: RwSignal<bool>) -> impl Fn(Deed) + Clone + Send + Sync + 'static {
    let session = Session::expect();
    let prefs = Prefs::expect();
    let go = StoredValue::new_local(navigation::navigator());
    move |deed| match deed {
        Deed::Go(route) => go.with_value(|go| go(&route)),
        Deed::SyncNow => session.sync_now(),
        Deed::ShowKeys => help.set(true),
        Deed::SwitchLanguage => prefs.set_locale(other_locale()),
    }
}

/// The options under the heads of their groups.
fn options(
    items: &[Item],
    query: RwSignal<String>,
    chosen: RwSignal<usize>,
    run: impl Fn(usize) + Clone + Send + Sync + 'static,
) -> Vec<AnyView> {
    let mut views = Vec::new();
    let mut last = None;
    for (at, item) in items.iter().enumerate() {
        if last != Some(item.group) {
            last = Some(item.group);
            let head = item.group;
            views.push(
                view! {
                    <li class="palette-head" role="presentation">
                        {move || t(head)}
                    </li>
                }
                .into_any(),
            );
        }
        let run = run.clone();
        let (glyph, title, note) = (item.glyph, item.title.clone(), item.note.clone());
        views.push(
            view! {
                <li
                    class="row"
                    id=option_id(at)
                    role="option"
                    aria-selected=move || (chosen.get() == at).to_string()
                    on:pointermove=move |_| {
                        if chosen.get_untracked() != at {
                            chosen.set(at);
                        }
                    }
                    on:click=move |_| run(at)
                >
                    <span class="row-mark">
                        <Icon glyph/>
                    </span>
                    <span class="row-text">
                        <span class="row-title">
                            <Marked text=title words=query/>
                        </span>
                        {(!note.is_empty()).then(|| view! { <span class="row-note">{note}</span> })}
                    </span>
                </li>
            }
            .into_any(),
        );
    }
    views
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// Esc that ends a composition does not close what is being typed in.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of an event handler"
)]
fn keep_open_while_composing(event: Event) {
    if ime::is_composing() {
        event.prevent_default();
    }
}
