//! Choosing a file, or pasting; and why what was chosen cannot be read.

use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use yardstick_domain::import::{MOST_ROWS, Table, TableError};

use super::counted;
use super::done::Imported;
use super::intake::Intake;
use crate::browser::file;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Icon, TextArea, Variant};

/// The file control, the box to paste into, and what came of it.
#[component]
pub(in crate::pages) fn Source(
    /// What was chosen.
    intake: Intake,
    /// It taken apart.
    table: Memo<Option<Result<Arc<Table>, TableError>>>,
    /// What can be chosen.
    text: Msg,
    /// What was imported last; it is over when something else is chosen or pasted.
    done: Imported,
) -> impl IntoView {
    let refused = RwSignal::new(None::<TableError>);
    let choose = move |event: Event| {
        spawn_local(async move {
            let bytes = file::chosen(&event).await;
            // The page may be gone by now.
            let Some(bytes) = bytes.filter(|_| done.is_alive()) else {
                return;
            };
            done.forget();
            match Table::text(&bytes) {
                Ok(text) => {
                    refused.set(None);
                    intake.take_file(text.to_owned());
                    // A file of white space is one, too.
                    if text.trim().is_empty() {
                        refused.set(Some(TableError::Empty));
                    }
                }
                Err(error) => refused.set(Some(error)),
            }
        });
    };
    let paste = move |text: String| {
        done.forget();
        refused.set(None);
        intake.paste(text);
    };
    let error = move || {
        let of_table = || table.with(|table| table.as_ref()?.as_ref().err().copied());
        refused.get().or_else(of_table)
    };
    let is_file = Memo::new(move |_| intake.is_file());
    view! {
        <p>{move || t(text)}</p>
        <div class="cluster">
            <label class="button over-native">
                <Icon glyph=Glyph::Upload/>
                <span>{move || t(Msg::ImportChoose)}</span>
                <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" on:change=choose/>
            </label>
            <Show when=move || is_file.get()>
                <Button
                    label=Msg::ImportClear
                    variant=Variant::Plain
                    on_press=move |_| intake.clear()
                />
            </Show>
        </div>
        <Show when=move || !is_file.get()>
            <TextArea
                label=Msg::ImportPaste
                value=Signal::derive(move || intake.pasted())
                hint=Msg::ImportPasteHint
                on_input=paste
            />
        </Show>
        <div role="status">
            {move || error().map(|error| view! { <Refused error/> })}
            {move || {
                let rows = table.with(|table| Some(table.as_ref()?.as_ref().ok()?.rows().len()));
                rows.map(|rows| view! { <p class="soft">{t_n(Msg::ImportRead, counted(rows), &[])}</p> })
            }}
        </div>
    }
}

#[component]
fn Refused(error: TableError) -> impl IntoView {
    view! {
        <div class="banner" data-tone="bad">
            <Icon glyph=Glyph::CircleAlert/>
            <p class="banner-text">{move || words(error)}</p>
        </div>
    }
}

fn words(error: TableError) -> String {
    match error {
        TableError::Empty => t(Msg::ImportErrorEmpty),
        TableError::Workbook => t(Msg::ImportErrorWorkbook),
        TableError::Utf16 => t(Msg::ImportErrorUtf16),
        TableError::Big5 => t(Msg::ImportErrorBig5),
        TableError::NotUtf8 => t(Msg::ImportErrorNotUtf8),
        TableError::OpenQuote { row } => {
            t_with(Msg::ImportErrorQuote, &[("row", &row.to_string())])
        }
        TableError::TooManyRows { found } => t_with(
            Msg::ImportErrorMany,
            &[
                ("found", &found.to_string()),
                ("max", &MOST_ROWS.to_string()),
            ],
        ),
    }
}
