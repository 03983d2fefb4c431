//! 公版: what service plans are made of, the team's way. Built-in templates can be changed and left out, others added; all of it goes out as a table and comes in
//! again. Plans that were made are snapshots and stay as they are.

mod after;
mod columns;
mod editor;
pub(super) mod import;
mod save;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Library, Template, TemplateOrigin, new_place, origin_of, template_key,
};
use yardstick_domain::records::{EngagementKind, PlanItem, PlanSection, TeamTemplate, template};
use yardstick_domain::text::{Haystack, Query};
use yardstick_domain::values::Choice as _;

use self::editor::EditorSheet;
use self::save::Save;
use crate::book::Records;
use crate::i18n::{Msg, t};
use crate::kit::{Button, Choice, Empty, Glyph, LinkButton, SearchBox};
use crate::pages::client::add_sheet::{AddSheet, NewRecord};
use crate::pages::frame::Page;
use crate::pages::parts::practice::of_nobody;
use crate::pages::parts::templates::{Templates, built_in, laid_over, of_team};
use crate::pages::parts::words as field_words;
use crate::pages::plan::words;
use crate::route::Route;

const NEW: NewRecord = NewRecord {
    kind: "template",
    title: Msg::TemplatesAdd,
    done: Msg::TemplatesToastAdded,
    fields: &[|| template::title().spec()],
    hint: |_| None,
};

/// The library: as it is built in, what the team made of it, and both together.
#[derive(Clone, Copy)]
struct Of {
    records: Signal<Arc<Records>>,
    built_in: RwSignal<Templates>,
    team: Memo<Vec<(RecordId, TeamTemplate)>>,
    all: Memo<Templates>,
}

impl Of {
    fn expect() -> Self {
        let (records, built_in) = (of_nobody(), built_in());
        let team = of_team(records);
        Self {
            records,
            built_in,
            team,
            all: laid_over(built_in, team),
        }
    }

    /// The library as the team has it; empty as long as it is not here.
    fn library(self) -> Arc<Library> {
        self.all.get().here().unwrap_or_default()
    }

    /// The built-in one.
    fn base(self) -> Arc<Library> {
        self.built_in.get().here().unwrap_or_default()
    }

    /// A template as the team has it.
    fn template(self, id: &str) -> Option<Template> {
        self.library().template(id).cloned()
    }

    /// Where what the team says of a template is kept.
    fn key(self, id: &str) -> Option<RecordKey> {
        Some(RecordKey {
            client: RecordId::NIL,
            record: template_key(&self.base(), id)?,
            kind: template::SPEC.name.into(),
        })
    }
}

/// The page.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let of = Of::expect();
    let is_missing = Memo::new(move |_| of.all.with(|all| *all == Templates::Missing));
    view! {
        <Page title=Msg::TemplatesTitle back=Route::More>
            <Show
                when=move || is_missing.get()
                fallback=move || view! { <Listed of/> }
            >
                <Empty title=Msg::TemplatesMissing text=Msg::PlanNoTemplates/>
            </Show>
        </Page>
    }
}

/// A part of the list: its section, and the templates in it.
type Part = (Msg, Vec<String>);

