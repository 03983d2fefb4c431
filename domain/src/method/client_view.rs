//! *Show the client* (給客戶看): what may be seen when the phone is turned around. The view holds nothing else, so nothing else can be shown by mistake:
//! no stage, tags, advice, expectation, reserve, internal lines, and no other client.

use super::{ClientFile, Promise, is_open};
use crate::id::RecordId;
use crate::records::{LineKind, NoteLine};
use crate::values::Instant;

/// A meeting as the client may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientView {
    /// The client's name.
    pub name: Option<String>,
    /// Where the meeting is.
    pub place: Option<String>,
    /// When it began, or is to begin.
    pub at: Option<Instant>,
    /// What was said, in order.
    pub lines: Vec<ViewLine>,
    /// Open promises made in the meeting.
    pub promises: Vec<Promise>,
    /// When the next meeting is planned.
    pub next_meeting: Option<Instant>,
}

/// A line the client may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewLine {
    /// What it is.
    pub kind: LineKind,
    /// What was said.
    pub text: String,
}

/// Whether a line is ours alone. What its author said counts; else notes, concerns and quotes are ours (we interpret in them), needs, decisions, numbers and
/// promises are common, and a kind this version does not know is ours.
#[must_use]
pub fn is_internal(line: &NoteLine) -> bool {
    line.internal
        .unwrap_or(match line.line_kind.as_ref().unwrap_or(&LineKind::Note) {
            LineKind::Need
            | LineKind::OurPromise
            | LineKind::TheirPromise
            | LineKind::Decision
            | LineKind::Number => false,
            LineKind::Note | LineKind::Concern | LineKind::Quote | LineKind::Other(_) => true,
        })
}

/// A meeting as the client may see it; `None` if there is no such meeting. A line that became a promise is shown as the promise, once.
#[must_use]
pub fn client_view(file: &ClientFile, id: RecordId) -> Option<ClientView> {
    let meeting = file.meeting(id)?;
    let became_promise = |line: RecordId| {
        file.tasks
            .iter()
            .any(|(_, task)| task.source_line == Some(line))
    };
    // A promise made of a line that is ours alone is ours alone.
    let hidden_source = |source: Option<RecordId>| {
        source.is_some_and(|source| {
            file.lines
                .iter()
                .any(|(id, line)| *id == source && is_internal(line))
        })
    };
    let next = meeting.next_meeting.and_then(|next| file.meeting(next));
    Some(ClientView {
        name: file.client.name.clone(),
        place: meeting.place.clone(),
        at: meeting.started_at.or(meeting.planned_at),
        lines: file
            .lines_of(id)
            .filter(|(line_id, line)| !is_internal(line) && !became_promise(*line_id))
            .filter_map(|(_, line)| {
                let text = line.text.clone().filter(|text| !text.trim().is_empty())?;
                Some(ViewLine {
                    kind: line.line_kind.clone().unwrap_or(LineKind::Note),
                    text,
                })
            })
            .collect(),
        promises: file
            .tasks_of(id)
            .filter(|(_, task)| is_open(task) && !hidden_source(task.source_line))
            .map(|(id, task)| Promise::of(*id, task))
            .collect(),
        next_meeting: next.and_then(|next| next.planned_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::client_file::testing::{at, day, held, id, line, task};
    use crate::records::{Client, Meeting, Side};

    #[test]
    fn a_kind_decides_unless_the_author_did() {
        let check = |kind: Option<LineKind>, said: Option<bool>, expected: bool| {
            let line = NoteLine {
                line_kind: kind.clone(),
                internal: said,
                ..NoteLine::default()
            };
            assert_eq!(is_internal(&line), expected, "{kind:?} {said:?}");
        };
        check(None, None, true);
        check(Some(LineKind::Note), Some(false), false);
        check(Some(LineKind::Concern), None, true);
        check(Some(LineKind::Quote), None, true);
        check(Some(LineKind::Decision), None, false);
        check(Some(LineKind::Decision), Some(true), true);
        check(Some(LineKind::Other("risk".into())), None, true);
    }

    #[test]
    fn nothing_of_ours_is_in_the_view() {
        let mut from_line = task(Side::Theirs, "報價", Some(day(27)));
        (from_line.meeting, from_line.source_line) = (Some(id(1)), Some(id(13)));
        let mut private = task(Side::Ours, "跟主管討論", None);
        (private.meeting, private.source_line) = (Some(id(1)), Some(id(14)));
        let mut secret = line(1, LineKind::OurPromise, "跟主管討論", at(22, 10, 9));
        secret.internal = Some(true);
        let file = ClientFile {
            client: Client {
                name: Some("山嵐製茶".into()),
                advice: Some("喜歡看樣品".into()),
                ..Client::default()
            },
            meetings: vec![
                (
                    id(1),
                    Meeting {
                        reserve: Some("秘密".into()),
                        next_meeting: Some(id(2)),
                        ..held(at(22, 10, 0), at(22, 10, 50))
                    },
                ),
                (
                    id(2),
                    Meeting {
                        planned_at: Some(at(29, 14, 0)),
                        ..Meeting::default()
                    },
                ),
            ],
            lines: vec![
                (
                    id(11),
                    line(1, LineKind::Concern, "怕人力不夠", at(22, 10, 1)),
                ),
                (
                    id(12),
                    line(1, LineKind::Decision, "先做問卷", at(22, 10, 2)),
                ),
                (
                    id(13),
                    line(1, LineKind::TheirPromise, "週五給報價", at(22, 10, 3)),
                ),
                (id(14), secret),
                (id(15), line(1, LineKind::Need, "", at(22, 10, 10))),
                (id(16), line(2, LineKind::Need, "別場的", at(22, 10, 10))),
            ],
            tasks: vec![(id(21), from_line), (id(22), private)],
            ..ClientFile::default()
        };
        let view = client_view(&file, id(1)).unwrap();
        assert_eq!(
            view.lines,
            [ViewLine {
                kind: LineKind::Decision,
                text: "先做問卷".into()
            }]
        );
        assert_eq!(
            view.promises
                .iter()
                .map(|p| p.title.as_str())
                .collect::<Vec<_>>(),
            ["報價"]
        );
        assert_eq!(view.next_meeting, Some(at(29, 14, 0)));
        assert_eq!(client_view(&file, id(9)), None);
    }
}
