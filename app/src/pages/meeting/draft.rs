//! The line being typed. Its text is the text of a note line that has not been filed yet, kept like every text the moment it is typed;
//! which line that is, is drawn before the first letter and remembered on the device. If even that is lost, the words turn up among
//! the meeting's lines, without a time.

use leptos::prelude::*;
use yardstick_domain::bundle::Presence;
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{FieldType, LineKind, note_line};
use yardstick_domain::text::pieces;
use yardstick_domain::values::Instant;

use super::{promise, words};
use crate::book::Records;
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
    /// What is typed, while it is longer than a line takes: it is filed as several.
    pub(crate) overlong: RwSignal<Option<String>>,
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
            overlong: RwSignal::new(session.draft(&overlong_place(client, meeting))),
        }
    }

    /// The key of the line's record.
    pub(crate) fn key(self) -> RecordKey {
        key(self.client, self.line.get_untracked())
    }

    /// What is typed so far.
    pub(crate) fn typed(self) -> String {
        untrack(|| self.words())
    }

    /// What is typed so far, followed.
    pub(crate) fn words(self) -> String {
        let text = self.text.get().value;
        self.overlong.get().unwrap_or_else(|| text.get())
    }

    /// Whether there are words, also those that are read only after the page was drawn.
    pub(crate) fn shows_words(self) -> bool {
        !self.words().trim().is_empty()
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
        let overlong = (text.chars().count() > max_chars()).then(|| text.clone());
        if overlong != self.overlong.get_untracked() {
            let place = overlong_place(self.client, self.meeting);
            self.session.keep_draft(&place, overlong.as_ref());
            self.overlong.set(overlong);
        }
        self.text.get_untracked().input(beginning(&text).to_owned());
    }

    /// Where the line was filed meanwhile, in another tab or just before the app was killed, what is typed next is another line; of a text
    /// longer than a line, what was not filed with it.
    pub(crate) fn leave_filed(self, records: &Records) {
        let own = self.key();
        let filed = promise::line(records, own.record).filter(|line| line.captured_at.is_some());
        let is_deleted = || {
            let record = records.record(&own);
            record.is_some_and(|record| record.presence == Presence::Deleted)
        };
        if filed.is_none() && !is_deleted() {
            return;
        }
        let overlong = self.overlong.get_untracked();
        self.next();
        let text = filed.and_then(|line| line.text);
        if let Some((overlong, text)) = overlong.zip(text)
            && let Some(rest) = overlong.trim_start().strip_prefix(text.trim())
        {
            self.input(rest.trim_start().to_owned());
        }
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
        let mut texts = pieces(&typed, max_chars()).into_iter();
        let text = texts.next().unwrap_or_default();
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
        for (further, text) in (1..).zip(texts) {
            let key = self.session.new_record("note_line", self.client);
            let at = Instant::from_ms(now.ms() + further).unwrap_or(now);
            action = action
                .set(&key, note_line::meeting().put(self.meeting.as_ref()))
                .set(&key, note_line::line_kind().set(kind))
                .set(&key, note_line::captured_at().set(&at))
                .set(&key, note_line::speaker().put(speaker))
                .set(&key, note_line::text().set(text));
        }
        self.session.edit(action);
        self.next();
        Some(line)
    }

    /// Begins the next line.
    pub(crate) fn next(self) {
        self.text.get_untracked().blur();
        self.overlong.set(None);
        let overlong = overlong_place(self.client, self.meeting);
        self.session.keep_draft::<String>(&overlong, None);
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

/// Characters a line takes.
pub(crate) fn max_chars() -> usize {
    let max = match note_line::text().spec().ty {
        FieldType::Multiline { max_chars } => usize::try_from(max_chars).ok(),
        _ => None,
    };
    max.unwrap_or(usize::MAX)
}

/// As much of a text as a line takes.
pub(super) fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(max_chars());
    end.map_or(text, |(end, _)| &text[..end])
}

/// Where a text is that is longer.
fn overlong_place(client: RecordId, meeting: Option<RecordId>) -> String {
    [&place(client, meeting), "/overlong"].concat()
}

/// Where the device remembers which line is being typed.
fn place(client: RecordId, meeting: Option<RecordId>) -> String {
    format!("{client}/line/{}", meeting.unwrap_or(client))
}
