//! 盤點: the tier with its reasons, what they have, what is asked next, and what earlier assessments said.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    AnswerChange, Dimension, Given, Level, Question, Standing, answer_changes, assessed,
    assessed_then, assessments,
};
use yardstick_domain::records::assessment;

use super::cost_talks::CostTalks;
use super::needs::Needs;
use super::tier_sheet::TierSheet;
use crate::book::Records;
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Empty, Glyph, LinkButton, Ruler};
use crate::pages::ask::Begin;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::{now, questions, show, ticking};
use crate::route::{Route, navigation};

/// The groups of the page.
#[component]
pub(super) fn Assessed(client: RecordId, records: Signal<Arc<Records>>) -> impl IntoView {
    let standing = Memo::new(move |_| records.with(|records| assessed(records.service())));
    let is_begun = Memo::new(move |_| standing.with(|standing| standing.assessment.is_some()));
    let go = StoredValue::new_local(navigation::navigator());
    let ask = move |client| go.with_value(|go| go(&Route::Ask { client }));
    view! {
        <Show
            when=move || is_begun.get()
            fallback=move || {
                view! {
                    <Empty title=Msg::AskNone text=Msg::AskNoneText/>
                    <div class="cluster">
                        <Begin client records again=false on_begun=move |()| ask(client)/>
                    </div>
                }
            }
        >
            <TierGroup records standing/>
            <Next client records standing on_ask=move |()| ask(client)/>
        </Show>
        <Needs client records/>
        <CostTalks client records/>
        <Show when=move || is_begun.get()>
            <Five standing/>
            <Others standing/>
            <Earlier records/>
        </Show>
    }
}

/// 客戶分級, and why.
#[component]
fn TierGroup(records: Signal<Arc<Records>>, standing: Memo<Standing>) -> impl IntoView {
    let setting = RwSignal::new(false);
    let word = move || {
        standing
            .with(questions::tier_word)
            .unwrap_or_else(|| t(Msg::TierUnknown))
    };
    let why = move || standing.with(why);
    let private = move || standing.with(|standing| questions::private_line(standing).join(" · "));
    view! {
        <section class="group" aria-labelledby="client-tier">
            <h2 class="group-head" id="client-tier">
                {move || t(Msg::ClientTier)}
            </h2>
            <p class="ask-tier">{word}</p>
            {move || why().into_iter().map(|line| view! { <p class="soft">{line}</p> }).collect_view()}
            <p class="soft">{private}</p>
            <div class="cluster">
                <Button
                    label=Msg::TierChange
                    glyph=Glyph::Pencil
                    on_press=move |_| setting.set(true)
                />
            </div>
        </section>
        <TierSheet open=setting records standing/>
    }
}

/// The reasons of the rule; of a tier that was set by hand, its own and what the rule says.
fn why(standing: &Standing) -> Vec<String> {
    let Some(verdict) = &standing.verdict else {
        return vec![t(Msg::TierUnknownText)];
    };
    let reasons: Vec<String> = verdict
        .reasons
        .iter()
        .map(|reason| questions::reason(*reason))
        .collect();
    let reasons = reasons.join(" · ");
    match &standing.set {
        None => vec![reasons],
        Some((_, own)) => {
            let of_rule = questions::tier(&verdict.tier).map(t).unwrap_or_default();
            let of_rule = t_with(Msg::TierRuleSays, &[("tier", &of_rule)]);
            vec![
                t_with(Msg::TierSetByHand, &[("reason", own)]),
                [of_rule, reasons].join(" · "),
            ]
        }
    }
}

/// What nobody has asked yet. What an earlier assessment answered is asked again by the way; it does not wait here.
#[component]
fn Next(
    client: RecordId,
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
    /// Goes to the questions.
    #[prop(into)]
    on_ask: Callback<()>,
) -> impl IntoView {
    let open = Memo::new(move |_| standing.with(|standing| standing.open.clone()));
    let is_left = Memo::new(move |_| standing.with(|standing| !standing.to_ask().is_empty()));
    let today = ticking::today();
    let is_of_today = Memo::new(move |_| {
        standing.with(|standing| standing.begun_at.and_then(now::local_day)) == Some(today.get())
    });
    view! {
        <section class="group" aria-labelledby="client-ask-next">
            <h2 class="group-head" id="client-ask-next">
                <span>{move || t(Msg::AskNext)}</span>
                <span class="group-count">{move || open.with(Vec::len)}</span>
            </h2>
            {move || match open.with(|open| open.first().copied()) {
                Some(question) => view! { <p>{t(questions::sentence(question))}</p> }.into_any(),
                None => view! { <p class="soft">{t(Msg::AskAllDone)}</p> }.into_any(),
            }}
            <div class="cluster">
                <Show when=move || is_left.get()>
                    <LinkButton
                        to=Route::Ask { client }
                        label=Msg::AskGoOn
                        glyph=Glyph::MessageSquare
                    />
                </Show>
                <Show when=move || !is_of_today.get()>
                    <Begin client records again=true on_begun=on_ask/>
                </Show>
            </div>
        </section>
    }
}

