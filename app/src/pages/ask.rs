//! 盤點: one question at a time, as one would say it, in the course of a talk. What is answered is kept as it is tapped; one can stop at
//! any question and go on at the next meeting.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{
    Answered, MeetingStatus, Question, Source, Standing, answer_id, assessed, status,
};
use yardstick_domain::records::{AnswerChoice, Edit, answer, assessment};
use yardstick_domain::values::Choice as _;

use super::meeting::words as meeting_words;
use crate::book::{Book, OpenState, Records};
use crate::browser::focus;
use crate::browser::timer::in_next_task;
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::field::Typed;
use crate::pages::parts::gone::Gone;
use crate::pages::parts::history::HistoryButton;
use crate::pages::parts::questions;
use crate::route::{ClientTab, Route};
use crate::session::{Action, Session};

/// The page.
#[component]
pub fn AskPage(client: RecordId) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let standing = Memo::new(move |_| records.with(|records| assessed(records.service())));
    let state = Memo::new(move |_| handle.state().get());
    let assessment = Memo::new(move |_| standing.with(|standing| standing.assessment));
    // From a meeting that is going on one comes back to it.
    let back = Signal::derive(move || {
        let running = records.with(|records| {
            let meetings = records.file().meetings.iter().rev();
            let mut running =
                meetings.filter(|(_, own)| matches!(status(own), MeetingStatus::Running(_)));
            running.next().map(|(id, _)| *id)
        });
        match running {
            Some(meeting) => Route::Meeting { client, meeting },
            None => Route::Client {
                client,
                tab: ClientTab::Assessment,
            },
        }
    });
    let name = Signal::derive(move || {
        records.with(|records| meeting_words::client_name(records.client().name.as_deref()))
    });
    view! {
        <Page title=Msg::AskTitle note=name back>
            <div class="column">
                {move || match state.get() {
                    OpenState::Opening => ().into_any(),
                    OpenState::Missing => view! { <Gone records missing=Msg::MeetMissing/> }.into_any(),
                    OpenState::Ready => {
                        match assessment.get() {
                            Some(assessment) => view! { <Talk records standing assessment/> }.into_any(),
                            None => view! { <Begin client records again=false/> }.into_any(),
                        }
                    }
                }}
            </div>
        </Page>
    }
}

/// Begins an assessment: the first, or another one later.
#[component]
pub(super) fn Begin(
    client: RecordId,
    records: Signal<Arc<Records>>,
    /// Whether there was one before.
    again: bool,
    /// What happens then.
    #[prop(optional, into)]
    on_begun: Option<Callback<()>>,
) -> impl IntoView {
    let session = Session::expect();
    let begin = move |_| {
        let record = session.new_record(assessment::SPEC.name, client).record;
        let key = records.with_untracked(|records| records.key(assessment::SPEC.name, record));
        let begun = assessment::begun_at().put(meeting_words::now().as_ref());
        // Quietly: a way back that takes the answers of the first minute along is none.
        session.edit(Action::new(Msg::AskToastBegun).set(&key, begun).quietly());
        if let Some(on_begun) = on_begun {
            on_begun.run(());
        }
    };
    let (label, variant) = if again {
        (Msg::AskAgain, Variant::Quiet)
    } else {
        (Msg::AskBegin, Variant::Primary)
    };
    view! { <Button label variant glyph=Glyph::MessageSquare on_press=begin/> }
}

