//! The line being typed. Its text is the text of a note line that has not been filed yet, kept like every text the moment it is typed;
//! which line that is, is drawn before the first letter and remembered on the device. If even that is lost, the words turn up among
//! the meeting's lines, without a time.

use leptos::prelude::*;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{LineKind, note_line};

use super::{promise, words};
use crate::i18n::Msg;
use crate::session::{Action, Session, TextHandle};

/// A line being typed, for a meeting or for none.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    session: Session,
    /// Whose line it is.
    pub(crate) client: RecordId,
    meeting: Option<RecordId>,
    owner: StoredValue<Owner>,
    /// The line that will be filed.
    pub(crate) line: RwSignal<RecordId>,
    /// Its text.
    pub(crate) text: RwSignal<TextHandle>,
}

impl Draft {
    /// Takes up what was being typed here, or begins a new line.
    pub(crate) fn take_up(session: Session, client: RecordId, meeting: Option<RecordId>) -> Self {
        let place = place(client, meeting);
        let id = session
            .draft(&place)
            .unwrap_or_else(|| session.new_record("note_line", client).record);
        session.keep_draft(&place, Some(&id));
        Self {
            session,
            client,
            meeting,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            line: RwSignal::new(id),
            text: RwSignal::new(text_of(session, client, id)),
        }
    }

    /// The key of the line's record.
    pub(crate) fn key(self) -> RecordKey {
        key(self.client, self.line.get_untracked())
    }

    /// What is typed so far.
    pub(crate) fn typed(self) -> String {
        self.text.get_untracked().value.get_untracked()
    }

    /// Whether there are words, also those that are read only after the page was drawn.
    pub(crate) fn shows_words(self) -> bool {
        let value = self.text.get().value;
        value.with(|text| !text.trim().is_empty())
    }

    /// The text is this now. With its first letter the line says which meeting it belongs to.
    pub(crate) fn input(self, text: String) {
        if let Some(meeting) = self
            .meeting
            .filter(|_| self.typed().is_empty() && !text.is_empty())
        {
            self.session.edit(
                Action::new(Msg::MeetLineFiled)
                    .set(&self.key(), note_line::meeting().set(&meeting))
                    .quietly(),
            );
        }
        self.text.get_untracked().input(text);
    }

    /// Files the line as this kind, and begins the next one. Without words it is a timed mark. A promise with words becomes a task.
    pub(crate) fn file(
        self,
        kind: &LineKind,
        speaker: Option<&str>,
        engagement: Option<RecordId>,
    ) -> Option<RecordId> {
        let now = words::now()?;
        let (key, line) = (self.key(), self.line.get_untracked());
        let typed = self.typed();
        let text = typed.trim();
        let mut action = Action::new(Msg::MeetLineFiled)
            .set(&key, note_line::meeting().put(self.meeting.as_ref()))
            .set(&key, note_line::line_kind().set(kind))
            .set(&key, note_line::captured_at().set(&now))
            .quietly();
        if let Some(speaker) = speaker {
            action = action.set(&key, note_line::speaker().set(speaker));
        }
        if text.is_empty() {
            action = action.set(&key, note_line::timed_mark().set(&true));
        }
        if text != typed {
            action = action.set(
                &key,
                note_line::text().put(Some(text).filter(|text| !text.is_empty())),
            );
        }
        if let Some(side) = promise::side(kind).filter(|_| !text.is_empty()) {
            let task = RecordKey {
                record: promise::task_id(line),
                kind: "task".into(),
                ..key
            };
            let edits = promise::task_edits(line, self.meeting, engagement, &side, text, Some(now));
            action = action.set_all(&task, edits);
        }
        self.session.edit(action);
        self.next();
        Some(line)
    }

    /// Begins the next line.
    pub(crate) fn next(self) {
        self.text.get_untracked().blur();
        let id = self.session.new_record("note_line", self.client).record;
        let place = place(self.client, self.meeting);
        self.session.keep_draft(&place, Some(&id));
        let (session, client) = (self.session, self.client);
        let text = self
            .owner
            .with_value(|owner| owner.with(|| text_of(session, client, id)));
        self.line.set(id);
        self.text.set(text);
    }
}

fn key(client: RecordId, record: RecordId) -> RecordKey {
    RecordKey {
        client,
        record,
        kind: "note_line".into(),
    }
}

fn text_of(session: Session, client: RecordId, line: RecordId) -> TextHandle {
    session.text(key(client, line).field(note_line::text().name()))
}

/// Where the device remembers which line is being typed.
fn place(client: RecordId, meeting: Option<RecordId>) -> String {
    format!("{client}/line/{}", meeting.unwrap_or(client))
}
