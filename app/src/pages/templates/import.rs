//! Templates out of a CSV file or pasted cells. What is new, what changes and what is wrong is seen first; importing is one action and can be undone.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::import::{
    CellFault, Table, TableError, TemplateColumn, TemplateFault, TemplatePlan, TemplateToBe,
    check_templates,
};
use yardstick_domain::records::template;
use yardstick_domain::values::InputError;

use super::{Of, columns, title};
use crate::i18n::{Msg, format, t, t_n, t_with};
use crate::kit::{Button, Empty, Glyph, Icon, LinkButton, Variant};
use crate::pages::frame::Page;
use crate::pages::import::done::Imported;
use crate::pages::import::faults::{self, Fault, Faults, FaultsFound};
use crate::pages::import::intake::Intake;
use crate::pages::import::source::Source;
use crate::pages::parts::and_more::{AndMore, counted};
use crate::pages::parts::templates::Templates;
use crate::pages::parts::{now, words};
use crate::pages::plan::words::listed;
use crate::route::Route;
use crate::session::{Action, Session};

/// Where what was chosen is kept.
const PLACE: &str = "import/templates";

/// Lines listed at most.
const MOST: usize = 20;

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct Reading {
    of: Of,
    intake: Intake,
    table: Memo<Option<Result<Arc<Table>, TableError>>>,
    plan: Memo<Arc<TemplatePlan>>,
}

impl Reading {
    fn of(intake: Intake, of: Of) -> Self {
        let table = Memo::new(move |_| {
            let table = intake.table()?;
            Some(table.map(|mut table| {
                // Only by its name can one tell what a column is.
                table.set_header(true);
                Arc::new(table)
            }))
        });
        let plan = Memo::new(move |_| {
            let table = table.get().and_then(Result::ok);
            let library = of.all.get().here();
            let plan = table.zip(library).map(|(table, library)| {
                let left_out = intake.choices().left_out;
                check_templates(&table, &library, &left_out, &now::input_context())
            });
            Arc::new(plan.unwrap_or_default())
        });
        Self {
            of,
            intake,
            table,
            plan,
        }
    }
}

/// The page.
#[component]
pub fn TemplatesImportPage() -> impl IntoView {
    let session = Session::expect();
    let of = Of::expect();
    let reading = Reading::of(Intake::take_up(session, PLACE), of);
    let done = Imported::none(session);
    let is_read = Memo::new(move |_| {
        let is_here = of.all.with(|all| matches!(all, Templates::Here(_)));
        is_here && reading.table.with(|table| matches!(table, Some(Ok(_))))
    });
    let found = Memo::new(move |_| reading.plan.with(|plan| faults(plan)));
    let is_missing = Memo::new(move |_| of.all.with(|all| *all == Templates::Missing));
    view! {
        <Page title=Msg::TemplatesImportTitle back=Route::Templates>
            <div class="column">
                <Show when=move || is_missing.get()>
                    <Empty title=Msg::TemplatesMissing text=Msg::PlanNoTemplates/>
                </Show>
                <div role="status">
                    {move || done.count().map(|count| view! { <Done count/> })}
                </div>
                <Source
                    intake=reading.intake
                    table=reading.table
                    text=Msg::TemplatesImportText
                    done
                />
                <Show when=move || is_read.get()>
                    <Unknown reading/>
                    <Faults intake=reading.intake found/>
                    <Preview reading/>
                    <Apply session reading done/>
                </Show>
            </div>
        </Page>
    }
}

/// What was imported, and the way to it.
#[component]
fn Done(count: u32) -> impl IntoView {
    view! {
        <div class="banner">
            <Icon glyph=Glyph::CircleCheck/>
            <p class="banner-text">{move || t_n(Msg::TemplatesDone, count, &[])}</p>
            <LinkButton to=Route::Templates label=Msg::TemplatesToList/>
        </div>
    }
}

/// Columns nothing is taken from, and that the one is missing that everything hangs on.
#[component]
fn Unknown(reading: Reading) -> impl IntoView {
    let unknown = move || {
        let names = reading.plan.with(|plan| listed(plan.unknown.clone()));
        (!names.is_empty()).then(|| t_with(Msg::TemplatesUnknownColumns, &[("columns", &names)]))
    };
    view! {
        <Show when=move || !reading.plan.with(|plan| plan.has_names)>
            <p class="field-error">{move || t(Msg::TemplatesNeedName)}</p>
        </Show>
        {move || unknown().map(|line| view! { <p class="small soft">{line}</p> })}
    }
}

/// Cells that are in the way.
fn faults(plan: &TemplatePlan) -> FaultsFound {
    let fault = |fault: &CellFault| Fault {
        row: fault.row,
        at: fault.at,
        column: columns::name(fault.column),
        text: fault.text.clone(),
        why: why(fault),
    };
    FaultsFound {
        first: plan.faults.iter().take(faults::MOST).map(fault).collect(),
        count: plan.faults.len(),
        rows: plan.rows_with_faults(),
        left_out: plan.left_out,
    }
}

