//! The library as a table that spreadsheets open.

use leptos::prelude::*;
use yardstick_domain::export::{TemplateWords, templates_table};

use super::{Of, columns};
use crate::browser::download;
use crate::i18n::{Msg, t, t_n};
use crate::kit::{Button, Glyph, Toasts};
use crate::pages::parts::{now, words};

/// The button that saves it.
#[component]
pub(super) fn Save(of: Of) -> impl IntoView {
    let toasts = Toasts::expect();
    let save = move |_| {
        let Some(library) = of.all.get_untracked().here() else {
            return;
        };
        let words = TemplateWords {
            header: &columns::name,
            choice: &|field, name| words::choice(field, name, None).map(t),
            yes: t(Msg::ShowYes),
            no: t(Msg::ShowNo),
        };
        let bytes = templates_table(&library, &words, &now::input_context());
        let name = format!("yardstick-templates-{}.csv", now::today().iso());
        if download::save(&name, "text/csv;charset=utf-8", &bytes) {
            let count = u32::try_from(library.items.len()).unwrap_or(u32::MAX);
            toasts.say(t_n(Msg::TemplatesExported, count, &[]));
        }
    };
    let is_here = move || of.all.with(|all| all.clone().here().is_some());
    view! {
        <Button
            label=Msg::TemplatesExport
            glyph=Glyph::Download
            disabled=Signal::derive(move || !is_here())
            on_press=save
        />
    }
}
