//! 盤點: one question at a time, as one would say it, in the course of a talk. What is answered is kept as it is tapped; one can stop at
//! any question and go on at the next meeting.

use std::sync::Arc;

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Answered, Question, Source, Standing, answer_id, assessed};
use yardstick_domain::records::{AnswerChoice, Edit, answer, assessment};
use yardstick_domain::values::Choice as _;

use super::meeting::words as meeting_words;
use crate::book::{Book, OpenState, Records};
use crate::i18n::{Msg, t, t_n, t_with};
use crate::kit::{Button, Glyph, Variant};
use crate::pages::frame::Page;
use crate::pages::parts::field::Typed;
use crate::pages::parts::gone::Gone;
use crate::pages::parts::questions;
use crate::route::{ClientTab, Route};
use crate::session::{Action, Session};

/// The page.
#[component]
pub fn AskPage(client: RecordId) -> impl IntoView {
    let handle = Book::expect().client(client);
    let records = handle.records();
    let standing = Memo::new(move |_| records.with(|records| assessed(records.file())));
    let state = Memo::new(move |_| handle.state().get());
    let is_begun = Memo::new(move |_| standing.with(|standing| standing.assessment.is_some()));
    let back = Route::Client {
        client,
        tab: ClientTab::Assessment,
    };
    view! {
        <Page title=Msg::AskTitle back>
            <div class="column">
                {move || match state.get() {
                    OpenState::Opening => ().into_any(),
                    OpenState::Missing => view! { <Gone records missing=Msg::MeetMissing/> }.into_any(),
                    OpenState::Ready if is_begun.get() => {
                        view! { <Talk records standing/> }.into_any()
                    }
                    OpenState::Ready => view! { <Begin client records again=false/> }.into_any(),
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
        session.edit(Action::new(Msg::AskToastBegun).set(&key, begun));
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
fn Talk(records: Signal<Arc<Records>>, standing: Memo<Standing>) -> impl IntoView {
    let skipped = RwSignal::new(Vec::<Question>::new());
    let passed = RwSignal::new(Vec::<Question>::new());
    let next = move || {
        let standing = records.with_untracked(|records| assessed(records.file()));
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
        }
    };
    let ask_skipped = move |_| {
        skipped.set(Vec::new());
        current.set(next());
    };
    view! {
        <div class="ask">
            {move || match current.get() {
                Some(question) => {
                    view! {
                        <Asked records standing question on_done=move |()| go_on() on_skip=move |()| skip(question)/>
                    }
                        .into_any()
                }
                None => {
                    let count = u32::try_from(skipped.read().len()).unwrap_or(u32::MAX);
                    view! {
                        <p class="ask-sentence" role="status">
                            {t(Msg::AskAllDone)}
                        </p>
                        {(count > 0)
                            .then(|| {
                                view! {
                                    <p class="soft">{t_n(Msg::AskSkipped, count, &[])}</p>
                                    <Button label=Msg::AskAskSkipped on_press=ask_skipped/>
                                }
                            })}
                    }
                        .into_any()
                }
            }}
            <Show when=move || passed.with(|passed| !passed.is_empty())>
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

/// What one thinks and does not say.
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
            <p class="ask-private">
                <small>{move || t(Msg::AskPrivate)}</small>
                <br/>
                {line}
            </p>
        </Show>
    }
}

/// One question, with its choices and the words they used.
#[component]
fn Asked(
    records: Signal<Arc<Records>>,
    standing: Memo<Standing>,
    question: Question,
    /// It is answered: to the next.
    #[prop(into)]
    on_done: Callback<()>,
    /// Not now.
    #[prop(into)]
    on_skip: Callback<()>,
) -> impl IntoView {
    let session = Session::expect();
    let assessment = standing.with_untracked(|standing| standing.assessment);
    let key = assessment.map(|assessment| {
        let record = answer_id(assessment, question);
        records.with_untracked(|records| records.key(answer::SPEC.name, record))
    });
    let Some(key) = key else {
        return ().into_any();
    };
    let given = Memo::new(move |_| standing.with(|standing| standing.given(question).cloned()));
    let is_here =
        move || given.with(|given| given.as_ref().is_some_and(|it| it.source == Source::Here));
    let text = key.field(answer::text().name());
    let key = StoredValue::new(key);
    let set = move |edit: Edit| {
        let action = key.with_value(|key| Action::new(Msg::AskToastAnswered).set(key, edit));
        session.edit(action.quietly());
    };
    let is_chosen = move |name: &'static str| {
        given.with(|given| {
            given.as_ref().is_some_and(|given| {
                given.source == Source::Here && given.choices.iter().any(|chosen| chosen == name)
            })
        })
    };
    let press = move |name: &'static str| match question.answered() {
        Answered::One(_) if is_chosen(name) => set(answer::choice().clear()),
        Answered::One(_) => {
            set(answer::choice().set(&AnswerChoice::from_name(name)));
            on_done.run(());
        }
        Answered::Several(_) if is_chosen(name) => set(answer::choices().remove(name)),
        Answered::Several(_) => set(answer::choices().add(name)),
        Answered::InWords => {}
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
        let left = standing.with(|standing| standing.to_ask().len());
        t_n(Msg::AskLeft, u32::try_from(left).unwrap_or(u32::MAX), &[])
    };
    let before = move || {
        given.with(|given| {
            let given = given.as_ref().filter(|it| it.source != Source::Here)?;
            Some(t_with(
                Msg::AskBefore,
                &[("answer", &questions::answer(given))],
            ))
        })
    };
    let skip_word = Signal::derive(move || {
        let earlier = given.with(|given| {
            given
                .as_ref()
                .is_some_and(|it| it.source == Source::Earlier)
        });
        t(if earlier {
            Msg::AskSame
        } else {
            Msg::ButtonSkip
        })
    });
    let sentence_id = ["ask-", question.name()].concat();
    view! {
        <p class="soft">
            {move || t(questions::element(question.element()))} " · " {left}
        </p>
        <h2 class="ask-sentence" id=sentence_id.clone()>
            {move || t(questions::sentence(question))}
        </h2>
        {move || before().map(|before| view! { <p class="soft">{before}</p> })}
        {(!names.is_empty())
            .then(|| {
                view! {
                    <div class="ask-choices" role="group" aria-labelledby=sentence_id>
                        {choices.collect_view()}
                    </div>
                }
            })}
        <Typed field=text spec=answer::text().spec() label=Msg::AskSaid/>
        <div class="cluster">
            <Show
                when=is_here
                fallback=move || view! { <Button label=skip_word on_press=move |_| on_skip.run(())/> }
            >
                <Button
                    label=Msg::ButtonNext
                    variant=Variant::Primary
                    on_press=move |_| on_done.run(())
                />
            </Show>
        </div>
    }
    .into_any()
}
