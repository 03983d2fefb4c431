//! 匯出: the clients as a table, and what is due and planned as a calendar. Read from this device; no network is needed, but for the
//! address a calendar can be subscribed at.

mod feed;

use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::export::{Words, table};
use yardstick_domain::text::ics;
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::browser::{clock, download};
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Toasts};
use crate::pages::frame::{Page, need_text};
use crate::pages::parts::{columns, now, words};
use crate::route::Route;
use crate::session::Need;
use feed::FeedGroup;

/// The page.
#[component]
pub fn ExportPage() -> impl IntoView {
    let (book, toasts) = (Book::expect(), Toasts::expect());
    let save_table = Callback::new(move |busy| keep(toasts, busy, save_table(book)));
    let save_calendar = Callback::new(move |busy| keep(toasts, busy, save_calendar(book)));
    view! {
        <Page title=Msg::ExportTitle back=Route::More>
            <div class="column">
                <Way
                    id="export-table"
                    title=Msg::ExportTable
                    text=Msg::ExportTableText
                    action=Msg::ExportTableSave
                    glyph=Glyph::Download
                    save=save_table
                />
                <Way
                    id="export-calendar"
                    title=Msg::ExportCalendar
                    text=Msg::ExportCalendarText
                    action=Msg::ExportCalendarSave
                    glyph=Glyph::Calendar
                    save=save_calendar
                />
                <FeedGroup/>
            </div>
        </Page>
    }
}

/// One thing that can be taken out.
#[component]
fn Way(
    id: &'static str,
    title: Msg,
    text: Msg,
    action: Msg,
    glyph: Glyph,
    /// Saves it; the signal says whether that is going on.
    save: Callback<RwSignal<bool>>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let word = Signal::derive(move || {
        t(if busy.get() {
            Msg::BackupSaving
        } else {
            action
        })
    });
    view! {
        <section class="group" aria-labelledby=id>
            <h2 class="group-head" id=id>
                {move || t(title)}
            </h2>
            <p>{move || t(text)}</p>
            <div class="cluster">
                <Button label=word glyph disabled=busy on_press=move |_| save.run(busy)/>
            </div>
        </section>
    }
}

/// Saves something, and says what came of it; nothing where the browser did not take the file.
fn keep(
    toasts: Toasts,
    busy: RwSignal<bool>,
    saving: impl Future<Output = Result<Option<String>, Need>> + 'static,
) {
    busy.set(true);
    spawn_local(async move {
        match saving.await {
            Ok(Some(said)) => toasts.say(said),
            Ok(None) => {}
            Err(need) => toasts.say(need_text(&need)),
        }
        busy.try_set(false);
    });
}

async fn save_table(book: Book) -> Result<Option<String>, Need> {
    let shown = book.read(&book.all_clients()).await?;
    let words = Words {
        header: &columns::column,
        choice: &|target, name| words::choice(target.field, name, None).map(t),
        yes: t(Msg::ShowYes),
        no: t(Msg::ShowNo),
    };
    let (count, bytes) = table(&shown, &words, &now::input_context());
    if count == 0 {
        return Ok(Some(t(Msg::ExportTableEmpty)));
    }
    let is_taken = download::save(&named("clients", "csv"), "text/csv;charset=utf-8", &bytes);
    Ok(is_taken.then(|| t_n(Msg::ExportTableSaved, counted(count), &[])))
}

async fn save_calendar(book: Book) -> Result<Option<String>, Need> {
    let events = book.calendar().await?;
    if events.is_empty() {
        return Ok(Some(t(Msg::ExportCalendarEmpty)));
    }
    let Some(made) = Instant::from_ms(clock::now_ms()) else {
        return Ok(None);
    };
    let file = ics(&t(Msg::AppName), &events, made);
    let is_taken = download::save(
        &named("calendar", "ics"),
        "text/calendar;charset=utf-8",
        file.as_bytes(),
    );
    Ok(is_taken.then(|| t_n(Msg::ExportCalendarSaved, counted(events.len()), &[])))
}

/// `yardstick-clients-2026-11-22.csv`.
fn named(what: &str, ending: &str) -> String {
    format!("yardstick-{what}-{}.{ending}", now::today().iso())
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