/// The five dimensions, drawn and said, with what we do about each.
#[component]
fn Five(standing: Memo<Standing>) -> impl IntoView {
    let rows = move || {
        standing.with(|standing| {
            let budget = (Question::Budget, None, level_of(standing, Question::Budget));
            let five = Dimension::of_kind(standing.kind.as_ref());
            let five = five.map(|dimension| {
                (
                    dimension.question(),
                    Some(dimension),
                    standing.level(dimension),
                )
            });
            std::iter::once(budget).chain(five).collect::<Vec<_>>()
        })
    };
    let row = |(question, dimension, level): (Question, Option<Dimension>, Option<Level>)| {
        let name = Signal::derive(move || t(questions::label(question)));
        let value = Signal::stored(level.map(|level| f64::from(level.mark())));
        let we_do = dimension
            .zip(level)
            .map(|(dimension, level)| questions::what_we_do(dimension, level));
        let figure =
            level.map_or_else(|| t(Msg::AskOpenQuestion), |level| level.mark().to_string());
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>
                    <span class="ask-level">
                        <Ruler name value max=3.0 parts=3 small=true/>
                        <span>{figure}</span>
                    </span>
                </td>
                <td>{we_do.map(t)}</td>
            </tr>
        }
    };
    view! {
        <section class="group" aria-labelledby="client-five">
            <h2 class="group-head" id="client-five">
                {move || t(Msg::AskFive)}
            </h2>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{move || t(Msg::AskDimension)}</th>
                        <th scope="col">{move || t(Msg::AskLevel)}</th>
                        <th scope="col">{move || t(Msg::AskWeDo)}</th>
                    </tr>
                </thead>
                <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn level_of(standing: &Standing, question: Question) -> Option<Level> {
    standing.given(question).and_then(Given::level)
}

/// What was answered beside the levels, and what was said about them.
#[component]
fn Others(standing: Memo<Standing>) -> impl IntoView {
    let facts = move || {
        standing.with(|standing| {
            let given = standing.given.iter();
            let given = given.filter(|given| given.level().is_none() || given.text.is_some());
            let given = given.map(|given| (given.question, questions::answer(given)));
            let remarks = standing.remarks.iter().cloned();
            given
                .chain(remarks)
                .map(|(question, said)| {
                    view! {
                        <div>
                            <dt>{t(questions::label(question))}</dt>
                            <dd>{said}</dd>
                        </div>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <section class="group" aria-labelledby="client-answers">
            <h2 class="group-head" id="client-answers">
                {move || t(Msg::AskAnswers)}
            </h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
}

/// Each assessment with its day, the tier it came to and what it changed, the newest first. A row stays as long as its assessment does.
#[component]
fn Earlier(records: Signal<Arc<Records>>) -> impl IntoView {
    let all = Memo::new(move |_| {
        records.with(|records| {
            let all = assessments(records.service()).into_iter();
            all.map(|(id, _)| *id).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="group" aria-labelledby="client-assessments">
            <h2 class="group-head" id="client-assessments">
                {move || t(Msg::AskHistory)}
            </h2>
            <For each=move || all.get() key=|id| *id let:id>
                <One records id/>
            </For>
        </section>
    }
}

#[component]
fn One(records: Signal<Arc<Records>>, id: RecordId) -> impl IntoView {
    let key = records.with_untracked(|records| records.key(assessment::SPEC.name, id));
    let head = Memo::new(move |_| {
        let then = records.with(|records| assessed_then(records.service(), id));
        then.map(|then| {
            let day = then.begun_at.and_then(now::local_day).map(show::day);
            let parts = [day, questions::tier_word(&then)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    });
    let changes = Memo::new(move |_| {
        records.with(|records| {
            let all = answer_changes(records.service(), id).into_iter();
            all.map(|change| said(&change)).collect::<Vec<_>>()
        })
    });
    view! {
        <details class="details">
            <summary>{head}</summary>
            <ul class="ask-changes">
                {move || changes.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <Show when=move || changes.with(Vec::is_empty)>
                <p class="soft">{move || t(Msg::AskNoChanges)}</p>
            </Show>
            <HistoryButton record=key/>
        </details>
    }
}

fn said(change: &AnswerChange) -> String {
    let question = t(questions::label(change.question));
    let after = questions::answer(&change.after);
    match &change.before {
        Some(before) => {
            let before = questions::answer(before);
            let values = [
                ("question", &*question),
                ("before", &*before),
                ("after", &*after),
            ];
            t_with(Msg::AskChange, &values)
        }
        None => t_with(
            Msg::AskNewAnswer,
            &[("question", &question), ("after", &after)],
        ),
    }
}
