//! What a search looks in, of every kind of record: the words, when they were said, the meeting they belong to. Read off the bytes, because the search comes with the
//! first list and the kinds do not.

use crate::id::RecordId;
use crate::values::Instant;

/// The words of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// What is searched.
    pub text: String,
    /// When it was said; none for what is there to be done.
    pub at: Option<Instant>,
    /// The meeting it belongs to.
    pub meeting: Option<RecordId>,
}

/// The fields of a kind with the words and with when they were said (empty where nothing says it).
fn fields_of(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "note_line" => ("text", "captured_at"),
        "task" => ("title", ""),
        "supplement" => ("text", "sent_at"),
        "nudge" => ("text", "at"),
        "answer" => ("text", "chosen_at"),
        "cost_talk" => ("note", "at"),
        "screening" => ("reason", "decided_at"),
        "hand_over" => ("note", "at"),
        _ => return None,
    })
}

/// Whether a kind has words that are searched.
#[must_use]
pub fn is_searched(kind: &str) -> bool {
    fields_of(kind).is_some()
}

/// The words of a record, from its field names and value bytes; `None` where there are none.
#[must_use]
pub fn searched<'a>(
    kind: &str,
    fields: &mut dyn Iterator<Item = (&'a str, &'a [u8])>,
) -> Option<Searched> {
    let (words, when) = fields_of(kind)?;
    let mut found = Searched {
        text: String::new(),
        at: None,
        meeting: None,
    };
    for (field, value) in fields {
        if field == words {
            found.text = serde_json::from_slice(value).unwrap_or_default();
        } else if field == when {
            found.at = serde_json::from_slice(value).ok();
        } else if field == "meeting" && kind != "task" {
            found.meeting = serde_json::from_slice(value).ok();
        }
    }
    (!found.text.trim().is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, id};
    use crate::records::{
        Edit, KINDS, cost_talk, hand_over, kind, note_line, nudge, screening, supplement, task,
    };

    fn of(kind: &str, edits: &[Edit]) -> Option<Searched> {
        let fields = edits.iter();
        let fields = fields.map(|edit| (edit.field.as_str(), edit.value.as_bytes()));
        searched(kind, &mut fields.collect::<Vec<_>>().into_iter())
    }

    #[test]
    fn every_field_named_here_is_one_of_its_kind() {
        let searched = KINDS.iter().filter(|kind| is_searched(kind.name));
        let mut count = 0;
        for spec in searched {
            let (words, when) = fields_of(spec.name).unwrap();
            let is_field = |name: &str| kind(spec.name).unwrap().field(name).is_some();
            assert!(is_field(words), "{}.{words}", spec.name);
            assert!(when.is_empty() || is_field(when), "{}.{when}", spec.name);
            count += 1;
        }
        assert_eq!(count, 8);
        assert!(!is_searched("comet"));
    }

    #[test]
    fn words_are_found_with_when_and_where_they_were_said() {
        let said = |text: &str, at, meeting| {
            Some(Searched {
                text: text.into(),
                at,
                meeting,
            })
        };
        let line = [
            note_line::text().set("怕塞車"),
            note_line::captured_at().set(&at(1, 9, 0)),
            note_line::meeting().set(&id(1)),
        ];
        let found = said("怕塞車", Some(at(1, 9, 0)), Some(id(1)));
        assert_eq!(of("note_line", &line), found);
        // A promise is found where it is to be kept, not where it was made.
        let promise = [task::title().set("報價"), task::meeting().set(&id(1))];
        assert_eq!(of("task", &promise), said("報價", None, None));
        let extra = [
            supplement::text().set("問卷十二題"),
            supplement::meeting().set(&id(2)),
            supplement::sent_at().set(&at(5, 9, 0)),
        ];
        let found = said("問卷十二題", Some(at(5, 9, 0)), Some(id(2)));
        assert_eq!(of("supplement", &extra), found);
        let decided = [
            screening::reason().set("等打樣"),
            screening::suits_note().set("可以"),
        ];
        assert_eq!(of("screening", &decided), said("等打樣", None, None));
        let talk = [cost_talk::note().set("嚇一跳")];
        assert_eq!(of("cost_talk", &talk), said("嚇一跳", None, None));
        let sent = [
            nudge::text().set("再跟您提一下"),
            nudge::at().set(&at(6, 9, 0)),
        ];
        let found = said("再跟您提一下", Some(at(6, 9, 0)), None);
        assert_eq!(of("nudge", &sent), found);
        let mind = [hand_over::note().set("老闆怕冷場")];
        assert_eq!(of("hand_over", &mind), said("老闆怕冷場", None, None));
    }

    #[test]
    fn what_has_no_words_is_not_found() {
        assert_eq!(of("note_line", &[note_line::text().set(" \u{3000}")]), None);
        assert_eq!(of("note_line", &[note_line::text().clear()]), None);
        assert_eq!(of("task", &[]), None);
        assert_eq!(of("meeting", &[note_line::text().set("x")]), None);
    }
}
