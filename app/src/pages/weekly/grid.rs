//! The grid: a table at a desk, a card for each engagement on the phone.

use leptos::prelude::*;
use yardstick_domain::method::{Figure, assessed};
use yardstick_domain::records::{Tier, weekly_figure};
use yardstick_domain::values::Date;

use super::cell::{At, Typed};
use super::lines::{Line, Live, live};
use super::marks::{AdReturn, Marks};
use super::paste::{Paste, PasteSheet};
use super::week::WeekOf;
use crate::book::Book;
use crate::browser::page;
use crate::i18n::{Msg, t};
use crate::kit::{Empty, Glyph, LinkButton};
use crate::pages::parts::{questions, words};
use crate::route::{ClientTab, Route};

/// From here on there is room for a table.
const DESK: &str = "(min-width: 64rem)";

/// The column of the note, behind the figures.
const NOTE: usize = Figure::ALL.len();

/// The figures of a week.
#[component]
pub(super) fn Grid(week: Memo<Date>) -> impl IntoView {
    let Live {
        open,
        lines,
        is_empty,
    } = live();
    let is_desk = page::follow_media(DESK);
    let paste = Paste::new(week, open, lines);
    let shape = Memo::new(move |_| (is_desk.get(), week.get(), paste.turn.get()));
    view! {
        <Show when=move || !is_empty.get() fallback=Nothing>
            {move || {
                let (is_desk, week, _) = shape.get();
                if is_desk {
                    view! { <Table week lines paste/> }.into_any()
                } else {
                    view! { <Cards week lines paste/> }.into_any()
                }
            }}
        </Show>
        <PasteSheet paste/>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty title=Msg::WeeklyEmptyTitle text=Msg::WeeklyEmptyText>
            <LinkButton to=Route::Clients label=Msg::NavClients glyph=Glyph::Users/>
        </Empty>
    }
}

/// A line's week, kept open as long as its row is drawn.
fn week_of(line: &Line, week: Date) -> WeekOf {
    WeekOf {
        engagement: line.engagement,
        week,
        records: Book::expect().client(line.client).records(),
    }
}

fn tier_of(of: WeekOf) -> Memo<Option<Tier>> {
    Memo::new(move |_| {
        of.records
            .with(|records| assessed(records.service()).tier().cloned())
    })
}

fn tier_word(tier: Memo<Option<Tier>>) -> String {
    tier.with(|tier| tier.as_ref().and_then(questions::tier))
        .map(t)
        .unwrap_or_default()
}

/// Whether the client is asked for a figure, or it is known all the same.
fn is_shown(of: WeekOf, figure: Figure, tier: Memo<Option<Tier>>) -> Memo<bool> {
    Memo::new(move |_| {
        let is_asked = tier.with(|tier| figure.is_asked_of(tier.as_ref()));
        is_asked || figure.of(&of.figures()).is_some()
    })
}

fn word(field: &'static str) -> impl Fn() -> String + Copy {
    move || words::field("weekly_figure", field).map_or_else(String::new, t)
}

#[component]
fn Table(week: Date, lines: Memo<Vec<Line>>, paste: Paste) -> impl IntoView {
    let head = Figure::ALL.map(|figure| {
        view! { <th scope="col">{word(figure.spec().name)}</th> }
    });
    view! {
        <div class="stack" data-gap="2">
            <p class="soft" id="weekly-hint">
                {move || t(Msg::WeeklyPasteHint)}
            </p>
            <div class="table-wrap" role="region" tabindex="0" aria-label=move || t(Msg::WeeklyTitle)>
                <table class="weekly-table" aria-describedby="weekly-hint">
                    <thead>
                        <tr>
                            <th scope="col">{move || t(Msg::EngagementEngagement)}</th>
                            {head.collect_view()}
                            <th scope="col">{move || t(Msg::WeeklyAdReturn)}</th>
                            <th scope="col">{word(weekly_figure::note().name())}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || lines.get() key=Line::clone let:line>
                            <TableRow line week lines paste/>
                        </For>
                    </tbody>
                </table>
            </div>
        </div>
    }
}

