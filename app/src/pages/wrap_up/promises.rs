//! Promises of both sides get a date, one tap each. Lines that are promises and became no task become one with it.

use leptos::prelude::*;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::Side;
use yardstick_domain::values::Date;

use super::Step;
use crate::book::{ClientHandle, Records};
use crate::i18n::{Msg, t};
use crate::pages::meeting::due::DueChips;
use crate::pages::meeting::promise;
use crate::session::{Action, Session};

/// A promise of the meeting: a line of it, or a task without a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Promised {
    Line(RecordId),
    Task(RecordId),
}

/// What a promise says.
#[derive(Clone, PartialEq)]
struct Said {
    ours: bool,
    title: String,
    due: Option<Date>,
}

fn promised(records: &Records, meeting: RecordId) -> Vec<Promised> {
    let file = records.file();
    let lines = file.lines_of(meeting).filter(|(_, line)| {
        let is_promise = line.line_kind.as_ref().and_then(promise::side).is_some();
        is_promise
            && line
                .text
                .as_ref()
                .is_some_and(|text| !text.trim().is_empty())
    });
    let lines: Vec<RecordId> = lines.map(|(id, _)| *id).collect();
    let tasks = file.tasks_of(meeting).filter(|(_, task)| {
        task.outcome.is_none() && task.source_line.is_none_or(|line| !lines.contains(&line))
    });
    let tasks = tasks.map(|(id, _)| Promised::Task(*id));
    lines
        .iter()
        .copied()
        .map(Promised::Line)
        .chain(tasks)
        .collect()
}

fn said(records: &Records, promised: Promised) -> Option<Said> {
    let task = match promised {
        Promised::Line(line) => promise::task_of(records, line).map(|(_, task)| task),
        Promised::Task(id) => {
            let mut tasks = records.tasks().iter();
            Some(tasks.find(|(other, _)| *other == id)?.1.clone())
        }
    };
    if let Some(task) = task {
        return Some(Said {
            ours: task.side != Some(Side::Theirs),
            title: task.title.unwrap_or_default(),
            due: task.due,
        });
    }
    let Promised::Line(line) = promised else {
        return None;
    };
    let line = promise::line(records, line)?;
    Some(Said {
        ours: promise::side(line.line_kind.as_ref()?)? == Side::Ours,
        title: promise::title(line.text.as_deref()?),
        due: None,
    })
}

/// The step; nothing where nobody promised anything.
#[component]
pub(super) fn Promises(handle: ClientHandle, meeting: RecordId) -> impl IntoView {
    let records = handle.records();
    let all = Memo::new(move |_| records.with(|records| promised(records, meeting)));
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Step title=Msg::WrapUpPromises>
                <ul class="stack" role="list">
                    <For each=move || all.get() key=|promised| *promised let:promised>
                        <PromiseRow handle promised/>
                    </For>
                </ul>
            </Step>
        </Show>
    }
}

#[component]
fn PromiseRow(handle: ClientHandle, promised: Promised) -> impl IntoView {
    let session = Session::expect();
    let records = handle.records();
    let view = Memo::new(move |_| records.with(|records| said(records, promised)));
    let choose = move |day: Option<Date>| {
        records.with_untracked(|records| match promised {
            Promised::Line(line) => promise::set_due(session, records, line, day),
            Promised::Task(task) => {
                let due = yardstick_domain::records::task::due().put(day.as_ref());
                let action = Action::new(Msg::MeetDueSet).set(&records.key("task", task), due);
                session.edit(action.quietly());
            }
        });
    };
    let title = move || {
        view.with(|view| {
            view.as_ref()
                .map(|said| said.title.clone())
                .unwrap_or_default()
        })
    };
    let side = move || {
        let ours = view.with(|view| view.as_ref().is_none_or(|said| said.ours));
        t(if ours {
            Msg::NoteOurPromise
        } else {
            Msg::NoteTheirPromise
        })
    };
    view! {
        <li class="stack" data-gap="1">
            <p>
                <span class="note-kind">{side}</span>
                {title}
            </p>
            <div class="chips" role="group" aria-label=title>
                <DueChips
                    value=Signal::derive(move || view.with(|view| view.as_ref().and_then(|said| said.due)))
                    on_choose=choose
                />
            </div>
        </li>
    }
}