/// Those of one sort of engagement, by section.
#[component]
fn Listed(of: Of) -> impl IntoView {
    let kind = RwSignal::new(EngagementKind::Product);
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<String>);
    let adding = RwSignal::new(false);
    let found = Memo::new(move |_| {
        let (kind, query) = (kind.get(), Query::new(&typed.get()));
        let fits = |one: &&Template| {
            let text = || Haystack::of([one.title.as_str(), one.guidance.as_str()]);
            one.kind == kind && (query.is_empty() || query.matches(&text()))
        };
        let library = of.library();
        let found: Vec<Template> = library.items.iter().filter(fits).cloned().collect();
        found
    });
    let parts = Memo::new(move |_| found.with(|found| parts(found)));
    let away = Memo::new(move |_| {
        found.with(|found| {
            let away = found.iter().filter(|one| one.left_out);
            away.map(|one| one.id.clone()).collect::<Vec<_>>()
        })
    });
    let is_coming = move || of.all.with(|all| *all == Templates::Coming);
    let is_empty = Memo::new(move |_| !is_coming() && found.with(Vec::is_empty));
    let kinds: Vec<(EngagementKind, Signal<String>)> = EngagementKind::ALL
        .iter()
        .filter_map(|kind| {
            let word = field_words::choice("kind", kind.name(), None)?;
            Some((kind.clone(), word.into()))
        })
        .collect();
    let part = move |(name, ids): Part| {
        let count = ids.len();
        view! {
            <section class="group">
                <h2 class="group-head">
                    <span>{move || t(name)}</span>
                    <span class="group-count">{count}</span>
                </h2>
                <Rows of ids chosen/>
            </section>
        }
    };
    let more = move |()| {
        let kind = template::kind().set(&kind.get_untracked());
        let place = of.team.with_untracked(|team| new_place(team));
        vec![kind, template::place().set(&place)]
    };
    view! {
        <div class="stack">
            <p class="soft">{move || t(Msg::TemplatesText)}</p>
            <Choice
                label=Msg::TemplatesKind
                options=kinds
                value=Signal::derive(move || Some(kind.get()))
                on_choose=move |chosen| kind.set(chosen)
            />
            <SearchBox
                name=Msg::TemplatesSearch
                placeholder=Msg::TemplatesSearchExample
                on_search=move |words| typed.set(words)
            />
            <div class="cluster">
                <Button
                    label=Msg::TemplatesAdd
                    glyph=Glyph::Plus
                    on_press=move |_| adding.set(true)
                />
                <LinkButton
                    to=Route::TemplatesImport
                    label=Msg::TemplatesImport
                    glyph=Glyph::Upload
                />
                <Save of/>
            </div>
            {move || parts.get().into_iter().map(part).collect_view()}
            <Away of away chosen/>
            <Show when=move || is_empty.get()>
                {move || {
                    let (title, text) = if typed.with(|typed| typed.trim().is_empty()) {
                        (Msg::TemplatesNone, Msg::TemplatesNoneText)
                    } else {
                        (Msg::TemplatesNoneFound, Msg::TemplatesNoneFoundText)
                    };
                    view! { <Empty title text/> }
                }}
            </Show>
        </div>
        <AddSheet
            open=adding
            client=RecordId::NIL
            new=NEW
            more
            on_made=move |key: RecordKey| chosen.set(Some(key.record.to_string()))
        />
        <EditorSheet of chosen/>
    }
}

/// What plans are made of, by section.
fn parts(found: &[Template]) -> Vec<Part> {
    let sections = PlanSection::ALL.iter().map(Some).chain([None]);
    let parts = sections.map(|section| {
        let is_in = |one: &&Template| {
            let own = Some(&one.section).filter(|own| own.is_known());
            !one.left_out && own == section
        };
        let ids = found.iter().filter(is_in).map(|one| one.id.clone());
        let word = section.and_then(words::section);
        (word.unwrap_or(Msg::PlanSectionNone), ids.collect())
    });
    parts.filter(|(_, ids): &Part| !ids.is_empty()).collect()
}

/// What is left out, behind a tap.
#[component]
fn Away(of: Of, away: Memo<Vec<String>>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let is_any = Memo::new(move |_| !away.with(Vec::is_empty));
    view! {
        <Show when=move || is_any.get()>
            <details class="details">
                <summary>
                    {move || t(Msg::TemplatesAway)} " "
                    <span class="soft">{move || away.with(Vec::len)}</span>
                </summary>
                <p class="soft">{move || t(Msg::TemplatesAwayText)}</p>
                {move || view! { <Rows of ids=away.get() chosen/> }}
            </details>
        </Show>
    }
}

#[component]
fn Rows(of: Of, ids: Vec<String>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let row = move |id: String| {
        let own = id.clone();
        let one = Memo::new(move |_| of.template(&own));
        let title = move || one.with(|one| one.as_ref().map(title));
        let note = move || one.with(|one| one.as_ref().map(note));
        let mark = move || {
            let origin = one.with(|one| Some(origin_of(&of.base(), one.as_ref()?)))?;
            match origin {
                TemplateOrigin::BuiltIn => None,
                TemplateOrigin::Changed => Some(Msg::TemplatesChanged),
                TemplateOrigin::Own => Some(Msg::TemplatesOwn),
            }
        };
        view! {
            <li>
                <button class="row" type="button" on:click=move |_| chosen.set(Some(id.clone()))>
                    <span class="row-text">
                        <span class="row-title">{title}</span>
                        <span class="row-note">{note}</span>
                    </span>
                    <span class="row-figure">{move || mark().map(t)}</span>
                </button>
            </li>
        }
    };
    view! { <ul class="rows">{ids.into_iter().map(row).collect_view()}</ul> }
}

/// What a template is called.
fn title(one: &Template) -> String {
    let title = one.title.trim();
    if title.is_empty() {
        t(Msg::PlanUntitled)
    } else {
        title.to_owned()
    }
}

/// The list it comes with, who does it and how long it takes.
fn note(one: &Template) -> String {
    let list = field_words::choice("list", one.list.name(), None).map(t);
    let effort = words::effort(&PlanItem {
        who: Some(one.who.clone()),
        work: Some(one.work_minutes),
        wait_days: Some(one.wait_days),
        wait_for: one.wait_for.clone(),
        ..PlanItem::default()
    });
    let parts = list.into_iter().chain([effort]);
    parts.collect::<Vec<_>>().join(" · ")
}