/// Why a cell is in the way.
fn why(fault: &CellFault) -> String {
    match fault.fault {
        TemplateFault::Value(error) => {
            let named = columns::options(fault.column);
            let options = named.filter(|_| error == InputError::NotAChoice);
            let options = options
                .map(|options| t_with(Msg::TemplatesOptions, &[("options", &listed(options))]));
            let why = words::input_error(error);
            options.map_or(why.clone(), |options| [&*why, " ", &options].concat())
        }
        TemplateFault::NoSuchTemplate if fault.column == TemplateColumn::After => {
            t(Msg::TemplatesFaultNoneAfter)
        }
        TemplateFault::NoSuchTemplate => t(Msg::TemplatesFaultNone),
        TemplateFault::SeveralTemplates => t(Msg::TemplatesFaultSeveral),
        TemplateFault::Twice { row } => {
            t_with(Msg::TemplatesFaultTwice, &[("row", &row.to_string())])
        }
        TemplateFault::OtherKind => t(Msg::TemplatesFaultKind),
        TemplateFault::Circle => t(Msg::TemplatesFaultCircle),
    }
}

/// What is new, and what changes in which fields.
#[component]
fn Preview(reading: Reading) -> impl IntoView {
    let plan = reading.plan;
    let lines = move |is_new: bool| {
        plan.with(|plan| {
            let own = plan.templates.iter();
            let own = own.filter(|one| one.was.is_none() == is_new);
            own.map(line).collect::<Vec<_>>()
        })
    };
    view! {
        <Lines id="templates-new" name=Msg::TemplatesNewOnes lines=Signal::derive(move || lines(true))/>
        <Lines
            id="templates-changes"
            name=Msg::TemplatesChanges
            lines=Signal::derive(move || lines(false))
        />
    }
}

/// One template, with what of it changes.
fn line(one: &TemplateToBe) -> String {
    let Some(was) = &one.was else {
        return title(&one.will);
    };
    let fields = one.columns.iter().map(|column| columns::name(*column));
    let fields = listed(fields);
    t_with(
        Msg::TemplatesChange,
        &[("title", &title(was)), ("fields", &fields)],
    )
}

#[component]
fn Lines(id: &'static str, name: Msg, lines: Signal<Vec<String>>) -> impl IntoView {
    let shown = move || {
        let lines = lines.get().into_iter().take(MOST);
        lines.map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <section class="group" aria-labelledby=id>
                <h2 class="group-head" id=id>
                    <span>{move || t(name)}</span>
                    <span class="group-count">{move || lines.with(Vec::len)}</span>
                </h2>
                <ul class="stack" data-gap="1" role="list">
                    {shown}
                </ul>
                <AndMore count=Signal::derive(move || lines.with(Vec::len)) most=MOST words=Msg::TemplatesMore/>
            </section>
        </Show>
    }
}

/// How much it is, and the button that does it.
#[component]
fn Apply(session: Session, reading: Reading, done: Imported) -> impl IntoView {
    let Reading { of, plan, .. } = reading;
    let count = Memo::new(move |_| counted(plan.with(|plan| plan.templates.len())));
    let sames = move || format::number(f64::from(counted(plan.with(|plan| plan.same))), 0);
    let import = move |_| {
        let Some(built_in) = of.built_in.get_untracked().here() else {
            return;
        };
        let kind = template::SPEC.name;
        let new_id = || session.new_record(kind, RecordId::NIL).record;
        let plan = plan.get_untracked();
        let edits = of
            .team
            .with_untracked(|team| plan.edits(&built_in, team, new_id));
        if edits.is_empty() {
            return;
        }
        let action = Action {
            edits,
            ..Action::new(Msg::TemplatesToastImported)
        };
        done.import(action, counted(plan.templates.len()));
        reading.intake.clear();
    };
    view! {
        <section class="group">
            <dl class="facts">
                <div>
                    <dt>{move || t(Msg::TemplatesSames)}</dt>
                    <dd>{sames}</dd>
                </div>
            </dl>
            <Show when=move || {
                plan.with(|plan| plan.has_names && plan.faults.is_empty() && plan.templates.is_empty())
            }>
                <p>{move || t(Msg::TemplatesNothing)}</p>
            </Show>
            <div class="form-actions">
                <Button
                    label=Signal::derive(move || t_n(Msg::TemplatesApply, count.get(), &[]))
                    glyph=Glyph::Upload
                    variant=Variant::Primary
                    disabled=Signal::derive(move || !plan.with(|plan| plan.is_ready()))
                    on_press=import
                />
            </div>
        </section>
    }
}