/// The questions of this sitting, one after the other.
#[component]
fn Talk(
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
    assessment: RecordId,
) -> impl IntoView {
    let skipped = RwSignal::new(Vec::<Question>::new());
    let passed = RwSignal::new(Vec::<Question>::new());
    let next = move || {
        let standing = records.with_untracked(|records| assessed(records.service()));
        let skipped = skipped.read_untracked();
        let mut open = standing.to_ask().into_iter();
        open.find(|question| !skipped.contains(question))
    };
    // Set, not derived: a question that is being answered in words stays until one goes on.
    let current = RwSignal::new(next());
    let go_on = move || {
        if let Some(question) = current.get_untracked() {
            passed.update(|passed| passed.push(question));
        }
        current.set(next());
        focus_question();
    };
    let skip = move |question: Question| {
        skipped.update(|skipped| skipped.push(question));
        go_on();
    };
    let back = move |_| {
        let last = passed.try_update(Vec::pop).flatten();
        if let Some(question) = last {
            skipped.update(|skipped| skipped.retain(|other| *other != question));
            current.set(Some(question));
            focus_question();
        }
    };
    let ask_skipped = move |_| {
        skipped.set(Vec::new());
        current.set(next());
        focus_question();
    };
    let has_passed = Signal::derive(move || passed.with(|passed| !passed.is_empty()));
    let left = Signal::derive(move || {
        let to_ask = standing.with(Standing::to_ask).into_iter();
        skipped.with(|skipped| {
            to_ask
                .filter(|question| !skipped.contains(question))
                .count()
        })
    });
    let is_more = move || left.get() > 0 || !skipped.with(Vec::is_empty);
    view! {
        <div class="ask">
            {move || match current.get() {
                Some(question) => {
                    view! {
                        <Asked
                            records
                            standing
                            assessment
                            question
                            left
                            on_done=move |()| go_on()
                            on_skip=move |()| skip(question)
                        />
                    }
                        .into_any()
                }
                None => {
                    let end = move || match left.get() {
                        0 if skipped.with(Vec::is_empty) => t(Msg::AskAllDone),
                        0 => t_n(Msg::AskSkipped, u32::try_from(skipped.read().len()).unwrap_or(u32::MAX), &[]),
                        more => t_n(Msg::AskLeft, u32::try_from(more).unwrap_or(u32::MAX), &[]),
                    };
                    view! {
                        <h2 class="ask-sentence" tabindex="-1">
                            {end}
                        </h2>
                        <Show when=is_more>
                            <Button label=Msg::AskGoOn on_press=ask_skipped/>
                        </Show>
                    }
                        .into_any()
                }
            }}
            <Show when=move || has_passed.get()>
                <div>
                    <Button
                        label=Msg::ButtonPrevious
                        variant=Variant::Plain
                        glyph=Glyph::ChevronLeft
                        on_press=back
                    />
                </div>
            </Show>
            <Private standing/>
        </div>
    }
}

/// The keyboard, and whoever listens, is at the new question.
fn focus_question() {
    in_next_task(|| {
        focus::on(".ask-sentence");
    });
}

/// What one thinks and does not say: the screen may be in sight across the table, so it is behind a tap.
#[component]
fn Private(standing: Memo<Standing>) -> impl IntoView {
    let line = move || {
        standing.with(|standing| {
            let tier = questions::tier_word(standing);
            let parts: Vec<String> = tier
                .into_iter()
                .chain(questions::private_line(standing))
                .collect();
            parts.join(" · ")
        })
    };
    view! {
        <Show when=move || standing.with(|standing| standing.tier().is_some() || standing.capacity().is_some())>
            <details class="details ask-private">
                <summary>{move || t(Msg::AskPrivate)}</summary>
                <p>{line}</p>
            </details>
        </Show>
    }
}

