//! The plan on A4: for ourselves, or for the client. It is on the page only while it is printed; what prints it is the browser, and `style/print.css` lets
//! the page behind it go.

use leptos::prelude::*;
use yardstick_domain::method::{ItemStanding, Paper, PaperFor, PaperItem, PaperPart, plan_paper};
use yardstick_domain::records::{PlanPoint, PlanWho, Tier};
use yardstick_domain::values::Date;

use super::days::scheduled;
use super::{PlanOf, words};
use crate::browser::page;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Glyph};
use crate::pages::parts::{now, questions, show};

/// The two ways to print, and the sheet of paper.
#[derive(Clone, Copy)]
pub(super) struct Printing(RwSignal<Option<PaperFor>>);

impl Printing {
    /// Nothing is printed yet. Whoever prints by the browser's own way gets what may be given away.
    pub(super) fn watch() -> Self {
        let reader = RwSignal::new(None);
        page::on_print(
            move || {
                if reader.try_get_untracked() == Some(None) {
                    reader.set(Some(PaperFor::Client));
                }
            },
            move || {
                let _ = reader.try_set(None);
            },
        );
        Self(reader)
    }

    fn print(self, reader: PaperFor) {
        self.0.set(Some(reader));
        // The paper is on the page then.
        in_next_task(page::print);
    }
}

/// The buttons.
#[component]
pub(super) fn PrintButtons(printing: Printing) -> impl IntoView {
    view! {
        <div class="cluster">
            <Button
                label=Msg::PlanPrint
                glyph=Glyph::Printer
                on_press=move |_| printing.print(PaperFor::Us)
            />
            <Button
                label=Msg::PlanPrintForClient
                glyph=Glyph::Printer
                on_press=move |_| printing.print(PaperFor::Client)
            />
        </div>
    }
}

/// What is printed; nothing on the screen.
#[component]
pub(super) fn PlanPaper(plan: PlanOf, printing: Printing) -> impl IntoView {
    move || {
        let reader = printing.0.get()?;
        Some(view! { <OnPaper plan reader/> })
    }
}

#[component]
fn OnPaper(plan: PlanOf, reader: PaperFor) -> impl IntoView {
    let schedule = scheduled(plan);
    let paper = Memo::new(move |_| {
        plan.records.with(|records| {
            schedule
                .with(|schedule| plan_paper(records.service(), plan.engagement, schedule, reader))
        })
    });
    view! { <article class="plan-paper">{move || paper.with(|paper| sheet(paper, reader))}</article> }
}

/// Heading, milestones, and a table of the sections.
fn sheet(paper: &Paper, reader: PaperFor) -> impl IntoView + use<> {
    let whose = [paper.client.clone(), paper.engagement.title.clone()];
    let whose: Vec<String> = whose.into_iter().flatten().collect();
    let tier = paper.tier.as_ref().map(list);
    let printed = t_with(Msg::PlanPaperPrinted, &[("day", &show::day(now::today()))]);
    let under = [
        paper.engagement.period.map(show::period),
        tier,
        Some(printed),
    ];
    let under: Vec<String> = under.into_iter().flatten().collect();
    let point = |(point, day): &(PlanPoint, Date)| {
        let name = words::point(point).map(t).unwrap_or_default();
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{show::day(*day)}</dd>
            </div>
        }
    };
    let points = (!paper.points.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t(Msg::PlanPaperPoints)}</h2>
                <dl class="plan-paper-points">{paper.points.iter().map(point).collect_view()}</dl>
            </section>
        }
    });
    let parts = paper.parts.iter().map(|one| part(one, reader));
    view! {
        <header>
            <p class="plan-paper-name">{whose.join(" · ")}</p>
            <h1>{t(Msg::PlanService)}</h1>
            <p>{under.join(" · ")}</p>
        </header>
        {points}
        {parts.collect_view()}
    }
}

/// The tier, and the list that follows it.
fn list(tier: &Tier) -> String {
    let word = questions::tier(tier).map(t).unwrap_or_default();
    let list = t(words::list(tier));
    [&word, " · ", &list].concat()
}

fn part(part: &PaperPart, reader: PaperFor) -> impl IntoView + use<> {
    let word = part.section.as_ref().and_then(words::section);
    let name = t(word.unwrap_or(Msg::PlanSectionNone));
    let line = |item: &PaperItem| {
        let title = item.title.clone().filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| t(Msg::PlanUntitled));
        let title: Vec<String> = std::iter::once(title).chain(item.kol.clone()).collect();
        view! {
            <tr>
                <th scope="row">{title.join(" · ")}</th>
                <td>{who(item, reader)}</td>
                <td class="nowrap">{item.due.map(show::day)}</td>
                <td>{standing(&item.standing, reader)}</td>
            </tr>
        }
    };
    let columns = [
        Msg::PlanItem,
        Msg::PlanFieldWho,
        Msg::PlanPaperDue,
        Msg::PlanFieldOutcome,
    ];
    let columns = columns.map(|column| view! { <th scope="col">{t(column)}</th> });
    view! {
        <section>
            <h2>{name}</h2>
            <table>
                <thead>
                    <tr>{columns.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{part.items.iter().map(line).collect_view()}</tbody>
            </table>
        </section>
    }
}

/// Who does it; the client is spoken to on what they are given.
fn who(item: &PaperItem, reader: PaperFor) -> String {
    let name = item.who_name.clone().filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| {
        t(match (&item.who, reader) {
            (Some(PlanWho::Client), PaperFor::Client) => Msg::PlanPaperYou,
            (Some(PlanWho::Client), PaperFor::Us) => Msg::PlanWhoClient,
            (Some(PlanWho::Outside), _) => Msg::PlanWhoOutside,
            (Some(PlanWho::Us | PlanWho::Other(_)) | None, _) => Msg::PlanWhoUs,
        })
    })
}

/// How it stands, in few words.
fn standing(standing: &ItemStanding, reader: PaperFor) -> String {
    match standing {
        ItemStanding::Reserve(missing) => {
            let what = words::ticks(missing);
            t_with(Msg::PlanStateReserve, &[("what", &what)])
        }
        ItemStanding::Handed if reader == PaperFor::Client => t(Msg::PlanPaperHanded),
        ItemStanding::Handed => t(Msg::PlanHanded),
        ItemStanding::Adopted => t(Msg::PlanStateAdopted),
        ItemStanding::NotAdopted => t(Msg::PlanStateNotAdopted),
        ItemStanding::Done => t(Msg::PlanDone),
        ItemStanding::Open
        | ItemStanding::Dropped
        | ItemStanding::Parked
        | ItemStanding::Drawer => t(Msg::PlanStateOpen),
    }
}
