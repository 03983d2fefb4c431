//! 匯入: clients out of a CSV file or pasted cells. What each column is and what is wrong is seen first; importing is one action and can be undone.

mod columns;
pub(in crate::pages) mod done;
pub(in crate::pages) mod faults;
pub(in crate::pages) mod intake;
mod known;
mod problems;
pub(in crate::pages) mod source;

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::CLIENT_KIND;
use yardstick_domain::id::RecordId;
use yardstick_domain::import::{Known, Mapping, Plan, Table, TableError, check};
use yardstick_domain::values::Instant;

use crate::book::Book;
use crate::browser::clock;
use crate::i18n::{Msg, format, t, t_n};
use crate::kit::{Button, Glyph, Icon, LinkButton, Switch, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::and_more::counted;
use crate::pages::parts::now;
use crate::route::Route;
use crate::session::{Action, Session};
use columns::Columns;
use done::Imported;
use intake::Intake;
use known::KnownRows;
use problems::Problems;
use source::Source;

/// Where what was chosen is kept.
const PLACE: &str = "import";

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct Reading {
    /// What was chosen, and said about it.
    intake: Intake,
    /// Taken apart; nothing as long as nothing was chosen.
    table: Memo<Option<Result<Arc<Table>, TableError>>>,
    /// What each column is.
    mapping: Memo<Mapping>,
    /// What would become of it.
    plan: Memo<Arc<Plan>>,
}

impl Reading {
    fn of(intake: Intake, book: Book) -> Self {
        let table = Memo::new(move |_| intake.table().map(|table| table.map(Arc::new)));
        let mapping = Memo::new(move |_| {
            let table = table.get().and_then(Result::ok);
            table.map_or_else(Mapping::default, |table| {
                let said = intake.mapping(table.columns());
                said.unwrap_or_else(|| Mapping::propose(&table, &now::input_context()))
            })
        });
        let rows = book.clients();
        let known = Memo::new(move |_| {
            rows.with(|rows| {
                let named = rows.iter();
                Known::of(named.filter_map(|row| Some((row.id, row.summary.name.as_deref()?))))
            })
        });
        let plan = Memo::new(move |_| {
            let table = table.get().and_then(Result::ok);
            let plan = table.map_or_else(Plan::default, |table| {
                let choices = intake.choices();
                let context = now::input_context();
                mapping.with(|mapping| {
                    known.with(|known| check(&table, mapping, known, &choices, &context))
                })
            });
            Arc::new(plan)
        });
        Self {
            intake,
            table,
            mapping,
            plan,
        }
    }

    fn is_read(self) -> bool {
        self.table.with(|table| matches!(table, Some(Ok(_))))
    }
}

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let session = Session::expect();
    let reading = Reading::of(Intake::take_up(session, PLACE), Book::expect());
    let done = Imported::none(session);
    let is_read = Memo::new(move |_| reading.is_read());
    view! {
        <Page title=Msg::ImportTitle back=Route::More>
            <div class="column">
                <div role="status">
                    {move || done.count().map(|count| view! { <Done count/> })}
                </div>
                <Source intake=reading.intake table=reading.table text=Msg::ImportText done/>
                <Show when=move || is_read.get()>
                    <FirstRow reading/>
                    <Columns reading/>
                    <KnownRows reading/>
                    <Problems reading/>
                    <Apply session reading done/>
                </Show>
            </div>
        </Page>
    }
}

/// Whether the first row names the columns.
#[component]
fn FirstRow(reading: Reading) -> impl IntoView {
    let Reading { intake, table, .. } = reading;
    view! {
        <Switch
            label=Msg::ImportFirstRow
            value=Signal::derive(move || {
                table.with(|table| matches!(table, Some(Ok(table)) if table.has_header()))
            })
            on_change=move |header| intake.set_header(header)
        />
    }
}

/// What was imported, and the way to it.
#[component]
fn Done(count: u32) -> impl IntoView {
    view! {
        <div class="banner">
            <Icon glyph=Glyph::CircleCheck/>
            <p class="banner-text">{move || t_n(Msg::ImportDoneCount, count, &[])}</p>
            <LinkButton to=Route::Clients label=Msg::ImportToList/>
        </div>
    }
}

/// How much it is, and the button that does it.
#[component]
fn Apply(session: Session, reading: Reading, done: Imported) -> impl IntoView {
    let plan = reading.plan;
    let count = Memo::new(move |_| counted(plan.with(|plan| plan.clients.len())));
    let import = move |_| {
        let plan = plan.get_untracked();
        let Some(now) = Instant::from_ms(clock::now_ms()) else {
            return;
        };
        let new_id = || session.new_record(CLIENT_KIND, RecordId::NIL).record;
        let edits = plan.edits(&now::input_context(), now, new_id);
        if edits.is_empty() {
            return;
        }
        let action = Action {
            edits,
            ..Action::new(Msg::ImportDone)
        };
        done.import(action, counted(plan.clients.len()));
        reading.intake.clear();
    };
    view! {
        <section class="group">
            <dl class="facts">
                <Fact name=Msg::ImportNewClients count=move || plan.with(|plan| plan.new_clients())/>
                <Fact name=Msg::ImportEngagements count=move || plan.with(|plan| plan.engagements())/>
            </dl>
            <Show when=move || !plan.with(|plan| plan.has_names)>
                <p class="field-error">{move || t(Msg::ImportNeedName)}</p>
            </Show>
            <Show when=move || {
                plan.with(|plan| plan.has_names && plan.errors.is_empty() && plan.clients.is_empty())
            }>
                <p>{move || t(Msg::ImportNothing)}</p>
            </Show>
            <div class="form-actions">
                <Button
                    label=Signal::derive(move || t_n(Msg::ImportApply, count.get(), &[]))
                    glyph=Glyph::Upload
                    variant=Variant::Primary
                    disabled=Signal::derive(move || !plan.with(|plan| plan.is_ready()))
                    on_press=import
                />
            </div>
        </section>
    }
}

#[component]
fn Fact(name: Msg, #[prop(into)] count: Signal<usize>) -> impl IntoView {
    view! {
        <div>
            <dt>{move || t(name)}</dt>
            <dd>{move || format::number(f64::from(counted(count.get())), 0)}</dd>
        </div>
    }
}
