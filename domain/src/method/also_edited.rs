//! *Also edited*, as the field's own trade sees it: after which meeting a value was written, and whether two of them can stand as one.

use super::ClientFile;
use super::meeting::{MeetingStatus, status};
use crate::change::Value;
use crate::records::{FieldSpec, FieldType};
use crate::text::{both_lines, both_texts};
use crate::values::Instant;

/// So long after a meeting what is written down is taken to come of it.
const COMES_OF_IT_MS: i64 = 3 * 24 * 60 * 60 * 1_000;

/// The meeting a change came of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameOf {
    /// Written while the meeting that began then was going on.
    During(Instant),
    /// Written in the days after the meeting that began then.
    After(Instant),
}

/// The last meeting with the client before a change, if the change can have come of it.
#[must_use]
pub fn came_of(file: &ClientFile, changed: Instant) -> Option<CameOf> {
    let begun = file.meetings.iter().filter_map(|(_, meeting)| {
        let (from, to) = match status(meeting) {
            MeetingStatus::Planned(_) => return None,
            MeetingStatus::Running(from) => (from, None),
            MeetingStatus::Ended { from, to } => (from, Some(to)),
        };
        (from <= changed).then_some((from, to))
    });
    let (from, to) = begun.max_by_key(|(from, _)| *from)?;
    match to {
        Some(to) if changed > to => {
            (changed.ms() - to.ms() <= COMES_OF_IT_MS).then_some(CameOf::After(from))
        }
        _ => Some(CameOf::During(from)),
    }
}

/// Whether what changed is best said by words of the text itself. Of every other field it is said as what it was and what it is.
#[must_use]
pub fn is_prose(spec: &FieldSpec) -> bool {
    matches!(
        spec.ty,
        FieldType::Text { .. } | FieldType::Multiline { .. }
    )
}

/// The values of a text field as one that holds them all; none where it would be one of them, or longer than the field.
#[must_use]
pub fn both(spec: &FieldSpec, values: &[Value]) -> Option<Value> {
    let join = match spec.ty {
        FieldType::Text { .. } => both_lines,
        FieldType::Multiline { .. } => both_texts,
        _ => return None,
    };
    let texts = values
        .iter()
        .map(|value| serde_json::from_slice::<Option<String>>(value.as_bytes()).ok());
    let texts: Option<Vec<Option<String>>> = texts.collect();
    let joined = texts?
        .into_iter()
        .flatten()
        .reduce(|one, other| join(&one, &other))?;
    let value = Value::from_json(&serde_json::to_vec(&joined).ok()?).ok()?;
    let fits = spec.check(spec.name, value.as_bytes()).is_ok();
    (fits && !values.contains(&value)).then_some(value)
}

/// Whether another value can be typed in the place of those there are.
#[must_use]
pub fn can_be_typed(spec: &FieldSpec) -> bool {
    !matches!(
        spec.ty,
        FieldType::Choice { .. }
            | FieldType::Bool
            | FieldType::Set { .. }
            | FieldType::Outcome { .. }
            | FieldType::Reference { .. }
            | FieldType::Instant
            | FieldType::Integer { min: 1, max: 3 }
    )
}

#[cfg(test)]
mod tests {
    use super::super::client_file::testing::{at, held, id};
    use super::*;
    use crate::records::{Meeting, client, engagement};

    fn text(text: &str) -> Value {
        Value::from_json(serde_json::to_string(text).unwrap().as_bytes()).unwrap()
    }

    #[test]
    fn a_change_comes_of_the_meeting_just_before_it() {
        let mut file = ClientFile::default();
        file.meetings.extend([
            (id(1), held(at(2, 10, 0), at(2, 11, 0))),
            (id(2), held(at(3, 14, 0), at(3, 15, 0))),
            (
                id(3),
                Meeting {
                    planned_at: Some(at(4, 9, 0)),
                    ..Meeting::default()
                },
            ),
        ]);
        assert_eq!(came_of(&file, at(2, 9, 59)), None);
        let first = at(2, 10, 0);
        assert_eq!(came_of(&file, at(2, 11, 0)), Some(CameOf::During(first)));
        assert_eq!(came_of(&file, at(2, 11, 1)), Some(CameOf::After(first)));
        let second = at(3, 14, 0);
        assert_eq!(came_of(&file, at(4, 10, 0)), Some(CameOf::After(second)));
        assert_eq!(came_of(&file, at(6, 15, 0)), Some(CameOf::After(second)));
        assert_eq!(came_of(&file, at(6, 15, 1)), None);
        file.meetings[1].1.ended_at = None;
        assert_eq!(came_of(&file, at(6, 15, 1)), Some(CameOf::During(second)));
    }

    #[test]
    fn texts_can_stand_as_one_where_they_fit() {
        let spec = client::industry().spec();
        let joined = both(&spec, &[text("茶"), text("手搖飲")]);
        assert_eq!(joined, Some(text("茶／手搖飲")));
        assert_eq!(both(&spec, &[text("茶"), text("茶葉")]), None);
        assert_eq!(both(&spec, &[text("茶"), Value::null()]), None);
        let long = "茶".repeat(39);
        assert_eq!(both(&spec, &[text(&long), text("酒")]), None);
        let amount = engagement::success().spec();
        assert_eq!(both(&amount, &[text("1"), text("2")]), None);
    }
}