/// One question, with its choices and the words they used.
#[component]
fn Asked(
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
    assessment: RecordId,
    question: Question,
    /// How many are to be asked in this sitting, this one included.
    left: Signal<usize>,
    /// It is answered: to the next.
    #[prop(into)]
    on_done: Callback<()>,
    /// Not now.
    #[prop(into)]
    on_skip: Callback<()>,
) -> impl IntoView {
    let session = Session::expect();
    let record = answer_id(assessment, question);
    let key = records.with_untracked(|records| records.key(answer::SPEC.name, record));
    let given = Memo::new(move |_| standing.with(|standing| standing.given(question).cloned()));
    let is_from = move |source: Source| {
        given.with(|given| given.as_ref().is_some_and(|given| given.source == source))
    };
    let is_here = Memo::new(move |_| is_from(Source::Here));
    let text = key.field(answer::text().name());
    let of_history = key.clone();
    let key = StoredValue::new(key);
    let set = move |edits: Vec<Edit>| {
        let action = key.with_value(|key| Action::new(Msg::AskToastAnswered).set_all(key, edits));
        session.edit(action.quietly());
    };
    // What was answered earlier stands there as chosen: it is confirmed, or changed from there.
    let is_chosen = move |name: &'static str| {
        given.with(|given| {
            let mut chosen = given.iter().flat_map(|given| &given.choices);
            chosen.any(|chosen| chosen == name)
        })
    };
    let now = || answer::chosen_at().put(meeting_words::now().as_ref());
    // All that was chosen, but one.
    let as_before = move |but: &str| -> Vec<Edit> {
        given.with_untracked(|given| {
            let chosen = given.iter().flat_map(|given| &given.choices);
            let chosen = chosen.filter(|name| *name != but);
            chosen.map(|name| choosing(question, name)).collect()
        })
    };
    let press = move |name: &'static str| match question.answered() {
        Answered::One(_) => {
            set(vec![choosing(question, name), now()]);
            on_done.run(());
        }
        Answered::Several(_) => {
            // The first one that is touched takes the others of last time along.
            let mut edits = if is_here.get_untracked() {
                Vec::new()
            } else {
                as_before(name)
            };
            edits.push(now());
            edits.push(if untrack(|| is_chosen(name)) {
                answer::choices().remove(name)
            } else {
                answer::choices().add(name)
            });
            set(edits);
        }
        Answered::InWords => {}
    };
    let same = move |_| {
        let mut edits = as_before("");
        let words =
            given.with_untracked(|given| given.as_ref().and_then(|given| given.text.clone()));
        if edits.is_empty()
            && let Some(words) = words
        {
            edits.push(answer::text().set(&words));
        }
        edits.push(now());
        set(edits);
        on_done.run(());
    };
    let clear = move |_| {
        let chosen = given.with_untracked(|given| {
            let chosen = given.iter().flat_map(|given| given.choices.clone());
            chosen.collect::<Vec<_>>()
        });
        let mut clears = vec![answer::chosen_at().clear()];
        match question.answered() {
            Answered::One(_) => clears.push(answer::choice().clear()),
            _ => clears.extend(chosen.iter().map(|name| answer::choices().remove(name))),
        }
        set(clears);
    };
    let names = match question.answered() {
        Answered::One(names) | Answered::Several(names) => names,
        Answered::InWords => &[],
    };
    let choices = names.iter().map(|&name| {
        let words = move || questions::choice(question, name).map(t);
        view! {
            <button
                class="ask-choice"
                type="button"
                aria-pressed=move || is_chosen(name).to_string()
                on:click=move |_| press(name)
            >
                {words}
            </button>
        }
    });
    let left = move || {
        let left = u32::try_from(left.get()).unwrap_or(u32::MAX);
        t_n(Msg::AskLeft, left, &[])
    };
    // What an earlier assessment says, also once something new is chosen.
    let before =
        given.with_untracked(|given| given.clone().filter(|given| given.source != Source::Here));
    let before = StoredValue::new(before);
    let before = move || {
        let before = before.with_value(|before| before.as_ref().map(questions::answer))?;
        Some(t_with(Msg::AskBefore, &[("answer", &before)]))
    };
    let has_choices = !names.is_empty();
    let is_chosen_here = Memo::new(move |_| {
        records.with(|records| {
            let mut answers = records.service().answers.iter();
            answers.any(|(id, own)| *id == record && own.chosen_at.is_some())
        })
    });
    let is_earlier = Memo::new(move |_| is_from(Source::Earlier));
    let sentence_id = ["ask-", question.name()].concat();
    view! {
        <p class="soft">
            {move || questions::element(question).map(t)} " · " {left}
        </p>
        <h2 class="ask-sentence" id=sentence_id.clone() tabindex="-1">
            {move || t(questions::sentence(question))}
        </h2>
        {move || before().map(|before| view! { <p class="soft">{before}</p> })}
        {has_choices
            .then(|| {
                view! {
                    <div class="ask-choices" role="group" aria-labelledby=sentence_id>
                        {choices.collect_view()}
                    </div>
                }
            })}
        <Typed field=text spec=answer::text().spec() label=Msg::AskSaid/>
        <div class="cluster">
            {move || {
                if is_here.get() {
                    view! {
                        <Button
                            label=Msg::ButtonNext
                            variant=Variant::Primary
                            on_press=move |_| on_done.run(())
                        />
                    }
                        .into_any()
                } else if is_earlier.get() {
                    view! { <Button label=Msg::AskSame on_press=same/> }.into_any()
                } else {
                    view! { <Button label=Msg::ButtonSkip on_press=move |_| on_skip.run(())/> }.into_any()
                }
            }}
            <Show when=move || is_chosen_here.get() && has_choices>
                <Button label=Msg::ButtonClear variant=Variant::Plain on_press=clear/>
            </Show>
            <Show when=move || is_here.get()>
                <HistoryButton record=of_history.clone()/>
            </Show>
        </div>
    }
}

/// What chooses an answer.
fn choosing(question: Question, name: &str) -> Edit {
    match question.answered() {
        Answered::Several(_) => answer::choices().add(name),
        Answered::One(_) | Answered::InWords => {
            answer::choice().set(&AnswerChoice::from_name(name))
        }
    }
}