#[component]
fn TableRow(line: Line, week: Date, lines: Memo<Vec<Line>>, paste: Paste) -> impl IntoView {
    let of = week_of(&line, week);
    let tier = tier_of(of);
    let name = line.name();
    let note_name = name.clone();
    let cells = (0..).zip(Figure::ALL).map(|(column, figure)| {
        let at = At {
            engagement: line.engagement,
            column,
        };
        let is_shown = is_shown(of, figure, tier);
        let name = name.clone();
        view! {
            <td
                id=at.id()
                on:keydown=move |event| at.walk(&event, lines)
                on:paste=move |event| at.paste(&event, paste)
            >
                <Show
                    when=move || is_shown.get()
                    fallback=|| view! { <span class="soft">"—"</span> }
                >
                    <Typed of spec=figure.spec() of_line=Some(name.clone())/>
                    <Marks of figure/>
                </Show>
            </td>
        }
    });
    let cells = cells.collect_view();
    let note = At {
        engagement: line.engagement,
        column: NOTE,
    };
    view! {
        <tr>
            <th scope="row">
                <Heading line/>
                <span class="soft">{move || tier_word(tier)}</span>
            </th>
            {cells}
            <td class="weekly-return">
                <AdReturn of/>
            </td>
            <td id=note.id() class="weekly-note" on:keydown=move |event| note.walk(&event, lines)>
                <Typed of spec=weekly_figure::note().spec() of_line=Some(note_name)/>
            </td>
        </tr>
    }
}

/// The client, which opens, and what is done for it.
#[component]
fn Heading(line: Line) -> impl IntoView {
    let to = Route::Client {
        client: line.client,
        tab: ClientTab::Engagements,
    };
    view! {
        <a href=to.path()>{line.client_name}</a>
        <span class="weekly-title">{line.title}</span>
    }
}

#[component]
fn Cards(week: Date, lines: Memo<Vec<Line>>, paste: Paste) -> impl IntoView {
    view! {
        <ul class="weekly-cards">
            <For each=move || lines.get() key=Line::clone let:line>
                <li>
                    <Card line week paste/>
                </li>
            </For>
        </ul>
    }
}

#[component]
fn Card(line: Line, week: Date, paste: Paste) -> impl IntoView {
    let of = week_of(&line, week);
    let tier = tier_of(of);
    let heading = format!("weekly-card-{}", line.engagement);
    let named_by = heading.clone();
    let fields = (0..).zip(Figure::ALL).map(|(column, figure)| {
        let at = At {
            engagement: line.engagement,
            column,
        };
        let is_shown = is_shown(of, figure, tier);
        view! {
            <Show when=move || is_shown.get()>
                <div class="stack" data-gap="1" id=at.id() on:paste=move |event| at.paste(&event, paste)>
                    <Typed of spec=figure.spec() of_line=None/>
                    <Marks of figure/>
                </div>
            </Show>
        }
    });
    let fields = fields.collect_view();
    let has_ads = Memo::new(move |_| {
        let figures = of.figures();
        figures.ad_spend.is_some() || figures.ad_revenue.is_some()
    });
    view! {
        <section class="card weekly-card" aria-labelledby=named_by>
            <h2 class="split" id=heading>
                <span>
                    <Heading line/>
                </span>
                <span class="soft">{move || tier_word(tier)}</span>
            </h2>
            {fields}
            <Show when=move || has_ads.get()>
                <p class="split">
                    <span class="soft">{move || t(Msg::WeeklyAdReturn)}</span>
                    <span>
                        <AdReturn of/>
                    </span>
                </p>
            </Show>
            <Typed of spec=weekly_figure::note().spec() of_line=None/>
        </section>
    }
}
