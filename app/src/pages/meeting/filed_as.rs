//! A line is more than a line: it answers a question of the assessment, or it is a need. The line itself stays where it is.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::method::{Question, answer_id, assessed};
use yardstick_domain::records::{FieldType, LineKind, NoteLine, answer, assessment, need};

use super::words;
use crate::book::{ClientHandle, Records};
use crate::i18n::{Msg, t, t_with};
use crate::kit::{Button, Glyph, Select, Toasts};
use crate::pages::parts::questions;
use crate::session::{Action, Session};

/// Both ways.
#[component]
pub(crate) fn FiledAs(
    /// The open client.
    handle: ClientHandle,
    /// The line.
    id: RecordId,
    /// The line as it is.
    line: Memo<NoteLine>,
) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let records = handle.records();
    let asked = Memo::new(move |_| records.with(|records| assessed(records.service()).asked()));
    let text = move || line.with_untracked(|line| line.text.clone().unwrap_or_default());
    let answers = move |question: Option<Question>| {
        let Some(question) = question else { return };
        let filed =
            records.with_untracked(|records| as_answer(session, records, question, &text()));
        match filed {
            Ok(action) => {
                session.edit(action);
            }
            Err(TooLong { max_chars }) => {
                toasts.say(t_with(
                    Msg::ErrorTooLong,
                    &[("max", &max_chars.to_string())],
                ));
            }
        }
    };
    let need_id = RecordId::of_the_only("need", id);
    let is_need = Memo::new(move |_| line.with(|line| line.line_kind == Some(LineKind::Need)));
    let is_filed = Memo::new(move |_| {
        records.with(|records| {
            records
                .service()
                .needs
                .iter()
                .any(|(own, _)| *own == need_id)
        })
    });
    let as_need = move |_| {
        let key = records.with_untracked(|records| records.key(need::SPEC.name, need_id));
        let text: String = text().chars().take(need_chars()).collect();
        session.edit(Action::new(Msg::NeedToastAdded).set(&key, need::text().set(&text)));
    };
    view! {
        {move || {
            let options = asked.get().into_iter();
            let options = options.map(|question| (question, questions::label(question).into()));
            view! {
                <Select
                    label=Msg::AskFileAs
                    options=options.collect()
                    value=Signal::stored(None::<Question>)
                    on_choose=answers
                />
            }
        }}
        <Show when=move || is_need.get()>
            <div class="cluster">
                <Show
                    when=move || is_filed.get()
                    fallback=move || {
                        view! { <Button label=Msg::NeedFromLine glyph=Glyph::Plus on_press=as_need/> }
                    }
                >
                    <p class="soft">{move || t(Msg::NeedToastAdded)}</p>
                </Show>
            </div>
        </Show>
    }
}

/// What was said about the question would be longer than it may be.
struct TooLong {
    max_chars: u32,
}

/// The line under what was said about the question in the newest assessment; without one, the first begins.
fn as_answer(
    session: Session,
    records: &Records,
    question: Question,
    text: &str,
) -> Result<Action, TooLong> {
    let file = records.service();
    let mut action = Action::new(Msg::AskToastAnswered);
    let assessment = assessed(file).assessment.unwrap_or_else(|| {
        session
            .new_record(assessment::SPEC.name, records.client_key().client)
            .record
    });
    if !file.assessments.iter().any(|(id, _)| *id == assessment) {
        let key = records.key(assessment::SPEC.name, assessment);
        action = action.set(&key, assessment::begun_at().put(words::now().as_ref()));
    }
    let own = answer_id(assessment, question);
    let said = file.answers.iter().find(|(id, _)| *id == own);
    let said = said.and_then(|(_, answer)| answer.text.clone());
    let all = match said {
        Some(said) if said.lines().any(|line| line == text) => said,
        Some(said) => [&said, "\n", text].concat(),
        None => text.to_owned(),
    };
    let FieldType::Multiline { max_chars } = answer::text().spec().ty else {
        return Ok(action);
    };
    if all.chars().count() > max_chars as usize {
        return Err(TooLong { max_chars });
    }
    let key = records.key(answer::SPEC.name, own);
    Ok(action.set(&key, answer::text().set(&all)))
}

/// How long a need may be; the line keeps every word.
fn need_chars() -> usize {
    match need::text().spec().ty {
        FieldType::Name { max_chars } => max_chars as usize,
        _ => usize::MAX,
    }
}
