//! Filing what was captured, and moving it to a client chosen later: each one action, undone in one.

use yardstick_domain::bundle::{Presence, Record};
use yardstick_domain::change::RecordKey;
use yardstick_domain::id::RecordId;
use yardstick_domain::records::{DELETED, Edit, LineKind, note_line, task};
use yardstick_domain::tab;
use yardstick_domain::text::{self, PastedLine};
use yardstick_domain::values::{Date, Instant};

use super::pieces::written_at;
use crate::book::Records;
use crate::i18n::Msg;
use crate::pages::meeting::draft::{Draft, max_chars};
use crate::pages::meeting::{promise, words};
use crate::session::{Action, Session};

/// The longest name of a speaker, in characters.
const SPEAKER_CHARS: usize = 60;

/// Files the draft for a client: as it is, or split into these pieces. False where the draft's own record is not here yet, so that nothing
/// can be lost.
pub(super) fn file(
    session: Session,
    records: &Records,
    draft: Draft,
    target: RecordId,
    kind: &LineKind,
    due: Option<Date>,
    pieces: &[PastedLine],
) -> bool {
    let (Some(now), text) = (words::now(), draft.typed()) else {
        return false;
    };
    let own = draft.key();
    let mut action = Action::new(Msg::CaptureSaved);
    let is_short = text.trim().chars().count() <= max_chars();
    if pieces.is_empty() && is_short && target == draft.client {
        action = action.set_all(&own, filed(kind, text.trim(), None, now));
        action = promised(action, &own, kind, text.trim(), now, due);
    } else {
        let Some(record) = records.record(&own) else {
            return false;
        };
        let whole = [PastedLine {
            text,
            ..PastedLine::default()
        }];
        let pieces = if pieces.is_empty() {
            whole.as_slice()
        } else {
            pieces
        };
        for (place, piece) in pieces.iter().flat_map(fitting).enumerate() {
            let piece = &piece;
            let key = session.new_record("note_line", target);
            let at = written_at(piece, now, place);
            action = action.set_all(
                &key,
                filed(kind, piece.text.trim(), piece.speaker.as_deref(), at),
            );
            action = promised(action, &key, kind, piece.text.trim(), at, due);
        }
        action = action.delete(record);
    }
    session.edit(action);
    draft.next();
    true
}

/// A piece that is longer than a line takes, as several.
fn fitting(piece: &PastedLine) -> Vec<PastedLine> {
    let texts = text::pieces(&piece.text, max_chars()).into_iter();
    texts
        .map(|text| PastedLine {
            text: text.to_owned(),
            ..piece.clone()
        })
        .collect()
}

/// A promise is a task, wherever it is written down.
fn promised(
    action: Action,
    line: &RecordKey,
    kind: &LineKind,
    text: &str,
    at: Instant,
    due: Option<Date>,
) -> Action {
    let Some(side) = promise::side(kind) else {
        return action;
    };
    let key = task_key(line);
    let edits = promise::task_edits(line.record, None, None, &side, text, Some(at));
    action
        .set_all(&key, edits)
        .set(&key, task::due().put(due.as_ref()))
}

/// The task of a line.
fn task_key(line: &RecordKey) -> RecordKey {
    RecordKey {
        client: line.client,
        record: promise::task_id(line.record),
        kind: "task".into(),
    }
}

fn filed(kind: &LineKind, text: &str, speaker: Option<&str>, at: Instant) -> Vec<Edit> {
    let mut edits = vec![
        note_line::line_kind().set(kind),
        note_line::text().set(text),
        note_line::captured_at().set(&at),
    ];
    edits.extend(speaker.map(|speaker| {
        let name: String = speaker.chars().take(SPEAKER_CHARS).collect();
        note_line::speaker().set(name.as_str())
    }));
    edits
}

/// Moves a note to a client, and the task that it became: all their fields, those of newer versions too, under new records there, and away
/// from here.
pub(super) fn move_to(session: Session, records: &Records, note: RecordId, target: RecordId) {
    let Some(record) = records.record(&records.key("note_line", note)) else {
        return;
    };
    if record.presence == Presence::Deleted || record.key.client == target {
        return;
    }
    let key = session.new_record("note_line", target);
    let mut action = moved(Action::new(Msg::CaptureMoved), record, &key);
    if let Some(promise) = records.record(&task_key(&record.key))
        && promise.presence != Presence::Deleted
    {
        let task = task_key(&key);
        action = moved(action, promise, &task).set(&task, task::source_line().set(&key.record));
    }
    session.edit(action);
}

/// The fields of a record under another key, and the record away from its own.
fn moved(mut action: Action, record: &Record, key: &RecordKey) -> Action {
    for (name, field) in &record.fields {
        if name.as_str() == DELETED {
            continue;
        }
        if let Some(value) = field.register.value() {
            action.edits.push(tab::Edit {
                key: key.field(name.clone()),
                value: value.clone(),
            });
        }
    }
    action.delete(record)
}
